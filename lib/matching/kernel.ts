import { Buffer } from "node:buffer";
import { leftOverEntity } from "../text/left-over-entity.ts";
import { compoundLettersMin, endingMarks } from "./compound-head.ts";
import compiled from "./kernel/tokens.json" with { type: "json" };
import {
  accent,
  apostrophe,
  entityStart,
  exotic,
  foldings,
  ideograph,
  invisible,
  isFancyLetter,
  separator,
  surrogate,
} from "./letter-foldings.ts";

/** What `kernel/tokens.ts` exports; addresses are in bytes. */
interface Kernel {
  memory: { buffer: ArrayBuffer };
  foldings: { value: number };
  hashes: { value: number };
  starts: { value: number };
  ends: { value: number };
  candidates: { value: number };
  heads: { value: number };
  sets: { value: number };
  arrange(base: number, length: number): void;
  fold(length: number): number;
  tokens(first: number): number;
  hashPart(start: number, end: number): number;
  use(singles: number, singlesLast: number, capitals: number, capitalsLast: number, pairs: number, last: number): void;
  find(first: number, count: number, headLettersMin: number): number;
}

/** What is needed of it: Node's types have none. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: Record<string, Record<string, (at: number) => number>>,
  ) => { exports: unknown };
};

let given = "";
const kernel = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(compiled.wasm, "base64")), {
  env: {
    entityWidth: (at: number): number => leftOverEntity(given, at)?.width ?? 0,
    isFancy: (at: number): number => (isFancyLetter(given, at) ? 1 : 0),
  },
}).exports as Kernel;

/**
 * The text that is being read: its code units, and the tokens of a stretch of it, as numbers: what a name is looked up by. A token is a
 * run of letters and digits, with apostrophes, soft hyphens and marks inside; an ideograph, a kana or a Hangul syllable is a token by
 * itself. All of it lies in the kernel's memory and is valid until the next text is read.
 */
export interface ReadText {
  /** Hash of the token's stem, never 0: without case, accents, umlaut spelling and the endings of German and English inflection. */
  hashes: Int32Array;
  /** UTF-16 offsets of the token in the text. */
  starts: Int32Array;
  ends: Int32Array;
  /** Tokens that may be names or parts of them: their index times eight, and the bits of `isName`, `endsPair` and `hasHead`. */
  candidates: Int32Array;
}

/** With as many tokens in a stretch, or more, the text may go on. */
export const stretchTokens = 2048 - 32;
/** The most that a stretch may have. */
const stretchTokensMax = 2048;

/** Reads the text; null where it has letters that stand for several, or fancy ones: see `plainLetters`. */
export function readText(text: string): ReadText | null {
  const { length } = text;
  if (length > roomForText) views = layOut(roomForSets, length);
  given = text;
  if (length < shortLength) {
    const { units } = views;
    for (let i = 0; i < length; i += 1) units[i] = text.charCodeAt(i);
  } else views.bytes.write(text, 0, "utf16le");
  return kernel.fold(length) ? views : null;
}

/** Calling the copy costs as much as this many letters by hand. */
const shortLength = 40;

/**
 * Writes the next tokens of the text, from index `first` on, over those of the stretch before; returns how many there are then. If fewer
 * than `stretchTokens`, the text is at its end. Equal names have equal hashes; whether equal hashes are equal names must be checked.
 */
export const nextTokens = (first: number): number => kernel.tokens(first);

/** The hash of a part of a word, as if it stood alone. */
export const hashOfPart = (start: number, end: number): number => kernel.hashPart(start, end);

/** What `candidates` says of a token: it may be a name, end a name's first two tokens, or be a compound with a head ("Telekomchef"). */
export const isName = 1;
export const endsPair = 2;
export const hasHead = 4;

/** Writes which of the tokens from index `first` to `count` may be names of the table in use; returns how many. */
export const findCandidates = (first: number, count: number): number => kernel.find(first, count, compoundLettersMin);

/** Sets of keys, three bits each in one word of 64: most tokens are in none and go no further. */
export interface NameSets {
  /** Of names of one token, of those among them that are in capitals and count only so, and of the first two tokens of the others. */
  singles: Uint32Array;
  capitals: Uint32Array;
  pairs: Uint32Array;
}

/** Has the next texts searched for the names of these sets. They are copied once; not again while there is room. */
export function useSets(sets: NameSets): void {
  if (sets === inUse) return;
  const at = places.get(sets) ?? placed(sets);
  const pairs = at + sets.singles.byteLength + sets.capitals.byteLength;
  kernel.use(
    at,
    sets.singles.length / 2 - 1,
    at + sets.singles.byteLength,
    sets.capitals.length / 2 - 1,
    pairs,
    sets.pairs.length / 2 - 1,
  );
  inUse = sets;
}

let inUse: NameSets | null = null;
let places = new WeakMap<NameSets, number>();
/** Bytes of the sets' room that are taken. */
let taken = 0;

function placed({ singles, capitals, pairs }: NameSets): number {
  const bytes = singles.byteLength + capitals.byteLength + pairs.byteLength;
  if (taken + bytes > roomForSets) {
    places = new WeakMap();
    taken = 0;
    // A dictionary and what is laid over it are asked by turns: both must find room.
    if (2 * bytes > roomForSets) views = layOut(2 * bytes, roomForText);
  }
  const at = kernel.sets.value + taken;
  for (const set of [singles, capitals, pairs]) {
    new Uint32Array(kernel.memory.buffer, kernel.sets.value + taken, set.length).set(set);
    taken += set.byteLength;
  }
  return at;
}

interface Views extends ReadText {
  units: Uint16Array;
  bytes: Buffer;
}

let roomForSets = 262_144;
let roomForText = 65_536;
let views = layOut(roomForSets, roomForText);

function layOut(sets: number, text: number): Views {
  roomForSets = sets;
  roomForText = text;
  const at = kernel.sets.value + sets;
  kernel.arrange(at, text);
  const { buffer } = kernel.memory;
  return {
    units: new Uint16Array(buffer, at, text),
    bytes: Buffer.from(buffer, at, 2 * text),
    hashes: new Int32Array(buffer, kernel.hashes.value, stretchTokensMax),
    starts: new Int32Array(buffer, kernel.starts.value, stretchTokensMax),
    ends: new Int32Array(buffer, kernel.ends.value, stretchTokensMax),
    candidates: new Int32Array(buffer, kernel.candidates.value, stretchTokensMax),
  };
}

/** The foldings as the kernel reads them: a byte each, of letters beyond a to z a hash. */
const table = new Uint8Array(kernel.memory.buffer, kernel.foldings.value, foldings.length);
const signs = [separator, apostrophe, invisible, accent, ideograph, exotic, surrogate, entityStart];
for (let code = 0; code < table.length; code += 1) table[code] = byteOf(foldings[code] as number);
new Uint8Array(kernel.memory.buffer, kernel.heads.value).set(endingMarks());

function byteOf(folding: number): number {
  const sign = signs.indexOf(folding);
  if (sign >= 0) return sign;
  const isPlain = (folding >= 0x30 && folding <= 0x39) || (folding >= 0x61 && folding <= 0x7a);
  return isPlain ? folding : 0x80 | (Math.imul(folding, 0x9e3779b1) >>> 25);
}
