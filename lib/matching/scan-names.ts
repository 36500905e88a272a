import { compoundHead, mayHaveHead } from "./compound-head.ts";
import { bitsOf, type NameTable, nameAt, nextKey, slotValue, wordOf } from "./name-table.ts";
import { plainLetters } from "./plain-letters.ts";
import { sameName } from "./same-name.ts";
import { type TextUnits, unitsOf } from "./text-units.ts";
import { exoticLetter, foldedLetter, hashTokens, tokenBuffer, tokensPerStretch } from "./token-hash.ts";

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
  if (scanStretches(table, unitsOf(text), found)) return found;
  const plain = plainLetters(text);
  found.length = 0;
  scanStretches(table, unitsOf(plain.text), found);
  for (const place of found) {
    place.start = plain.offsets[place.start] ?? 0;
    place.end = plain.offsets[place.end] ?? 0;
  }
  return found;
}

/** false where the text has letters that `hashTokens` does not take. */
function scanStretches(table: NameTable, text: TextUnits, found: FoundName[]): boolean {
  if (open.keys.length <= table.runMax) {
    open.keys = new Int32Array(table.runMax + 1);
    open.starts = new Int32Array(table.runMax + 1);
  }
  open.count = 0;
  stretch.count = 0;
  for (let at = 0; at < text.length; ) {
    // The last token of the stretch before is the first of this one: it may begin a run.
    const seen = stretch.count === 0 ? 0 : 1;
    if (seen === 1) {
      const last = stretch.count - 1;
      stretch.hashes[0] = stretch.hashes[last] as number;
      stretch.starts[0] = stretch.starts[last] as number;
      stretch.ends[0] = stretch.ends[last] as number;
    }
    stretch.count = seen;
    at = hashTokens(text, at, stretch);
    if (at === exoticLetter) return false;
    lookUp(table, text.units, seen);
    scanTokens(table, text, seen, found);
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
const stretch = tokenBuffer(tokensPerStretch);
/** What the sets say of each token of the stretch. */
const marks = new Uint8Array(tokensPerStretch);
const wordOnly = tokenBuffer(1);
const open: OpenRuns = { keys: new Int32Array(0), starts: new Int32Array(0), count: 0 };

/** What `marks` says of a token: it may be a name, end a name's first two tokens, or be a compound with a head ("Telekomchef"). */
const isName = 1;
const endsPair = 2;
const hasHead = 4;

/**
 * Looks all tokens of the stretch up in the sets. Nothing here depends on what was found before: the processor waits for several
 * look-ups at once, which is most of the speed with a million names.
 */
function lookUp({ singles, capitals, pairs }: NameTable, units: Uint16Array, from: number): void {
  const { hashes, starts, ends, count } = stretch;
  const found = marks;
  let before = from === 0 ? 0 : (hashes[0] as number);
  for (let i = from; i < count; i += 1) {
    const hash = hashes[i] as number;
    const start = starts[i] as number;
    const bits = bitsOf(hash);
    let mark = mayHaveHead(units, start, ends[i] as number) ? hasHead : 0;
    if ((bits & ~wordOf(singles, hash)) === 0) mark |= isName;
    if ((bits & ~wordOf(capitals, hash)) === 0 && !isOrdinary(units, start)) mark |= isName;
    const pair = nextKey(before, hash);
    if ((bitsOf(pair) & ~wordOf(pairs, pair)) === 0) mark |= endsPair;
    found[i] = mark;
    before = hash;
  }
}

/** Whether a word is written like one ("word", "Word"), so that it can't be a name in capitals. */
function isOrdinary(units: Uint16Array, start: number): boolean {
  const first = units[start] as number;
  return isSmall(first) || (isSmall(units[start + 1] as number) && isSmall(first | caseBit));
}
const isSmall = (code: number): boolean => ((code - 0x61) & 0xffff) < 26;
const caseBit = 0x20;

function scanTokens(table: NameTable, text: TextUnits, from: number, found: FoundName[]): void {
  const { hashes, starts, ends, count } = stretch;
  for (let i = from; i < count; i += 1) {
    const mark = marks[i] as number;
    if (mark === 0 && open.count === 0) continue;
    const end = ends[i] as number;
    const start = starts[i] as number;
    if (open.count > 0) extendRuns(table, text.text, hashes[i] as number, end, found);
    if ((mark & endsPair) !== 0 && i > 0) beginRun(table, text.text, i, found);
    if ((mark & isName) !== 0) report(table, text.text, slotValue(table, hashes[i] as number) >> 1, start, end, found);
    if ((mark & hasHead) !== 0) reportCompound(table, text, start, compoundHead(text.text, start, end), found);
  }
}

/** The token and the one before it are, or begin, a name. */
function beginRun(table: NameTable, text: string, i: number, found: FoundName[]): void {
  const key = nextKey(stretch.hashes[i - 1] as number, stretch.hashes[i] as number);
  const start = stretch.starts[i - 1] as number;
  const value = slotValue(table, key);
  if (value > 1) report(table, text, value >> 1, start, stretch.ends[i] as number, found);
  if ((value & 1) === 0) return;
  open.keys[open.count] = key;
  open.starts[open.count] = start;
  open.count += 1;
}

/** Runs that no name goes on with are closed: those that are left are the beginnings of one name, so no more than it has tokens. */
function extendRuns(table: NameTable, text: string, hash: number, end: number, found: FoundName[]): void {
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
function reportCompound(table: NameTable, text: TextUnits, start: number, end: number, found: FoundName[]): void {
  if (end === 0) return;
  const key = hashOfWord(text, start, end);
  for (let index = slotValue(table, key) >> 1; index !== 0; index = table.next[index - 1] ?? 0) {
    const name = index - 1;
    if (table.caseSensitive[name] === 1) continue;
    const word = text.text.slice(start, end);
    if (sameName(nameAt(table, name), word, true) === word.length) found.push({ name, start, end, compound: true });
  }
}

/** The hash of a part of a word, as if the text ended with it; 0 if it is no single word. */
function hashOfWord({ text, units }: TextUnits, start: number, end: number): number {
  const after = units[end] as number;
  units[end] = 0;
  wordOnly.count = 0;
  const at = hashTokens({ text, units, length: end }, start, wordOnly);
  units[end] = after;
  return at === end && wordOnly.count === 1 && wordOnly.starts[0] === start ? (wordOnly.hashes[0] as number) : 0;
}
