import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";

/** Whether an English headline writes Nearly All Words Like This, so that a capital shows no name. */
export function isTitleCase(tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): boolean {
  if (lexicon.compounds || tokens[to - 1]?.text === ".") return false;
  let words = 0;
  let capitals = 0;
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token?.kind !== "word" || token.end - token.start < 4 || lexicon.prepositions.has(token.lower)) continue;
    words++;
    if (token.capital) capitals++;
  }
  return words >= 3 && capitals / words >= titleCaseShare;
}

const titleCaseShare = 0.85;
