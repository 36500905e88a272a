import { compoundHead } from "./compound-head.ts";
import { plainLetters } from "./plain-letters.ts";
import { sameName } from "./same-name.ts";
import { exoticLetter, hashTokens, joinHashes, type TokenBuffer, tokenBuffer, tokensPerStretch } from "./token-hash.ts";

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
  /** Hash of a run of tokens that begins a name; 0 is a free slot. */
  keys: Int32Array;
  /** Index + 1 of the first name that is exactly this run, times two; plus one if longer names begin with it. */
  values: Int32Array;
  /** Index + 1 of the next name with the same run. */
  next: Int32Array;
  /** A bit for each first token of a name: most tokens of a text begin none and go no further. */
  firsts: Uint32Array;
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
  const plain = names.map((name) => ({ ...name, text: trimmed(plainLetters(name.text).text) }));
  const tokens = plain.reduce((sum, name) => sum + name.text.split(tokenEdge).length, 0);
  const table: NameTable = {
    size: names.length,
    keys: new Int32Array(powerOfTwo(tokens * 2)),
    values: new Int32Array(powerOfTwo(tokens * 2)),
    next: new Int32Array(names.length),
    firsts: new Uint32Array(Math.max(32, powerOfTwo(names.length * 16) / 32)),
    ...packedLetters(plain),
    caseSensitive: Uint8Array.from(names, (name) => (name.caseSensitive ? 1 : 0)),
    runMax: 0,
  };
  const buffer = tokenBuffer();
  for (const [index, name] of plain.entries()) addName(table, name.text, index, buffer);
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

const tokenEdge = /[^\p{L}\p{N}]+|(?=[\u3005-\u9fff\uac00-\ud7a3\uf900-\ufaff])/u;

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(64, least)));

/** A name from its first letter or digit to its last: "Yahoo!" is found as "Yahoo". */
const trimmed = (name: string): string => name.replace(/^[^\p{L}\p{Nd}]+|[^\p{L}\p{M}\p{Nd}]+$/gu, "");

function packedLetters(names: readonly SearchName[]): Pick<NameTable, "letters" | "starts"> {
  const starts = new Uint32Array(names.length + 1);
  names.forEach((name, index) => {
    starts[index + 1] = (starts[index] ?? 0) + name.text.length;
  });
  const letters = new Uint16Array(starts[names.length] ?? 0);
  names.forEach((name, index) => {
    for (let i = 0; i < name.text.length; i += 1) letters[(starts[index] ?? 0) + i] = name.text.charCodeAt(i);
  });
  return { letters, starts };
}

function addName(table: NameTable, name: string, index: number, buffer: TokenBuffer): void {
  hashTokens(name, 0, buffer);
  const { count, hashes } = buffer;
  if (count === 0) return;
  table.runMax = Math.max(table.runMax, count);
  let run = firstKey(hashes[0] ?? 0);
  const bit = run & (table.firsts.length * 32 - 1);
  table.firsts[bit >>> 5] = (table.firsts[bit >>> 5] ?? 0) | (1 << (bit & 31));
  for (let i = 1; i < count; i += 1) {
    const slot = slotOf(table, run);
    table.keys[slot] = run;
    table.values[slot] = (table.values[slot] ?? 0) | 1;
    run = nextKey(run, hashes[i] ?? 0);
  }
  const slot = slotOf(table, run);
  const value = table.values[slot] ?? 0;
  table.keys[slot] = run;
  table.next[index] = value >> 1;
  table.values[slot] = ((index + 1) << 1) | (value & 1);
}

const firstKey = (hash: number): number => hash || 1;
const nextKey = (run: number, hash: number): number => joinHashes(run, hash) || 1;

/** The slot of the key, or the free slot where it would go. */
function slotOf(table: NameTable, key: number): number {
  const { keys } = table;
  const mask = keys.length - 1;
  let slot = (key ^ (key >>> 16)) & mask;
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
  return slot;
}

/** false where the text has letters that `hashTokens` does not take. */
function scanStretches(table: NameTable, text: string, found: FoundName[]): boolean {
  const buffer = tokenBuffer(Math.min(tokensPerStretch, (text.length >> 1) + 1));
  const open: OpenRuns = { keys: new Int32Array(table.runMax), starts: new Int32Array(table.runMax), count: 0 };
  for (let at = 0; at < text.length; ) {
    at = hashTokens(text, at, buffer);
    if (at === exoticLetter) return false;
    scanTokens(table, text, buffer, open, found);
  }
  return true;
}

/** Runs of tokens that a name begins with and that the next token may go on. */
interface OpenRuns {
  keys: Int32Array;
  starts: Int32Array;
  count: number;
}

function scanTokens(table: NameTable, text: string, buffer: TokenBuffer, open: OpenRuns, found: FoundName[]): void {
  const { hashes, starts, ends, count } = buffer;
  const { firsts } = table;
  const firstsMask = firsts.length * 32 - 1;
  for (let i = 0; i < count; i += 1) {
    const hash = hashes[i] as number;
    if (open.count > 0) extendRuns(table, text, hash, ends[i] as number, open, found);
    const key = hash || 1;
    const bit = key & firstsMask;
    if (((firsts[bit >>> 5] as number) >>> (bit & 31)) & 1) {
      const value = table.values[slotOf(table, key)] as number;
      if (value > 1) report(table, text, value >> 1, starts[i] as number, ends[i] as number, found);
      if (value & 1) {
        open.keys[open.count] = key;
        open.starts[open.count] = starts[i] as number;
        open.count += 1;
      }
    }
    const head = compoundHead(text, starts[i] as number, ends[i] as number);
    if (head > 0) reportCompound(table, text, starts[i] as number, head, found);
  }
}

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
    const start = open.starts[i] as number;
    const value = table.values[slotOf(table, key)] as number;
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

function matchWidth(table: NameTable, name: number, text: string, start: number, end: number): number {
  const from = table.starts[name] as number;
  const length = (table.starts[name + 1] as number) - from;
  if (length === end - start) {
    let i = 0;
    while (i < length && table.letters[from + i] === text.charCodeAt(start + i)) i += 1;
    if (i === length) return length;
  }
  return sameName(nameAt(table, name), text.slice(start, end), table.caseSensitive[name] === 1);
}

/** "Telekomchef" is looked up once more without its head. Acronyms do not make closed compounds. */
function reportCompound(table: NameTable, text: string, start: number, end: number, found: FoundName[]): void {
  const buffer = tokenBuffer(2);
  const word = text.slice(start, end);
  if (hashTokens(word, 0, buffer) !== word.length || buffer.count !== 1) return;
  const value = table.values[slotOf(table, firstKey(buffer.hashes[0] ?? 0))] ?? 0;
  for (let index = value >> 1; index !== 0; index = table.next[index - 1] ?? 0) {
    const name = index - 1;
    if (table.caseSensitive[name] === 1) continue;
    if (sameName(nameAt(table, name), word, true) === word.length) found.push({ name, start, end, compound: true });
  }
}
