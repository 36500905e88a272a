/** Of the word at `start` to `end` of a text: false if it is surely none that the sieve was made for. */
export type WordSieve = (text: string, start: number, end: number) => boolean;

/**
 * Tells nearly all words that are none of the given ones by their last three letters, without cutting them out of their text: that costs
 * more than looking at them. Words that only end with one of three letters and more pass, too.
 */
export function wordSieve(words: Iterable<string>): WordSieve {
  const tails = new Uint8Array(tailsMax);
  for (const word of words) tails[tailOf(word, 0, word.length)] = 1;
  return (text, start, end) => tails[tailOf(text, start, end)] === 1;
}

/**
 * How many letters the longest of the endings has that the last three letters of a word allow; 0 for nearly all words that have none.
 * Endings have two letters and more.
 */
export function endingSieve(endings: Iterable<string>): (word: string) => number {
  const longest = new Uint8Array(tailsMax);
  const allow = (tail: number, length: number) => {
    longest[tail] = Math.max(longest[tail] as number, Math.min(length, 255));
  };
  for (const ending of endings) {
    const tail = tailOf(ending, 0, ending.length);
    if (ending.length > 2) allow(tail, ending.length);
    else for (let before = 0; before < tailsMax; before += 1 << 10) allow(before | (tail & 1023), 2);
  }
  return (word) => longest[tailOf(word, 0, word.length)] as number;
}

const tailsMax = 1 << 15;

/** Five bits each of the last three letters. */
const tailOf = (text: string, start: number, end: number): number =>
  (end - start > 2 ? (text.charCodeAt(end - 3) & 31) << 10 : 0) |
  (end - start > 1 ? (text.charCodeAt(end - 2) & 31) << 5 : 0) |
  (text.charCodeAt(end - 1) & 31);
