import type { Token } from "../text/tokens.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import type { Lexicon } from "./lexicon.ts";
import { isOwnAffair } from "./makes-one-thing.ts";
import type { SentenceView } from "./spans.ts";

/** "Zulieferer ZF und Continental": each supplies or is owned by others. */
export function describesEach({ trigger }: Occurrence, { alternative }: Filling): boolean {
  return trigger.frameName === "partner-noun" && trigger.kind !== "cooperation" && alternative.text === "Y2";
}

/** "Joins Bosch in raising prices", but "joins Bosch in building a plant". */
export function doesTheSame({ tokens, lexicon }: SentenceView, { from }: Occurrence, { spans }: Filling): boolean {
  if (!tokens[from]?.lower.startsWith("join")) return false;
  const last = spans.findLast((span) => span.from > from);
  if (last === undefined || tokens[last.to]?.lower !== "in") return false;
  const done = tokens[last.to + 1]?.lower ?? "";
  return /.{3}ing$/.test(done) && !lexicon.making.has(done);
}

/** "A und B trennen sich von ihren Biermarken". */
export function partsFromElse(
  { tokens }: SentenceView,
  { trigger, to }: Occurrence,
  { alternative }: Filling,
): boolean {
  const from = [tokens[to - 1], tokens[to]].some((token) => fromWords.has(token?.lower ?? ""));
  return trigger.frameName === "part-verb" && alternative.text === "S2" && from;
}

const fromWords = new Set("von vom with from of".split(" "));

/** "A and B partner to combine their clouds": who combines what is no company merges with nobody. */
export function combinesThings({ tokens, to: end, lexicon }: SentenceView, { trigger, to }: Occurrence): boolean {
  if (lexicon.compounds || trigger.frameName !== "merge-verb" || !/^combin/.test(tokens[to - 1]?.lower ?? ""))
    return false;
  const object = tokens.slice(to, Math.min(end, to + combinedTokensMax));
  const after = object.findIndex(({ kind, lower }) => kind === "mark" || lexicon.prepositions.has(lower));
  const things = object
    .slice(0, after < 0 ? undefined : after)
    .filter(
      ({ kind, capital, lower }) =>
        kind === "word" && !capital && !lexicon.conjunctions.has(lower) && !lexicon.determiners.has(lower),
    );
  return things.length > 0 && !things.some(({ lower }) => isBusiness(lower, lexicon));
}

const combinedTokensMax = 12;

function isBusiness(word: string, { businessParts, described }: Lexicon): boolean {
  return businessParts.has(word) || businessParts.has(word.replace(/(?:es|s)$/, "")) || described.has(word);
}

/** "BAE and Saab win artillery contract": they supply somebody else. */
export function winTogether({ trigger }: Occurrence, { alternative }: Filling, cues: string[]): boolean {
  const won = cues.some((cue) => /^(?:wins?|won|lands?|landed|secures?d?|awarded)$/i.test(cue));
  return (trigger.kind === "supply" || trigger.kind === "licensing") && alternative.text === "S2" && won;
}

/** "Alstom and Hitachi split Bombardier's signalling business". */
export function dividesSomething(
  { tokens, lexicon }: SentenceView,
  { trigger, to }: Occurrence,
  { alternative }: Filling,
): boolean {
  if (trigger.frameName !== "part-verb" || trigger.word !== "verb" || alternative.text !== "S2") return false;
  const next = tokens[to];
  return next?.kind === "word" && !lexicon.prepositions.has(next.lower) && !lexicon.adverbs.has(next.lower);
}

const objectTokensMax = 3;

/** "Nokia and Ericsson cut jobs together": the word before the adverb is what each has of its own. */
export function doOwnAffairs({ tokens, from, lexicon }: SentenceView, occurrence: Occurrence): boolean {
  if (isSum(tokens, occurrence.to)) return true;
  if (lexicon.compounds) return false;
  const before = tokens.slice(Math.max(from, occurrence.from - objectTokensMax), occurrence.from);
  return before.some((token) => isOwnAffair(token, lexicon));
}

/** "Telekom and Vodafone obtain licences": from somebody else. "Deals today: Sony headphones, LG sets": of many shops. */
export const isLicenceEach = ({ tokens }: SentenceView, { trigger, to }: Occurrence, { alternative }: Filling) =>
  ((trigger.frameName === "licence-noun" && alternative.text === "S2") ||
    (trigger.frameName === "deal-noun" && alternative.text === "K2")) &&
  /s$/.test(tokens[to - 1]?.lower ?? "");

/** "Stores run by Aldi and Lidl": each runs its own. */
export const isOfMany = ({ tokens }: SentenceView, { from }: Occurrence) =>
  /[^s]s$/.test(tokens[from - 1]?.lower ?? "");

/** The sum stands behind a phrase, or behind the particle of a verb. */
export function isPartOfSum({ tokens }: SentenceView, { trigger, to }: Occurrence): boolean {
  if (trigger.word === "phrase") return isSum(tokens, to);
  return trigger.particle !== null && tokens[to]?.lower === trigger.particle && isSum(tokens, to + 1);
}

/** "Streichen zusammen 12.000 Stellen", "kommen zusammen auf 40 Prozent": what is counted together was done by each. */
function isSum(tokens: readonly Token[], at: number): boolean {
  const from = tokens[at - 1]?.lower === "zusammen" && tokens[at]?.lower === "auf" ? at + 1 : at;
  const after = tokens.slice(from, from + sumTokensMax);
  const number = after.findIndex(({ kind }) => kind === "number");
  return number >= 0 && after.slice(0, number).every(({ lower }) => aboutWords.has(lower));
}

const sumTokensMax = 4;

const aboutWords = new Set(
  "rund fast knapp etwa mehr als über gut bis zu about some around nearly almost over".split(" "),
);
