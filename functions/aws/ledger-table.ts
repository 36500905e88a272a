import type { Claim, Delivery, DeliveryLedger, Watermark } from "../../lib/alerting/delivery.ts";
import { type Row, rowsBeginning, type Table } from "./table.ts";
import { collect } from "./versioned-rows.ts";

/** "Was X told about Y, when, with which words?" can be asked for so long. */
const retentionSeconds = 2 * 365 * 24 * 60 * 60;

const partition = (endpointId: string): string => `ENDPOINT#${endpointId}`;
const claimKey = ({ endpointId, storyId, revision }: Pick<Claim, "endpointId" | "storyId" | "revision">) => ({
  pk: partition(endpointId),
  sk: `SENT#${storyId}#${String(revision).padStart(6, "0")}`,
});
const deliveryKey = ({ endpointId, startedAt, id }: Pick<Delivery, "endpointId" | "startedAt" | "id">) => ({
  pk: partition(endpointId),
  sk: `DELIVERY#${startedAt}#${id}`,
});
const watermarkKey = (endpointId: string) => ({ pk: partition(endpointId), sk: "WATERMARK" });

/** `ENDPOINT#id` / `SENT#storyId#revision`, `DELIVERY#startedAt#id` and `WATERMARK` in the table News. */
export function ledgerTable(news: Table): DeliveryLedger {
  /** The SDK repeats a write whose answer was lost, and the repeat fails on the first: what stands there may be this very write. */
  const orIsStored = async (written: boolean, row: Row, own: readonly string[]): Promise<boolean> => {
    if (written) return true;
    const stored = await news.get(row.pk, row.sk);
    return own.every((attribute) => stored?.[attribute] === row[attribute]);
  };
  const claimRow = (claim: Claim): Row => ({ ...claim, ...claimKey(claim), ttl: expiry(claim.startedAt) });
  const deliveryRow = (delivery: Delivery): Row => ({
    ...{ ...delivery, ...deliveryKey(delivery) },
    ttl: expiry(delivery.startedAt),
  });
  return {
    claims: {
      async claimsOf(endpointId, storyId) {
        const query = { ...rowsBeginning(partition(endpointId), `SENT#${storyId}#`), ConsistentRead: true };
        return (await collect(news.query(query))).map(plainRow<Claim>);
      },
      async claim(claim) {
        const row = claimRow(claim);
        return orIsStored(await news.create(row), row, ["deliveryId", "state"]);
      },
      async reclaim(claim, heldBy) {
        const row = claimRow(claim);
        return orIsStored(await news.replaceIf(row, "deliveryId", heldBy), row, ["deliveryId", "state", "attempts"]);
      },
    },
    deliveries: {
      async begin(delivery) {
        const row = deliveryRow(delivery);
        // Only the delivery's own call writes "publishing", and it does so once.
        return orIsStored(await news.create(row), row, ["state"]);
      },
      finish: (delivery) => news.put(deliveryRow(delivery)),
      async find(endpointId, startedAt, id) {
        const { pk, sk } = deliveryKey({ endpointId, startedAt, id });
        const row = await news.get(pk, sk);
        return row && plainRow<Delivery>(row);
      },
    },
    watermarks: {
      async read(endpointId) {
        const { pk, sk } = watermarkKey(endpointId);
        const row = await news.get(pk, sk);
        return row && plainRow<Watermark>(row);
      },
      save: (endpointId, watermark) => news.put({ ...watermark, ...watermarkKey(endpointId) }),
    },
  };
}

const expiry = (startedAt: string): number => Math.floor(Date.parse(startedAt) / 1000) + retentionSeconds;

function plainRow<T>({ pk: _pk, sk: _sk, ttl: _ttl, ...thing }: Row): T {
  return thing as T;
}
