import { fillSlot, isHeadline } from "./fill-slot.ts";
import type { Alternative, Slot } from "./frame.ts";
import type { Trigger } from "./lexicon.ts";
import { phraseEnd } from "./phrase-end.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** Where a trigger stands: tokens `from` to `to` (exclusive). */
export interface Occurrence {
  trigger: Trigger;
  from: number;
  to: number;
}

export interface Filling {
  alternative: Alternative;
  /** Everybody who fills a slot, in order; some may be only described. */
  spans: Span[];
  confidence: number;
}

/** Why no alternative was filled, in words, or the first that was. */
export type FillResult = { filled: Filling } | { refused: string };

/** Tries the alternatives of the trigger's frame in order; the first whose slots organisations fill wins. */
export function fillFrame(view: SentenceView, occurrence: Occurrence): FillResult {
  let refused = "";
  let partnerRefused = false;
  let subjectRefused = false;
  let guess: Filling | null = null;
  for (const alternative of occurrence.trigger.frame) {
    if (partnerRefused && !alternative.slots.some(({ several, place }) => several && place !== "T")) continue;
    if (subjectRefused && !namesBoth(alternative)) continue;
    const filling = fillAlternative(view, occurrence, alternative);
    if (typeof filling === "string") {
      refused = filling;
      if (isBetween(alternative)) break;
      const ofSubject = isSubjectBlocked(view, occurrence, alternative);
      subjectRefused ||= ofSubject;
      partnerRefused ||= namesPartner(alternative) && !ofSubject;
    } else if (filling !== null && guess === null) {
      if (!holdsGuess(occurrence, filling)) return { filled: filling };
      guess = filling;
    } else if (filling !== null && ((filling.spans.length > 1 && filling.spans.every(isSure)) || namesSeller(filling)))
      return { filled: filling };
  }
  if (guess !== null) return { filled: guess };
  return { refused: refused || "no organisation in a fitting place" };
}

/** "Hasbro's Star Wars licence from Disney": beside a sure name another alternative may name two sure ones. */
function holdsGuess({ trigger }: Occurrence, { alternative, spans }: Filling): boolean {
  if (trigger.frameName === "buy-verb" && alternative.text === "S O") return spans.filter(isNamed).length < 2;
  if (trigger.frameName === "partner-noun" || !alternative.slots.some(({ place }) => place === "B")) return false;
  return spans.some(isSure) && !spans.every(isSure);
}

/** "Buys a chip plant from Sharp": who sells a part is named, and the part is only described. */
const namesSeller = ({ alternative, spans }: Filling): boolean =>
  alternative.text === "S @from" && spans.filter(isNamed).length > 1;

const isSure = ({ type, strength }: Span) => type === "watched" || (type === "named" && strength >= sureStrength);

/** Known names and those with a legal form. */
const sureStrength = 0.9;

/** "Between the United States and China" names both sides. */
function isBetween({ slots }: Alternative): boolean {
  return slots.some(
    ({ prepositions, several }) => several && (prepositions.has("between") || prepositions.has("zwischen")),
  );
}

/** "The police allow A's deal with B": who stands before the verb is no side to it, and others may be. */
function isSubjectBlocked(view: SentenceView, occurrence: Occurrence, { slots }: Alternative): boolean {
  const [first] = slots;
  if (first === undefined || first.place !== "S" || first.several) return false;
  return fillSlot(view, occurrence, first, [])?.spans.some(({ type }) => type === "blocked") === true;
}

/** Names two sides, neither of them as the subject. */
const namesBoth = ({ slots }: Alternative) =>
  slots.every(({ place }) => place !== "S") && (slots.length > 1 || slots.some(({ several }) => several));

/** After "with the police" no other place makes it a tie-up, unless two names stand together. */
function namesPartner({ slots }: Alternative): boolean {
  const last = slots[slots.length - 1];
  return last !== undefined && (last.prepositions.has("with") || last.prepositions.has("mit"));
}

function fillAlternative(
  view: SentenceView,
  occurrence: Occurrence,
  alternative: Alternative,
): Filling | string | null {
  const spans: Span[] = [];
  let confidence = alternative.confidence * occurrence.trigger.weight * proseFactor(view, occurrence);
  for (const slot of alternative.slots) {
    const found = fillSlot(view, occurrence, slot, spans);
    if (found === null) return null;
    const blocked = found.spans.find(({ type }) => type === "blocked");
    const listed = isListOfNames(found.spans, slot);
    if (blocked !== undefined && !listed && !mayBeState(occurrence, slot)) return `${blocked.text} is no organisation`;
    const fresh = found.spans.filter((span) => !spans.includes(span) && !(listed && span.type === "blocked"));
    if (slot.place === "Y" && fresh.length === 0 && spans.length > 1) continue;
    if (fresh.length === 0 || (slot.several && fresh.length < 2)) return null;
    spans.push(...fresh);
    confidence *= found.factor;
  }
  const named = spans.filter(({ type }) => type === "watched" || type === "named");
  if (named.length === 0) return null;
  if (alternative.slots.some(({ place }) => place === "T") && named.some(({ strength }) => strength < topicPartnerMin))
    return null;
  if (spans.length > 1 && new Set(spans.map(identity)).size < 2) return null;
  if (spans.length > 1 && new Set(spans.map(({ text }) => text.toLowerCase())).size < 2) return null;
  spans.sort((a, b) => a.from - b.from);
  if (meansBoth(spans) && spans[0]?.from !== spans[0]?.to)
    confidence = Math.max(confidence, alternative.confidence * bothDoFactor);
  if (sealedAlternatives.has(alternative.text) && named.some(isSure) && isSealed(view, occurrence))
    confidence = Math.max(confidence, sealedConfidence * occurrence.trigger.weight);
  return { alternative, spans, confidence: confidence * strengthOf(spans, named, view) };
}

