import { foldPlain, leftOverEntity } from "../text/fold.ts";
import type { TextUnits } from "./text-units.ts";

/** Tokens of a stretch of text, as numbers: what a name is looked up by. Reused from stretch to stretch. */
export interface TokenBuffer {
  /** Hash of the token's stem, never 0: without case, accents, umlaut spelling and the endings of German and English inflection. */
  hashes: Int32Array;
  /** UTF-16 offsets of the token in the text. */
  starts: Int32Array;
  ends: Int32Array;
  count: number;
}

export const tokensPerStretch = 2048;

export const tokenBuffer = (tokens = tokensPerStretch): TokenBuffer => ({
  hashes: new Int32Array(tokens),
  starts: new Int32Array(tokens),
  ends: new Int32Array(tokens),
  count: 0,
});

/** What `hashTokens` returns when it meets a letter that stands for several, or a fancy one; see `plainLetters`. */
export const exoticLetter = -1;

/**
 * Adds to the buffer the tokens from offset `from` on until it is full; returns the offset at which to go on, the text's length when
 * done, or `exoticLetter`. A token is a run of letters and digits, with apostrophes, soft hyphens and marks inside; an ideograph, a
 * kana or a Hangul syllable is a token by itself. Equal names have equal hashes; whether equal hashes are equal names must be
 * checked. This is the loop that all text goes through: it allocates nothing, and so is longer than it is pretty.
 */
export function hashTokens({ text, units, length }: TextUnits, from: number, buffer: TokenBuffer): number {
  const { hashes, starts, ends } = buffer;
  const room = hashes.length;
  let count = buffer.count;
  let at = from;
  while (count < room) {
    let folded = foldings[units[at] as number] as number;
    while (folded === separator && at < length) {
      at += 1;
      folded = foldings[units[at] as number] as number;
    }
    if (at >= length) break;
    const start = at;
    if (folded >= marker) {
      if (folded === exotic || (folded === surrogate && isFancyLetter(text, at))) return exoticLetter;
      at += folded === entityStart ? (leftOverEntity(text, at)?.width ?? 1) : 1;
      if (folded !== ideograph) continue;
      hashes[count] = Math.imul(seed ^ (units[start] as number), prime) || 1;
      starts[count] = start;
      ends[count] = at;
      count += 1;
      continue;
    }
    let end = at;
    let size = 0;
    let tail = 0;
    let hash = seed;
    do {
      do {
        // "ue" is "ü" and "ss" is "ß"; which of them stands here, if it matters, is for the check of the name.
        if (mergers[((tail & 31) << 5) | (folded & 31)] === 0 || !isMerged(tail, folded)) {
          hash = Math.imul(hash ^ folded, prime);
          tail = (tail << letterBits) | (folded & letterMask);
          size += 1;
        }
        at += 1;
        folded = foldings[units[at] as number] as number;
      } while (isLetter(folded));
      end = at;
      if (folded === separator) break;
      while (folded === accent || folded === invisible) {
        at += 1;
        if (folded === accent) end = at;
        folded = foldings[units[at] as number] as number;
      }
      if (folded === apostrophe && isLetter(foldings[units[at + 1] as number] as number)) {
        at += 1;
        folded = foldings[units[at] as number] as number;
      }
    } while (isLetter(folded));
    if (endings[((tail >> (letterBits - 5)) & 0x3e0) | (tail & 31)] === 1) {
      for (let cut = inflectedLetters(size, tail); cut > 0; cut -= 1) {
        hash = Math.imul(hash, primeInverse) ^ (tail & letterMask);
        tail >>= letterBits;
      }
    }
    const mixed = Math.imul(hash ^ (hash >>> 15), spread);
    hashes[count] = mixed ^ (mixed >>> 13) || 1;
    starts[count] = start;
    ends[count] = end;
    count += 1;
  }
  buffer.count = count;
  return at;
}

/** The hash of a name or a text of several tokens, from the hash of all but the last and that of the last. */
export const joinHashes = (run: number, token: number): number =>
  Math.imul((run << 5) ^ (run >>> 3) ^ token, spread) ^ token;

const seed = 0x2545f491;
const prime = 0x01000193;
/** What undoes a multiplication by `prime`, modulo 2^32: the hash without the last letter. */
const primeInverse = 0x359c449b;
const spread = 0x2c1b3c6d;
const letterBits = 10;
const letterMask = 1023;
const letterA = 0x61;
const letterE = 0x65;
const letterM = 0x6d;
const letterN = 0x6e;
const letterO = 0x6f;
const letterQ = 0x71;
const letterR = 0x72;
const letterS = 0x73;
const letterU = 0x75;

