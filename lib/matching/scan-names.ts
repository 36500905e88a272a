import { compoundHead } from "./compound-head.ts";
import {
  endsPair,
  findCandidates,
  hasHead,
  hashOfPart,
  isName,
  nextTokens,
  type ReadText,
  readText,
  stretchTokens,
  useSets,
} from "./kernel.ts";
import { foldedLetter } from "./letter-foldings.ts";
import { type NameTable, nameAt, nextKey, slotValue } from "./name-table.ts";
import { hasWrittenLetter, plainLetters } from "./plain-letters.ts";
import { sameName } from "./same-name.ts";

/** A place where a name stands. `compound` says that it is the first part of a closed compound ("Telekomchef"). */
export interface FoundName {
  name: number;
  start: number;
  end: number;
  compound: boolean;
}

/**
 * Every place where a name of the table stands as whole words, in the order in which they end; places may overlap. The place
 * leaves out "'s" but has an inflection's "s". Time is linear in the text, for each name that is found besides.
 */
export function scanNames(table: NameTable, text: string): FoundName[] {
  const found: FoundName[] = [];
  if (!hasWrittenLetter(text) && scanStretches(table, text, found)) return found;
  const plain = plainLetters(text);
  found.length = 0;
  scanStretches(table, plain.text, found);
  for (const place of found) {
    place.start = plain.offsets[place.start] ?? 0;
    place.end = plain.offsets[place.end] ?? 0;
  }
  return found;
}

/** false where the text has letters that `readText` does not take. */
function scanStretches(table: NameTable, text: string, found: FoundName[]): boolean {
  useSets(table);
  const read = readText(text);
  if (!read) return false;
  if (open.keys.length <= table.runMax) {
    open.keys = new Int32Array(table.runMax + 1);
    open.starts = new Int32Array(table.runMax + 1);
  }
  open.count = 0;
  // The last token of the stretch before is the first of the next one: it may begin a run.
  let seen = 0;
  let count = stretchTokens;
  while (count >= stretchTokens) {
    count = nextTokens(seen);
    scanTokens(table, text, read, seen, count, found);
    if (count === 0) break;
    read.hashes[0] = read.hashes[count - 1] as number;
    read.starts[0] = read.starts[count - 1] as number;
    read.ends[0] = read.ends[count - 1] as number;
    seen = 1;
  }
  return true;
}

/** Runs of two tokens and more that a name begins with and that the next token may go on. */
interface OpenRuns {
  keys: Int32Array;
  starts: Int32Array;
  count: number;
}

/** Made once: a new buffer for each text would keep the garbage collector busy, the more so the larger the table is. */
const open: OpenRuns = { keys: new Int32Array(0), starts: new Int32Array(0), count: 0 };

function scanTokens(
  table: NameTable,
  text: string,
  read: ReadText,
  from: number,
  count: number,
  found: FoundName[],
): void {
  const { hashes, starts, ends, candidates } = read;
  const candidatesEnd = findCandidates(from, count);
  let at = from;
  for (let c = 0; c < candidatesEnd; c += 1) {
    const candidate = candidates[c] as number;
    const i = candidate >> 3;
    for (; open.count > 0 && at <= i; at += 1) extendRuns(table, text, read, at, found);
    at = i + 1;
    const start = starts[i] as number;
    if ((candidate & endsPair) !== 0 && i > 0) beginRun(table, text, read, i, found);
    if ((candidate & isName) !== 0)
      report(table, text, slotValue(table, hashes[i] as number) >> 1, start, ends[i] as number, found);
    if ((candidate & hasHead) !== 0)
      reportCompound(table, text, start, compoundHead(text, start, ends[i] as number), found);
  }
  for (; open.count > 0 && at < count; at += 1) extendRuns(table, text, read, at, found);
}

/** The token and the one before it are, or begin, a name. */
function beginRun(
  table: NameTable,
  text: string,
  { hashes, starts, ends }: ReadText,
  i: number,
  found: FoundName[],
): void {
  const key = nextKey(hashes[i - 1] as number, hashes[i] as number);
  const start = starts[i - 1] as number;
  const value = slotValue(table, key);
  if (value > 1) report(table, text, value >> 1, start, ends[i] as number, found);
  if ((value & 1) === 0) return;
  open.keys[open.count] = key;
  open.starts[open.count] = start;
  open.count += 1;
}

/** Runs that no name goes on with are closed: those that are left are the beginnings of one name, so no more than it has tokens. */
function extendRuns(table: NameTable, text: string, read: ReadText, at: number, found: FoundName[]): void {
  const hash = read.hashes[at] as number;
  const end = read.ends[at] as number;
  let kept = 0;
  for (let i = 0; i < open.count; i += 1) {
    const key = nextKey(open.keys[i] as number, hash);
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
      return comparedBefore(nameAt(table, name), text.slice(start, end), caseSensitive);
    }
    before = theirs;
  }
  const rest = end - start - length;
  if (rest === 0) return length;
  if (rest === 1 && text.charCodeAt(end - 1) === letterS) return length + 1;
  return comparedBefore(nameAt(table, name), text.slice(start, end), caseSensitive);
}

/** What `sameName` says, remembered: the words that need a close look are few, and stand again and again. */
function comparedBefore(name: string, span: string, caseSensitive: boolean): number {
  const key = `${caseSensitive ? "=" : "~"}${name}\n${span}`;
  const known = comparisons.get(key);
  if (known !== undefined) return known;
  const width = sameName(name, span, caseSensitive);
  if (comparisons.size >= comparisonsMax) comparisons.clear();
  if (key.length <= comparisonLettersMax) comparisons.set(key, width);
  return width;
}

const comparisons = new Map<string, number>();
const comparisonsMax = 5000;
const comparisonLettersMax = 80;

/** What follows it may be the rest of an entity that a feed left over ("H&amp;M"). */
const ampersand = 0x26;
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
  if (one === 0 || other === 0 || (before | 32) === letterE || before === ampersand) return false;
  if (one !== other) return one !== letterE && other !== letterE;
  return caseSensitive && Math.max(mine, theirs) < 0x100 && isCapital(mine) !== isCapital(theirs);
}

/** In Latin-1. */
const isCapital = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code <= 0xde);

/** "Telekomchef" is looked up once more without its head. Acronyms do not make closed compounds. */
function reportCompound(table: NameTable, text: string, start: number, end: number, found: FoundName[]): void {
  if (end === 0) return;
  for (let index = slotValue(table, hashOfPart(start, end)) >> 1; index !== 0; index = table.next[index - 1] ?? 0) {
    const name = index - 1;
    if (table.caseSensitive[name] === 1) continue;
    const word = text.slice(start, end);
    if (sameName(nameAt(table, name), word, true) === word.length) found.push({ name, start, end, compound: true });
  }
}
