import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import { type Found, groupOf, isFree, whole } from "./found.ts";
import { isVerbal } from "./is-verbal.ts";
import type { Lexicon } from "./lexicon.ts";
import type { SentenceView, Span } from "./spans.ts";

/** "partner Sharp", "Bosch-Partner Sharp", and "Sharp, Partner von …". */
export function findNeighbour(view: SentenceView, { from, to }: Occurrence): Found | null {
  const { tokens, spans } = view;
  const after = spans.find((span) => span.from >= to && span.from - to <= 1);
  if (after && (after.type === "watched" || after.type === "named") && after.role !== "product") {
    const between = after.from > to ? tokens[to] : undefined;
    if (between === undefined || between.text === "(" || between.text === '"') return whole(groupOf(view, after));
  }
  const predicate = spans.find((span) => span.from >= to && isPredicate(view, span, to));
  if (predicate !== undefined) return whole(groupOf(view, predicate));
  const before = spans.find(
    (span) =>
      tokens[span.to]?.text === "," &&
      from > span.to &&
      from - span.to <= appositionReach(view, span) &&
      span.prep === null,
  );
  return before === undefined || before.role !== "self" ? null : whole([before]);
}

/** "The Bosch-Sharp van company": names that a hyphen ties together, right before what they qualify. */
export function hyphened(view: SentenceView, { from }: Occurrence): Found | null {
  if (view.lexicon.compounds) return null;
  const last = view.spans.findLast(({ to }) => to <= from);
  if (last === undefined || from - last.to > rightBeforeTokensMax || !view.tokens[last.from]?.joined) return null;
  if (view.tokens.slice(last.to, from).some((token) => endsNounPhrase(token, view.lexicon))) return null;
  const chain = groupOf(view, last);
  const first = chain[0] ?? last;
  const acts = view.spans.some((span) => isFree(span) && span.to <= first.from && span.segment === first.segment);
  return acts ? null : whole(chain);
}

const endsNounPhrase = (token: Token, lexicon: Lexicon) =>
  token.kind !== "word" || lexicon.prepositions.has(token.lower) || lexicon.auxiliaries.has(token.lower);

/** "Sharp, Partner von …"; behind "Sharp, Apple's biggest …" more may stand between. */
function appositionReach({ spans, lexicon }: SentenceView, { to }: Span): number {
  return !lexicon.compounds && spans.some((span) => span.from === to + 1 && span.possessive) ? 7 : 3;
}

const copulas = new Set(
  "is are was were include includes included including ist sind war waren heißt heißen".split(" "),
);

/** "Seat's partner in the project is Bosch". */
function isPredicate(view: SentenceView, span: Span, from: number): boolean {
  if (span.type !== "watched" && span.type !== "named") return false;
  let at = span.from - 1;
  while (at > from && isBeforePredicate(view, view.tokens[at])) at--;
  return at >= from && at - from < 8 && copulas.has(view.tokens[at]?.lower ?? "");
}

/** An article, a colon, or an unknown name that the list begins with ("partners include Global Crossing, Verizon"). */
function isBeforePredicate({ lexicon }: SentenceView, token: Token | undefined): boolean {
  if (token === undefined) return false;
  return (
    lexicon.determiners.has(token.lower) ||
    token.text === ":" ||
    (!lexicon.compounds && (token.capital || token.text === ","))
  );
}

const rightBeforeTokensMax = 3;

export function rightBefore(view: SentenceView, { from }: Occurrence, taken: Span[]): Found | null {
  const span = view.spans.findLast(({ to }) => to <= from);
  if (span === undefined || from - span.to > rightBeforeTokensMax || span.role !== "self" || taken.includes(span))
    return null;
  if (span.prep === "against" || span.possessive) return null;
  for (let at = span.to; at < from; at++) {
    const token = view.tokens[at];
    if (
      token === undefined ||
      token.kind !== "word" ||
      isVerbal(token, view.lexicon) ||
      view.lexicon.prepositions.has(token.lower)
    )
      return null;
  }
  return whole(groupOf(view, span));
}