/** Whether a letter adds nothing to the one before: the second of a pair, or the "e" of an umlaut. */
function isMerged(tail: number, folded: number): boolean {
  const last = tail & letterMask;
  return (
    last === (folded & letterMask) || (folded === letterE && isUmlautBase(last, (tail >> letterBits) & letterMask))
  );
}

/** "ae", "oe" and "ue" are umlauts, but not in "neue", "blaue", "Jacques". */
const isUmlautBase = (last: number, before: number): boolean =>
  (last === letterU || last === letterO || last === letterA) &&
  before !== letterE &&
  before !== letterA &&
  before !== letterQ;

/** Pairs of letters, each by its last five bits, that may be merged: nearly all are told apart by one look. */
const mergers = Uint8Array.from({ length: 1024 }, (_, pair) => {
  const last = pair >> 5;
  const letter = pair & 31;
  return last === letter ||
    (letter === (letterE & 31) && [letterU, letterO, letterA].some((base) => (base & 31) === last))
    ? 1
    : 0;
});

/** One comparison for "is no separator, and below the markers". */
const isLetter = (folded: number): boolean => ((folded - 1) & 0xffff) < marker - 1;

/** How many letters at the end may be inflection: -s, -e, -en, -er, -em, -es, -ens. At least one letter stays. */
function inflectedLetters(size: number, tail: number): number {
  let cut = 0;
  if ((tail & letterMask) === letterS && size > 1) cut = 1;
  const last = (tail >> (cut * letterBits)) & letterMask;
  if (last === letterE && size - cut > 3) return cut + 1;
  const before = (tail >> ((cut + 1) * letterBits)) & letterMask;
  if (before === letterE && size - cut > 4 && (last === letterN || last === letterR || last === letterM))
    return cut + 2;
  return cut;
}

/** Pairs of last letters, each by its last five bits, that may be inflection. */
const endings = Uint8Array.from({ length: 1024 }, (_, pair) => {
  const last = pair & 31;
  const before = pair >> 5;
  const isOneOf = (letter: number, letters: number[]): boolean => letters.some((one) => (one & 31) === letter);
  return isOneOf(last, [letterS, letterE]) || (isOneOf(last, [letterN, letterR, letterM]) && isOneOf(before, [letterE]))
    ? 1
    : 0;
});

/** The one letter or digit that a UTF-16 code unit folds to, or 0 where it is a sign or stands for more or less than a letter. */
export function foldedLetter(code: number): number {
  const folded = foldings[code] as number;
  return folded < marker ? folded : 0;
}

const separator = 0;
const marker = 0xfff0;
const apostrophe = 0xfff0;
const invisible = 0xfff1;
const ideograph = 0xfff2;
const exotic = 0xfff3;
const surrogate = 0xfff4;
const entityStart = 0xfff5;
const accent = 0xfff6;

function foldingTable(): Uint16Array {
  const table = new Uint16Array(65536);
  for (const [first, last] of [
    [0, 0x2fff],
    [0xa000, 0xabff],
    [0xfb00, 0xfeff],
    [0xff00, 0xffef],
  ] as const) {
    for (let code = first; code <= last; code += 1) table[code] = foldingOf(String.fromCharCode(code));
  }
  for (const [first, last] of ideographs) table.fill(ideograph, first, last + 1);
  table.fill(surrogate, 0xd800, 0xe000);
  table[0x26] = entityStart;
  return table;
}

/** Kana, bopomofo, Han and its extension A, Hangul syllables, compatibility Han. Half-width kana stay letters. */
const ideographs = [
  [0x3005, 0x3007],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x30fc, 0x30fe],
  [0x3105, 0x312f],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
] as const;

function foldingOf(character: string): number {
  const folded = foldPlain(character, "u");
  if (folded === "'") return apostrophe;
  if (/\p{Cf}/u.test(character)) return invisible;
  if (/[\p{Mn}\p{Me}]/u.test(character)) return accent;
  if (!/[\p{L}\p{Nd}]/u.test(character)) return separator;
  if (folded.length === 1) return folded.charCodeAt(0);
  return ["ss", "ae", "oe"].includes(folded) ? folded.charCodeAt(0) : exotic;
}

/** For each UTF-16 code unit the one letter it folds to, or a marker. */
const foldings = foldingTable();

/** Whether a code unit is a letter that stands for several ("ﬁ", "ĳ"). */
export const isManyLetters = (code: number): boolean => foldings[code] === exotic;

/** Whether a code point beyond U+FFFF is a letter or digit ("𝐁𝐌𝐖") and not an emoji or half a pair. */
export function isFancyLetter(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0;
  return (
    code > 0xffff &&
    /[\p{L}\p{Nd}]/u.test(String.fromCodePoint(code)) &&
    !/\p{Script=Han}/u.test(String.fromCodePoint(code))
  );
}
