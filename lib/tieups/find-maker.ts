import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import { type Found, groupOf, place } from "./found.ts";
import type { Lexicon } from "./lexicon.ts";
import { isOwnAffair } from "./makes-one-thing.ts";
import type { SentenceView, Span } from "./spans.ts";

/** Who makes a product that the trigger's clause names: "Tesla chargers"; null where none is named. */
export function findMaker(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const { clause } = place(view, occurrence.from);
  const chosen = view.spans.find(
    (span) => span.clause === clause && !taken.includes(span) && isMaker(view, span, occurrence),
  );
  return chosen === undefined ? null : { spans: groupOf(view, chosen), factor: 1 };
}

function isMaker(view: SentenceView, span: Span, occurrence: Occurrence): boolean {
  if (span.type === "described" || span.type === "blocked") return false;
  if (!view.lexicon.compounds && span.from < occurrence.to) return false;
  if (span.role === "product" || isBeforeProduct(view, span)) return true;
  return span.possessive && span.from >= occurrence.to && span.from - occurrence.to <= 4;
}

/** "Nokia patents", "Boeing 777X", "Bosch brakes": English writes the compounds of a name and a product apart. */
function isBeforeProduct({ tokens, lexicon, to: end }: SentenceView, { to, prep }: Span): boolean {
  const next = tokens[to];
  if (lexicon.compounds || prep !== null || next === undefined) return false;
  if (/\d/.test(next.text)) return next.kind === "word";
  const second = isQualifier(next, lexicon) ? tokens[to + 1] : undefined;
  return isProduct(tokens, to, end, lexicon) || (second !== undefined && isProduct(tokens, to + 1, end, lexicon));
}

/** "Bosch racing shoes": a small word between a name and its product. */
const isQualifier = ({ kind, capital, lower }: Token, lexicon: Lexicon) =>
  kind === "word" &&
  !capital &&
  !lexicon.sentenceWords.has(lower) &&
  !lexicon.saying.has(lower) &&
  !lexicon.people.has(lower) &&
  !lexicon.conjunctions.has(lower) &&
  !lexicon.adverbs.has(lower);

function isProduct(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): boolean {
  const token = tokens[at];
  if (token === undefined || at >= end || token.capital) return false;
  return (
    lexicon.productHeads.has(token.lower) ||
    (isPluralOfThings(token, lexicon) && endsObject(tokens[at + 1], at + 1 < end, lexicon))
  );
}

/** A plural of no persons, shares or the like, and no verb. */
function isPluralOfThings(token: Token, lexicon: Lexicon): boolean {
  const { lower } = token;
  if (!/[^s]s$/.test(lower) || lexicon.sentenceWords.has(lower) || lexicon.saying.has(lower)) return false;
  return (
    !lexicon.people.has(lower) &&
    !lexicon.customers.has(lower) &&
    !lexicon.personTitles.has(lower.slice(0, -1)) &&
    !isOwnAffair(token, lexicon) &&
    !lexicon.described.has(lower) &&
    !lexicon.adverbs.has(lower) &&
    !shareWords.has(lower)
  );
}

const endsObject = (token: Token | undefined, inside: boolean, { prepositions }: Lexicon) =>
  !inside || token === undefined || token.kind === "mark" || prepositions.has(token.lower);

export const shareWords = new Set("aktie aktien papiere shares stock stocks".split(" "));
