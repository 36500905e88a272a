import type { Token } from "../text/tokens.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { isFiniteVerb, isVerbal } from "./govern.ts";
import type { Lexicon } from "./lexicon.ts";
import { isOwnAffair } from "./makes-one-thing.ts";
import { phraseEnd } from "./phrase-end.ts";
import type { PhraseWord } from "./phrase-words.ts";
import type { SentenceView, Span } from "./spans.ts";
import type { Stage } from "./tie-up.ts";
import { hasKnownEnding } from "./word-ending.ts";

export interface StageDecision {
  stage: Stage;
  /** The words that decided it, as they stand in the text. */
  cues: string[];
}

interface Cue {
  stage: Stage;
  text: string;
  /** Token indices, `to` exclusive. */
  from: number;
  to: number;
  /** Has a "not" of its own ("nicht mehr"), which negates nothing else. */
  negative: boolean;
}

/** "Opel's partner X plans …" says nothing of the partnership: only cues beside the word count. */
const backgroundTokensMax = 4;

/** A cue further away than this from its trigger speaks of something else. */
const cueTokensMax = 14;

/**
 * The stage of a tie-up from the cues near its trigger. A denial outweighs all; then an end, a widening, talk of it; a tie-up that the
 * sentence only names in passing is active; what is left is agreed.
 */
export function decideStage(view: SentenceView, occurrence: Occurrence, filling: Filling): StageDecision {
  const cues = cuesNear(view, occurrence, filling);
  const negation = negationOf(view, occurrence, cues);
  const of = (stage: Stage) => cues.filter((cue) => cue.stage === stage);
  const decided = (stage: Stage, from: Cue[] = of(stage)) => ({
    stage,
    cues: [...new Set(from.map(({ text }) => text))],
  });
  const ended = of("ended").filter(
    (cue) =>
      !hasBuyer(view, occurrence, filling, cue.text) &&
      !isAnnounced(cue, of("agreed")) &&
      !(of("rumoured").length > 0 && isPrevious(view, cue, occurrence)),
  );
  const undenied = of("denied").filter((cue) => isNotDenied(view, cue));
  const rumoured = [...of("rumoured"), ...undenied];
  const denied = of("denied").filter((cue) => !undenied.includes(cue) && !isLeftOpen(cue, rumoured));
  if (denied.length > 0) return decided("denied", denied);
  if (ended.length > 0)
    return negation === null || isElsewhere(view, occurrence, ended)
      ? decided("ended", ended)
      : { stage: "active", cues: [negation] };
  if (occurrence.trigger.stage === "ended" && occurrence.trigger.word !== "noun")
    return negation === null ? { stage: "ended", cues: [] } : { stage: "active", cues: [negation] };
  if (negation !== null && goesOn(view, occurrence)) return { stage: "ended", cues: [negation] };
  if (negation !== null) return negated(occurrence, negation, decided("rumoured").cues);
  const passing = isInPassing(view, occurrence, filling);
  const before = rumoured.filter((cue) => cue.from < occurrence.from);
  if (of("expanded").length > 0 && rumoured.length === 0 && speaksOfBond(occurrence)) return decided("expanded");
  if (of("expanded").length > 0 && occurrence.trigger.frameName === "merger-noun")
    return decided("rumoured", of("expanded"));
  const merging = occurrence.trigger.frameName === "merger-noun" && (rumoured.length > 0 || of("agreed").length > 0);
  const first = Math.min(...filling.spans.map((span) => span.to));
  const done = of("agreed").some((cue) => cue.from >= first && cue.to <= occurrence.from);
  if (passing && before.length === 0 && !merging && !done) return { stage: "active", cues: [] };
  if (rumoured.length > 0) return decided("rumoured");
  if (isAdded(view, occurrence)) return { stage: "active", cues: [] };
  const becoming = becomingWord(view, occurrence);
  if (becoming !== null) return { stage: endsAsQuestion(view) ? "rumoured" : "agreed", cues: [becoming] };
  if (occurrence.trigger.stage !== null) return { stage: occurrence.trigger.stage, cues: [] };
  if (of("agreed").length > 0 && !isAsked(view, occurrence)) return decided("agreed");
  if (of("active").length > 0) return decided("active");
  if (isAsked(view, occurrence)) return { stage: "rumoured", cues: ["?"] };
  if (tellsHow(view, occurrence)) return { stage: "active", cues: [] };
  return { stage: hangsOnOtherVerb(view, occurrence, filling) ? "active" : "agreed", cues: [] };
}

