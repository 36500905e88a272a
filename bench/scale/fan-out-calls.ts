import type { FanOut } from "../../lib/alerting/fan-out.ts";
import { scheduleSummaries } from "../../lib/alerting/schedule-summaries.ts";
import type { Subscription } from "../../lib/alerting/subscriber.ts";
import type { SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { type SlotSource, wakeSlotPart } from "../../lib/alerting/wake-slot.ts";
import { deriveId } from "../../lib/api/derive-id.ts";

/** One call of a function of the fan-out: what it reads and what it puts on the queue. */
export interface FanOutCall {
  rows: number;
  parts: number;
  endpoints: number;
}

/** The calls of a fan-out in waves: the scheduler's, those of the messages that it made, those that they left to others … */
export type Waves = FanOutCall[][];

/**
 * What the code that runs in the account does when so many readers are due in one minute: `scheduleSummaries` and `wakeSlotPart` on
 * a list of ids that are made as the API makes them.
 */
export async function fanOutCalls(readers: number, fanOut: FanOut): Promise<Waves> {
  const ids = Array.from({ length: readers }, (_, n) => deriveId("reader", String(n))).sort();
  const read = { rows: 0 };
  const source = sourceOf(ids, read);
  const noted = async (
    work: (queued: SummaryMessage[]) => Promise<unknown>,
  ): Promise<[FanOutCall, SummaryMessage[]]> => {
    const queued: SummaryMessage[] = [];
    read.rows = 0;
    await work(queued);
    const parts = queued.filter((message) => "slot" in message);
    return [{ rows: read.rows, parts: parts.length, endpoints: queued.length - parts.length }, parts];
  };
  const [first, parts] = await noted((queued) =>
    scheduleSummaries(Date.parse("2026-11-27T08:00:00Z") / 60_000, {
      subscriptions: { ...source, timeZonesInUse: async () => ["UTC"] },
      queue: queueOf(queued),
      watermark: { read: async () => null, advance: async () => true },
      fanOut,
    }),
  );
  const waves: Waves = [[first]];
  for (let waiting = parts; waiting.length > 0; ) {
    const wave: FanOutCall[] = [];
    const left: SummaryMessage[] = [];
    for (const part of waiting) {
      if (!("slot" in part)) continue;
      const [call, more] = await noted((queued) => wakeSlotPart(part, source, queueOf(queued)));
      wave.push(call);
      left.push(...more);
    }
    waves.push(wave);
    waiting = left;
  }
  return waves;
}

const queueOf = (queued: SummaryMessage[]) => ({
  async sendAll(messages: readonly SummaryMessage[]) {
    for (const message of messages) queued.push(message);
  },
});

function sourceOf(ids: readonly string[], read: { rows: number }): SlotSource {
  return {
    async *subscriptionsInSlot(slot, { from, below } = { from: "", below: null }): AsyncGenerator<Subscription> {
      if (slot !== "SEND#UTC#08:00") return;
      for (let at = firstFrom(ids, from); at < ids.length; at++) {
        const endpointId = ids[at] as string;
        if (below !== null && endpointId >= below) return;
        read.rows += 1;
        const cadence = { every: "day", at: "08:00" } as const;
        yield { watchlistId: "w", endpointId, subscriberId: endpointId, cadence, createdAt: "" };
      }
    },
    async *endpointsToWake() {},
  };
}

function firstFrom(ids: readonly string[], from: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] as string) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
