import type { Token } from "../text/tokens.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** An English clause that tells more of the name before its comma: ", which bought B", ", with which B works". */
export interface RelativeClause {
  antecedent: Span;
  /** "With" of "with which", or null. */
  prep: string | null;
  /** The token behind "which". */
  from: number;
}

/** The relative clause of a name in which a token stands, or null. */
export function relativeClauseAt(
  { tokens, from, clauses, spans, lexicon }: SentenceView,
  at: number,
): RelativeClause | null {
  if (lexicon.compounds) return null;
  let opening = at;
  while (opening > from && clauses[opening - 1 - from] === clauses[at - from]) opening--;
  if (!/^(?:which|who|whom)$/.test(tokens[opening]?.lower ?? "")) return null;
  const before = tokens[opening - 1];
  const prep = before !== undefined && lexicon.prepositions.has(before.lower) ? before.lower : null;
  const comma = prep === null ? opening - 1 : opening - 2;
  if (tokens[comma]?.text !== ",") return null;
  const antecedent = spans.find((span) => span.to === comma && isNamed(span));
  return antecedent === undefined ? null : { antecedent, prep, from: opening + 1 };
}

/**
 * Whether a relative clause tells of its name what is so already: in the present ("which owns B"), the perfect of what goes on ("which has worked
 * with B") or the past ("which bought B in 2019"), but not as news ("which on Monday bought B", "which has agreed to buy B").
 */
export function tellsByTheWay(view: SentenceView, at: number): boolean {
  const clause = relativeClauseAt(view, at);
  if (clause === null) return false;
  const { tokens, to } = view;
  const comma = tokens.findIndex(({ text }, end) => end > at && (text === "," || end >= to));
  const told = tokens.slice(clause.from, comma < 0 ? to : comma);
  if (told.some(({ lower }) => newsTimes.test(lower) || ahead.test(lower))) return false;
  if (told.some(({ lower }) => lower === "last") && !told.some(({ lower }) => lower === "year")) return false;
  return !isJustDone(told);
}

const newsTimes =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|today|yesterday|tomorrow|recently|just|now)$/;

/** What is to come is no standing. */
const ahead = /^(?:will|would|to|may|might|could|should|can)$/;

/** "Has signed", "is buying": done or begun just now, unless it has gone on. */
function isJustDone(told: readonly Token[]): boolean {
  const since = told.some(({ lower }) => lower === "since" || lower === "long");
  const perfect = told.findIndex(({ lower }) => lower === "has" || lower === "have");
  const next = told[perfect + 1]?.lower ?? "";
  return perfect >= 0 && !since && /ed$/.test(next);
}
