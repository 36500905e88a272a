import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";

/** In German a small word before a name that ends in t is a verb: adjectives have endings. */
export function isFiniteVerb({ text, capital, kind }: Token, { compounds, adverbs, prepositions }: Lexicon): boolean {
  return (
    compounds && kind === "word" && !capital && /.{2}t$/.test(text) && !adverbs.has(text) && !prepositions.has(text)
  );
}

/** Whether a word may be a verb: an auxiliary, or a verb that triggers. */
export function isVerbal(token: Token, lexicon: Lexicon): boolean {
  if (lexicon.auxiliaries.has(token.lower)) return true;
  return lexicon.words.get(token.lower)?.some(({ word }) => word === "verb") === true;
}
