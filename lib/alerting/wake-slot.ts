import { isWakeSlot } from "./due-slots.ts";
import { type IdRange, type Woken, wake } from "./fan-out.ts";
import { isDueOn } from "./last-due.ts";
import type { SummaryQueue } from "./schedule-summaries.ts";
import type { Endpoint, Subscription, Weekday } from "./subscriber.ts";
import type { SummaryMessage } from "./summary-message.ts";
import { endpointForNotices } from "./wake-owner.ts";

/** Those of a slot of the index whose ids are in the range, and that want this day of the week (null: any). */
export interface SlotPart {
  slot: string;
  weekday: Weekday | null;
  part: IdRange;
}

/** Whose turn it is. */
export interface SlotSource {
  /** The subscriptions under a slot (see `sendSlot`), in the order of their endpoint ids. */
  subscriptionsInSlot(slot: string, range?: IdRange): AsyncIterable<Subscription>;
  /** The endpoints of each subscriber under a slot (see `wakeSlot`), in the order of the subscribers' ids. */
  endpointsToWake(slot: string, range?: IdRange): AsyncIterable<{ subscriberId: string; endpoints: Endpoint[] }>;
}

/** Puts those on the queue, and one message for what this call doesn't get to; returns how many messages that made. */
export async function wakeSlotPart(due: SlotPart, source: SlotSource, queue: SummaryQueue): Promise<number> {
  const { messages, next } = await wake(wokenIn(due, source), queue);
  if (next !== null) await queue.sendAll([{ ...due, part: { ...due.part, from: next } }]);
  return messages + (next === null ? 0 : 1);
}

/** What the rows of a part of a slot put on the queue, in the order of their ids. */
export async function* wokenIn({ slot, weekday, part }: SlotPart, source: SlotSource): AsyncGenerator<Woken> {
  if (isWakeSlot(slot)) {
    for await (const { subscriberId, endpoints } of source.endpointsToWake(slot, part))
      yield {
        id: subscriberId,
        messages: [...endpoints.map(({ id }) => ({ endpointId: id })), ...feedMessages(endpoints)],
      };
    return;
  }
  for await (const { endpointId, cadence } of source.subscriptionsInSlot(slot, part))
    if (weekday === null || isDueOn(cadence, weekday)) yield { id: endpointId, messages: [{ endpointId }] };
}

/** News of feeds is held, too, and whoever made it has gone on. */
function feedMessages(endpoints: Endpoint[]): SummaryMessage[] {
  const chosen = endpointForNotices(endpoints);
  return chosen ? [{ endpointId: chosen.id, about: "feeds" }] : [];
}
