import { Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { ArtefactError } from "../../lib/matching/dictionary-artefact.ts";
import type { SnapshotStore } from "../../lib/pipeline/build-dictionary.ts";
import {
  type DictionarySnapshot,
  dictionaryLines,
  linesVersion,
  readDictionaryLines,
} from "../../lib/pipeline/dictionary-lines.ts";
import type { Objects } from "./objects.ts";

/** One object, written over each time. A release that writes other lines has a key of its own: during a deployment both are read. */
export const dictionaryKey = `dictionary-${linesVersion}.gz`;

export interface DictionaryBucket extends SnapshotStore {
  /** The snapshot that was kept last. Throws `ArtefactError` where there is none or it can't be read, and whatever S3 refuses. */
  read(): Promise<DictionarySnapshot>;
}

/** The snapshot of all watchlists in S3, gzipped, whose checksum tells damage; version and time are noted beside it. */
export function dictionaryBucket(objects: Objects): DictionaryBucket {
  return {
    async read() {
      const found = await objects.get(dictionaryKey);
      if (!found) throw new ArtefactError("expected a dictionary in the bucket, found none");
      return await readDictionaryLines(linesIn(inflated(found.body)));
    },
    async standing() {
      const notes = await objects.notesOf(dictionaryKey);
      const [version, builtAt] = [Number(notes?.version), Number(notes?.["built-at"])];
      return Number.isSafeInteger(version) && Number.isSafeInteger(builtAt) ? { version, builtAt } : null;
    },
    async keep(snapshot, builtAt) {
      const notes = { version: String(snapshot.version), "built-at": String(builtAt) };
      await objects.put(dictionaryKey, { body: await deflated(dictionaryLines(snapshot)), notes });
    },
  };
}

/** As a stream, both ways: the lines of a million names would be 200 MB beside what is made of them. */
async function deflated(lines: Iterable<string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(withLineEnds(lines)).pipe(createGzip())) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

async function* inflated(body: Uint8Array): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of Readable.from([Buffer.from(body)]).pipe(createGunzip())) yield chunk as Buffer;
  } catch (fault) {
    throw new ArtefactError(`expected gzipped lines, got ${body.byteLength} bytes: ${(fault as Error).message}`);
  }
}

/** One after the other, whatever chunks they come in. */
async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, at)) {
      yield Buffer.concat([...begun, chunk.subarray(at, end)]).toString("utf8");
      begun = [];
      at = end + 1;
    }
    begun.push(chunk.subarray(at));
  }
  const rest = Buffer.concat(begun);
  if (rest.length > 0) yield rest.toString("utf8");
}
