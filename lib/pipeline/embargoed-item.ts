import type { Item } from "../polling/item.ts";

/** What a message on the poll queue says of an item that nobody is to hear of before its embargo ends. */
export interface EmbargoedItem {
  /** Of the item's feed. */
  owner: string;
  itemId: string;
  /** ISO 8601 UTC: the embargo's end, as its wording said when the message was put. */
  until: string;
}

/** The message of a queue record's body, or null: it is another one. */
export function readEmbargoedItem(body: string): EmbargoedItem | null {
  const { owner, itemId, until } = parsedObject(body);
  const isMeant = typeof owner === "string" && typeof itemId === "string" && !Number.isNaN(Date.parse(String(until)));
  return isMeant ? { owner, itemId, until: String(until) } : null;
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Longer embargos are taken for a mistake of the wire's or of ours: news that is never told would be worse. */
const embargoMsMax = 14 * 24 * 60 * 60 * 1000;

/** The end of the embargo that the item's current wording declares, ISO 8601 UTC; null where it declares none that is believed. */
export function embargoEndOf({ life = [], revisions, firstSeenAt }: Item): string | null {
  const until = life.find((event) => event.until !== null)?.until ?? null;
  const seenAt = revisions.at(-1)?.seenAt ?? firstSeenAt;
  return until !== null && Date.parse(until) - Date.parse(seenAt) <= embargoMsMax ? until : null;
}

/** SQS delays a message no longer. */
const delaySecondsMax = 900;

interface EmbargoPorts {
  items: { find(itemId: string): Promise<Item | null> };
  /** Puts the message on the queue again. */
  send(embargoed: EmbargoedItem, delaySeconds: number): Promise<void>;
  keep(item: Item): Promise<void>;
  now(): Date;
}

/**
 * Takes the item to where news goes once its embargo is over, as it reads then; puts the message on the queue again where it isn't
 * yet. A repeat changes nothing.
 */
export async function takeUpEmbargoed(embargoed: EmbargoedItem, ports: EmbargoPorts): Promise<"waits" | "taken-up"> {
  const seconds = Math.ceil((Date.parse(embargoed.until) - ports.now().getTime()) / 1000);
  if (seconds > 0) {
    await ports.send(embargoed, Math.min(seconds, delaySecondsMax));
    return "waits";
  }
  const item = await ports.items.find(embargoed.itemId);
  if (item) await ports.keep(item);
  return "taken-up";
}
