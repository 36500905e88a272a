import type { SummaryQueue } from "./schedule-summaries.ts";
import type { Subscription } from "./subscriber.ts";

interface WakingPorts {
  audience: { subscriptionsOfWatchlist(watchlistId: string): AsyncIterable<Subscription> };
  queue: SummaryQueue;
}

/** Endpoints that are put on the queue at once. */
const endpointsAtOnce = 100;

/** Puts every endpoint that hears of the watchlist immediately on the queue; returns how many. Others wait for their time. */
export async function wakeWatchlist(watchlistId: string, { audience, queue }: WakingPorts): Promise<number> {
  let woken = 0;
  let some: { endpointId: string }[] = [];
  const flush = async (): Promise<void> => {
    await queue.sendAll(some);
    woken += some.length;
    some = [];
  };
  for await (const { endpointId, cadence } of audience.subscriptionsOfWatchlist(watchlistId)) {
    if (cadence.every !== "immediate") continue;
    some.push({ endpointId });
    if (some.length === endpointsAtOnce) await flush();
  }
  await flush();
  return woken;
}
