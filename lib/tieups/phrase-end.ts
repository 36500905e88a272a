import type { Token } from "../text/tokens.ts";
import type { PhraseWord } from "./phrase-words.ts";

/**
 * The token after the last one of a phrase that begins at `at`, or -1. Its first word is known to stand there. "*" passes up to twelve tokens and
 * never a segment's end. `isEnd` says of the token behind a gap whether it is the one that is meant; where not, the next is tried.
 */
export function phraseEnd(
  words: readonly PhraseWord[],
  tokens: readonly Token[],
  at: number,
  to: number,
  isEnd: (at: number) => boolean = everywhere,
): number {
  let position = at + 1;
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? [];
    if (word[0] === "*") {
      const next = words[index + 1];
      if (next === undefined) return position + 1 <= to ? position : -1;
      position = gapEnd(next, tokens, position, to, index + 2 === words.length ? isEnd : everywhere);
      if (position < 0) return -1;
      continue;
    }
    if (position >= to || !isWord(tokens[position], word)) return -1;
    position++;
  }
  return position;
}

function isWord(token: Token | undefined, word: PhraseWord): boolean {
  if (token === undefined) return false;
  for (const alternative of word)
    if (alternative.startsWith("~") ? token.lower.endsWith(alternative.slice(1)) : token.lower === alternative)
      return true;
  return false;
}

const everywhere = () => true;

const gapTokensMax = 14;

function gapEnd(
  word: PhraseWord,
  tokens: readonly Token[],
  from: number,
  to: number,
  isEnd: (at: number) => boolean,
): number {
  for (let at = from; at < Math.min(to, from + gapTokensMax + 1); at++) {
    if (isWord(tokens[at], word) && isEnd(at)) return at;
    if (tokens[at]?.text === ":" || tokens[at]?.text === ";") return -1;
  }
  return -1;
}
