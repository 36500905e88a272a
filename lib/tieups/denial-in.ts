import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { phraseEnd } from "./phrase-end.ts";

/**
 * The words with which a sentence denies what the one before it left open ("BMW vor Bündnis mit Toyota? Nein", "Ein Sprecher wies das
 * zurück"), as they stand in the text; null where it denies nothing.
 */
export function denialIn(tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): string | null {
  return noIn(tokens, from, to, lexicon) ?? denyingWords(tokens, from, to, lexicon);
}

/** "Nein." and "Not now, says …" answer with their first word. */
function noIn(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): string | null {
  const first = tokens[from];
  const next = from + 1 < to ? tokens[from + 1] : undefined;
  const answers = first !== undefined && lexicon.negations.has(first.lower) && tokens[from - 1]?.text === "?";
  return answers && (next === undefined || next.kind === "mark" || next.lower === "so" || next.lower === "true")
    ? first.text
    : null;
}

function denyingWords(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): string | null {
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (lexicon.stageWords.get(token.lower) === "denied") return token.text;
    for (const phrase of lexicon.stagePhrases.get(token.lower) ?? [])
      if (phrase.value === "denied" && phraseEnd(phrase.words, tokens, at, to) > 0) return token.text;
  }
  return null;
}
