// The kernel of the name search, in AssemblyScript: TypeScript's syntax, WebAssembly's types and instructions. It reads a text's UTF-16
// code units into tokens with hashes, sixteen letters at a time, and looks those up in the sets of a name table. `npm run kernel`
// compiles it into tokens.json; lib/matching/kernel.ts is its other side. docs/decisions/0035-kernel.md says why it is not JavaScript.

/** The width of the left-over HTML entity at an offset, 0 if there is none. */
@external("env", "entityWidth")
declare function entityWidth(at: i32): i32;
/** Whether a pair of surrogates at an offset is a letter or digit that is folded to another. */
@external("env", "isFancy")
declare function isFancy(at: i32): bool;

// What a code unit folds to is a byte: from `firstLetter` on a letter or digit, or one of these.
const separator: u32 = 0;
const apostrophe: u32 = 1;
const invisible: u32 = 2;
const accent: u32 = 3;
const ideograph: u32 = 4;
const exotic: u32 = 5;
const surrogate: u32 = 6;
const entityStart: u32 = 7;
const firstLetter: u32 = 0x30;

// Memory: at fixed addresses a byte for each code unit, the tokens of a stretch, a table of compounds' heads; then the sets of names; then,
// from where `arrange` puts them, the text and what is made of it.
const tokensMax: i32 = 2048;
/** With as many a stretch is full: the next 64 letters may hold 32 more. */
const tokensFull: i32 = tokensMax - 32;
export const foldings: usize = 0x10000;
export const hashes: usize = 0x20000;
export const starts: usize = hashes + 4 * tokensMax;
export const ends: usize = starts + 4 * tokensMax;
export const candidates: usize = ends + 4 * tokensMax;
export const heads: usize = candidates + 4 * tokensMax;
export const sets: usize = heads + 1024;

/** The text's code units, and for each a byte: what it folds to. */
let units: usize = 0;
let folded: usize = 0;
/** Seven arrays with a bit for each code unit, `stride` bytes apart: what is part of a word, then six classes of letters. */
let words: usize = 0;
let stride: usize = 0;
/** A bit for each letter that a hash is made of. */
let kept: usize = 0;
/** The letters of one word that is hashed by itself, and behind them those of its stem. */
let scratch: usize = 0;

/** Bytes behind each array that may be read and, beyond a text, are zero. */
const slack: usize = 128;

