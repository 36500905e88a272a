import { byteAt, folded, foldings, kept, slack, stride, unitAt, units, words } from "./memory";

/** The width of the left-over HTML entity at an offset, 0 if there is none. */
@external("env", "entityWidth")
declare function entityWidth(at: i32): i32;
/** Whether a pair of surrogates at an offset is a letter or digit that is folded to another. */
@external("env", "isFancy")
declare function isFancy(at: i32): bool;

// What a code unit folds to is a byte: from `firstLetter` on a letter or digit, or one of these.
export const separator: u32 = 0;
export const apostrophe: u32 = 1;
export const invisible: u32 = 2;
export const accent: u32 = 3;
export const ideograph: u32 = 4;
export const exotic: u32 = 5;
export const surrogate: u32 = 6;
export const entityStart: u32 = 7;
export const firstLetter: u32 = 0x30;

/** How many code units the text has. */
export let length: i32 = 0;
/** Whether the text has signs that bits alone can't tell tokens by: accents of their own, invisible characters, ideographs. */
export let isHard: bool = false;
/** Whether there is an apostrophe within a word. */
export let hasApostrophe: bool = false;

/** Folds the text whose code units were written; false where it has letters that stand for several. */
export function foldText(textLength: i32): bool {
  length = textLength;
  isHard = false;
  hasApostrophe = false;
  clear(units + 2 * <usize>length);
  clear(folded - slack);
  const from = units;
  const to = folded;
  const wordBits = words;
  const classStride = stride;
  let entityEnd: i32 = 0;
  let at: i32 = 0;
  for (; at < textLength; at += 16) {
    const target = to + <usize>at;
    const bytes = narrowed(from + 2 * <usize>at);
    const small = v128.or(bytes, i8x16.splat(0x20));
    const accented = v128.sub<u8>(small, i8x16.splat(-0x20));
    let letters = foldedBytes(bytes, small, accented);
    v128.store(target, letters);
    let rest = v128.bitmask<u8>(otherBytes(bytes, accented));
    if (rest != 0 || entityEnd > at) {
      if (entityEnd > at) erase(at, min<i32>(at + 16, entityEnd));
      for (; rest != 0; rest &= rest - 1) {
        const p = at + ctz(rest);
        let code = foldingOf(p);
        if (code == exotic || (code == surrogate && isFancy(p))) return false;
        if (code == entityStart && mayBeEntity(p)) {
          const width = entityWidth(p);
          if (width > 0) {
            entityEnd = p + width;
            erase(p, min<i32>(at + 16, entityEnd));
          }
        }
        if (code == apostrophe) {
          if (isWithinWord(p)) hasApostrophe = true;
          else code = separator;
        } else if (code == surrogate || code == entityStart) code = separator;
        else if (code < firstLetter && code != separator) isHard = true;
        store<u8>(folded + p, <u8>code);
      }
      letters = v128.load(target);
    }
    writeClasses(wordBits + <usize>(at >> 3), classStride, letters);
  }
  clear(folded + at);
  for (let i: usize = 0; i < 7; i++) {
    clear(words + i * stride + <usize>(at >> 3));
    store<u64>(words + i * stride - 8, 0);
  }
  keepStems(<usize>(at >> 3));
  return true;
}

/** So much slack. */
function clear(at: usize): void {
  for (let i: usize = 0; i < slack; i += 16) v128.store(at + i, i64x2.splat(0));
}

function erase(from: i32, to: i32): void {
  for (let p = from; p < to; p++) store<u8>(folded + p, 0);
}

/** Sixteen code units as bytes; those that are more than a byte are 255. */
// @ts-ignore: a decorator
@inline
function narrowed(from: usize): v128 {
  const most = i16x8.splat(255);
  return i8x16.narrow_i16x8_u(v128.min<u16>(v128.load(from), most), v128.min<u16>(v128.load(from, 16), most));
}

