import { expect, test } from "vitest";
import type { Subscription } from "../../lib/alerting/subscriber.ts";
import type { SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { wakeWatchlist } from "../../lib/alerting/wake-watchlist.ts";

test("wakes every immediate subscription, however many, and no other", async () => {
  const subscriptionOf = (n: number): Subscription => ({
    watchlistId: "w1",
    endpointId: `e${n}`,
    subscriberId: "s1",
    cadence: n % 5 === 0 ? { every: "hour" } : { every: "immediate" },
    createdAt: "2024-07-01T10:00:00.000Z",
  });
  const queued: SummaryMessage[] = [];
  const audience = {
    async *subscriptionsOfWatchlist() {
      for (let n = 1; n <= 1000; n += 1) yield subscriptionOf(n);
    },
  };
  const queue = {
    async sendAll(messages: readonly SummaryMessage[]) {
      queued.push(...messages);
    },
  };
  expect(await wakeWatchlist({ watchlistId: "w1" }, { audience, queue, fanOut: { shards: 1, above: 1_000 } })).toBe(
    800,
  );
  expect(new Set(queued.map((message) => JSON.stringify(message))).size).toBe(800);
  expect(queued).not.toContainEqual({ endpointId: "e5" });
});