/** Where a general noun alone leaves open who has a part in it. */
const sealedAlternatives = new Set(["S2", "S @from|for"]);

/** Two that sign or extend a deal do so with each other. */
const sealedConfidence = 0.82;

/** "A and B sign a five-year supply deal", "A, B in talks": the noun hangs on words that tell its stage, or on an "in", and is no plural. */
function isSealed(view: SentenceView, { trigger, from, to }: Occurrence): boolean {
  const { tokens, from: start, lexicon } = view;
  if (lexicon.compounds || !/^(?:deal|licence|relation|venture|merger|talks)-noun$/.test(trigger.frameName))
    return false;
  if (trigger.frameName !== "talks-noun" && /[^s]s$/.test(tokens[to - 1]?.lower ?? "")) return false;
  let direct = true;
  for (let at = from - 1; at >= Math.max(start, from - objectTokensMax); at--) {
    const token = tokens[at];
    if (token === undefined || (token.kind === "mark" && token.text !== "$") || isInSpan(view, at)) return false;
    if (direct && token.lower === "in" && isInSpan(view, at - 1)) return true;
    direct &&= !lexicon.prepositions.has(token.lower);
    if (direct && lexicon.stageWords.has(token.lower) && !lexicon.nouns.has(token.lower) && !standing.has(token.lower))
      return true;
    if (
      lexicon.stagePhrases.get(token.lower)?.some(({ words }) => endsBefore(phraseEnd(words, tokens, at, from), from))
    )
      return true;
  }
  return false;
}

const isInSpan = ({ spans }: SentenceView, at: number): boolean =>
  spans.some((span) => span.from <= at && at < span.to);

const endsBefore = (end: number, noun: number): boolean => end > 0 && end <= noun;

/** What qualifies a noun behind its verb. */
const objectTokensMax = 9;

/** These tell a stage of the noun itself, and are no verbs. */
const standing = new Set(["existing", "current", "ongoing", "potential", "possible", "proposed", "planned", "closer"]);

/** "The two companies will develop …": what both do is done together, in prose too. */
const bothDoFactor = 1.1;

function meansBoth([first, second]: Span[]): boolean {
  return first !== undefined && first.from === second?.from;
}

/** "With Debenhams, Topshop, Zara and Karen Millen": beside several organisations a person or place is passed over. */
function isListOfNames(spans: readonly Span[], { place, several }: Slot): boolean {
  const first = spans.findIndex(({ type }) => type === "blocked");
  const named = spans.filter(({ type }) => type === "watched" || type === "named").length;
  return named > 1 || (named === 1 && first > 0 && place === "@" && !several);
}

/** A teaser tells the news of its title: it is more than a headline, and less than any prose. */
const teaserShare = 0.5;

function proseFactor(view: SentenceView, { trigger }: Occurrence): number {
  const factor = isHeadline(view) ? 1 : (view.lexicon.prose.get(trigger.frameName) ?? 1);
  return view.titled ? 1 - (1 - factor) * teaserShare : factor;
}

/** States buy shares and companies. */
function mayBeState({ trigger }: Occurrence, slot: Slot): boolean {
  return (trigger.kind === "stake" || trigger.kind === "merger") && trigger.word === "verb" && slot.place === "S";
}

/** Who the title is about is joined only to a sure name. */
const topicPartnerMin = 0.86;

const identity = (span: Span) => span.entityId ?? span.text.toLowerCase();

const describedFactor = 0.92;

const pronounFactor = 0.68;

/** Where no name is sure, all may be persons or places. */
const sureNameStrength = 0.8;

const onlyGuessesFactor = 0.7;

function strengthOf(spans: Span[], named: Span[], { lexicon }: SentenceView): number {
  const strengths = named.map(({ strength }) => strength);
  const weakest = Math.min(...strengths) * (Math.max(...strengths) < sureNameStrength ? onlyGuessesFactor : 1);
  if (spans.length === named.length) return weakest;
  return (
    weakest * (spans.some(({ text }) => lexicon.pronouns.has(text.toLowerCase())) ? pronounFactor : describedFactor)
  );
}
