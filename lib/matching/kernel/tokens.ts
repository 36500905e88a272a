// The kernel of the name search, in AssemblyScript: TypeScript's syntax, WebAssembly's types and instructions. It reads a text's UTF-16
// code units into tokens with hashes, sixteen letters at a time (fold.ts, hash.ts), and looks those up in the sets of a name table (find.ts).
// `npm run kernel` compiles it into tokens.json; lib/matching/kernel.ts is its other side. docs/decisions/0035-kernel.md says why it is not
// JavaScript.
import { accent, apostrophe, firstLetter, foldText, hasApostrophe, ideograph, invisible, isHard, length } from "./fold";
import { finish, hashOf, hashPart, mix } from "./hash";
import { byteAt, ends, folded, hashes, kept, read, starts, tokensFull, unitAt, words, write } from "./memory";

export { find, use } from "./find";
export { hashPart } from "./hash";
export { arrange, candidates, ends, foldings, hashes, heads, sets, starts } from "./memory";

/** Where the next stretch begins. */
let position: i32 = 0;
/** Whether a token has begun before `position` that ends behind it, and where. */
let isOpen: bool = false;
let openStart: i32 = 0;

/** Folds the text whose code units were written, to be read from its beginning; false where it has letters that stand for several. */
export function fold(textLength: i32): bool {
  position = 0;
  isOpen = false;
  return foldText(textLength);
}

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
