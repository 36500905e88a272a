import { everyId, type FanOut, fewOf, type IdRange, idRanges, type Woken, wake } from "./fan-out.ts";
import type { SummaryQueue } from "./schedule-summaries.ts";
import type { Subscription } from "./subscriber.ts";

interface WakingPorts {
  /** Whom a watchlist reaches, in the order of their endpoint ids. */
  audience: { subscriptionsOfWatchlist(watchlistId: string, range?: IdRange): AsyncIterable<Subscription> };
  queue: SummaryQueue;
  fanOut: FanOut;
}

/**
 * Puts every endpoint that hears of the watchlist immediately on the queue; returns how many messages that made. Others wait for
 * their time. Of a large audience each of the shards becomes a message of its own, and so does what one call doesn't
 * get to. Done again after a crash, endpoints are asked twice, and the ledger tells them once.
 */
export async function wakeWatchlist(
  { watchlistId, part }: { watchlistId: string; part?: IdRange },
  { audience, queue, fanOut }: WakingPorts,
): Promise<number> {
  const within = (range: IdRange) => immediately(audience.subscriptionsOfWatchlist(watchlistId, range));
  if (part === undefined && fanOut.shards > 1) {
    const few = await fewOf(within(everyId), fanOut);
    if (few) return (await wake(each(few), queue)).messages;
    await queue.sendAll(idRanges(fanOut.shards).map((range) => ({ watchlistId, part: range })));
    return fanOut.shards;
  }
  const range = part ?? everyId;
  const { messages, next } = await wake(within(range), queue);
  if (next !== null) await queue.sendAll([{ watchlistId, part: { ...range, from: next } }]);
  return messages + (next === null ? 0 : 1);
}

/** Those that wait count, too: reading them takes as long. */
async function* immediately(subscriptions: AsyncIterable<Subscription>): AsyncGenerator<Woken> {
  for await (const { endpointId, cadence } of subscriptions)
    yield { id: endpointId, messages: cadence.every === "immediate" ? [{ endpointId }] : [] };
}

async function* each(rows: readonly Woken[]): AsyncGenerator<Woken> {
  yield* rows;
}
