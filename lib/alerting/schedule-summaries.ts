import { type DueSlot, dueSlots, wakeSlots } from "./due-slots.ts";
import { isDueOn } from "./last-due.ts";
import type { Endpoint, Subscription } from "./subscriber.ts";
import type { SummaryMessage } from "./summary-message.ts";
import { endpointForNotices } from "./wake-owner.ts";

/** Whose turn it is. */
export interface SubscriptionSource {
  /** The IANA zones that subscribers with a subscription have. A zone too many costs a query a minute, nothing else. */
  timeZonesInUse(): Promise<string[]>;
  /** The subscriptions under any of the slots (see `sendSlot`), in no order. */
  subscriptionsInSlots(slots: string[]): Promise<Subscription[]>;
  /** The endpoints of each subscriber under any of the slots (see `wakeSlot`), in no order. */
  endpointsToWake(slots: string[]): Promise<Endpoint[][]>;
}

export interface SummaryQueue {
  /** All of them or an exception; twice does no harm. */
  sendAll(messages: readonly SummaryMessage[]): Promise<void>;
}

export interface MinuteWatermark {
  /** The last epoch minute that was handled, or null before the first. */
  read(): Promise<number | null>;
  /** False where another call has moved it meanwhile. */
  advance(from: number | null, to: number): Promise<boolean>;
}

export interface SchedulingPorts {
  subscriptions: SubscriptionSource;
  queue: SummaryQueue;
  watermark: MinuteWatermark;
}

/** One call handles so many missed minutes; after a longer outage the next ones go on. */
const minutesPerCallMax = 120;
/** After an outage of more than a week every cadence was due; older minutes say nothing new. */
const missedMinutesMax = 8 * 24 * 60;
/** So many index queries run at once. */
const queriesAtOnce = 16;

/**
 * Puts every endpoint with a subscription that is due in the epoch minute, or was in minutes missed since the last call,
 * on the queue, each once; returns how many. So it does with those whose quiet hours end, and has one of them told of feeds. The watermark moves last: a crash schedules the minute again, and an
 * endpoint asked twice is told once.
 */
export async function scheduleSummaries(
  minute: number,
  { subscriptions, queue, watermark }: SchedulingPorts,
): Promise<number> {
  const last = await watermark.read();
  if (last !== null && last >= minute) return 0;
  const first = last === null ? minute : Math.max(last + 1, minute - missedMinutesMax);
  const until = Math.min(minute, first + minutesPerCallMax - 1);
  const zones = await subscriptions.timeZonesInUse();
  const minutes = Array.from({ length: until - first + 1 }, (_, n) => first + n);
  const endpointIds = await endpointsIn(distinct(minutes.flatMap((one) => dueSlots(one, zones))), subscriptions);
  const held = await subscriptions.endpointsToWake([...new Set(minutes.flatMap((one) => wakeSlots(one, zones)))]);
  const ids = new Set([...endpointIds, ...held.flat().map(({ id }) => id)]);
  await queue.sendAll([...[...ids].map((endpointId) => ({ endpointId })), ...held.flatMap(feedMessages)]);
  await watermark.advance(last, until);
  return ids.size;
}

/** News of feeds is held, too, and whoever made it has gone on. */
function feedMessages(endpoints: Endpoint[]): SummaryMessage[] {
  const chosen = endpointForNotices(endpoints);
  return chosen ? [{ endpointId: chosen.id, about: "feeds" }] : [];
}

const distinct = (slots: DueSlot[]): DueSlot[] => [
  ...new Map(slots.map((due) => [`${due.slot} ${due.weekday}`, due])).values(),
];

async function endpointsIn(slots: DueSlot[], source: SubscriptionSource): Promise<string[]> {
  const ids = new Set<string>();
  for (let at = 0; at < slots.length; at += queriesAtOnce) {
    const due = await Promise.all(slots.slice(at, at + queriesAtOnce).map((slot) => dueIn(slot, source)));
    for (const { endpointId } of due.flat()) ids.add(endpointId);
  }
  return [...ids].sort();
}

async function dueIn({ slot, weekday }: DueSlot, source: SubscriptionSource): Promise<Subscription[]> {
  const found = await source.subscriptionsInSlots([slot]);
  return found.filter(({ cadence }) => weekday === null || isDueOn(cadence, weekday));
}
