import { createHash } from "node:crypto";

/** What identifies an item to the ring, and what changes when the publisher edits it. */
export interface Sighting {
  key: string;
  title: string;
  summary: string;
  /** The canonical link with its fragment, or null. */
  link: string | null;
}

export type Verdict = "new" | "edited" | "known";

/** What one poll saw, item by item in the order given, and the ring to store afterwards. */
export interface RingComparison {
  verdicts: Verdict[];
  ring: Uint8Array;
  /** False when storing the ring would change nothing: such a poll writes nothing. */
  changed: boolean;
}

/**
 * One entry is 12 bytes: 8 of the key's hash, 4 of the wording's. With 1,000 entries the chance that a new key looks
 * known is 1,000 / 2^64; that an edit goes unseen, 1 / 2^32.
 */
const keyBytes = 8;
const entryBytes = 12;
/** Before the entries: how many of them, the first ones, were in the feed at the last poll. */
const countBytes = 2;
/** Entries kept of items that left the feed before the last poll: a publisher may take items back in. */
const goneEntriesMin = 60;
/**
 * What leaves the feed now is all kept, and the ring never shrinks by more than a third at once: a feed that is cut short
 * for some polls must not come back as news.
 */
const shrinkMax = 1 / 3;
const entriesMax = 4_000;

/**
 * Compares a feed's items with the ring of those seen before (design §4.5). An item is `new` when neither its key nor,
 * for a key that left the feed, its very wording and link are known: publishers change all guids overnight. It is
 * `edited` when the key is known with another wording. Entries of the items in the feed are never evicted.
 */
export function compareWithRing(ring: Uint8Array, items: readonly Sighting[]): RingComparison {
  if (items.length === 0) return { verdicts: [], ring, changed: false };
  const before = readRing(ring);
  const now = items.map(entryOf);
  const inFeed = new Set(now.map((entry) => entry.key));
  const goneWordings = new Set([...before.entries].filter(([key]) => !inFeed.has(key)).map(([, wording]) => wording));
  const verdicts = now.map(({ key, wording }): Verdict => {
    const known = before.entries.get(key);
    if (known === undefined) return goneWordings.has(wording) ? "known" : "new";
    return known === wording ? "known" : "edited";
  });
  const kept = keptEntries(before, now);
  return { verdicts, ring: writeRing(kept), changed: !sameEntries(before.entries, kept.entries) };
}

interface Ring {
  /** Wording by key: first what was in the feed, then what left it, latest first. */
  entries: Map<string, string>;
  inFeed: number;
}

function keptEntries(before: Ring, now: Entry[]): Ring {
  const entries = new Map(now.map(({ key, wording }) => [key, wording]));
  const inFeed = entries.size;
  let room = Math.max(goneEntriesMin, inFeed, Math.ceil(before.entries.size * (1 - shrinkMax)));
  for (const [at, [key, wording]] of [...before.entries].entries()) {
    if (entries.has(key)) continue;
    const leavesNow = at < before.inFeed;
    if (entries.size >= entriesMax || (!leavesNow && room-- <= 0)) break;
    entries.set(key, wording);
  }
  return { entries, inFeed };
}

/** The order within the feed does not matter: publishers reorder their front page at every request. */
function sameEntries(a: Map<string, string>, b: Map<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, wording]) => b.get(key) === wording);
}

interface Entry {
  key: string;
  wording: string;
}

function entryOf({ key, title, summary, link }: Sighting): Entry {
  return { key: digest(keyBytes, key), wording: digest(entryBytes - keyBytes, `${title}\n${summary}\n${link ?? ""}`) };
}

const digest = (bytes: number, text: string): string =>
  createHash("sha256").update(text).digest().toString("latin1", 0, bytes);

function readRing(ring: Uint8Array): Ring {
  const bytes = Buffer.from(ring.buffer, ring.byteOffset, ring.byteLength);
  const entries = new Map<string, string>();
  for (let at = countBytes; at + entryBytes <= bytes.length; at += entryBytes) {
    entries.set(bytes.toString("latin1", at, at + keyBytes), bytes.toString("latin1", at + keyBytes, at + entryBytes));
  }
  return { entries, inFeed: bytes.length < countBytes ? 0 : bytes.readUInt16BE() };
}

function writeRing({ entries, inFeed }: Ring): Uint8Array {
  const bytes = Buffer.alloc(countBytes + entries.size * entryBytes);
  bytes.writeUInt16BE(inFeed);
  bytes.write([...entries].map(([key, wording]) => key + wording).join(""), countBytes, "latin1");
  return new Uint8Array(bytes);
}
