import type { Reference } from "../matching/find-references.ts";
import type { Field, Mention } from "../matching/mention.ts";
import { type Sentence, sentencesOf } from "../text/sentences.ts";
import { type Token, tokenize } from "../text/tokens.ts";
import { decideKind } from "./decide-kind.ts";
import { decideStage } from "./decide-stage.ts";
import { denialIn } from "./denial-in.ts";
import { type Filling, fillFrame, type Occurrence } from "./fill-frame.ts";
import { isHeadline } from "./fill-slot.ts";
import { findAreas } from "./find-areas.ts";
import { findOccurrences, occurrenceText } from "./find-occurrences.ts";
import { findSpans } from "./find-spans.ts";
import { govern } from "./govern.ts";
import { isTitleCase } from "./is-title-case.ts";
import { type Lexicon, lexiconFor } from "./lexicon.ts";
import { mergeTieUps, type StatedTieUp } from "./merge-tie-ups.ts";
import { objectionTo } from "./objection-to.ts";
import { placeReferences } from "./place-references.ts";
import { withRelatives } from "./relative-spans.ts";
import { resolveReferences } from "./resolve-references.ts";
import { divide, type SentenceView, type Span } from "./spans.ts";
import { tellFromTeaser } from "./teaser-tells.ts";
import type { DroppedTieUp, Party, TieUp } from "./tie-up.ts";
import { hasKnownEnding } from "./word-ending.ts";

export interface TieUpItem {
  title: string;
  text: string;
  /** BCP 47 primary subtag; a language without a lexicon is read with the English one. */
  lang: string;
}

export interface FoundTieUps {
  /** In the order of the text, title first; the same parties are named once. */
  tieUps: TieUp[];
  /** What was considered and dropped, with the reason in words. */
  dropped: DroppedTieUp[];
}

/** Texts are read this far: a tie-up that is news stands in the first paragraphs. */
export const readLengthMax = 20_000;

/**
 * The tie-ups that an item states, sentence by sentence, among watched and unwatched organisations. `mentions` are the watched names
 * in it and `references` what stands for them ("die Münchner"), as `findMentions` gives them. Pure; time linear in the text.
 */
export function findTieUps(
  item: TieUpItem,
  mentions: readonly Mention[],
  references: readonly Reference[] = [],
): FoundTieUps {
  const lexicon = lexiconFor(item.lang);
  const found: Stated = { tieUps: [], dropped: [], open: [], wanted: false };
  const earlier: (() => Span[])[] = [];
  const named = { mentions: mentions.filter(isRead), references: references.filter(isRead) };
  readField(item.title, "title", named, lexicon, earlier, found);
  readField(item.text, "text", named, lexicon, earlier, found);
  return { tieUps: mergeTieUps(found.tieUps), dropped: found.dropped };
}

interface Stated {
  tieUps: StatedTieUp[];
  dropped: DroppedTieUp[];
  /** Those of the sentence before that the next may deny: only spoken of, or negated. */
  open: StatedTieUp[];
  /** Whether the title speaks of a partner, buyer or order, and not of whom. */
  wanted: boolean;
}

const isRead = ({ start }: Mention | Reference): boolean => start < readLengthMax;

interface Named {
  mentions: readonly Mention[];
  references: readonly Reference[];
}

