// Where what lies in the kernel's memory.

// At fixed addresses a byte for each code unit, the tokens of a stretch, a table of compounds' heads; then the sets of names; then,
// from where `arrange` puts them, the text and what is made of it.
const tokensMax: i32 = 2048;
/** With as many a stretch is full: the next 64 letters may hold 32 more. */
export const tokensFull: i32 = tokensMax - 32;
export const foldings: usize = 0x10000;
export const hashes: usize = 0x20000;
export const starts: usize = hashes + 4 * tokensMax;
export const ends: usize = starts + 4 * tokensMax;
export const candidates: usize = ends + 4 * tokensMax;
export const heads: usize = candidates + 4 * tokensMax;
export const sets: usize = heads + 1024;

/** The text's code units, and for each a byte: what it folds to. */
export let units: usize = 0;
export let folded: usize = 0;
/** Seven arrays with a bit for each code unit, `stride` bytes apart: what is part of a word, then six classes of letters. */
export let words: usize = 0;
export let stride: usize = 0;
/** A bit for each letter that a hash is made of. */
export let kept: usize = 0;
/** The letters of one word that is hashed by itself, and behind them those of its stem. */
export let scratch: usize = 0;

/** Bytes behind each array that may be read and, beyond a text, are zero. */
export const slack: usize = 128;

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

// @ts-ignore: a decorator
@inline
export function byteAt(at: usize): u32 {
  return load<u8>(at);
}

// @ts-ignore: a decorator
@inline
export function unitAt(at: i32): u32 {
  return load<u16>(units + 2 * <usize>at);
}

// @ts-ignore: a decorator
@inline
export function write(array: usize, index: i32, value: i32): void {
  store<i32>(array + ((<usize>index) << 2), value);
}

// @ts-ignore: a decorator
@inline
export function read(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2));
}
