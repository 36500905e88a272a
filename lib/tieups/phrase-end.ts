import type { Token } from "../text/tokens.ts";

/**
 * The token after the last one of `phrase`, which is looked for from `at` on, or -1. "*" passes one to eight tokens and never a
 * segment's end.
 */
export function phraseEnd(words: readonly string[], tokens: readonly Token[], at: number, to: number): number {
  let position = at;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === "*") {
      const next = words[index + 1];
      if (next === undefined) return position + 1 <= to ? position : -1;
      position = gapEnd(next, tokens, position, to);
      if (position < 0) return -1;
      continue;
    }
    if (position >= to || !isWord(tokens[position], word ?? "")) return -1;
    position++;
  }
  return position;
}

/** "~firma" is also the end of a compound. */
function isWord(token: Token | undefined, word: string): boolean {
  return word.startsWith("~") ? token?.lower.endsWith(word.slice(1)) === true : token?.lower === word;
}

const gapTokensMax = 12;

function gapEnd(word: string, tokens: readonly Token[], from: number, to: number): number {
  for (let at = from; at < Math.min(to, from + gapTokensMax + 1); at++) {
    if (isWord(tokens[at], word)) return at;
    if (tokens[at]?.text === ":" || tokens[at]?.text === ";") return -1;
  }
  return -1;
}
