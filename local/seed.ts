import { createHash } from "node:crypto";
import type { feedTable, subscriberTable, watchlistTable } from "../functions/aws/catalog-table.ts";
import type { Channel, Endpoint, Language, Subscriber } from "../lib/alerting/subscriber.ts";
import { allFeedsOf } from "../lib/api/feeds-of.ts";
import { newFeed } from "../lib/api/new-feed.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import type { Feed } from "../lib/polling/item.ts";

/** What the embedded default is to watch, and whom to tell. */
export interface Seed {
  /** Begins the ids of its rows, but for feeds of one's own, whose ids are those that the API gives them. */
  name: "sample" | "own";
  feeds: { id: string; url: string; title: string }[];
  watchlist: Watchlist;
  addresses: { channel: Channel; address: string }[];
  language: Language;
  timeZone: string;
  /** Whether SNS asks email addresses for consent; where mails are ours, whoever names one on their own machine has agreed. */
  snsAsks: boolean;
}

export interface Seeded {
  feeds: Feed[];
  watchlist: Watchlist;
  endpoints: Endpoint[];
}

interface Catalog {
  feeds: ReturnType<typeof feedTable>;
  watchlists: ReturnType<typeof watchlistTable>;
  subscribers: ReturnType<typeof subscriberTable>;
}

/** Everything on this machine belongs to one owner. */
export const localOwner = "local";
/**
 * Brings the catalog to what the command line says: makes or replaces its rows, pauses the feeds and ends the
 * subscriptions of an earlier start that this one doesn't name. What was made by the API stays as it is.
 */
export async function plantSeed(seed: Seed, catalog: Catalog, now: Date): Promise<Seeded> {
  const feeds = seed.name === "sample" ? await putSampleFeeds(seed, catalog) : await putOwnFeeds(seed, catalog, now);
  await pauseOthers(new Set(feeds.map(({ id }) => id)), catalog);
  await putWatchlist(seed.watchlist, catalog);
  const endpoints = await putAudience(seed, catalog, now);
  return { feeds, watchlist: seed.watchlist, endpoints };
}

/** The wire has other ports each time; it says itself when it publishes. */
async function putSampleFeeds({ feeds }: Seed, catalog: Catalog): Promise<Feed[]> {
  const made = feeds.map(({ id, url, title }): Feed => {
    return { ...newFeed(localOwner, url, title), id, fromCommandLine: true };
  });
  for (const feed of made) await putFeed(feed, catalog);
  return made;
}

/** One that is there already, whoever added it, is polled under its id and with its settings. */
async function putOwnFeeds({ feeds }: Seed, catalog: Catalog, now: Date): Promise<Feed[]> {
  const there = new Map((await allFeedsOf(localOwner, catalog)).map((feed) => [feed.url, feed]));
  const put = feeds.map(({ url, title }): Feed => {
    const { paused, ...known } = there.get(url) ?? { ...newFeed(localOwner, url, title), fromCommandLine: true };
    return { ...known, paused: false, ...(paused ? { resumedAt: now.toISOString() } : {}) };
  });
  for (const feed of put) await putFeed(feed, catalog);
  return put;
}

async function putFeed(feed: Feed, { feeds }: Catalog): Promise<void> {
  const stored = await feeds.readFeed(feed.id);
  if (!stored) await feeds.create(feed);
  else if (!same(stored.value, feed)) await feeds.replace(feed, stored.version);
}

async function pauseOthers(kept: Set<string>, { feeds }: Catalog): Promise<void> {
  for (const feed of await allFeedsOf(localOwner, { feeds })) {
    // The ids are those of 0.1, which had no mark.
    const ours = feed.fromCommandLine || feed.id.startsWith("sample-") || feed.id.startsWith("own-");
    if (ours && !feed.paused && !kept.has(feed.id)) await putFeed({ ...feed, paused: true }, { feeds } as Catalog);
  }
}

async function putWatchlist(watchlist: Watchlist, { watchlists }: Catalog): Promise<void> {
  const stored = await watchlists.readWatchlist(watchlist.id);
  if (!stored) await watchlists.create(watchlist);
  else if (!same(stored.value, watchlist)) await watchlists.replace(watchlist, stored.version);
}

async function putAudience(seed: Seed, { subscribers }: Catalog, now: Date): Promise<Endpoint[]> {
  const subscriber: Subscriber = {
    id: `${seed.name}-reader`,
    owner: localOwner,
    name: seed.name === "sample" ? "Sample reader" : "You",
    language: seed.language,
    timeZone: seed.timeZone,
  };
  const stored = await subscribers.readSubscriber(subscriber.id);
  if (!stored) await subscribers.createSubscriber(subscriber);
  else if (!same(stored.value, subscriber)) await subscribers.replaceSubscriber(subscriber, stored.version);
  const endpoints = seed.addresses.map((address) => endpointFrom(subscriber.id, address, seed));
  for (const endpoint of endpoints) await putEndpoint(endpoint, seed, subscribers, now);
  for (const { id } of await subscribers.endpointsOf(subscriber.id)) {
    if (!endpoints.some((endpoint) => endpoint.id === id)) await subscribers.removeSubscription(id, seed.watchlist.id);
  }
  return endpoints;
}

/** Whoever names a phone on their own machine needs no code for it. */
const endpointFrom = (
  subscriberId: string,
  { channel, address }: Seed["addresses"][number],
  { snsAsks }: Seed,
): Endpoint => ({
  id: `${subscriberId}-${createHash("sha256").update(`${channel} ${address}`).digest("hex").slice(0, 12)}`,
  subscriberId,
  channel,
  address,
  topicArn: null,
  state: channel === "sms" || !snsAsks ? "confirmed" : "pending",
});

async function putEndpoint(
  endpoint: Endpoint,
  seed: Seed,
  subscribers: Catalog["subscribers"],
  now: Date,
): Promise<void> {
  const isNew = await subscribers.createEndpoint(endpoint);
  // From a start that left the asking to SNS, and ended before it was done.
  if (!isNew && endpoint.state === "confirmed" && (await subscribers.endpointById(endpoint.id))?.state === "pending")
    await subscribers.setState(endpoint.id, "confirmed");
  if (await subscribers.subscription(endpoint.id, seed.watchlist.id)) return;
  const { id: endpointId, subscriberId } = endpoint;
  const createdAt = now.toISOString();
  const subscription = { watchlistId: seed.watchlist.id, endpointId, subscriberId, createdAt };
  await subscribers.putSubscription({ ...subscription, cadence: { every: "immediate" } }, seed.timeZone);
}

const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
