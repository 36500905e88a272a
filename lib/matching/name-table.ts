import { compoundHead } from "./compound-head.ts";
import { plainLetters } from "./plain-letters.ts";
import { sameName } from "./same-name.ts";
import {
  exoticLetter,
  foldedLetter,
  hashTokens,
  joinHashes,
  type TokenBuffer,
  tokenBuffer,
  tokensPerStretch,
} from "./token-hash.ts";

/** One name to be found, and whether only this very case counts. */
export interface SearchName {
  text: string;
  caseSensitive: boolean;
}

/**
 * Names compiled for search: an open-addressing hash table from the hashes of token runs to names, in typed arrays, so that a
 * million names load as fast as their bytes are read.
 */
export interface NameTable {
  size: number;
  /**
   * Pairs of a key, the hash of a run of tokens with which a name begins (0: free), and a value: the index + 1 of the first
   * name that is exactly this run, times two, plus one if longer names begin with it.
   */
  slots: Int32Array;
  /** Index + 1 of the next name with the same run. */
  next: Int32Array;
  /** Sets of keys with a bit each, small enough for the processor's cache: most tokens are in none and go no further. */
  singles: Uint32Array;
  openers: Uint32Array;
  runs: Uint32Array;
  /** The names' code units, one name after the other; name i is from `starts[i]` to `starts[i + 1]`. */
  letters: Uint16Array;
  starts: Uint32Array;
  caseSensitive: Uint8Array;
  /** The most tokens that a name has. */
  runMax: number;
}

/** A place where a name stands. `compound` says that it is the first part of a closed compound ("Telekomchef"). */
export interface FoundName {
  name: number;
  start: number;
  end: number;
  compound: boolean;
}

/** Compiles the names; those without letters or digits are never found. Linear in the names' letters. */
export function buildNameTable(names: readonly SearchName[]): NameTable {
  const buffer = tokenBuffer(tokensPerNameMax);
  const spelled = names.map((name) => searchable(name.text));
  let tokens = 0;
  for (const name of spelled) {
    hashTokens(name, 0, buffer);
    tokens += buffer.count;
  }
  const table: NameTable = {
    size: names.length,
    slots: new Int32Array(2 * powerOfTwo(tokens * 2)),
    next: new Int32Array(names.length),
    singles: new Uint32Array(powerOfTwo(names.length * bitsPerKey) / 32),
    openers: new Uint32Array(powerOfTwo(names.length * bitsPerKey) / 32),
    runs: new Uint32Array(powerOfTwo((tokens - names.length) * bitsPerKey) / 32),
    ...packedLetters(spelled),
    caseSensitive: Uint8Array.from(names, (name) => (name.caseSensitive ? 1 : 0)),
    runMax: 0,
  };
  for (const [index, name] of spelled.entries()) addName(table, name, index, buffer);
  return table;
}

/**
 * Every place where a name of the table stands as whole words, in the order in which they end; places may overlap. The place
 * leaves out "'s" but has an inflection's "s". Time is linear in the text, for each name that is found besides.
 */
export function scanNames(table: NameTable, text: string): FoundName[] {
  const found: FoundName[] = [];
  if (scanStretches(table, text, found)) return found;
  const plain = plainLetters(text);
  found.length = 0;
  scanStretches(table, plain.text, found);
  for (const place of found) {
    place.start = plain.offsets[place.start] ?? 0;
    place.end = plain.offsets[place.end] ?? 0;
  }
  return found;
}

/** The name as it was compiled. */
export function nameAt(table: NameTable, name: number): string {
  return String.fromCharCode(...table.letters.subarray(table.starts[name], table.starts[name + 1]));
}

/** A name with more tokens is cut off for search, and then never equal to what stands in the text. */
const tokensPerNameMax = 256;

/** One token in eight gets through a set by chance. */
const bitsPerKey = 8;

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(1024, least)));

/** A name from its first letter or digit to its last ("Yahoo!" is found as "Yahoo"), without fancy letters. */
function searchable(name: string): string {
  if (/^[A-Za-z\d][\x20-\x7e\xc0-\xff]*[A-Za-z\d]$/.test(name)) return name;
  return plainLetters(name).text.replace(/^[^\p{L}\p{Nd}]+|[^\p{L}\p{M}\p{Nd}]+$/gu, "");
}

