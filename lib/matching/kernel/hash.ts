import { apostrophe, firstLetter } from "./fold";
import { byteAt, folded, scratch } from "./memory";

/** The hash of a word; all but long ones and those with an apostrophe are hashed as one vector. */
// @ts-ignore: a decorator
@inline
export function hashOf(text: usize, keptBits: usize, isCareful: bool, start: i32, end: i32): i32 {
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

/** Of the letters in `scratch`; `keepStems` (fold.ts) says which count. */
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

/** The longest run of "s" at a word's end before which an ending is looked for. */
const runMax: i32 = 3;

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
export function mix(low: u64, high: u64): u64 {
  const mixed = ((low ^ 0x2545f4914f6cdd1d) * 0x9e3779b97f4a7c15) ^ rotl<u64>((high ^ 0x1b873593cc9e2d51) * 0xc2b2ae3d27d4eb4f, 32);
  return (mixed ^ (mixed >> 32)) * 0xd1b54a32d192ed03;
}

/** The upper half, which all of the lower depends on, and never 0. */
// @ts-ignore: a decorator
@inline
export function finish(hash: u64): i32 {
  const upper = <i32>(hash >> 32);
  return upper == 0 ? 1 : upper;
}
