import { decideStage } from "./decide-stage.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { makesOneThing } from "./makes-one-thing.ts";
import type { SentenceView, Span } from "./spans.ts";

/** In words, why what fills a frame states no tie-up after all; null where it does. */
export function objectionTo(view: SentenceView, occurrence: Occurrence, filling: Filling): string | null {
  if (filling.confidence < confidenceMin) return `too weak (${filling.confidence.toFixed(2)})`;
  const { stage, cues } = decideStage(view, occurrence, filling);
  if (/^[SCP]$/.test(filling.alternative.text) && cues.length === 0) return "one name, and nothing says what is done";
  if (isOfPerson(view, occurrence, filling)) return "a person's move";
  if (hasAny(view, view.lexicon.ratings)) return "an analyst's note";
  if (partsFromElse(view, occurrence, filling)) return "each parts with something else";
  if (occurrence.trigger.single && !makesOneThing(view, occurrence)) return "each does it on its own";
  if (filling.confidence < scoreProofConfidence && hasScore(view)) return "tells the score of a match";
  const rivalry = rivalryIn(view, occurrence, filling.confidence < loneSegmentConfidence);
  const sealed = stage === "agreed" && cues.length > 0 && occurrence.trigger.frameName === "deal-noun";
  if (
    rivalry !== null &&
    !sealed &&
    filling.alternative.confidence * occurrence.trigger.weight < rivalryProofConfidence
  )
    return `speaks of rivalry ("${rivalry}")`;
  const prefix = excludedPrefix(view, occurrence);
  const named = filling.spans.filter(({ type }) => type === "watched" || type === "named");
  if (prefix !== null && named.length < 2) return `"${prefix}" is no partnership of organisations`;
  if (
    prefix === null &&
    hasPrefix(view, occurrence, view.lexicon.excludedDeals) &&
    occurrence.trigger.frameName === "deal-noun"
  ) {
    return "this sort of contract is no tie-up";
  }
  if (namesNeeded.has(occurrence.trigger.frameName)) {
    if (named.length < 2) return "a weak verb, and only one name";
    if (named.some((span) => isOwnSubsidiary(view, span))) return "the group's own subsidiary";
    const strengthMin = occurrence.trigger.fallback ? knownNameMin : sureNameMin;
    if (named.some(({ strength }) => strength < strengthMin)) return "a weak verb, and a name that is only guessed";
  }
  if (stage === "active" && occurrence.trigger.frameName === "deal-noun" && filling.alternative.text === "S2")
    return "others' agreement, of which both speak";
  return null;
}

/** A tie-up of less confidence is dropped: it is wrong more often than right. */
export const confidenceMin = 0.5;

/** "E.ON bringt Tochter Uniper an die Börse". */
function isOwnSubsidiary({ tokens }: SentenceView, { from }: Span): boolean {
  return /^(?:\p{L}*tochter|subsidiary|unit|marke|brand)$/u.test(tokens[from - 1]?.lower ?? "");
}

/** "Former Intel chief joins Nvidia board": with weak verbs the subject is the person. */
function isOfPerson(view: SentenceView, { trigger, from }: Occurrence, { spans }: Filling): boolean {
  if (trigger.word !== "verb" || !namesNeeded.has(trigger.frameName)) return false;
  return spans.some(({ to, headAt }) => {
    const head = headAt >= 0 ? headAt : to;
    return head < from && view.lexicon.personTitles.has(view.tokens[head]?.lower ?? "");
  });
}

/** Verbs that say of a company and something described only what companies do all day. */
const namesNeeded = new Set([
  "extend-verb",
  "make-verb",
  "use-verb",
  "rely-verb",
  "with-prep",
  "joint-act",
  "sign-verb",
  "interest-phrase",
  "exit-verb",
  "keep-verb",
]);

function hasAny({ tokens, from, to }: SentenceView, words: ReadonlySet<string>): boolean {
  for (let at = from; at < to; at++) if (words.has(tokens[at]?.lower ?? "")) return true;
  return false;
}

/** "A und B trennen sich von ihren Biermarken". */
function partsFromElse({ tokens }: SentenceView, { trigger, to }: Occurrence, { alternative }: Filling): boolean {
  return (
    trigger.frameName === "part-verb" && alternative.text === "S2" && /^(?:von|vom|with)$/.test(tokens[to]?.lower ?? "")
  );
}

/** "2:1" stands for goals; only clear statements hold beside it. */
const scoreProofConfidence = 0.75;

function hasScore({ tokens, from, to }: SentenceView): boolean {
  for (let at = from; at < to; at++)
    if (/^\d{1,2}:(?:\d|1\d)$/.test(tokens[at]?.text ?? "") && tokens[at + 1]?.lower !== "uhr") return true;
  return false;
}

/** What a weak verb says must be said of sure names. */
const sureNameMin = 0.86;

/** Where hardly anything is said, only known names and those with a legal form will do. */
const knownNameMin = 0.93;

/** Only clear statements hold beside words of rivalry ("Allianz gegen Tesla: VW und Bosch …"). */
const rivalryProofConfidence = 0.83;

/** A weaker statement is doubted for what stands in any part of the sentence. */
const loneSegmentConfidence = 0.7;

function rivalryIn(view: SentenceView, { from, to }: Occurrence, anywhere: boolean): string | null {
  for (let at = view.from; at < view.to; at++) {
    if (at >= from && at < to) continue;
    const token = view.tokens[at];
    if (!anywhere && view.segments[at - view.from] !== view.segments[from - view.from]) continue;
    if (token && view.lexicon.rivalry.has(token.lower) && isAgainstSomebody(view, token.lower)) return token.text;
  }
  return null;
}

/** "Gegen Tesla" is rivalry, "gegen Drohnen" a purpose. */
function isAgainstSomebody({ spans, lexicon }: SentenceView, word: string): boolean {
  return !lexicon.prepositions.has(word) || spans.some(({ prep, type }) => prep === word && type !== "blocked");
}

function excludedPrefix(view: SentenceView, occurrence: Occurrence): string | null {
  return occurrence.trigger.word === "noun" ? hasPrefix(view, occurrence, view.lexicon.excludedPrefixes) : null;
}

/** The compound that the trigger ends, if it begins with one of the prefixes. */
function hasPrefix(view: SentenceView, { from }: Occurrence, prefixes: readonly string[]): string | null {
  const token = view.tokens[from];
  const before = token?.joined ? view.tokens[from - 1] : undefined;
  const word = (before?.lower ?? "") + (token?.lower ?? "");
  return prefixes.some((prefix) => word.startsWith(prefix)) ? word : null;
}