function packedLetters(names: readonly string[]): Pick<NameTable, "letters" | "starts"> {
  const starts = new Uint32Array(names.length + 1);
  for (const [index, name] of names.entries()) starts[index + 1] = (starts[index] ?? 0) + name.length;
  const letters = new Uint16Array(starts[names.length] ?? 0);
  let at = 0;
  for (const name of names) {
    for (let i = 0; i < name.length; i += 1) letters[at + i] = name.charCodeAt(i);
    at += name.length;
  }
  return { letters, starts };
}

function addName(table: NameTable, name: string, index: number, buffer: TokenBuffer): void {
  hashTokens(name, 0, buffer);
  const { count, hashes } = buffer;
  if (count === 0) return;
  table.runMax = Math.max(table.runMax, count);
  let run = firstKey(hashes[0] ?? 0);
  mark(count === 1 ? table.singles : table.openers, run);
  for (let i = 1; i < count; i += 1) {
    const slot = slotOf(table.slots, run);
    table.slots[slot] = run;
    table.slots[slot + 1] = (table.slots[slot + 1] ?? 0) | 1;
    run = nextKey(run, hashes[i] ?? 0);
    mark(table.runs, run);
  }
  const slot = slotOf(table.slots, run);
  const value = table.slots[slot + 1] ?? 0;
  table.slots[slot] = run;
  table.next[index] = value >> 1;
  table.slots[slot + 1] = ((index + 1) << 1) | (value & 1);
}

const firstKey = (hash: number): number => hash || 1;
const nextKey = (run: number, hash: number): number => joinHashes(run, hash) || 1;

function mark(set: Uint32Array, key: number): void {
  const at = (key >>> 5) & (set.length - 1);
  set[at] = (set[at] ?? 0) | (1 << (key & 31));
}

const has = (set: Uint32Array, key: number): boolean =>
  (((set[(key >>> 5) & (set.length - 1)] as number) >>> (key & 31)) & 1) === 1;

/** Where the key is among the slots, or the free slot where it would go. */
function slotOf(slots: Int32Array, key: number): number {
  const mask = slots.length - 1;
  let slot = (key << 1) & mask;
  while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 2) & mask;
  return slot;
}

const slotValue = (table: NameTable, key: number): number => table.slots[slotOf(table.slots, key) + 1] as number;

/** false where the text has letters that `hashTokens` does not take. */
function scanStretches(table: NameTable, text: string, found: FoundName[]): boolean {
  if (open.keys.length <= table.runMax) {
    open.keys = new Int32Array(table.runMax + 1);
    open.starts = new Int32Array(table.runMax + 1);
  }
  open.count = 0;
  for (let at = 0; at < text.length; ) {
    at = hashTokens(text, at, stretch);
    if (at === exoticLetter) return false;
    scanTokens(table, text, stretch, open, found);
  }
  return true;
}

/** Runs of tokens that a name begins with and that the next token may go on. */
interface OpenRuns {
  keys: Int32Array;
  starts: Int32Array;
  count: number;
}

/** Made once: a new buffer for each text would keep the garbage collector busy, the more so the larger the table is. */
const stretch = tokenBuffer(tokensPerStretch);
const wordOnly = tokenBuffer(2);
const open: OpenRuns = { keys: new Int32Array(0), starts: new Int32Array(0), count: 0 };

function scanTokens(table: NameTable, text: string, buffer: TokenBuffer, open: OpenRuns, found: FoundName[]): void {
  const { hashes, starts, ends, count } = buffer;
  const { singles, openers } = table;
  for (let i = 0; i < count; i += 1) {
    const hash = hashes[i] as number;
    const start = starts[i] as number;
    const end = ends[i] as number;
    if (open.count > 0) extendRuns(table, text, hash, end, open, found);
    const key = hash || 1;
    if (has(singles, key)) report(table, text, slotValue(table, key) >> 1, start, end, found);
    if (has(openers, key)) {
      open.keys[open.count] = key;
      open.starts[open.count] = start;
      open.count += 1;
    }
    const head = compoundHead(text, start, end);
    if (head > 0) reportCompound(table, text, start, head, found);
  }
}

