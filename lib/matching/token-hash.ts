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

/** Of the foldings that are no letter. */
const separator = 0;
const marker = 0xfff0;
const apostrophe = 0xfff0;
const invisible = 0xfff1;
const ideograph = 0xfff2;
const exotic = 0xfff3;
const surrogate = 0xfff4;
const entityStart = 0xfff5;
const accent = 0xfff6;

/**
 * Adds to the buffer the tokens from offset `from` on until it is full; returns the offset at which to go on, the text's length when
 * done, or `exoticLetter`. A token is a run of letters and digits, with apostrophes, soft hyphens and marks inside; an ideograph, a
 * kana or a Hangul syllable is a token by itself. Equal names have equal hashes; whether equal hashes are equal names must be
 * checked. This is the loop that all text goes through: it allocates nothing, and so is longer than it is pretty.
 */
export function hashTokens({ text, units, length }: TextUnits, from: number, buffer: TokenBuffer): number {
  // A bundler makes variables of a module's constants, which V8 reads and checks again for each letter: half the speed.
  const { letters, mergers, prefixes, cuts, foldings, seed, prime, spread } = tables;
  const contextMask = 511;
  const prefixMask = 63;
  const { hashes, starts, ends } = buffer;
  const room = hashes.length;
  let count = buffer.count;
  let at = from;
  while (count < room) {
    let letter = letters[units[at] as number] as number;
    if (letter === 0) {
      if (at >= length) break;
      const sign = foldings[units[at] as number] as number;
      if (sign === separator) {
        at += 1;
        continue;
      }
      if (sign === exotic || (sign === surrogate && isFancyLetter(text, at))) return exoticLetter;
      const start = at;
      at += sign === entityStart ? (leftOverEntity(text, at)?.width ?? 1) : 1;
      if (sign !== ideograph) continue;
      hashes[count] = Math.imul(seed ^ (units[start] as number), prime) || 1;
      starts[count] = start;
      ends[count] = at;
      count += 1;
      continue;
    }
    starts[count] = at;
    let size = 0;
    let last = 0;
    let context = 0;
    let hash = seed;
    for (;;) {
      do {
        const next = ((context << 3) | (letter >>> 16)) & contextMask;
        // "ue" is "ü" and "ss" is "ß"; which of them stands here, if it matters, is for the check of the name.
        if (letter !== last && mergers[next] === 0) {
          hash = Math.imul(hash ^ (letter & 0xffff), prime);
          size += 1;
          prefixes[size & prefixMask] = hash;
          context = next;
          last = letter;
        }
        at += 1;
        letter = letters[units[at] as number] as number;
      } while (letter !== 0);
      ends[count] = at;
      let sign = foldings[units[at] as number] as number;
      if (sign === separator) break;
      while (sign === accent || sign === invisible) {
        at += 1;
        if (sign === accent) ends[count] = at;
        sign = foldings[units[at] as number] as number;
      }
      if (sign === apostrophe && letters[units[at + 1] as number] !== 0) at += 1;
      letter = letters[units[at] as number] as number;
      if (letter === 0) break;
    }
    const cut = cuts[(context << 3) | (size < 7 ? size : 7)] as number;
    const stem = prefixes[(size - cut) & prefixMask] as number;
    const mixed = Math.imul(stem ^ (stem >>> 15), spread);
    hashes[count] = mixed ^ (mixed >>> 13) || 1;
    count += 1;
  }
  buffer.count = count;
  return at;
}

const spread = 0x2c1b3c6d;

/** The hash of a name or a text of several tokens, from the hash of all but the last and that of the last. */
export const joinHashes = (run: number, token: number): number =>
  Math.imul((run << 5) ^ (run >>> 3) ^ token, spread) ^ token;

/**
 * What a letter is to merging and inflection, in three bits; the classes of the last three letters that count are a word's context, nine
 * bits with the last letter lowest.
 */
const otherLetter = 0;
const letterE = 1;
const letterA = 2;
const letterOU = 3;
const letterQ = 4;
const letterS = 5;
const letterNRM = 6;
const contexts = 512;
const classes = new Uint8Array(128);
for (const [members, itsClass] of [
  ["e", letterE],
  ["a", letterA],
  ["ou", letterOU],
  ["q", letterQ],
  ["s", letterS],
  ["nrm", letterNRM],
] as const) {
  for (const member of members) classes[member.charCodeAt(0)] = itsClass;
}

/** Contexts whose last letter adds nothing: "ae", "oe" and "ue" are umlauts, but not in "neue", "blaue", "Jacques". */
const mergers = Uint8Array.from({ length: contexts }, (_, context) => {
  const [before, last, letter] = lettersOf(context);
  const isBase = last === letterA || last === letterOU;
  return letter === letterE && isBase && before !== letterE && before !== letterA && before !== letterQ ? 1 : 0;
});

/** For each context of a word's last letters, and each number of letters up to seven, how many of them may be inflection. */
const cuts = Uint8Array.from({ length: contexts << 3 }, (_, at) => inflectedLetters(lettersOf(at >> 3), at & 7));

function lettersOf(context: number): [number, number, number] {
  return [context >> 6, (context >> 3) & 7, context & 7];
}

/** -s, -e, -en, -er, -em, -es, -ens. At least one letter stays. */
function inflectedLetters([third, second, first]: [number, number, number], size: number): number {
  const cut = first === letterS && size > 1 ? 1 : 0;
  const last = cut === 1 ? second : first;
  const before = cut === 1 ? third : second;
  if (last === letterE && size - cut > 3) return cut + 1;
  return last === letterNRM && before === letterE && size - cut > 4 ? cut + 2 : cut;
}

/** The one letter or digit that a UTF-16 code unit folds to, or 0 where it is a sign or stands for more or less than a letter. */
export function foldedLetter(code: number): number {
  const folded = foldings[code] as number;
  return folded < marker ? folded : 0;
}

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

/** The same with the letter's class above it, and 0 for all that is none: one look tells whether a word goes on. */
const letters = new Int32Array(foldings.length);
for (let code = 0; code < letters.length; code += 1) {
  const folded = foldings[code] as number;
  if (folded < marker) letters[code] = folded | ((folded < 128 ? (classes[folded] as number) : otherLetter) << 16);
}

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

/** What the loop reads. Two names are equal only if made with the same numbers: see `artefactVersion`. */
const tables = {
  letters,
  mergers,
  cuts,
  foldings,
  /** The hashes of a word's first letters, by their number: that of the stem is among the last four. */
  prefixes: new Int32Array(64),
  seed: 0x2545f491,
  prime: 0x01000193,
  spread,
};