function readField(
  content: string,
  field: Field,
  named: Named,
  lexicon: Lexicon,
  earlier: (() => Span[])[],
  found: Stated,
): void {
  const text = content.slice(0, readLengthMax);
  if (text.trim() === "") return;
  const own = named.mentions.filter((mention) => mention.field === field);
  const references = named.references.filter((reference) => reference.field === field);
  const tokens = tokenize(text);
  const title = field === "title" ? [] : [...earlier];
  const titled = field === "title" || title.length > 0;
  if (field === "title") found.wanted = tokens.some((token) => isWanted(token, lexicon));
  const topic = once(() => topicOf(title));
  const pair = once(() => pairOf(title));
  const [lead] = field === "text" ? found.tieUps : [];
  for (const [index, sentence] of sentencesOf(tokens, text).flatMap(inPieces).entries()) {
    const occurrences = findOccurrences(tokens, sentence, lexicon, field === "title");
    const spansHere = once(() => findSpans(tokens, sentence, own, lexicon));
    const before = earlier.slice(0, sentencesBackMax);
    earlier.unshift(spansHere);
    if (found.open.length > 0) denyOpen(found.open, tokens, sentence, spansHere, lexicon);
    found.open = [];
    if (lead !== undefined && index < tellingSentencesMax) tellFromTeaser(lead, tokens, sentence, spansHere, lexicon);
    if (occurrences.length === 0) continue;
    const meant = placeReferences(spansHere(), tokens, sentence, references, named.mentions);
    const resolved = resolveReferences(meant, tokens, sentence, lexicon, () => before.map((names) => names()));
    const spans = withRelatives(resolved, tokens, lexicon);
    if (!spans.some(({ type }) => type === "watched" || type === "named") && pair().length === 0) continue;
    govern(spans, tokens, sentence, lexicon);
    const open = field === "text" && found.wanted && found.tieUps.length === 0;
    const view = divide(tokens, sentence, spans, lexicon, { titled, topic: topic(), pair: pair(), open });
    const count = found.tieUps.length;
    readSentence(view, occurrences, field, text, found);
    found.open = found.tieUps.slice(count).filter((tieUp) => isOpen(tieUp, lexicon));
  }
}

/** A teaser says first what its title means. */
const tellingSentencesMax = 2;

/** Only spoken of, or said not to be, which is an end or a denial of talk. */
const isOpen = ({ stage, evidence }: StatedTieUp, { negations }: Lexicon): boolean =>
  stage === "rumoured" ||
  (stage === "ended" && evidence.cues.length > 0 && evidence.cues.every((cue) => negations.has(cue.toLowerCase())));

/** "A bidding for B? Not true, says A": a denial that speaks of nobody else is of what was just said. */
function denyOpen(
  open: StatedTieUp[],
  tokens: readonly Token[],
  sentence: Sentence,
  spansHere: () => Span[],
  lexicon: Lexicon,
): void {
  const denial = denialIn(tokens, sentence, lexicon);
  if (denial === null) return;
  for (const tieUp of open) {
    const parties = tieUp.parties.map(({ entityId, text }) => entityId ?? text);
    const others = spansHere().filter(
      ({ type, entityId, text }) => type !== "described" && type !== "blocked" && !parties.includes(entityId ?? text),
    );
    if (others.length > 0) continue;
    tieUp.stage = "denied";
    tieUp.evidence.cues = [denial];
  }
}

/** "Käufer", "Großauftrag", "owner": somebody else's part. */
const isWanted = ({ lower, capital }: Token, { wanted, compounds }: Lexicon): boolean =>
  wanted.has(lower) || (compounds && capital && hasKnownEnding(lower, wanted, 5));

/** The only sure name of the title's sentences. */
function topicOf(title: (() => Span[])[]): Span | null {
  const names = title.flatMap((spans) => spans()).filter(({ type, strength }) => isSureName(type, strength));
  const [first] = names;
  const others = names.some((span) => (span.entityId ?? span.text) !== (first?.entityId ?? first?.text));
  return first === undefined || others || first.role !== "self" ? null : first;
}

/** The two names of the title's sentences, one of them sure; none where there are more or fewer. */
function pairOf(title: (() => Span[])[]): Span[] {
  const names = new Map<string, Span>();
  for (const span of title.flatMap((spans) => spans()))
    if ((span.type === "watched" || span.type === "named") && !names.has(span.entityId ?? span.text))
      names.set(span.entityId ?? span.text, span);
  const pair = [...names.values()];
  return pair.length === 2 && pair.some(({ type, strength }) => isSureName(type, strength)) ? pair : [];
}

/** A name this sure may be what the title is about. */
const isSureName = (type: Span["type"], strength: number) =>
  (type === "watched" || type === "named") && strength >= 0.9;