/** A takeover is not widened; a "marriage" may be. */
const speaksOfBond = ({ trigger }: Occurrence) => trigger.kind !== "merger" || trigger.frameName === "marriage-noun";

/** "Neuer Anlauf nach dem Scheitern 2019: A und B sprechen wieder": an end that came before what is told. */
function isPrevious({ tokens, segments, from }: SentenceView, cue: Cue, occurrence: Occurrence): boolean {
  if (segments[cue.from - from] === segments[occurrence.from - from]) return false;
  return tokens
    .slice(Math.max(from, cue.from - 2), cue.from)
    .some(({ lower }) => lower === "nach" || lower === "after");
}

/** "Will die Zusammenarbeit nicht fortsetzen": what goes on no more has ended, planned or not. */
function goesOn({ tokens, from, to, clauses, lexicon }: SentenceView, occurrence: Occurrence): boolean {
  const clause = clauses[occurrence.from - from];
  for (let at = Math.max(from, occurrence.from - cueTokensMax); at < Math.min(to, occurrence.to + cueTokensMax); at++)
    if (clauses[at - from] === clause && lexicon.continuing.has(tokens[at]?.lower ?? "")) return true;
  return false;
}

/** "Aus der Traum: A und B bauen kein Werk" denies nothing of the end. */
function isElsewhere({ segments, from }: SentenceView, occurrence: Occurrence, cues: Cue[]): boolean {
  return cues.every((cue) => segments[cue.from - from] !== segments[occurrence.from - from]);
}

/** Talks that go on no more have ended; a thing that is not planned is denied. */
function negated({ trigger }: Occurrence, negation: string, rumours: string[]): StageDecision {
  const talksOver = trigger.word !== "noun" && trigger.stage === "rumoured";
  const buys = trigger.word === "verb" && (trigger.kind === "merger" || trigger.kind === "stake");
  const denied = !talksOver && (rumours.length > 0 || trigger.word === "noun" || buys);
  return { stage: denied ? "denied" : "ended", cues: [negation, ...rumours] };
}

/** "Dementiert nicht", "did not deny": what is not denied may be. */
function isNotDenied({ tokens, from, to, lexicon }: SentenceView, cue: Cue): boolean {
  if (cue.negative || cue.to - cue.from > 1) return false;
  const near = [
    ...tokens.slice(Math.max(from, cue.from - 2), cue.from),
    ...tokens.slice(cue.to, Math.min(to, cue.to + 1)),
  ];
  return near.some(({ lower }) => lexicon.negations.has(lower));
}

/** "Schließt eine Kooperation nicht aus" is no denial. */
function isLeftOpen(cue: Cue, rumoured: Cue[]): boolean {
  return rumoured.some(({ from, to }) => to - from > 1 && from === cue.from && to === cue.to);
}

/** "Kündigt Zusammenarbeit an" announces it, "kündigt Zusammenarbeit" ends it. */
function isAnnounced(cue: Cue, agreed: Cue[]): boolean {
  return agreed.some(({ from, to }) => from === cue.from && to > cue.to);
}

/** "sells its stake to B" ends one tie-up and makes another, which is the news. */
function hasBuyer(
  view: SentenceView,
  { trigger, to }: Occurrence,
  { alternative, spans }: Filling,
  cue: string,
): boolean {
  if (trigger.frameName === "sell-verb") return /@(?:to|an)$/.test(alternative.text);
  if (/^verk/i.test(cue) && spans.some((span) => isSecondOf(view, to, span))) return true;
  return (
    /^(?:sell|sold|sale|verk)/i.test(cue) &&
    spans.some(({ prep }) => prep === "to" || (prep === "an" && alternative.text.startsWith("C ")))
  );
}

/** "Anteil an einer Pipeline an B": of two behind the same preposition, the second gets it. */
function isSecondOf({ tokens }: SentenceView, nounEnd: number, { prep, from }: Span): boolean {
  return prep === "an" && tokens.slice(nounEnd, from).filter(({ lower }) => lower === prep).length > 1;
}

