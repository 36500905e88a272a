/**
 * Where the longest known ending of at least `lengthMin` letters begins in a word that has `prefixMin` more before it
 * ("Chip|hersteller"), or -1. Work for an endless word is bounded.
 */
export function endingStart(lower: string, endings: Endings, lengthMin: number, prefixMin: number): number {
  if (!mayEndLike(lower, endings)) return -1;
  for (let at = Math.max(prefixMin, lower.length - endingLengthMax); at <= lower.length - lengthMin; at++)
    if (endings.has(lower.slice(at))) return at;
  return -1;
}

/** No ending that a lexicon knows is longer. */
const endingLengthMax = 30;

/** The last letters of all words of a collection: most words end otherwise, and need not be looked into. */
const tailLength = 3;

const tails = new WeakMap<object, ReadonlySet<string>>();

function mayEndLike(lower: string, endings: Endings): boolean {
  let known = tails.get(endings);
  if (known === undefined) {
    known = new Set([...endings.keys()].map((word) => word.slice(-tailLength)));
    tails.set(endings, known);
  }
  return known.has(lower.slice(-tailLength)) || known.has(lower.slice(-tailLength + 1));
}

interface Endings {
  keys(): IterableIterator<string>;
  has(word: string): boolean;
}

/** Whether a word of at least two letters more ends with a word of `endings` of at least `lengthMin` letters. */
export function hasKnownEnding(lower: string, endings: Endings, lengthMin: number): boolean {
  return endingStart(lower, endings, lengthMin, 2) >= 0;
}