/** A longer sentence is a list or no sentence at all; read in pieces, it takes time linear in its length. */
const sentenceTokensMax = 250;

function inPieces({ from, to }: Sentence): Sentence[] {
  const pieces: Sentence[] = [];
  for (let at = from; at < to; at += sentenceTokensMax)
    pieces.push({ from: at, to: Math.min(to, at + sentenceTokensMax) });
  return pieces;
}

/** "The company" is named in one of the sentences before, which are read for it only when needed. */
const sentencesBackMax = 3;

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Where a noun told whose shares change hands, the verb tells nothing more. */
const tradeFrames = new Set(["sell-verb", "buy-verb"]);

function readSentence(view: SentenceView, occurrences: Occurrence[], field: Field, text: string, found: Stated): void {
  const used = new Set<number>();
  const names = view.spans.reduce((count, { type }) => count + Number(type === "watched" || type === "named"), 0);
  const stated: { at: number; background: boolean; tieUp: StatedTieUp }[] = [];
  for (const occurrence of occurrences) {
    if (used.has(occurrence.from) || isName(view, occurrence) || isListed(view, occurrence)) continue;
    if (occurrence.trigger.fallback && (stated.length > 0 || names < 2)) continue;
    if (occurrence.trigger.reserve && stated.length > 0) continue;
    const shares = stated.some(({ tieUp, background }) => tieUp.kind === "stake" && !background);
    if (shares && tradeFrames.has(occurrence.trigger.frameName)) continue;
    const result = fillFrame(view, occurrence);
    const objection = "refused" in result ? result.refused : objectionTo(view, occurrence, result.filled);
    if (objection === null && "filled" in result) {
      used.add(occurrence.from);
      const background = isBackground(occurrence, result.filled);
      stated.push({ at: occurrence.from, background, tieUp: tieUpOf(view, occurrence, result.filled, field, text) });
    } else if (!occurrence.trigger.fallback || !("refused" in result)) {
      found.dropped.push(droppedOf(view, occurrence, objection ?? "", field, text));
    }
  }
  stated.sort((a, b) => Number(a.background) - Number(b.background) || a.at - b.at);
  found.tieUps.push(...stated.map(({ tieUp }) => tieUp));
}

/** "Puma-Eigner Pinault verhandelt mit Anta": who somebody is comes second to what he does. */
const isBackground = ({ trigger, to }: Occurrence, { alternative, spans }: Filling): boolean =>
  trigger.frameName === "partner-noun" &&
  (/^(?:C|P|B) Y$/.test(alternative.text) || (alternative.text === "S Y" && spans.some(({ from }) => from === to)));

/** "Allianz" the insurer, "EQT Partners" and "Samsung Ventures" are names. */
function isName(view: SentenceView, { trigger, from }: Occurrence): boolean {
  const token = view.tokens[from];
  const before = view.tokens[from - 1];
  const apart = trigger.word === "noun" && !view.lexicon.compounds && token?.joined === false && !isAcronym(token);
  const titled = () => isTitleCase(view.tokens, view, view.lexicon);
  if (apart && token.capital && trigger.frameName === "hyphen-noun" && !titled()) return true;
  if (apart && token.capital && before?.capital && !ranks.has(before.lower) && from > view.from && !titled())
    return true;
  if (trigger.word === "verb" && isVerbInName(view, from) && !titled()) return true;
  return view.spans.some(
    (span) => span.type !== "described" && span.type !== "blocked" && span.from <= from && from < span.to,
  );
}

/** "Is a Strategic Partner of …" is written with capitals, and no name. */
const ranks = new Set(["strategic", "official", "preferred", "exclusive", "premier"]);

/** "Court Square Capital", "Allied Telesis": in English prose a verb has no capital but at the start. */
function isVerbInName(view: SentenceView, from: number): boolean {
  const before = view.tokens[from - 1];
  if (view.lexicon.compounds || from === view.from || before === undefined || isHeadline(view)) return false;
  return view.tokens[from]?.capital === true && view.tokens[from + 1]?.capital === true && before.text !== ":";
}

