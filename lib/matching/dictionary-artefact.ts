import type { NameList } from "./match-names.ts";
import type { NameTable } from "./name-table.ts";

/** Not an artefact that this version can read; the message says what was expected and what came. */
export class ArtefactError extends Error {
  override name = "ArtefactError";
}

/** Rises when the format, the hashes or the folding of letters change: an older artefact must be compiled anew. */
export const artefactVersion = 3;

/**
 * Compiled names as one run of bytes: "TIEUPNAM", version, checksum (FNV-1a over words, of all that follows it), the numbers of the
 * table, and its arrays one after the other, each at an address that is a multiple of four. Little-endian.
 */
export function writeNameList({ table, owner }: NameList): Uint8Array {
  const arrays = arrayNames.map((name) => (name === "owner" ? owner : table[name]));
  const lengths = arrays.map((array) => array.length);
  const size = headerBytes + arrays.reduce((sum, array) => sum + padded(array.byteLength), 0);
  const bytes = new Uint8Array(size);
  const header = new Int32Array(bytes.buffer, 0, headerBytes / 4);
  header.set([magic[0], magic[1], artefactVersion, 0, table.size, table.runMax, ...lengths]);
  let at = headerBytes;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  header[3] = checksum(bytes);
  return bytes;
}

/**
 * The compiled names of an artefact. Its arrays are views of the bytes: nothing is copied where they begin at a multiple of four, and
 * they must not be changed afterwards. Throws `ArtefactError` for another format, version or length, and for damage.
 */
export function readNameList(given: Uint8Array): NameList {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  if (bytes.byteLength < headerBytes || bytes.byteLength % 4 !== 0)
    throw new ArtefactError(`expected at least ${headerBytes} bytes in words of four, got ${bytes.byteLength}`);
  const header = new Int32Array(bytes.buffer, bytes.byteOffset, headerBytes / 4);
  const [first, second, version, sum, size = 0, runMax = 0, ...lengths] = header;
  if (first !== magic[0] || second !== magic[1])
    throw new ArtefactError("expected compiled names, got bytes of something else");
  if (version !== artefactVersion)
    throw new ArtefactError(
      `expected compiled names of version ${artefactVersion}, got version ${version}; compile them anew`,
    );
  checkLengths(lengths, bytes.byteLength);
  const found = checksum(bytes);
  if (found !== sum)
    throw new ArtefactError(`expected the checksum ${hex(sum ?? 0)}, got ${hex(found)}: the bytes are damaged`);
  return listOf(bytes, lengths, size, runMax);
}

function listOf(bytes: Uint8Array, lengths: number[], size: number, runMax: number): NameList {
  let at = bytes.byteOffset + headerBytes;
  const next = <A>(
    Type: new (buffer: ArrayBufferLike, at: number, length: number) => A,
    width: number,
    index: number,
  ): A => {
    const length = lengths[index] ?? 0;
    const array = new Type(bytes.buffer, at, length);
    at += padded(length * width);
    return array;
  };
  const table: NameTable = {
    size,
    runMax,
    slots: next(Int32Array, 4, 0),
    next: next(Int32Array, 4, 1),
    singles: next(Uint32Array, 4, 2),
    capitals: next(Uint32Array, 4, 3),
    pairs: next(Uint32Array, 4, 4),
    letters: next(Uint16Array, 2, 5),
    starts: next(Uint32Array, 4, 6),
    caseSensitive: next(Uint8Array, 1, 7),
  };
  return { table, owner: next(Uint32Array, 4, 8) };
}

/** In the order of the bytes. */
const arrayNames = [
  "slots",
  "next",
  "singles",
  "capitals",
  "pairs",
  "letters",
  "starts",
  "caseSensitive",
  "owner",
] as const;
const widths = [4, 4, 4, 4, 4, 2, 4, 1, 4];

const magic = [0x55454954, 0x4d414e50] as const;
const headerBytes = 4 * (6 + arrayNames.length);
const padded = (bytes: number): number => (bytes + 3) & ~3;

function checkLengths(lengths: number[], byteLength: number): void {
  const expected = lengths.reduce((sum, length, i) => sum + padded(length * (widths[i] ?? 0)), headerBytes);
  if (lengths.some((length) => length < 0) || expected !== byteLength)
    throw new ArtefactError(`expected ${expected} bytes, got ${byteLength}: the artefact is cut off or damaged`);
}

/** FNV-1a over 32-bit words, in four lanes that the processor runs side by side; all but the magic, the version and itself. */
function checksum(bytes: Uint8Array): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  let a = fnvSeed;
  let b = fnvSeed ^ 1;
  let c = fnvSeed ^ 2;
  let d = fnvSeed ^ 3;
  let i = 4;
  for (; i + 3 < words.length; i += 4) {
    a = Math.imul(a ^ (words[i] as number), fnvPrime);
    b = Math.imul(b ^ (words[i + 1] as number), fnvPrime);
    c = Math.imul(c ^ (words[i + 2] as number), fnvPrime);
    d = Math.imul(d ^ (words[i + 3] as number), fnvPrime);
  }
  for (; i < words.length; i += 1) a = Math.imul(a ^ (words[i] as number), fnvPrime);
  return [b, c, d].reduce((sum, lane) => Math.imul(sum ^ lane, fnvPrime), a);
}

const fnvSeed = 0x811c9dc5 | 0;
const fnvPrime = 0x01000193;
const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