function cuesNear(view: SentenceView, { trigger, from, to }: Occurrence, filling: Filling): Cue[] {
  const { tokens, lexicon } = view;
  const cues: Cue[] = [];
  const background = trigger.frameName === "partner-noun";
  for (let at = Math.max(view.from, from - cueTokensMax); at < Math.min(view.to, to + cueTokensMax); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") continue;
    if (background && (at < from - backgroundTokensMax || at >= to + 2)) continue;
    const inside = at >= from && at < to;
    const stage = inside && !trigger.fallback ? undefined : lexicon.stageWords.get(token.lower);
    const named = stage !== undefined && isPartOfName(view, at);
    if (
      stage !== undefined &&
      !named &&
      !isOthers(view, at, from, filling) &&
      !isOtherSense(view, at) &&
      !isOfFormerPerson(view, at, from, to) &&
      !(stage === "rumoured" && (isOver(view, at) || isAim(view, at, to))) &&
      !(stage === "expanded" && (isPurpose(view, at, to) || tellsOwnAffairs(view, at)))
    )
      cues.push({ stage, text: token.text, from: at, to: at + 1, negative: false });
    for (const phrase of lexicon.stagePhrases.get(token.lower) ?? []) {
      const end = phraseEnd(phrase.words, tokens, at, view.to);
      if (end > 0 && !isOthers(view, at, from, filling))
        cues.push({
          stage: phrase.value,
          text: phraseText(view, phrase.words, at, end),
          from: at,
          to: end,
          negative: phrase.words.some((words) => words.some((word) => lexicon.negations.has(word))),
        });
    }
  }
  return cues;
}

const afterWords = new Set(["nach", "after", "following"]);

/** "Nach monatelangen Verhandlungen", "after a bidding war": they led to what is told. */
function isOver({ tokens }: SentenceView, at: number): boolean {
  if (
    !/^(?:\p{L}*gesprächen?|\p{L}*verhandlungen|bieter\p{L}+|\p{L}*poker|talks|negotiations|bidding|courtship)$/u.test(
      tokens[at]?.lower ?? "",
    )
  )
    return false;
  const before = tokens.slice(Math.max(0, at - afterTokensMax), at);
  return before.some(({ lower }) => afterWords.has(lower));
}

const afterTokensMax = 4;

const affairTokensMax = 3;

/** "Has doubled sales of vegan cheese", "reports wider loss": what follows the verb is the company's own. */
function tellsOwnAffairs({ tokens, lexicon }: SentenceView, at: number): boolean {
  const after = tokens.slice(at + 1, at + affairTokensMax);
  return after.some((token) => isOwnAffair(token, lexicon));
}

/** "A investiert in B, C verhandelt mit D": what another says or does in a clause of its own. */
function isOthers(view: SentenceView, at: number, from: number, filling: Filling): boolean {
  const { clauses, segments: segmentOf, spans, from: start } = view;
  const clause = clauses[at - start];
  if (clause === clauses[from - start]) return isAddedOfOthers(view, at, from, filling);
  const here: Span[] = [];
  for (const span of spans) {
    if (span.from > at + cueTokensMax) break;
    if (span.clause === clause && (span.type === "watched" || span.type === "named")) here.push(span);
  }
  const segments = new Set([at, from].map((token) => segmentOf[token - start]));
  const apart =
    segments.size > 1 ||
    here.some((span) => span.role === "self" && (span.prep === null || span.from > at || view.lexicon.compounds));
  return here.length > 0 && apart && here.every((span) => !filling.spans.includes(span));
}

/** "Expands its tie-up with B and quits the one with C": a second verb that has a partner of its own. */
function isAddedOfOthers(
  { tokens, spans, lexicon }: SentenceView,
  at: number,
  from: number,
  filling: Filling,
): boolean {
  if (at < from || !lexicon.conjunctions.has(tokens[at - 1]?.lower ?? "")) return false;
  const behind = spans.filter((span) => span.from > at && (span.type === "watched" || span.type === "named"));
  return behind.length > 0 && behind.every((span) => span.prep !== null && !filling.spans.includes(span));
}

/** "Gemeinschaftsunternehmen für den Ausbau des Netzes": the net is widened, not the tie-up. */
function isPurpose({ tokens, lexicon }: SentenceView, at: number, triggerEnd: number): boolean {
  if (at < triggerEnd) return false;
  const before = [tokens[at - 1]?.lower ?? "", tokens[at - 2]?.lower ?? ""];
  const [next = "", further = ""] = before;
  return lexicon.areaPrepositions.has(next) || next === "beim" || next === "to"
    ? true
    : lexicon.determiners.has(next) && lexicon.areaPrepositions.has(further);
}

