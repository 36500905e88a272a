import { gunzipSync, gzipSync } from "node:zlib";
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
      return readDictionaryLines(linesIn(inflated(found.body)));
    },
    async standing() {
      const notes = await objects.notesOf(dictionaryKey);
      const [version, builtAt] = [Number(notes?.version), Number(notes?.["built-at"])];
      return Number.isSafeInteger(version) && Number.isSafeInteger(builtAt) ? { version, builtAt } : null;
    },
    async keep(snapshot, builtAt) {
      const lines = [...dictionaryLines(snapshot)].map((line) => Buffer.from(`${line}\n`));
      const notes = { version: String(snapshot.version), "built-at": String(builtAt) };
      await objects.put(dictionaryKey, { body: gzipSync(Buffer.concat(lines)), notes });
    },
  };
}

function inflated(body: Uint8Array): Buffer {
  try {
    return gunzipSync(body);
  } catch (fault) {
    throw new ArtefactError(`expected gzipped lines, got ${body.byteLength} bytes: ${(fault as Error).message}`);
  }
}

/** One after the other: the whole as one string could be longer than a string can be. */
function* linesIn(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(10, at);
    const end = found === -1 ? bytes.length : found;
    yield bytes.toString("utf8", at, end);
    at = end + 1;
  }
}
