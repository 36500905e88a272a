import { byteAt, candidates, ends, folded, hashes, heads, read, starts, unitAt, write } from "./memory";

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