/** "Team up to offer loans", "kooperieren, um Antriebe zu erproben": what they do it for is no offer, and no test of the tie-up. */
function isAim({ tokens, clauses, from, lexicon }: SentenceView, at: number, triggerEnd: number): boolean {
  if (at < triggerEnd) return false;
  const before = tokens[at - 1]?.lower;
  if (!lexicon.compounds) return before === "to" && !aimedAt.has(tokens[at - 2]?.lower ?? "");
  if (before !== "zu") return false;
  const opening = tokens.findLastIndex(({ lower }, index) => index < at && lower === "um");
  return opening >= triggerEnd && clauses[opening - from] === clauses[at - from];
}

/** Behind these "to" opens no aim. */
const aimedAt = new Set("plan plans planning set talks due likely ready keen contrary according".split(" "));

function isPartOfName(view: SentenceView, at: number): boolean {
  return view.spans.some(({ from, to, type }) => at >= from && at < to && type !== "described");
}

/** "Ex-BMW-Manager" and "former Google engineers" have left; "Ex-Partner" is a partnership's end. */
function isOfFormerPerson({ tokens, lexicon }: SentenceView, at: number, from: number, to: number): boolean {
  if (formerWords.test(tokens[at]?.lower ?? "")) {
    const after = tokens.slice(at + 1, at + 1 + formerTokensMax).findIndex((token) => isPersonOf(token, lexicon));
    if (!lexicon.compounds && (at >= to || from - at > formerTokensMax + 1)) return true;
    return after >= 0 && (at + 1 + after < from || at + 1 + after >= to);
  }
  if (tokens[at]?.lower !== "ex" || !tokens[at + 1]?.joined) return false;
  let end = at + 1;
  while (tokens[end + 1]?.joined) end++;
  return end < from || end >= to;
}

const formerWords = /^(?:former|ehemalige[nrs]?|frühere[nrs]?|einstige[nrs]?)$/;

/** "Former Morgan Stanley senior executives"; what is former far from the trigger, or behind it, is something else. */
const formerTokensMax = 4;

/** "Engineers", "Chefs": whose title or part in a company it is. */
function isPersonOf({ lower }: Token, { personTitles, people, compounds }: Lexicon): boolean {
  return (
    people.has(lower) ||
    personTitles.has(lower) ||
    personTitles.has(lower.replace(/(?:s|in|innen|en)$/, "")) ||
    (compounds && hasKnownEnding(lower, personTitles, 4))
  );
}

/** "aus" is no "Aus", and "in May" is a month. */
function isOtherSense(view: SentenceView, at: number): boolean {
  const { tokens, lexicon } = view;
  const token = tokens[at];
  if (token === undefined) return true;
  if (lexicon.capitalCues.has(token.lower) && (!token.capital || isCapitalByPlace(view, at))) return true;
  if (lexicon.stageWords.get(token.lower) === "ended" && isQuarrelOver(view, at)) return true;
  const before = tokens[at - 1];
  if (token.lower === "ende" || token.lower === "end") return isTimeOf(view, at);
  if (token.text !== "May") return false;
  return tokens[at + 1]?.kind === "number" || (before !== undefined && lexicon.prepositions.has(before.lower));
}

/** "Aus zwei mach eins", "Aus Köln": the first word of a headline has a capital in any case. */
function isCapitalByPlace({ tokens, from, to, lexicon }: SentenceView, at: number): boolean {
  if (at > from && tokens[at - 1]?.kind !== "mark") return false;
  const next = at + 1 < to ? tokens[at + 1] : undefined;
  if (next?.kind !== "word" || lexicon.prepositions.has(next.lower)) return false;
  return !lexicon.determiners.has(next.lower) || /^(?:dem|den|einem|einer)$/.test(next.lower);
}

/** "Beenden Rechtsstreit mit Partnerschaft": what ends is a quarrel. */
function isQuarrelOver({ tokens }: SentenceView, at: number): boolean {
  return tokens
    .slice(at + 1, at + 4)
    .some(({ lower }) =>
      /(?:streit|fehde|krieg|zoff|konflikt|dispute|feud|rift|war|spat|lawsuit|rivalry|litigation|standoff|blackout|boycott|impasse|strike)s?$/.test(
        lower,
      ),
    );
}

