import { expect } from "vitest";
import type { Endpoint, Subscriber, Subscription } from "../../lib/alerting/subscriber.ts";
import type { Page, PageRequest } from "../../lib/api/page.ts";
import type { Token } from "../../lib/api/token.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import type { Feed } from "../../lib/polling/item.ts";

let made = 0;
export const newId = () => `id${++made}`;

export const aFeed = (changes: Partial<Feed> = {}): Feed => ({
  id: newId(),
  owner: "olga",
  url: "https://wire.example/feed.xml",
  title: "Example wire",
  intervalMinutes: 5,
  paused: false,
  ...changes,
});

export const aWatchlist = (changes: Partial<Watchlist> = {}): Watchlist => ({
  id: newId(),
  owner: "olga",
  name: "Car alliances",
  entities: [
    {
      id: "bmw",
      name: "BMW",
      aliases: [{ text: "BMW", caseSensitive: false, needsContext: false }],
      context: ["Auto"],
      exclude: [],
    },
  ],
  rule: { news: "tie-up", parties: "both-watched", kinds: [], stages: [], minConfidence: 0.5 },
  ...changes,
});

export const aSubscriber = (changes: Partial<Subscriber> = {}): Subscriber => ({
  id: newId(),
  owner: "olga",
  name: "Olga",
  language: "de",
  timeZone: "Europe/Berlin",
  ...changes,
});

export const anEndpoint = (changes: Partial<Endpoint> = {}): Endpoint => ({
  id: newId(),
  subscriberId: newId(),
  channel: "email",
  address: "olga@example.org",
  topicArn: null,
  state: "pending",
  ...changes,
});

export const aSubscription = (changes: Partial<Subscription> = {}): Subscription => ({
  watchlistId: newId(),
  endpointId: newId(),
  subscriberId: newId(),
  cadence: { every: "day", at: "08:00" },
  createdAt: "2026-03-01T10:00:00.000Z",
  ...changes,
});

export const aToken = (changes: Partial<Token> = {}): Token => ({
  hash: newId().padStart(64, "0"),
  owner: "olga",
  label: "laptop",
  scopes: ["read"],
  createdAt: "2026-03-01T10:00:00.000Z",
  expiresAt: null,
  lastUsedAt: null,
  ...changes,
});

/** How many of the promises came out true. */
export const winners = async (attempts: Promise<boolean>[]) => (await Promise.all(attempts)).filter(Boolean).length;

/** Every page of a list, `limit` a page. */
export async function allPages<T>(list: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<T[]> {
  const all: T[] = [];
  let after: PageRequest["after"] = null;
  do {
    const page: Page<T> = await list({ limit, after });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    all.push(...page.items);
    after = page.next;
  } while (after);
  return all;
}

/** Tests share the table, and feeds a slot. */
export const only = (id: string, things: { id: string }[]) => ids(things).filter((each) => each === id);
export const ids = (things: { id: string }[]) => things.map(({ id }) => id).sort();
