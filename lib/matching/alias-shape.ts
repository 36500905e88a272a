import { isAmbiguous, isCommonWord } from "./catalogue.ts";
import type { Alias } from "./watchlist.ts";

/** Up to this many letters an all-caps alias is taken for an acronym. */
export const acronymLettersMax = 5;

/** The alias with its defaults: acronyms are case-sensitive, and what the catalogue knows to be ambiguous needs context. */
export const aliasByShape = (text: string): Alias => ({
  text,
  caseSensitive: isAcronym(text),
  needsContext: isAmbiguous(text),
});

/** Whether the name is written in capitals and short ("GM", "K+S", "BASF"). */
export function isAcronym(text: string): boolean {
  if (text.length > 4 * acronymLettersMax || lowerCase.test(text)) return false;
  const letters = text.match(/\p{L}/gu) ?? [];
  return (
    letters.length > 0 &&
    letters.length <= acronymLettersMax &&
    text === text.toUpperCase() &&
    text !== text.toLowerCase()
  );
}

/** "Tui" for "TUI", as some papers write acronyms that can be spoken; null for one that cannot be, or that is a word then. */
export function acronymAsWord(text: string): string | null {
  if (!/^\p{Lu}{3,}$/u.test(text) || !/[AEIOUÄÖÜ]/.test(text) || !/[^AEIOUÄÖÜ]/.test(text)) return null;
  const word = text.charAt(0) + text.slice(1).toLowerCase();
  return isAmbiguous(text) || isCommonWord(word) ? null : word;
}

const lowerCase = /\p{Ll}/u;