const timeWords =
  /^(?:vergangene[nrs]?|letzte[nrs]?|kommende[nrs]?|nächste[nrs]?|dieses|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jahres|monats|quartals|woche|year|month|quarter|week|day|decade|january|february|march|june|july|october|december)$/;

/** "Ende vergangenen Jahres", "by the end of the year" are times. */
function isTimeOf({ tokens }: SentenceView, at: number): boolean {
  const after = tokens.slice(at + 1, at + 4).filter(({ lower }) => !/^(?:of|the|des|this|next|last)$/.test(lower));
  return after[0] !== undefined && (after[0].kind === "number" || timeWords.test(after[0].lower));
}

function phraseText(view: SentenceView, words: readonly PhraseWord[], at: number, end: number): string {
  const first = view.tokens[at]?.text ?? "";
  const last = view.tokens[end - 1]?.text ?? "";
  if (words.some(([word]) => word === "*")) return `${first} … ${last}`;
  return view.tokens
    .slice(at, end)
    .map(({ text }) => text)
    .join(" ");
}

const endsAsQuestion = ({ tokens, to }: SentenceView) => tokens[to - 1]?.text === "?";

/** The word that tells of a new partner: "wird Partner", "new supplier". */
function becomingWord({ tokens, from, lexicon }: SentenceView, occurrence: Occurrence): string | null {
  if (occurrence.trigger.frameName !== "partner-noun") return null;
  for (let at = occurrence.from - 1; at >= Math.max(from, occurrence.from - backgroundTokensMax); at--)
    if (lexicon.becoming.has(tokens[at]?.lower ?? "")) return tokens[at]?.text ?? null;
  return null;
}

/** In English the negation stands before its verb; German puts it anywhere in the clause. */
const negationTokensMax = { beside: 1, near: 4, clause: 12 };

function negationOf(view: SentenceView, { trigger, from, to }: Occurrence, cues: Cue[]): string | null {
  const background = trigger.frameName === "partner-noun";
  const reach = background
    ? negationTokensMax.beside
    : view.lexicon.compounds
      ? negationTokensMax.clause
      : negationTokensMax.near;
  for (let at = Math.max(view.from, from - reach); at < Math.min(view.to, to + reach); at++) {
    const token = view.tokens[at];
    if (token === undefined || !view.lexicon.negations.has(token.lower)) continue;
    if (cues.some((cue) => cue.negative && at >= cue.from && at < cue.to)) continue;
    if (trigger.word === "phrase" && at >= from && at < to) continue;
    if (view.tokens[at + 1]?.lower === "nur" || view.tokens[at + 1]?.lower === "only") continue;
    if (view.clauses[at - view.from] === view.clauses[from - view.from]) return token.text;
  }
  return null;
}

const definite = new Set(
  "the its their der die das seine seiner seines seinem ihre ihrer ihres ihrem dem den".split(" "),
);

/** "Übernimmt Unicredit die Commerzbank?" */
function isAsked(view: SentenceView, occurrence: Occurrence): boolean {
  const { tokens, segments, from, to } = view;
  if (tokens[to - 1]?.text !== "?" || asksForDetails(view)) return false;
  if (occurrence.trigger.word === "noun" && !opensWithVerb(view) && !isVerbless(view)) return false;
  return (segments[occurrence.from - from] ?? 0) + 1 >= (segments[to - 1 - from] ?? 0);
}

const questionWords = new Set(
  "why how what when where who which warum wieso weshalb wie was wann wo wer welche welcher welches".split(" "),
);

/** "Was A und B gemeinsam bauen", "How A and B make …": tells more of what is there already. */
function tellsHow(view: SentenceView, occurrence: Occurrence): boolean {
  const { tokens, clauses, from, to } = view;
  if (tokens[to - 1]?.text === "?" || tokens[to - 1]?.text === ".") return false;
  let first = occurrence.from;
  while (first > from && clauses[first - 1 - from] === clauses[occurrence.from - from]) first--;
  if (tokens[first]?.kind === "mark") first++;
  return first < occurrence.from && tellingWords.has(tokens[first]?.lower ?? "");
}

const tellingWords = new Set("how what wie was so".split(" "));

