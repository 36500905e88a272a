import type { KeyRecord, KeyStore } from "../../lib/api/idempotency.ts";
import type { Table } from "./table.ts";

/** Rows `KEY#id / KEY` of the table Polling: lost, a repeated request is a new one. */
export function keyTable(polling: Table): KeyStore {
  const key = (id: string) => ({ pk: `KEY#${id}`, sk: "KEY" });
  const rowOf = (record: KeyRecord) => ({
    ...record,
    ...key(record.id),
    ttl: Math.ceil(Date.parse(record.expiresAt) / 1000),
  });
  return {
    async begin(record, now) {
      const isFree = "attribute_not_exists(pk) OR expiresAt <= :now";
      if (await polling.putIf(rowOf(record), isFree, { ":now": now })) return null;
      const row = (await polling.get(key(record.id).pk, key(record.id).sk)) as unknown as KeyRecord | null;
      // Removed by its time to live between the two: it was there, and what it says isn't known any more.
      return row && { id: row.id, fingerprint: row.fingerprint, made: row.made, expiresAt: row.expiresAt };
    },
    put: (record) => polling.put(rowOf(record)),
  };
}
