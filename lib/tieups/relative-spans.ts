import type { Token } from "../text/tokens.ts";
import { newSpan } from "./guess-name.ts";
import type { Lexicon } from "./lexicon.ts";
import { isNamed, type Span } from "./spans.ts";

/** A pronoun stands for its name almost surely. */
const pronounStrength = 0.95;

/** "B, an dem A 20 Prozent hält, …", "B, dem A Zellen liefert, …": with each relative pronoun behind a German name, in another case than the nominative, as a span for that name. */
export function withRelatives(spans: Span[], tokens: readonly Token[], lexicon: Lexicon): Span[] {
  if (!lexicon.compounds) return spans;
  const pronouns = spans.flatMap((span) => {
    if (!isNamed(span) || span.role !== "self" || tokens[span.to]?.text !== ",") return [];
    const governed = lexicon.prepositions.has(tokens[span.to + 1]?.lower ?? "");
    const at = governed ? span.to + 2 : span.to + 1;
    if (!(governed ? behindPreposition : alone).test(tokens[at]?.lower ?? "") || !endsWithVerb(tokens, at, lexicon))
      return [];
    const { type, text, entityId, strength } = span;
    return [{ ...newSpan(type, at, at + 1, text, Math.min(strength, pronounStrength)), entityId }];
  });
  return pronouns.length === 0 ? spans : [...spans, ...pronouns].sort((a, b) => a.from - b.from);
}

/** "…, an dem beide arbeiten, …": a pronoun behind its preposition governs nothing that follows. */
export const isRelativePronoun = (tokens: readonly Token[], at: number, lexicon: Lexicon): boolean =>
  lexicon.compounds &&
  tokens[at - 2]?.text === "," &&
  lexicon.prepositions.has(tokens[at - 1]?.lower ?? "") &&
  behindPreposition.test(tokens[at]?.lower ?? "") &&
  endsWithVerb(tokens, at, lexicon);

const behindPreposition = /^(?:dem|den|der|denen|das|die|welchem|welchen|welcher)$/;

/** "Der" and "die" may be its subject. */
const alone = /^(?:dem|denen)$/;

const clauseTokensMax = 20;

/** The verb of a relative clause stands last; an apposition ("mit der Bank B") has none. */
function endsWithVerb(tokens: readonly Token[], from: number, { auxiliaries }: Lexicon): boolean {
  for (let at = from + 1; at < from + clauseTokensMax; at++) {
    const next = tokens[at + 1];
    if (next !== undefined && (next.kind !== "mark" || next.text === "-" || next.text === "(")) continue;
    const last = tokens[at];
    return last !== undefined && !last.capital && (auxiliaries.has(last.lower) || /(?:t|en|te)$/.test(last.lower));
  }
  return false;
}