/** "Warum kooperieren A und B?" takes for granted that they do. */
function asksForDetails({ tokens, segments, from, to }: SentenceView): boolean {
  let first = to - 1;
  while (first > from && segments[first - 1 - from] === segments[to - 2 - from]) first--;
  while (first < to && tokens[first]?.kind === "mark") first++;
  return questionWords.has(tokens[first]?.lower ?? "");
}

/** "Steht BMW vor …?", "Is Apple in …?": what is asked is the whole sentence. */
function opensWithVerb({ tokens, spans, from, lexicon }: SentenceView): boolean {
  const first = tokens[from];
  const subject = spans[0];
  if (first === undefined || subject === undefined || subject.from === from) return false;
  const article = lexicon.determiners.has(tokens[from + 1]?.lower ?? "") ? 1 : 0;
  return lexicon.auxiliaries.has(first.lower) || (lexicon.compounds && subject.from === from + 1 + article);
}

/** "Vor Zusammenschluss mit Reederei?": without a verb everything is asked. */
function isVerbless({ tokens, segments, from, to, lexicon }: SentenceView): boolean {
  const last = segments[to - 2 - from];
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined || segments[at - from] !== last) continue;
    if (lexicon.prepositions.has(token.lower)) continue;
    if (isVerbal(token, lexicon) || isFiniteVerb(token, lexicon)) return false;
    if (!lexicon.compounds && !token.capital && /[^s]s$|ed$/.test(token.lower) && !lexicon.nouns.has(token.lower))
      return false;
  }
  return true;
}

const passingFrames = new Set(["relation-noun", "merger-noun", "venture-noun", "project-noun"]);

function isBeside(spans: Span[], at: number): boolean {
  const end = Math.max(...spans.map(({ to }) => to));
  return end <= at && at - end <= nounPhraseTokensMax;
}

/** "Bosch and Sharp's soybean joint venture" is one noun phrase. */
const nounPhraseTokensMax = 3;

/** The noun is the subject of what is told, so it is there already: "the joint venture of A and B sold …", "BMW-Toyota-Allianz nimmt …". */
function isInPassing(view: SentenceView, { trigger, from, to }: Occurrence, { alternative, spans }: Filling): boolean {
  if (trigger.word === "verb" || trigger.word === "adverb" || !passingFrames.has(trigger.frameName)) return false;
  if (alternative.text === "P Y") return true;
  const beside = alternative.text === "S2" && !view.lexicon.compounds && isBeside(spans, from);
  if (!beside && !/^(?:C|B|P|K|@)/.test(alternative.text)) return false;
  const segment = view.segments[from - view.from];
  const here = spans.filter((span) => span.segment === segment);
  const last = Math.max(to, ...here.map((span) => span.to));
  const next = view.tokens[last];
  const first = view.tokens[Math.min(from, ...here.map((span) => span.from)) - 1];
  const opens = first === undefined || first.kind === "mark" || definite.has(first.lower);
  if (!opens || last >= view.to || next === undefined || next.kind !== "word") return false;
  if (trigger.frameName === "merger-noun" && view.lexicon.auxiliaries.has(next.lower)) return false;
  return !view.lexicon.prepositions.has(next.lower) || next.lower === "to";
}

/** "… tools, developed with Apple": a participle behind a comma tells how it came about. */
function isAdded(view: SentenceView, { trigger, from }: Occurrence): boolean {
  const { tokens, lexicon } = view;
  if (trigger.word === "verb" && isInRelativeClause(view, from)) return true;
  if (lexicon.compounds)
    return trigger.word === "verb"
      ? isAttribute(view, from)
      : trigger.word === "adverb" && isJointAttribute(view, from);
  if (trigger.word === "adverb") return isMadeJointly(view, from);
  if (trigger.frameName === "with-prep") return isParticiple(tokens[from - 1]) && isSmall(tokens[from - 2]);
  if (trigger.word !== "verb" || tokens[from - 1]?.text !== "," || closesInsertion(view, from)) return false;
  return /(?:ed|built|made)$/.test(tokens[from]?.lower ?? "");
}

/** "Advance a jointly developed drug": the adverb belongs to what is already there, and not to the subject's verb. */
function isMadeJointly({ tokens, spans, lexicon }: SentenceView, from: number): boolean {
  const before = tokens[from - 1];
  if (!isSmall(before) || lexicon.auxiliaries.has(before.lower) || lexicon.conjunctions.has(before.lower)) return false;
  return isParticiple(tokens[from + 1]) && isSmall(tokens[from + 2]) && !spans.some(({ to }) => to === from);
}

