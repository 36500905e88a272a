import type { Token } from "./tokens.ts";

/** A run of tokens, `from` inclusive, `to` exclusive. */
export interface Sentence {
  from: number;
  to: number;
}

/** No sentence is longer than this many tokens; a longer one is cut, so that work per sentence stays bounded. */
export const sentenceTokensMax = 160;

const abbreviations = new Set(
  (
    "inc corp co ltd plc dr mr mrs ms st prof nr no bzw ca etc vs jr sr bros ing dipl abs art bd evtl ggf inkl mio mrd " +
    "jan feb mar apr aug sep sept oct okt nov dec dez max min tel usw vgl dept est gov gen rep sen univ approx mln bln pct"
  ).split(" "),
);

/**
 * The sentences of a tokenised text in order, covering all tokens. A full stop ends none after an abbreviation ("Inc."), an
 * initial or an ordinal ("am 3. Mai"); a line break in `text` of two or more ends one, as does a bar.
 */
export function sentencesOf(tokens: readonly Token[], text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length; at++) {
    if (at + 1 - from < sentenceTokensMax && !endsSentence(tokens, at, text)) continue;
    sentences.push({ from, to: at + 1 });
    from = at + 1;
  }
  if (from < tokens.length) sentences.push({ from, to: tokens.length });
  return sentences;
}

function endsSentence(tokens: readonly Token[], at: number, text: string): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token === undefined || next === undefined) return true;
  if (next.start - token.end > 1 && /\n\s*\n/.test(text.slice(token.end, next.start))) return true;
  if (token.kind !== "mark") return false;
  if (token.text === "!" || token.text === "?") return next.kind !== "mark";
  if (token.text === "|") return true;
  return token.text === "." && endsWithStop(tokens, at, next);
}

function endsWithStop(tokens: readonly Token[], at: number, next: Token): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (token === undefined || before === undefined) return false;
  if (next.start === token.end && next.kind !== "mark") return false;
  if (next.kind === "word" && !next.capital) return false;
  if (before.kind === "number") return !(next.kind === "word" && before.end - before.start <= 2);
  if (before.end - before.start === 1) return false;
  return !abbreviations.has(before.lower);
}
