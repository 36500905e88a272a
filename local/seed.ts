import { createHash } from "node:crypto";
import type { feedTable, subscriberTable, watchlistTable } from "../functions/aws/catalog-table.ts";
import type { Channel, Endpoint, Language, Subscriber } from "../lib/alerting/subscriber.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import type { Feed } from "../lib/polling/item.ts";

/** What the embedded default is to watch, and whom to tell. */
export interface Seed {
  /** Begins the ids of all its rows: "sample" or "own". */
  name: "sample" | "own";
  feeds: { key: string; url: string; title: string }[];
  watchlist: Watchlist;
  addresses: { channel: Channel; address: string }[];
  language: Language;
  timeZone: string;
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
/** The bundled wire says when it publishes; other feeds are polled this often. */
const intervalMinutes = 5;

/**
 * Brings the catalog to what the command line says: makes or replaces its rows, pauses the feeds and ends the
 * subscriptions of an earlier start that this one doesn't name. What was made by the API stays as it is.
 */
export async function plantSeed(seed: Seed, catalog: Catalog, now: Date): Promise<Seeded> {
  const feeds = seed.feeds.map(({ key, url, title }) => feedFrom(`${seed.name}-${key}`, url, title));
  for (const feed of feeds) await putFeed(feed, catalog);
  await pauseOthers(new Set(feeds.map(({ id }) => id)), catalog);
  await putWatchlist(seed.watchlist, catalog);
  const endpoints = await putAudience(seed, catalog, now);
  return { feeds, watchlist: seed.watchlist, endpoints };
}

const feedFrom = (id: string, url: string, title: string): Feed => ({
  id,
  owner: localOwner,
  url,
  title,
  intervalMinutes,
  paused: false,
});

async function putFeed(feed: Feed, { feeds }: Catalog): Promise<void> {
  const stored = await feeds.readFeed(feed.id);
  if (!stored) await feeds.create(feed);
  else if (!same(stored.value, feed)) await feeds.replace(feed, stored.version);
}

async function pauseOthers(kept: Set<string>, { feeds }: Catalog): Promise<void> {
  const { items } = await feeds.feedsOf(localOwner, { limit: 1_000, after: null });
  for (const feed of items) {
    const ours = feed.id.startsWith("sample-") || feed.id.startsWith("own-");
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
  const endpoints = seed.addresses.map((address) => endpointFrom(subscriber.id, address));
  for (const endpoint of endpoints) await putEndpoint(endpoint, seed, subscribers, now);
  for (const { id } of await subscribers.endpointsOf(subscriber.id)) {
    if (!endpoints.some((endpoint) => endpoint.id === id)) await subscribers.removeSubscription(id, seed.watchlist.id);
  }
  return endpoints;
}

/** Whoever names a phone on their own machine needs no code for it. */
const endpointFrom = (subscriberId: string, { channel, address }: Seed["addresses"][number]): Endpoint => ({
  id: `${subscriberId}-${createHash("sha256").update(`${channel} ${address}`).digest("hex").slice(0, 12)}`,
  subscriberId,
  channel,
  address,
  topicArn: null,
  state: channel === "sms" ? "confirmed" : "pending",
});

async function putEndpoint(
  endpoint: Endpoint,
  seed: Seed,
  subscribers: Catalog["subscribers"],
  now: Date,
): Promise<void> {
  await subscribers.createEndpoint(endpoint);
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