/** ASCII's letters and digits and most of Latin-1's letters as what they fold to, all else as 0. */
// @ts-ignore: a decorator
@inline
function foldedBytes(bytes: v128, small: v128, accented: v128): v128 {
  const isLetter = v128.lt<u8>(v128.sub<u8>(small, i8x16.splat(0x61)), i8x16.splat(26));
  const isDigit = v128.lt<u8>(v128.sub<u8>(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  return v128.or(
    v128.or(v128.and(small, isLetter), v128.and(bytes, isDigit)),
    v128.or(
      v128.swizzle(v128.load(latinLetters), accented),
      v128.swizzle(v128.load(latinLetters + 16), v128.sub<u8>(accented, i8x16.splat(16))),
    ),
  );
}

/** From "à" (U+00E0) to "ý"; "ß", "þ" and "ÿ" are looked up like letters beyond Latin-1. */
const latinLetters = memory.data<u8>([
  0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x63, 0x65, 0x65, 0x65, 0x65, 0x69, 0x69, 0x69, 0x69,
  0x64, 0x6e, 0x6f, 0x6f, 0x6f, 0x6f, 0x6f, 0x00, 0x6f, 0x75, 0x75, 0x75, 0x75, 0x79, 0x00, 0x00,
]);
const latinCount: i8 = 30;

/** The highest bit of those that must be looked up: other letters, apostrophes and "&". */
// @ts-ignore: a decorator
@inline
function otherBytes(bytes: v128, accented: v128): v128 {
  return v128.or(
    v128.or(
      v128.andnot(bytes, v128.lt<u8>(accented, i8x16.splat(latinCount))),
      v128.eq<u8>(bytes, i8x16.splat(0x27)),
    ),
    v128.or(v128.eq<u8>(bytes, i8x16.splat(0x60)), v128.eq<u8>(bytes, i8x16.splat(0x26))),
  );
}

// @ts-ignore: a decorator
@inline
function foldingOf(at: i32): u32 {
  return byteAt(foldings + <usize>unitAt(at));
}

/** Whether "#" or a small letter follows. */
function mayBeEntity(at: i32): bool {
  const next = unitAt(at + 1);
  return next == 0x23 || next - 0x61 < 26;
}

/** Between a letter, or what may belong to one, and a letter. */
function isWithinWord(at: i32): bool {
  return byteAt(folded + at - 1) != separator && foldingOf(at + 1) >= firstLetter;
}

/** The bits of sixteen letters: what is part of a word; "e"; "u"; "a" and "o"; "e", "a" and "q"; "s"; "n", "r" and "m". */
// @ts-ignore: a decorator
@inline
function writeClasses(bits: usize, stride: usize, letters: v128): void {
  const isE = v128.eq<u8>(letters, i8x16.splat(0x65));
  const isA = v128.eq<u8>(letters, i8x16.splat(0x61));
  const isAO = v128.or(isA, v128.eq<u8>(letters, i8x16.splat(0x6f)));
  const isEAQ = v128.or(v128.or(isE, isA), v128.eq<u8>(letters, i8x16.splat(0x71)));
  const isNR = v128.or(v128.eq<u8>(letters, i8x16.splat(0x6e)), v128.eq<u8>(letters, i8x16.splat(0x72)));
  const isNRM = v128.or(isNR, v128.eq<u8>(letters, i8x16.splat(0x6d)));
  store<u16>(bits, <u16>v128.bitmask<u8>(v128.gt<u8>(letters, i8x16.splat(0))));
  store<u16>(bits + stride, <u16>v128.bitmask<u8>(isE));
  store<u16>(bits + 2 * stride, <u16>v128.bitmask<u8>(v128.eq<u8>(letters, i8x16.splat(0x75))));
  store<u16>(bits + 3 * stride, <u16>v128.bitmask<u8>(isAO));
  store<u16>(bits + 4 * stride, <u16>v128.bitmask<u8>(isEAQ));
  store<u16>(bits + 5 * stride, <u16>v128.bitmask<u8>(v128.eq<u8>(letters, i8x16.splat(0x73))));
  store<u16>(bits + 6 * stride, <u16>v128.bitmask<u8>(isNRM));
}

/**
 * Marks the letters that words are told apart by, 48 at a time with eight more on either side. Not among them are
 * - the "e" of "ae", "oe" and "ue", which may be umlauts, but not in "neue", "blaue", "Jacques";
 * - of "ss", which may be "ß", all but the last;
 * - what may be inflection at a word's end: -s, and before it or alone -e, -en, -er, -em behind two letters or more.
 * `hashLetters` (hash.ts) says the same letter by letter.
 */
function keepStems(bytes: usize): void {
  const wordBits = words;
  const classStride = stride;
  const keptBits = kept;
  for (let b: usize = 0; b <= bytes; b += 6) {
    const from = wordBits + b - 1;
    const word = load<u64>(from);
    const e = load<u64>(from + classStride);
    const u = load<u64>(from + 2 * classStride);
    const ao = load<u64>(from + 3 * classStride);
    const eaq = load<u64>(from + 4 * classStride);
    const s = load<u64>(from + 5 * classStride);
    const nrm = load<u64>(from + 6 * classStride);
    const merged = e & ((ao << 1) | ((u << 1) & ~(eaq << 2)));
    const ending = e & ~merged;
    const behindOne = word << 1;
    const behindTwo = behindOne & (word << 2);
    const behindThree = behindTwo & (word << 3);
    const end = word & ~(word >> 1);
    const cutS = end & s & behindOne;
    const beforeS = cutS >> 1;
    const beforeSs = (beforeS & s) >> 1;
    const beforeSss = (beforeSs & s) >> 1;
    const last = (end | beforeS | beforeSs | beforeSss) & ~s;
    const cutE = last & ending & behindTwo;
    const cutEn = last & nrm & (ending << 1) & behindThree;
    const gone = merged | (s & (s >> 1)) | cutS | cutE | cutEn | (cutEn >> 1);
    store<u64>(keptBits + b, (word & ~gone) >> 8);
  }
}
