import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { watchlistTable } from "../../functions/aws/catalog-table.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { alertingWorld, batchOf, hourAgo } from "./alerting-world.ts";

const world = alertingWorld();
const gatherSeconds = 3;
let wire: FeedServer;
let feed: Feed;
beforeAll(async () => {
  wire = await startFeedServer();
  const variables = {
    ...{ POLL_QUEUE_URL: process.env.SUMMARY_QUEUE_URL ?? "", GATHER_SECONDS: String(gatherSeconds) },
    ...{ CONTACT: "https://example.org/tieup", EXEMPT_ORIGINS: wire.url, ALLOW_PRIVATE: "true" },
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  feed = { id: "burst", owner: "olga", url: `${wire.url}/burst`, title: "Wire", intervalMinutes: 1, paused: false };
});
afterAll(() => wire.stop());

const companies = ["Arnlo", "Bexter", "Corvane", "Dulmark", "Eskila", "Fornax", "Gramvik", "Hestia"];
const items: string[] = [];
/** One more story on the feed, and a poll of it by a process that has just begun. */
async function publishAndPoll(): Promise<void> {
  const [a, b] = companies.slice(items.length * 2);
  const date = new Date().toUTCString();
  items.unshift(
    `<item><guid>${a}</guid><title>${a} and ${b} agree on joint venture</title><pubDate>${date}</pubDate></item>`,
  );
  wire.route("/burst", {
    body: `<rss version="2.0"><channel><title>Wire</title><language>en</language>${items.join("")}</channel></rss>`,
  });
  vi.resetModules();
  const { handler } = await import("../../functions/poll-feeds.ts");
  expect(await handler(batchOf({ feeds: [feed] }))).toEqual({ batchItemFailures: [] });
}

/** What the queue hands out by now goes to a process that has just begun, and what that puts on it as well. */
async function work(): Promise<number> {
  vi.resetModules();
  const { handler } = await import("../../functions/send-summaries.ts");
  let handled = 0;
  for (let bodies = await world.queued(); bodies.length > 0; bodies = await world.queued()) {
    handled += bodies.length;
    expect(await handler(batchOf(...bodies))).toEqual({ batchItemFailures: [] });
  }
  return handled;
}

const waitForWork = () =>
  vi.waitFor(async () => expect(await work()).toBeGreaterThan(0), { timeout: 30_000, interval: 100 });

test("a burst is one message when the gathering is over, whichever processes saw it; what comes after it is another", async () => {
  const list = readWatchlist({ name: "Burst", entities: companies });
  await watchlistTable(world.tables.Catalog).create({ ...list, id: "burst", owner: "olga" });
  const { id: endpointId, receive } = await world.confirmedEndpoint("email");
  const subscriberId = world.named("s");
  const wish = { cadence: { every: "immediate" as const }, createdAt: hourAgo() };
  await world.subscribers().putSubscription({ watchlistId: "burst", endpointId, subscriberId, ...wish }, "UTC");
  await world.queued();

  await publishAndPoll();
  expect(await world.queued()).toEqual([]);
  for (let n = 1; n < 3; n += 1) await publishAndPoll();
  await waitForWork();
  const first = await receive();
  expect(first.map(({ Subject }) => Subject)).toEqual([expect.stringMatching(/joint venture agreed \(\+2 more\)$/)]);

  // The burst's other announcements find nothing that wasn't told.
  await new Promise((done) => setTimeout(done, gatherSeconds * 1000));
  await work();
  expect(await receive()).toEqual([]);

  await publishAndPoll();
  await waitForWork();
  expect((await receive()).map(({ Subject }) => Subject)).toEqual(["Gramvik × Hestia: joint venture agreed"]);
});