/** Lays memory out for texts of up to so many code units, from address `base` on. */
export function arrange(base: usize, length: i32): void {
  const size = ((<usize>length + 63) & ~63) + slack;
  units = base;
  folded = units + 2 * size + slack;
  words = folded + size + slack;
  stride = size / 8 + slack;
  kept = words + 7 * stride;
  scratch = kept + stride;
  const pages = <i32>((scratch + 2 * size + slack + 0xffff) >> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
}

let length: i32 = 0;
/** Where the next stretch begins. */
let position: i32 = 0;
/** Whether the text has signs that bits alone can't tell tokens by: accents of their own, invisible characters, ideographs. */
let isHard: bool = false;
/** Whether there is an apostrophe within a word. */
let hasApostrophe: bool = false;
/** Whether a token has begun before `position` that ends behind it, and where. */
let isOpen: bool = false;
let openStart: i32 = 0;

/** Folds the text whose code units were written; false where it has letters that stand for several. */
export function fold(textLength: i32): bool {
  length = textLength;
  position = 0;
  isHard = false;
  hasApostrophe = false;
  isOpen = false;
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
function byteAt(at: usize): u32 {
  return load<u8>(at);
}

// @ts-ignore: a decorator
@inline
function unitAt(at: i32): u32 {
  return load<u16>(units + 2 * <usize>at);
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
 * `hashLetters` says the same letter by letter.
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

/** The longest run of "s" at a word's end before which an ending is looked for. */
const runMax: i32 = 3;

/**
 * Writes the next tokens, from index `first` on; returns how many there are then. If fewer than `tokensFull`, the text is at its end.
 */
export function tokens(first: i32): i32 {
  return isHard ? hardTokens(first) : easyTokens(first);
}

/** Where words begin and end is told by their bits, 64 at a time; apostrophes within count as letters until they are hashed. */
function easyTokens(first: i32): i32 {
  const wordBits = words;
  const text = folded;
  const keptBits = kept;
  const size = length;
  let begun = first;
  let count = first;
  let at = position;
  let before: u64 = isOpen ? 1 : 0;
  if (isOpen) write(starts, begun++, openStart);
  while (count < tokensFull && at <= size) {
    const word = load<u64>(wordBits + <usize>(at >> 3));
    const shifted = (word << 1) | before;
    before = word >> 63;
    for (let begins = word & ~shifted; begins != 0; begins &= begins - 1)
      write(starts, begun++, at + <i32>ctz(begins));
    for (let stops = shifted & ~word; stops != 0; stops &= stops - 1) write(ends, count++, at + <i32>ctz(stops));
    at += 64;
  }
  position = at;
  isOpen = begun > count;
  if (isOpen) openStart = read(starts, count);
  const isCareful = hasApostrophe;
  for (let i = first; i < count; i++)
    write(hashes, i, hashOf(text, keptBits, isCareful, read(starts, i), read(ends, i)));
  return count;
}

/** The same letter by letter. Ideographs are tokens by themselves; accents belong to the letter before, and end a token as letters do. */
function hardTokens(first: i32): i32 {
  let count = first;
  let at = position;
  while (count < tokensFull && at < length) {
    let code = byteAt(folded + at);
    if (code < firstLetter) {
      if (code == ideograph) {
        const hash = finish(mix(<u64>unitAt(at), ideograph));
        writeToken(count++, at, at + 1, hash);
      }
      at++;
      continue;
    }
    const start = at;
    let end = at;
    do {
      while (byteAt(folded + at) >= firstLetter) at++;
      end = at;
      for (code = byteAt(folded + at); code == accent || code == invisible; code = byteAt(folded + at)) {
        at++;
        if (code == accent) end = at;
      }
      if (code == apostrophe && byteAt(folded + at + 1) >= firstLetter) at++;
    } while (byteAt(folded + at) >= firstLetter);
    writeToken(count++, start, end, hashPart(start, end));
  }
  position = at;
  return count;
}

// @ts-ignore: a decorator
@inline
function writeToken(index: i32, start: i32, end: i32, hash: i32): void {
  write(starts, index, start);
  write(ends, index, end);
  write(hashes, index, hash);
}

// @ts-ignore: a decorator
@inline
function write(array: usize, index: i32, value: i32): void {
  store<i32>(array + ((<usize>index) << 2), value);
}

// @ts-ignore: a decorator
@inline
function read(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2));
}

/** The hash of a word; all but long ones and those with an apostrophe are hashed as one vector. */
// @ts-ignore: a decorator
@inline
function hashOf(text: usize, keptBits: usize, isCareful: bool, start: i32, end: i32): i32 {
  const size = end - start;
  if (size > 16) return hashPart(start, end);
  let letters = v128.load(text + <usize>start);
  if (isCareful) {
    const signs = v128.eq<u8>(letters, i8x16.splat(<i8>apostrophe));
    if (v128.any_true(v128.and(signs, v128.load(firstLanes - size)))) return hashPart(start, end);
  }
  const bits = <i32>(load<u64>(keptBits + <usize>(start >> 3)) >> (start & 7)) & ((1 << size) - 1);
  // A word of nothing but "s" keeps one.
  const keep = bits | <i32>(bits == 0);
  let count = 32 - <i32>clz(keep);
  for (let gone = ~keep & ((1 << count) - 1); gone != 0; gone = (gone & (gone - 1)) >> 1) {
    letters = v128.swizzle(letters, v128.load(withoutLane + ((<usize>ctz(gone)) << 4)));
    count--;
  }
  letters = v128.and(letters, v128.load(firstLanes - count));
  return finish(mix(v128.extract_lane<u64>(letters, 0), v128.extract_lane<u64>(letters, 1)));
}

/** So many bytes before it, the mask of as many first lanes begins. */
const firstLanes: usize =
  memory.data<u8>([
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]) + 16;

/** For each lane the shuffle that takes it out. */
const withoutLane: usize = memory.data(256, 16);
for (let lane = 0; lane < 16; lane++) {
  for (let i = 0; i < 16; i++) store<u8>(withoutLane + lane * 16 + i, <u8>(i < lane ? i : i + 1));
}

/** The hash of the letters of a part of a word, as if it stood alone. */
export function hashPart(start: i32, end: i32): i32 {
  let count: i32 = 0;
  for (let p = start; p < end; p++) {
    const code = byteAt(folded + p);
    store<u8>(scratch + count, <u8>code);
    count += <i32>(code >= firstLetter);
  }
  return hashLetters(count);
}

/** Of the letters in `scratch`; `keepStems` says which count. */
function hashLetters(size: i32): i32 {
  let run = 0;
  while (run < size && isS(size - 1 - run)) run++;
  const stem = run == size ? 1 : stemSize(size - run, run);
  let count: i32 = 0;
  for (let p = 0; p < stem; p++) {
    if (isMerged(p) || (isS(p) && p + 1 < stem && isS(p + 1))) continue;
    // Behind the letters, since what is merged depends on the two before.
    store<u8>(scratch + size + count, byteAt(scratch + p));
    count++;
  }
  const from = scratch + size;
  v128.store(from + count, i64x2.splat(0));
  let hash = mix(load<u64>(from), load<u64>(from + 8));
  for (let p = 16; p < count; p += 16) hash = mix(load<u64>(from + p) ^ hash, load<u64>(from + p + 8));
  return finish(hash);
}

/** How many letters are left without an ending; `size` without the run of "s" behind them. */
function stemSize(size: i32, run: i32): i32 {
  if (run > runMax || size < 3) return size;
  if (isEnding(size - 1)) return size - 1;
  const last = byteAt(scratch + size - 1);
  return size > 3 && (last == 0x6e || last == 0x72 || last == 0x6d) && isEnding(size - 2) ? size - 2 : size;
}

/** An "e" that is no part of an umlaut. */
function isEnding(at: i32): bool {
  return byteAt(scratch + at) == 0x65 && !isMerged(at);
}

function isMerged(at: i32): bool {
  if (at == 0 || byteAt(scratch + at) != 0x65) return false;
  const before = byteAt(scratch + at - 1);
  if (before == 0x61 || before == 0x6f) return true;
  const second = at > 1 ? byteAt(scratch + at - 2) : 0;
  return before == 0x75 && second != 0x65 && second != 0x61 && second != 0x71;
}

function isS(at: i32): bool {
  return byteAt(scratch + at) == 0x73;
}

/** Three multiplications by odd numbers that were drawn at random. */
// @ts-ignore: a decorator
@inline
function mix(low: u64, high: u64): u64 {
  const mixed = ((low ^ 0x2545f4914f6cdd1d) * 0x9e3779b97f4a7c15) ^ rotl<u64>((high ^ 0x1b873593cc9e2d51) * 0xc2b2ae3d27d4eb4f, 32);
  return (mixed ^ (mixed >> 32)) * 0xd1b54a32d192ed03;
}

/** The upper half, which all of the lower depends on, and never 0. */
// @ts-ignore: a decorator
@inline
function finish(hash: u64): i32 {
  const upper = <i32>(hash >> 32);
  return upper == 0 ? 1 : upper;
}

// The sets of names that are looked for, as lib/matching/name-table.ts fills them, and the number of each one's last word.
let singles: usize = 0;
let singlesLast: i32 = 0;
let capitals: usize = 0;
let capitalsLast: i32 = 0;
let pairs: usize = 0;
let pairsLast: i32 = 0;

export function use(
  singlesAt: usize,
  singlesEnd: i32,
  capitalsAt: usize,
  capitalsEnd: i32,
  pairsAt: usize,
  pairsEnd: i32,
): void {
  singles = singlesAt;
  singlesLast = singlesEnd;
  capitals = capitalsAt;
  capitalsLast = capitalsEnd;
  pairs = pairsAt;
  pairsLast = pairsEnd;
}

// What is said of a candidate.
const isName: i32 = 1;
const endsPair: i32 = 2;
const hasHead: i32 = 4;

/**
 * Writes which of the tokens from index `first` to `count` may be names, end a name's first two tokens or be compounds; returns how many.
 * Nothing here depends on what was found before: the processor waits for several look-ups at once, which is most of the speed with a
 * million names.
 */
export function find(first: i32, count: i32, headLettersMin: i32): i32 {
  // A global is read again at each use, a local is not.
  const text = folded;
  const singleNames = singles;
  const singlesMask = singlesLast;
  const namesInCapitals = capitals;
  const capitalsMask = capitalsLast;
  const firstPairs = pairs;
  const pairsMask = pairsLast;
  let found = 0;
  let before = first == 0 ? 0 : read(hashes, 0);
  for (let i = first; i < count; i++) {
    const hash = read(hashes, i);
    const start = read(starts, i);
    const end = read(ends, i);
    const bits = bitsOf(hash);
    const pair = nextKey(before, hash);
    const ending = load<u32>(text + <usize>end - 4) * 0x9e3779b1;
    let mark =
      (isIn(singleNames, singlesMask, hash, bits) * isName) | (isIn(firstPairs, pairsMask, pair, bitsOf(pair)) * endsPair);
    if (isIn(namesInCapitals, capitalsMask, hash, bits) && !isOrdinary(start)) mark |= isName;
    if (<i32>(end - start >= headLettersMin) & <i32>byteAt(heads + <usize>(ending >> 22))) {
      if (isCapital(unitAt(start))) mark |= hasHead;
    }
    write(candidates, found, (i << 3) | mark);
    found += <i32>(mark != 0);
    before = hash;
  }
  return found;
}

// @ts-ignore: a decorator
@inline
function isIn(set: usize, last: i32, key: i32, bits: u64): i32 {
  return <i32>((bits & ~load<u64>(set + ((<usize>(key & last)) << 3))) == 0);
}

/** Three of 64. */
// @ts-ignore: a decorator
@inline
function bitsOf(key: i32): u64 {
  const mixed = <u64>(<u32>(key * 0x2c1b3c6d));
  return ((<u64>1) << (mixed >> 26)) | ((<u64>1) << ((mixed >> 20) & 63)) | ((<u64>1) << ((mixed >> 14) & 63));
}

/** As in lib/matching/name-table.ts. */
// @ts-ignore: a decorator
@inline
function nextKey(run: i32, hash: i32): i32 {
  const key = (((run << 5) ^ (run >>> 3) ^ hash) * 0x2c1b3c6d) ^ hash;
  return key == 0 ? 1 : key;
}

/** Whether a word is written like one ("word", "Word"), so that it can't be a name in capitals. */
function isOrdinary(start: i32): bool {
  const first = unitAt(start);
  return isSmall(first) || (isSmall(first | 0x20) && isSmall(unitAt(start + 1)));
}

// @ts-ignore: a decorator
@inline
function isSmall(unit: u32): bool {
  return unit - 0x61 < 26;
}

/** In Latin-1. */
// @ts-ignore: a decorator
@inline
function isCapital(unit: u32): bool {
  return unit - 0x41 < 26 || unit - 0xc0 < 31;
}