/** Runs that no name goes on with are closed: those that are left are the beginnings of one name, so no more than it has tokens. */
function extendRuns(
  table: NameTable,
  text: string,
  hash: number,
  end: number,
  open: OpenRuns,
  found: FoundName[],
): void {
  let kept = 0;
  for (let i = 0; i < open.count; i += 1) {
    const key = nextKey(open.keys[i] as number, hash);
    if (!has(table.runs, key)) continue;
    const start = open.starts[i] as number;
    const value = slotValue(table, key);
    if (value > 1) report(table, text, value >> 1, start, end, found);
    if ((value & 1) === 0) continue;
    open.keys[kept] = key;
    open.starts[kept] = start;
    kept += 1;
  }
  open.count = kept;
}

/** Checks the chain of names that have this run's hash, and keeps those that really stand there. */
function report(table: NameTable, text: string, first: number, start: number, end: number, found: FoundName[]): void {
  for (let index = first; index !== 0; index = table.next[index - 1] as number) {
    const name = index - 1;
    const width = matchWidth(table, name, text, start, end);
    if (width > 0) found.push({ name, start, end: start + width, compound: false });
  }
}

/** How many code units of the span are the name, 0 if it is another. Plain letters are compared here, the rest by `sameName`. */
function matchWidth(table: NameTable, name: number, text: string, start: number, end: number): number {
  const from = table.starts[name] as number;
  const length = (table.starts[name + 1] as number) - from;
  const caseSensitive = table.caseSensitive[name] === 1;
  const shorter = Math.min(length, end - start);
  let before = 0;
  for (let i = 0; i < shorter; i += 1) {
    const mine = table.letters[from + i] as number;
    const theirs = text.charCodeAt(start + i);
    if (mine !== theirs && (caseSensitive || !isSameLetter(mine, theirs))) {
      if (areOtherLetters(mine, theirs, before, caseSensitive)) return 0;
      return sameName(nameAt(table, name), text.slice(start, end), caseSensitive);
    }
    before = theirs;
  }
  const rest = end - start - length;
  if (rest === 0) return length;
  if (rest === 1 && text.charCodeAt(end - 1) === letterS) return length + 1;
  return sameName(nameAt(table, name), text.slice(start, end), caseSensitive);
}

const letterE = 0x65;
const letterS = 0x73;

const isSameLetter = (a: number, b: number): boolean => (a | 32) === (b | 32) && (a | 32) >= 0x61 && (a | 32) <= 0x7a;

/**
 * Whether two code units cannot stand for each other in one name, so that nobody need look closer. They may where signs are
 * involved, and where an "e" is: it may be the second half of an umlaut or the ending of an adjective.
 */
function areOtherLetters(mine: number, theirs: number, before: number, caseSensitive: boolean): boolean {
  const one = foldedLetter(mine);
  const other = foldedLetter(theirs);
  if (one === 0 || other === 0 || (before | 32) === letterE) return false;
  if (one !== other) return one !== letterE && other !== letterE;
  return caseSensitive && Math.max(mine, theirs) < 0x100 && isCapital(mine) !== isCapital(theirs);
}

/** In Latin-1. */
const isCapital = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code <= 0xde);

/** "Telekomchef" is looked up once more without its head. Acronyms do not make closed compounds. */
function reportCompound(table: NameTable, text: string, start: number, end: number, found: FoundName[]): void {
  const word = text.slice(start, end);
  if (hashTokens(word, 0, wordOnly) !== word.length || wordOnly.count !== 1) return;
  for (
    let index = slotValue(table, firstKey(wordOnly.hashes[0] ?? 0)) >> 1;
    index !== 0;
    index = table.next[index - 1] ?? 0
  ) {
    const name = index - 1;
    if (table.caseSensitive[name] === 1) continue;
    if (sameName(nameAt(table, name), word, true) === word.length) found.push({ name, start, end, compound: true });
  }
}
