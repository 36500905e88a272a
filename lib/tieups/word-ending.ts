import { endingSieve } from "../text/word-sieve.ts";

/**
 * Where the longest known ending of at least `lengthMin` letters begins in a word that has `prefixMin` more before it
 * ("Chip|hersteller"), or -1. Work for an endless word is bounded.
 */
export function endingStart(lower: string, endings: Endings, lengthMin: number, prefixMin: number): number {
  const lengthMax = Math.min(longestEnding(lower, endings), endingLengthMax);
  for (let at = Math.max(prefixMin, lower.length - lengthMax); at <= lower.length - lengthMin; at++)
    if (endings.has(lower.slice(at))) return at;
  return -1;
}

/** No ending that a lexicon knows is longer. */
const endingLengthMax = 30;

/** Most words end otherwise than all words of a collection, and need not be looked into. */
const sieves = new WeakMap<object, (word: string) => number>();

function longestEnding(lower: string, endings: Endings): number {
  let sieve = sieves.get(endings);
  if (sieve === undefined) {
    sieve = endingSieve(endings.keys());
    sieves.set(endings, sieve);
  }
  return sieve(lower);
}

interface Endings {
  keys(): IterableIterator<string>;
  has(word: string): boolean;
}

/** Whether a word of at least two letters more ends with a word of `endings` of at least `lengthMin` letters. */
export function hasKnownEnding(lower: string, endings: Endings, lengthMin: number): boolean {
  return endingStart(lower, endings, lengthMin, 2) >= 0;
}
