import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Journal, JournalEntry } from "../../lib/polling/journal.ts";
import type { Table } from "./table.ts";

/** As long as items are kept: a backtest reaches no further. */
const retentionDays = 90;
const secondsPerDay = 86_400;
/** A row may have 400 KB; entries that don't compress at all still fit. */
const rowBytesMax = 300_000;

/**
 * Rows `FEED#id / WORDINGS#seenAt#part#hash`: what one poll of the feed found, compressed, under the latest sight in it. So a
 * poll that finds twenty items writes one row of about four write units in place of twenty, and what a feed brought since some
 * time is one query. Nothing is conditional: a poll that is done again adds its row again. The hash is that of what the row
 * holds: a poll that is done again knows stored items by their first sight, so its row can have the time of another with more in it.
 */
export function journalTable(news: Table): Journal {
  const pk = (feedId: string): string => `FEED#${feedId}`;
  return {
    async add(feedId, entries) {
      for (const [part, some] of inRows(entries).entries()) {
        const seenAt = some.reduce((latest, entry) => (entry.seenAt > latest ? entry.seenAt : latest), "");
        const wordings = packed(some);
        const row = {
          pk: pk(feedId),
          sk: `WORDINGS#${seenAt}#${String(part).padStart(4, "0")}#${hashOf(wordings)}`,
          wordings,
          ttl: Math.floor(Date.parse(seenAt) / 1000) + retentionDays * secondsPerDay,
        };
        await news.put(row);
      }
    },
    async *latestFirst(feedId, from) {
      const rows = news.query({
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: marshall({ ":pk": pk(feedId), ":from": `WORDINGS#${from}`, ":to": "WORDINGS#~" }),
        ScanIndexForward: false,
      });
      for await (const { wordings } of rows) {
        for (const entry of entriesIn(wordings as Uint8Array)) if (entry.seenAt >= from) yield entry;
      }
    },
  };
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64url").slice(0, 8);

/** The entries in their order, as many together as fit into a row. */
function inRows(entries: readonly JournalEntry[]): JournalEntry[][] {
  const rows: JournalEntry[][] = [];
  let bytes = rowBytesMax;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry));
    if (bytes + size > rowBytesMax) {
      rows.push([]);
      bytes = 0;
    }
    rows.at(-1)?.push(entry);
    bytes += size;
  }
  return rows;
}

/** The source is the same for all that a poll finds. */
interface Packed {
  source: string;
  entries: Omit<JournalEntry, "source">[];
}

/** Higher qualities save a tenth of the bytes for three times the time. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

function packed(entries: readonly JournalEntry[]): Uint8Array {
  const row: Packed = { source: entries[0]?.source ?? "", entries: entries.map(({ source: _, ...entry }) => entry) };
  return brotliCompressSync(JSON.stringify(row), quality);
}

/** The entries of a row's `wordings`, as they were added. */
export function entriesIn(bytes: Uint8Array): JournalEntry[] {
  const { source, entries } = JSON.parse(brotliDecompressSync(bytes).toString()) as Packed;
  return entries.map((entry) => ({ ...entry, source }));
}