/** "Delays vans built with Mercedes". */
const isParticiple = (token: Token | undefined) => /^\p{Ll}*(?:ed|built|made)$/u.test(token?.text ?? "");

const isSmall = (token: Token | undefined): token is Token => token?.kind === "word" && !token.capital;

/** "The engine that Volvo developed with Renault will …", "der Motor, den A mit B entwickelt hat, …": what is told of a thing is so already. */
function isInRelativeClause({ tokens, from, to, clauses, lexicon }: SentenceView, at: number): boolean {
  const clause = clauses[at - from];
  let first = at;
  while (first > from && clauses[first - 1 - from] === clause) first--;
  if (tokens[first]?.text === ",") first++;
  const opening = tokens[first];
  if (first <= from || opening === undefined || !lexicon.relatives.has(opening.lower)) return false;
  if (lexicon.compounds)
    return tokens[first - 1]?.text === "," && tokens[first - 2]?.kind === "word" && isPast(tokens, at, to);
  const named = tokens.slice(Math.max(from, first - relatedTokensMax), first);
  return isPast(tokens, at, to) && named.some(({ lower }) => lexicon.determiners.has(lower));
}

/** "The engine that": what a relative clause is about stands before it with its article; "said that" opens none. */
const relatedTokensMax = 3;

/** A verb in the past: "developed", "baute", "entwickelt hat". */
function isPast(tokens: readonly Token[], at: number, to: number): boolean {
  const next = at + 1 < to ? tokens[at + 1]?.lower : undefined;
  return /(?:ed|built|made|[^aeiou]ten?)$/.test(tokens[at]?.lower ?? "") || /^(?:hat|haben|hatten?)$/.test(next ?? "");
}

/** "A, together with B, partnered with C": the comma belongs to what is put in before the verb. */
function closesInsertion({ tokens, from: start }: SentenceView, from: number): boolean {
  for (let at = from - 2; at > Math.max(start, from - insertionTokensMax); at--)
    if (tokens[at]?.text === ",") return /^(?:together|along|alongside)$/.test(tokens[at + 1]?.lower ?? "");
  return false;
}

const insertionTokensMax = 10;

/** "Der von Bosch belieferte Autobauer" tells of him what is so already. */
function isAttribute({ tokens, spans }: SentenceView, from: number): boolean {
  const before = spans.findLast((span) => span.to <= from);
  return (
    before?.to === from &&
    (before.prep === "von" || before.prep === "mit") &&
    /t(?:e|en|er|es|em)$/.test(tokens[from]?.lower ?? "") &&
    tokens[from + 1]?.capital === true
  );
}

/** "Das gemeinsam von A und B vertriebene Mittel". */
function isJointAttribute(view: SentenceView, from: number): boolean {
  const last = view.spans.findLast((span) => span.from > from && span.prep === "von");
  return last !== undefined && isAttribute(view, last.to);
}

/** "rises on tie-up with Bosch" tells of a new one. */
const newsPrepositions = new Set(["on", "after", "following"]);

/** "Lästert über Lufthansa-Pakt": what is spoken of is there. */
const talkPrepositions = new Set(["über", "gegen", "trotz", "wegen", "an"]);

/** "Seat's chief praises the partnership with Bosch …": the verb before the noun is none that makes a tie-up. */
function hangsOnOtherVerb(view: SentenceView, { trigger, from }: Occurrence, { spans }: Filling): boolean {
  if (trigger.word === "verb") return false;
  if (spans.some(({ role, headAt, prep }) => role === "trigger" && headAt === from && talkPrepositions.has(prep ?? "")))
    return true;
  const before = view.tokens[from - 1];
  if (trigger.word === "adverb") return before !== undefined && definite.has(before.lower) && before.lower !== "the";
  if (before !== undefined && definite.has(before.lower)) return true;
  if (view.lexicon.compounds || trigger.frameName !== "relation-noun") return false;
  const first = Math.min(...spans.map((span) => span.to));
  if (view.tokens.slice(Math.max(first, from - 4), from).some(({ lower }) => newsPrepositions.has(lower))) return false;
  for (let at = first; at < from; at++) {
    const token = view.tokens[at];
    if (token && !token.capital && /^[a-z]+[^s](?:s|ed)$/.test(token.text) && !view.lexicon.adverbs.has(token.lower))
      return true;
  }
  return false;
}
