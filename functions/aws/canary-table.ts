import type { Canary, CanaryStore } from "../../lib/api/canary-routes.ts";
import type { Table } from "./table.ts";

const keptSeconds = 24 * 60 * 60;

/** Rows `CANARY#id / CANARY` of the table Polling, for a day. */
export function canaryTable(polling: Table): CanaryStore {
  const key = (id: string) => ({ pk: `CANARY#${id}`, sk: "CANARY" });
  return {
    put: (canary) => polling.put({ ...key(canary.id), ...canary, ttl: expiry(canary.sentAt) }),
    async find(id) {
      const { pk, sk } = key(id);
      const row = await polling.get(pk, sk);
      if (!row) return null;
      const { pk: _pk, sk: _sk, ttl: _ttl, ...canary } = row;
      return canary as unknown as Canary;
    },
  };
}

const expiry = (sentAt: string): number => Math.floor(Date.parse(sentAt) / 1000) + keptSeconds;