/** "JV" and "MoU" are written with capitals wherever they stand. */
const isAcronym = ({ text }: Token) => /^\p{Lu}.?\p{Lu}$/u.test(text);

/** "ERGO, Allianz, Generali": a noun in a list of names is a name. */
function isListed({ tokens, spans, lexicon }: SentenceView, { trigger, from, to }: Occurrence): boolean {
  if (trigger.word !== "noun" || tokens[from]?.joined) return false;
  const links = (at: number) => tokens[at]?.text === "," || lexicon.conjunctions.has(tokens[at]?.lower ?? "");
  return (
    links(from - 1) &&
    links(to) &&
    spans.some((span) => span.to === from - 1) &&
    spans.some((span) => span.from === to + 1)
  );
}

function tieUpOf(
  view: SentenceView,
  occurrence: Occurrence,
  filling: Filling,
  field: Field,
  text: string,
): StatedTieUp {
  const { stage, cues } = decideStage(view, occurrence, filling);
  const { sentence, start } = sentenceText(view, text);
  return {
    parties: partiesOf(filling.spans),
    kind:
      stage === "expanded" && occurrence.trigger.frameName === "marriage-noun"
        ? "cooperation"
        : decideKind(view, occurrence, filling),
    stage,
    areas: findAreas(view, occurrence),
    evidence: {
      field,
      sentence,
      start,
      trigger: occurrenceText(view.tokens, occurrence),
      cues,
      lexicon: view.lexicon.name,
    },
    confidence: Math.round(calibrated(filling.confidence, view, field) * 100) / 100,
    weak: view.lexicon.sureNames.has(occurrence.trigger.frameName),
    general:
      occurrence.trigger.frameName === "reach-verb" ||
      (occurrence.trigger.frameName === "deal-noun" && occurrence.trigger.kind === "cooperation"),
    open: openFrames.has(occurrence.trigger.frameName),
    hinted: occurrence.trigger.fallback || filling.alternative.confidence <= hintConfidence,
    background: isBackground(occurrence, filling),
    founding: occurrence.trigger.frameName === "found-phrase",
    kindCue: null,
  };
}

/** Verbs whose object tells what it is about: "pursues a supply deal", "extends a licence". */
const openFrames = new Set(["court-verb", "extend-verb"]);

/** A frame filled in a way that deserves no more only hints at what is said. */
const hintConfidence = 0.66;

/** How far the confidence in news is raised toward that of a clear statement; a teaser tells of more than its news. */
const newsTrust = { title: 0.5, text: 0.25 };

const clearStatement = 0.9;

/**
 * Of items that were labelled before they were first read, 71, 89, 89, 95 and 92 of 100 tie-ups with a confidence of 0.5, 0.6, 0.7, 0.8
 * and 0.9 were right; in prose without a title about as many as it says.
 */
function calibrated(confidence: number, { titled }: SentenceView, field: Field): number {
  if (!titled || confidence >= clearStatement) return confidence;
  return confidence + (clearStatement - confidence) * newsTrust[field];
}

function partiesOf(spans: Span[]): Party[] {
  const parties = new Map<string, Party>();
  for (const { type, entityId, text } of spans) {
    if (type !== "watched" && type !== "named") continue;
    const key = entityId ?? text.toLowerCase();
    if (!parties.has(key)) parties.set(key, { entityId, text });
  }
  return [...parties.values()];
}

function sentenceText(view: SentenceView, text: string): { sentence: string; start: number } {
  const start = view.tokens[view.from]?.start ?? 0;
  return { sentence: text.slice(start, view.tokens[view.to - 1]?.end ?? text.length), start };
}

function droppedOf(
  view: SentenceView,
  occurrence: Occurrence,
  objection: string,
  field: Field,
  text: string,
): DroppedTieUp {
  const trigger = occurrenceText(view.tokens, occurrence);
  return { field, sentence: sentenceText(view, text).sentence, trigger, reason: `"${trigger}": ${objection}` };
}
