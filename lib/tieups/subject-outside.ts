import type { Token } from "../text/tokens.ts";
import { isDescribed } from "./guess-name.ts";
import type { SentenceView, Span } from "./spans.ts";

/**
 * Who acts in a German clause that doesn't name its subject, where the clause before it does: of an infinitive ("A plant, B zu kaufen"), a second
 * verb ("A verlässt B und dreht für C"), a relative clause ("A, das B beliefert") and of a pronoun or description ("A teilt mit, dass es B
 * kauft"). Undefined for any other clause. `free` are the names without a preposition, in order.
 */
export function subjectOutside(view: SentenceView, free: readonly Span[], clause: number): Span | undefined {
  if (clause === 0) return undefined;
  const { tokens, from, clauses } = view;
  const start = clauses.indexOf(clause) + from;
  const end = clauses.lastIndexOf(clause) + from + 1;
  const comma = tokens[start]?.text === ",";
  const first = comma ? start + 1 : start;
  if (comma && relatives.has(tokens[first]?.lower ?? "")) return antecedent(view, start);
  const higher = tokens[start]?.lower === "und" || (comma && isInfinitiveClause(tokens, start, end));
  if (!higher && !isOfPronoun(view, first) && !isOfDescription(view, first, clause)) return undefined;
  const before = free.findLast((span) => span.clause < clause && !span.possessive);
  return free.find((span) => span.clause === before?.clause && !span.possessive);
}

/** In the nominative; "den" and "dem" are no subject. */
const relatives = new Set(["der", "die", "das", "welcher", "welche", "welches"]);

/** The name that ends right before the comma of a relative clause. */
const antecedent = ({ spans }: SentenceView, comma: number): Span | undefined =>
  spans.find(({ to, type, role }) => to === comma && role === "self" && (type === "watched" || type === "named"));

function isInfinitiveClause(tokens: readonly Token[], start: number, end: number): boolean {
  let last = end - 1;
  while (last > start && tokens[last]?.kind === "mark") last--;
  const { lower = "" } = tokens[last] ?? {};
  return (tokens[last - 1]?.lower === "zu" && lower.endsWith("n")) || withZu.test(lower);
}

const withZu = /^(?:zusammen|ab|an|auf|aus|bei|ein|her|hin|hinzu|los|mit|nach|um|vor|weg|weiter|zu|zurück)zu\p{Ll}+n$/u;

const pronouns = new Set(["es", "sie", "er"]);

/** "…, dass es", "…, will sie". */
const isOfPronoun = ({ tokens }: SentenceView, first: number): boolean => pronouns.has(tokens[first + 1]?.lower ?? "");

/** "Wie A mitteilte, übernimmt der Konzern B": the description behind the verb stands for who speaks. */
function isOfDescription({ tokens, from, clauses, lexicon }: SentenceView, first: number, clause: number): boolean {
  const before = clauses.indexOf(clause - 1) + from;
  const article = tokens[first + 1]?.lower === "sich" ? first + 2 : first + 1;
  const described = tokens[article + 1];
  return (
    tokens[before]?.lower === "wie" &&
    lexicon.definites.has(tokens[article]?.lower ?? "") &&
    described !== undefined &&
    isDescribed(described, lexicon)
  );
}
