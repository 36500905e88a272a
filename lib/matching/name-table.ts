import { type NameSets, nextTokens, readText } from "./kernel.ts";
import { plainLetters } from "./plain-letters.ts";

/** One name to be found, and whether only this very case counts. */
export interface SearchName {
  text: string;
  caseSensitive: boolean;
}

/**
 * Names compiled for search: an open-addressing hash table from the hashes of token runs to names, in typed arrays, so that a
 * million names load as fast as their bytes are read.
 */
export interface NameTable extends NameSets {
  size: number;
  /**
   * Pairs of a key, the hash of a run of tokens that is a name or with which, from two tokens on, longer names begin (0: free), and a
   * value: the index + 1 of the first name that is exactly this run, times two, plus one if longer names begin with it.
   */
  slots: Int32Array;
  /** Index + 1 of the next name with the same run. */
  next: Int32Array;
  /** The names' code units, one name after the other; name i is from `starts[i]` to `starts[i + 1]`. */
  letters: Uint16Array;
  starts: Uint32Array;
  caseSensitive: Uint8Array;
  /** The most tokens that a name has. */
  runMax: number;
}

/**
 * Compiles the names; those without letters or digits are never found. Linear in the names' letters. `repeats` says whether a name that
 * is given again is found again, or only under its first index.
 */
export function buildNameTable(names: readonly SearchName[], repeats: "found" | "dropped" = "found"): NameTable {
  const spelled = names.map((name) => searchable(name.text));
  let keys = 0;
  let singles = 0;
  let capitals = 0;
  for (const [index, name] of spelled.entries()) {
    const count = readText(name) ? nameTokens() : 0;
    keys += Math.max(1, count - 1);
    if (count > 1) continue;
    if (names[index]?.caseSensitive && beginsInCapitals(name)) capitals += 1;
    else singles += 1;
  }
  const table: NameTable = {
    size: names.length,
    slots: new Int32Array(2 * powerOfTwo(keys * slotsPerKey)),
    next: new Int32Array(names.length),
    singles: new Uint32Array(powerOfTwo(singles * bitsPerKey) / 32),
    capitals: new Uint32Array(powerOfTwo(capitals * bitsPerKey) / 32),
    pairs: new Uint32Array(powerOfTwo((names.length - singles - capitals) * bitsPerKey) / 32),
    ...packedLetters(spelled),
    caseSensitive: Uint8Array.from(names, (name) => (name.caseSensitive ? 1 : 0)),
    runMax: 0,
  };
  for (const [index, name] of spelled.entries()) addName(table, name, index, repeats === "dropped");
  return table;
}

/** The name as it was compiled. */
export function nameAt(table: NameTable, name: number): string {
  const to = table.starts[name + 1] as number;
  let text = "";
  for (let at = table.starts[name] as number; at < to; at += 1)
    text += String.fromCharCode(table.letters[at] as number);
  return text;
}

/** A name with more tokens is cut off for search, and then never equal to what stands in the text. */
const tokensPerNameMax = 256;

/** One token in fifty to three hundred gets through a set by chance. */
const bitsPerKey = 12;
/** At most two slots in three are taken. */
const slotsPerKey = 1.5;

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(1024, least)));

/** A name from its first letter or digit to its last ("Yahoo!" is found as "Yahoo"), without fancy letters. */
function searchable(name: string): string {
  if (/^[A-Za-z\d][\x20-\x7e\xc0-\xdd\xdf-\xfd]*[A-Za-z\d]$/.test(name)) return name;
  return plainLetters(name).text.replace(/^[^\p{L}\p{Nd}]+|[^\p{L}\p{M}\p{Nd}]+$/gu, "");
}

/** How many tokens the name has that was read last; their hashes are where it was read. */
const nameTokens = (): number => Math.min(nextTokens(0), tokensPerNameMax);

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

function addName(table: NameTable, name: string, index: number, once: boolean): void {
  const read = readText(name);
  const count = read ? nameTokens() : 0;
  if (!read || count === 0) return;
  const { hashes } = read;
  table.runMax = Math.max(table.runMax, count);
  let run = hashes[0] as number;
  if (count === 1)
    mark(table.caseSensitive[index] === 1 && beginsInCapitals(name) ? table.capitals : table.singles, run);
  for (let i = 1; i < count; i += 1) {
    if (i > 1) {
      const slot = slotOf(table.slots, run);
      table.slots[slot] = run;
      table.slots[slot + 1] = (table.slots[slot + 1] as number) | 1;
    }
    run = nextKey(run, hashes[i] as number);
    if (i === 1) mark(table.pairs, run);
  }
  const slot = slotOf(table.slots, run);
  const value = table.slots[slot + 1] as number;
  if (once && isListed(table, value >> 1, index)) return;
  table.slots[slot] = run;
  table.next[index] = value >> 1;
  table.slots[slot + 1] = ((index + 1) << 1) | (value & 1);
}

/** Whether a name with the same letters is in the chain that begins with `first`. */
function isListed(table: NameTable, first: number, index: number): boolean {
  const { starts, letters, next, caseSensitive } = table;
  const from = starts[index] as number;
  const length = (starts[index + 1] as number) - from;
  for (let other = first; other !== 0; other = next[other - 1] as number) {
    const otherFrom = starts[other - 1] as number;
    if ((starts[other] as number) - otherFrom !== length || caseSensitive[other - 1] !== caseSensitive[index]) continue;
    let same = 0;
    while (same < length && letters[from + same] === letters[otherFrom + same]) same += 1;
    if (same === length) return true;
  }
  return false;
}

/** The key of a run of tokens with one more. */
export const nextKey = (run: number, hash: number): number =>
  Math.imul((run << 5) ^ (run >>> 3) ^ hash, 0x2c1b3c6d) ^ hash || 1;

const beginsInCapitals = (name: string): boolean => /^[A-Z]{2}/.test(name);

function mark(set: Uint32Array, key: number): void {
  const word = 2 * (key & (set.length / 2 - 1));
  const mixed = Math.imul(key, 0x2c1b3c6d);
  for (const bit of [mixed >>> 26, (mixed >>> 20) & 63, (mixed >>> 14) & 63]) {
    const at = word + (bit >> 5);
    set[at] = (set[at] as number) | (1 << (bit & 31));
  }
}

/** Where the key is among the slots, or the free slot where it would go. */
function slotOf(slots: Int32Array, key: number): number {
  const mask = slots.length - 1;
  let slot = (key << 1) & mask;
  while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 2) & mask;
  return slot;
}

/** The value of the key's slot, 0 if it has none. */
export const slotValue = ({ slots }: NameTable, key: number): number => slots[slotOf(slots, key) + 1] as number;
