import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { feedTable, subscriberTable, tokenTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import type { Table } from "../../functions/aws/table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import { idRanges } from "../../lib/alerting/fan-out.ts";
import type { Endpoint, Subscriber, Subscription } from "../../lib/alerting/subscriber.ts";
import type { Page, PageRequest } from "../../lib/api/page.ts";
import type { Token } from "../../lib/api/token.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { slotOf } from "../../lib/polling/slots.ts";
import { crashAfterWrites } from "../support/crashing-client.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let local: LocalTables;
let catalog: Table;

beforeAll(async () => {
  local = await startTables();
  catalog = local.tables.Catalog;
});
afterAll(() => local.stop());

let made = 0;
const newId = () => `id${++made}`;

const aFeed = (changes: Partial<Feed> = {}): Feed => ({
  id: newId(),
  owner: "olga",
  url: "https://wire.example/feed.xml",
  title: "Example wire",
  intervalMinutes: 5,
  paused: false,
  ...changes,
});

const aWatchlist = (changes: Partial<Watchlist> = {}): Watchlist => ({
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

const aSubscriber = (changes: Partial<Subscriber> = {}): Subscriber => ({
  id: newId(),
  owner: "olga",
  name: "Olga",
  language: "de",
  timeZone: "Europe/Berlin",
  ...changes,
});

const anEndpoint = (changes: Partial<Endpoint> = {}): Endpoint => ({
  id: newId(),
  subscriberId: newId(),
  channel: "email",
  address: "olga@example.org",
  topicArn: null,
  state: "pending",
  ...changes,
});

const aSubscription = (changes: Partial<Subscription> = {}): Subscription => ({
  watchlistId: newId(),
  endpointId: newId(),
  subscriberId: newId(),
  cadence: { every: "day", at: "08:00" },
  createdAt: "2026-03-01T10:00:00.000Z",
  ...changes,
});

const aToken = (changes: Partial<Token> = {}): Token => ({
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
const winners = async (attempts: Promise<boolean>[]) => (await Promise.all(attempts)).filter(Boolean).length;

/** Every page of a list, `limit` a page. */
async function allPages<T>(list: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<T[]> {
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
const only = (id: string, things: { id: string }[]) => ids(things).filter((each) => each === id);
const ids = (things: { id: string }[]) => things.map(({ id }) => id).sort();

describe("feeds", () => {
  test("come back as they were put, with version 1", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    expect(await feeds.create(feed)).toBe(true);
    expect(await feeds.readFeed(feed.id)).toEqual({ value: feed, version: 1 });
    expect(await feeds.feedById(feed.id)).toEqual(feed);
  });

  test("absent: null, nothing updated, and removing is no fault", async () => {
    const feeds = feedTable(catalog);
    expect(await feeds.feedById("nobody")).toBeNull();
    expect(await feeds.updateFeedUrl("nobody", "https://elsewhere.example/")).toBe(false);
    expect(await feeds.adaptInterval("nobody", 60)).toBe(false);
    expect(await feeds.pauseGoneFeed("nobody")).toBe(false);
    expect(await feeds.replace(aFeed({ id: "nobody" }), 1)).toBe(false);
    await feeds.remove("nobody");
    expect(await feeds.feedById("nobody")).toBeNull();
    expect(await feeds.feedsInSlots([])).toEqual([]);
    expect(await feeds.feedsOf("nobody", { limit: 10, after: null })).toEqual({ items: [], next: null });
  });

  test("twice: the second create writes nothing", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ title: "first" });
    await feeds.create(feed);
    expect(await feeds.create({ ...feed, title: "second" })).toBe(false);
    expect((await feeds.feedById(feed.id))?.title).toBe("first");
  });

  test("concurrently: one of ten creates, one of ten replacements of the same version", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    const ten = Array.from({ length: 10 }, (_, n) => n);
    expect(await winners(ten.map((n) => feeds.create({ ...feed, title: `created ${n}` })))).toBe(1);
    expect(await winners(ten.map((n) => feeds.replace({ ...feed, title: `replaced ${n}` }, 1)))).toBe(1);
    const stored = await feeds.readFeed(feed.id);
    expect(stored?.version).toBe(2);
    expect(stored?.value.title).toMatch(/^replaced/);
  });

  test("a new address raises the version, so that a replacement made of the old one fails", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    await feeds.create(feed);
    expect(await feeds.updateFeedUrl(feed.id, "https://moved.example/feed")).toBe(true);
    expect(await feeds.replace(feed, 1)).toBe(false);
    expect(await feeds.readFeed(feed.id)).toEqual({
      value: { ...feed, url: "https://moved.example/feed" },
      version: 2,
    });
  });

  test("an adapted interval moves a feed to its slot, beside the wish, and twice changes nothing more", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ intervalMinutes: 5 });
    const due = async (interval: number) => only(feed.id, await feeds.feedsInSlots([slotOf(feed.id, interval)]));
    await feeds.create(feed);
    for (const version of [2, 3]) {
      expect(await feeds.adaptInterval(feed.id, 60)).toBe(true);
      expect(await feeds.readFeed(feed.id)).toEqual({ value: { ...feed, adaptedMinutes: 60 }, version });
      expect([await due(5), await due(60)]).toEqual([[], [feed.id]]);
    }
  });

  test("an interval adapted below the wish leaves the feed where it is, and a paused feed gets no slot", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ intervalMinutes: 60 });
    const due = async () =>
      only(feed.id, await feeds.feedsInSlots([5, 30, 60].map((minutes) => slotOf(feed.id, minutes))));
    await feeds.create(feed);
    await feeds.adaptInterval(feed.id, 30);
    expect(await due()).toEqual([feed.id]);
    await feeds.replace({ ...feed, paused: true }, 2);
    await feeds.adaptInterval(feed.id, 120);
    expect(await due()).toEqual([]);
  });

  test("a feed that is gone is paused with the reason, and polled again once its owner resumes it", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    const due = async () => only(feed.id, await feeds.feedsInSlots([slotOf(feed.id, 5)]));
    await feeds.create(feed);
    expect(await feeds.pauseGoneFeed(feed.id)).toBe(true);
    expect(await feeds.feedById(feed.id)).toEqual({ ...feed, paused: true, pausedBecause: "gone" });
    expect(await due()).toEqual([]);
    await feeds.replace({ ...feed, paused: false }, 2);
    expect(await due()).toEqual([feed.id]);
  });

  test("concurrently: of an owner's change and an adapted interval none is lost unsaid", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    await feeds.create(feed);
    const [changed, adapted] = await Promise.all([
      feeds.replace({ ...feed, title: "Renamed" }, 1),
      feeds.adaptInterval(feed.id, 60),
    ]);
    const stored = await feeds.feedById(feed.id);
    expect([stored?.title === "Renamed", stored?.adaptedMinutes === 60]).toEqual([changed, adapted]);
    expect(changed || adapted).toBe(true);
  });

  test("are found under their slot, but not while paused, nor after a change of interval, nor once removed", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ intervalMinutes: 30 });
    const due = (interval: number) => feeds.feedsInSlots([slotOf(feed.id, interval)]);
    await feeds.create(feed);
    expect(ids(await due(30))).toContain(feed.id);
    await feeds.replace({ ...feed, paused: true }, 1);
    expect(ids(await due(30))).not.toContain(feed.id);
    await feeds.replace({ ...feed, intervalMinutes: 60 }, 2);
    expect(ids(await due(30))).not.toContain(feed.id);
    expect(await due(60)).toEqual([{ ...feed, intervalMinutes: 60 }]);
    await feeds.remove(feed.id);
    expect(ids(await due(60))).not.toContain(feed.id);
  });

  test("of one owner are listed whole, whatever the page's size, and nobody else's among them", async () => {
    const feeds = feedTable(catalog);
    const mine = Array.from({ length: 7 }, () => aFeed({ owner: "paging" }));
    for (const feed of [...mine, aFeed({ owner: "paging-too" })]) await feeds.create(feed);
    for (const limit of [1, 2, 3, 6, 7, 8])
      expect(ids(await allPages((page) => feeds.feedsOf("paging", page), limit))).toEqual(ids(mine));
  });
});

describe("watchlists", () => {
  test("come back as they were put, with every shard read for all of them", async () => {
    const watchlists = watchlistTable(catalog);
    const many = Array.from({ length: 20 }, () => aWatchlist({ owner: "sharded" }));
    for (const watchlist of many) expect(await watchlists.create(watchlist)).toBe(true);
    const [first] = many;
    expect(await watchlists.readWatchlist(first?.id ?? "")).toEqual({ value: first, version: 1 });
    const all = await watchlists.allWatchlists();
    expect(ids(all.filter(({ owner }) => owner === "sharded"))).toEqual(ids(many));
    for (const limit of [1, 3, 20])
      expect(ids(await allPages((page) => watchlists.watchlistsOf("sharded", page), limit))).toEqual(ids(many));
  });

  test("absent: null, not replaced, and removing is no fault", async () => {
    const watchlists = watchlistTable(catalog);
    expect(await watchlists.readWatchlist("nobody")).toBeNull();
    expect(await watchlists.replace(aWatchlist({ id: "nobody" }), 1)).toBe(false);
    await watchlists.remove("nobody");
    expect(await watchlists.readWatchlist("nobody")).toBeNull();
  });

  test("twice and concurrently: one create, one replacement of the same version", async () => {
    const watchlists = watchlistTable(catalog);
    const watchlist = aWatchlist();
    const five = Array.from({ length: 5 }, (_, n) => n);
    expect(await winners(five.map((n) => watchlists.create({ ...watchlist, name: `created ${n}` })))).toBe(1);
    expect(await watchlists.create(watchlist)).toBe(false);
    expect(await winners(five.map((n) => watchlists.replace({ ...watchlist, name: `replaced ${n}` }, 1)))).toBe(1);
    expect((await watchlists.readWatchlist(watchlist.id))?.version).toBe(2);
  });

  test("with 2,000 entities of five aliases fit into a row", async () => {
    const watchlists = watchlistTable(catalog);
    const entities = Array.from({ length: 2000 }, (_, n) => ({
      id: `company-${n}`,
      name: `Company ${n} Holding`,
      aliases: Array.from({ length: 5 }, (_, a) => ({
        text: `Company ${n} alias ${a * 7919}`,
        caseSensitive: false,
        needsContext: false,
      })),
      context: ["market"],
      exclude: [],
    }));
    const watchlist = aWatchlist({ entities });
    await watchlists.create(watchlist);
    expect((await watchlists.readWatchlist(watchlist.id))?.value.entities).toEqual(entities);
    await watchlists.remove(watchlist.id);
  });

  test("raise the dictionary's version with every change, and concurrent changes each raise it", async () => {
    const watchlists = watchlistTable(catalog);
    const watchlist = aWatchlist();
    let { version: seen } = await watchlists.dictionaryVersion();
    const changes = [
      () => watchlists.create(watchlist),
      () => watchlists.replace({ ...watchlist, name: "changed" }, 1),
      () => watchlists.remove(watchlist.id),
      () => Promise.all(Array.from({ length: 5 }, () => watchlists.create(aWatchlist()))),
    ];
    for (const change of changes) {
      await change();
      const { version } = await watchlists.dictionaryVersion();
      expect(version).toBeGreaterThan(seen);
      seen = version;
    }
  });

  test("the version says for which watchlists it rose, concurrently too, and nothing where an earlier release raised it", async () => {
    const watchlists = watchlistTable(catalog);
    const changed = Array.from({ length: 4 }, () => aWatchlist());
    const { version: before } = await watchlists.dictionaryVersion();
    await Promise.all(changed.map((one) => watchlists.create(one)));
    const { version, changed: ids } = await watchlists.dictionaryVersion();
    expect(version).toBe(before + 8);
    expect(ids.slice(-8).sort()).toEqual([...changed, ...changed].map(({ id }) => id).sort());
    const ADD = new UpdateItemCommand({
      TableName: catalog.name,
      Key: { pk: { S: "DICTIONARY" }, sk: { S: "VERSION" } },
      UpdateExpression: "ADD #value :one",
      ExpressionAttributeNames: { "#value": "value" },
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    await catalog.client.send(ADD);
    expect(await watchlists.dictionaryVersion()).toEqual({ version: version + 1, changed: [] });
    const later = aWatchlist();
    await watchlists.create(later);
    expect(await watchlists.dictionaryVersion()).toEqual({ version: version + 3, changed: [later.id, later.id] });
  });

  test("of very many changes the version says the latest", async () => {
    const watchlists = watchlistTable(catalog);
    const one = aWatchlist();
    for (let n = 0; n < 55; n++) await watchlists.remove(one.id);
    const { changed } = await watchlists.dictionaryVersion();
    expect(changed).toEqual(Array(100).fill(one.id));
  });

  test.each([0, 1, 2])(
    "a crash after write %i of a change leaves no change that the version hides",
    async (allowed) => {
      const watchlists = watchlistTable(catalog);
      const watchlist = aWatchlist();
      const { version: before } = await watchlists.dictionaryVersion();
      await crashAfterWrites(local.client, allowed, () => watchlists.create(watchlist));
      const stored = await watchlists.readWatchlist(watchlist.id);
      expect(stored !== null).toBe(allowed === 2);
      if (stored) expect((await watchlists.dictionaryVersion()).version).toBeGreaterThan(before);
    },
  );
});

describe("subscribers", () => {
  test("come back as they were put; absent ones are null; of two replacements one wins", async () => {
    const { createSubscriber, readSubscriber, replaceSubscriber, removeSubscriber } = subscriberTable(catalog);
    const subscriber = aSubscriber();
    expect(await readSubscriber(subscriber.id)).toBeNull();
    expect(await winners([createSubscriber(subscriber), createSubscriber(subscriber)])).toBe(1);
    expect(await readSubscriber(subscriber.id)).toEqual({ value: subscriber, version: 1 });
    const english: Subscriber = { ...subscriber, language: "en" };
    expect(await winners([replaceSubscriber(english, 1), replaceSubscriber(english, 1)])).toBe(1);
    await removeSubscriber(subscriber.id);
    await removeSubscriber(subscriber.id);
    expect(await readSubscriber(subscriber.id)).toBeNull();
  });

  test("are listed by owner, without their endpoints among them", async () => {
    const subscribers = subscriberTable(catalog);
    const mine = Array.from({ length: 3 }, () => aSubscriber({ owner: "lister" }));
    for (const subscriber of mine) {
      await subscribers.createSubscriber(subscriber);
      await subscribers.createEndpoint(anEndpoint({ subscriberId: subscriber.id }));
    }
    expect(ids(await allPages((page) => subscribers.subscribersOf("lister", page), 2))).toEqual(ids(mine));
  });
});

describe("endpoints", () => {
  test("are found by their id alone and by their subscriber", async () => {
    const { createEndpoint, endpointById, endpointsOf } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    const phone = anEndpoint({ subscriberId: endpoint.subscriberId, channel: "sms", address: "+4915112345678" });
    expect(await createEndpoint(endpoint)).toBe(true);
    expect(await createEndpoint(phone)).toBe(true);
    expect(await endpointById(phone.id)).toEqual(phone);
    expect(ids(await endpointsOf(endpoint.subscriberId))).toEqual(ids([endpoint, phone]));
    expect(await endpointsOf("nobody")).toEqual([]);
    expect(await endpointById("nobody")).toBeNull();
  });

  test("twice and concurrently: one is made, and a repeat does not take back what is known of it", async () => {
    const { createEndpoint, endpointById, setState, setTopic } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    expect(await winners(Array.from({ length: 5 }, () => createEndpoint(endpoint)))).toBe(1);
    await Promise.all([setTopic(endpoint.id, "arn:aws:sns:eu-central-1:1:t"), setState(endpoint.id, "confirmed")]);
    expect(await createEndpoint(endpoint)).toBe(false);
    const stored = { ...endpoint, topicArn: "arn:aws:sns:eu-central-1:1:t", state: "confirmed" };
    expect(await endpointById(endpoint.id)).toEqual(stored);
    expect(await setState("nobody", "confirmed")).toBe(false);
    expect(await endpointById("nobody")).toBeNull();
  });

  test("switched off, say why, until their state is set; an invitation and a topic given up are known of them", async () => {
    const { createEndpoint, endpointById, setInvited, setState, setTopic, switchOff } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    await createEndpoint(endpoint);
    const off = { because: "bounced", at: "2024-07-01T10:00:00.000Z", detail: "550 user unknown" } as const;
    expect(await switchOff(endpoint.id, off)).toBe(true);
    expect(await switchOff(endpoint.id, off)).toBe(true);
    expect(await endpointById(endpoint.id)).toEqual({ ...endpoint, state: "unsubscribed", off });
    await setState(endpoint.id, "pending");
    await setInvited(endpoint.id, "2024-07-02T10:00:00.000Z");
    await setTopic(endpoint.id, "arn:aws:sns:eu-central-1:1:t");
    await setTopic(endpoint.id, null);
    const invited = { ...endpoint, state: "pending", invitedAt: "2024-07-02T10:00:00.000Z", topicArn: null };
    expect(await endpointById(endpoint.id)).toEqual(invited);
    expect([await switchOff("nobody", off), await setInvited("nobody", "x")]).toEqual([false, false]);
  });

  test("are all listed for the reconciliation, with what became known of them", async () => {
    const { createEndpoint, setState, allEndpoints } = subscriberTable(catalog);
    const many = Array.from({ length: 30 }, () => anEndpoint());
    for (const endpoint of many) await createEndpoint(endpoint);
    await setState(many[0]?.id ?? "", "confirmed");
    const listed = await collect(allEndpoints());
    expect(ids(listed)).toEqual(expect.arrayContaining(ids(many)));
    expect(listed.find(({ id }) => id === many[0]?.id)?.state).toBe("confirmed");
  });

  test("a crash between the two writes of a creation leaves nothing to be found, and the repeat makes it", async () => {
    const { createEndpoint, endpointById, endpointsOf } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    await crashAfterWrites(local.client, 1, () => createEndpoint(endpoint));
    expect(await endpointById(endpoint.id)).toBeNull();
    expect(await endpointsOf(endpoint.subscriberId)).toEqual([]);
    expect(await createEndpoint(endpoint)).toBe(true);
    expect(await endpointsOf(endpoint.subscriberId)).toEqual([endpoint]);
  });

  test("a crash between the two writes of a removal leaves nothing to be found, and the repeat is no fault", async () => {
    const { createEndpoint, removeEndpoint, endpointById, endpointsOf } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    await createEndpoint(endpoint);
    await crashAfterWrites(local.client, 1, () => removeEndpoint(endpoint));
    expect(await endpointById(endpoint.id)).toBeNull();
    expect(await endpointsOf(endpoint.subscriberId)).toEqual([]);
    await removeEndpoint(endpoint);
    expect(await endpointById(endpoint.id)).toBeNull();
  });
});

describe("subscriptions", () => {
  const found = async (endpointId: string, watchlistId: string) => {
    const { subscription, subscriptionsOfEndpoint, subscriptionsOfWatchlist } = subscriberTable(catalog);
    const byEndpoint = (await subscriptionsOfEndpoint(endpointId)).find((one) => one.watchlistId === watchlistId);
    const byWatchlist = (await collect(subscriptionsOfWatchlist(watchlistId))).find(
      (one) => one.endpointId === endpointId,
    );
    return [await subscription(endpointId, watchlistId), byEndpoint ?? null, byWatchlist ?? null];
  };

  test("are found by their endpoint, by their watchlist and by their time of day", async () => {
    const { putSubscription, subscriptionsInSlot } = subscriberTable(catalog);
    const subscription = aSubscription({ cadence: { every: "week", on: "monday", at: "07:41" } });
    await putSubscription(subscription, "Europe/Berlin");
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual(Array(3).fill(subscription));
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#07:41"))).toEqual([subscription]);
    for (const other of ["SEND#Asia/Tokyo#07:41", "SEND#Europe/Berlin#07:42"])
      expect(await collect(subscriptionsInSlot(other))).toEqual([]);
  });

  test("twice: the later cadence counts, and the earlier time of day has forgotten it", async () => {
    const { putSubscription, subscriptionsInSlot, subscriptionsOfEndpoint } = subscriberTable(catalog);
    const subscription = aSubscription({ cadence: { every: "day", at: "06:01" } });
    const later: Subscription = { ...subscription, cadence: { every: "day", at: "06:02" } };
    await putSubscription(subscription, "Europe/Berlin");
    await putSubscription(later, "Europe/Berlin");
    expect(await subscriptionsOfEndpoint(subscription.endpointId)).toEqual([later]);
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#06:01"))).toEqual([]);
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#06:02"))).toEqual([later]);
  });

  test("of one watchlist are all listed, ordered by endpoint, however many", async () => {
    const { putSubscription, subscriptionsOfWatchlist } = subscriberTable(catalog);
    const watchlistId = newId();
    const many = Array.from({ length: 120 }, (_, n) =>
      aSubscription({ watchlistId, endpointId: `many${String(n).padStart(3, "0")}` }),
    );
    await Promise.all(many.map((one) => putSubscription(one, "Europe/Berlin")));
    expect(await collect(subscriptionsOfWatchlist(watchlistId))).toEqual(many);
  });

  test("of a watchlist, of a slot and of those to wake, ranges of ids hold each once, wherever they are cut", async () => {
    const { createSubscriber, createEndpoint, putSubscription, ...audience } = subscriberTable(catalog);
    const watchlistId = newId();
    const ids = ["", "-", "0", "Az", "_", "m", "mm", "zz~", "Ä", "\u{1f600}"].map((id) => `${id}${newId()}`);
    // An id at which a range is cut belongs to the one that begins with it.
    ids.push(...idRanges(5).flatMap(({ below }) => below ?? []));
    for (const id of ids) {
      const quietHours = { from: "22:00", to: "06:47" };
      await createSubscriber({ id, owner: "anna", name: "", language: "en", timeZone: "Europe/Rome", quietHours });
      await createEndpoint({ ...anEndpoint({ subscriberId: id }), id });
      const cadence = { every: "day", at: "06:46" } as const;
      await putSubscription(aSubscription({ watchlistId, endpointId: id, cadence }), "Europe/Rome");
    }
    const all = ids.toSorted();
    for (const count of [1, 2, 5, 64]) {
      const found: string[][] = [[], [], []];
      for (const range of idRanges(count)) {
        for await (const { endpointId } of audience.subscriptionsOfWatchlist(watchlistId, range))
          found[0]?.push(endpointId);
        for await (const { endpointId } of audience.subscriptionsInSlot("SEND#Europe/Rome#06:46", range))
          found[1]?.push(endpointId);
        for await (const { subscriberId } of audience.endpointsToWake("WAKE#Europe/Rome#06:47", range))
          found[2]?.push(subscriberId);
      }
      expect(found.map((some) => some.toSorted())).toEqual([all, all, all]);
    }
  });

  test("absent: null, no lists, and removing is no fault", async () => {
    await subscriberTable(catalog).removeSubscription("nobody", "nothing");
    expect(await found("nobody", "nothing")).toEqual([null, null, null]);
  });

  test("make their time zone known, once", async () => {
    const { putSubscription, timeZonesInUse } = subscriberTable(catalog);
    for (const zone of ["Pacific/Auckland", "Pacific/Auckland", "Asia/Kathmandu"])
      await putSubscription(aSubscription(), zone);
    const zones = await timeZonesInUse();
    expect(zones.filter((zone) => zone === "Pacific/Auckland")).toHaveLength(1);
    expect(zones).toContain("Asia/Kathmandu");
  });

  test.each([0, 1, 2])("a crash after write %i of making one leaves none, and the repeat makes it", async (allowed) => {
    const { putSubscription } = subscriberTable(catalog);
    const subscription = aSubscription();
    await crashAfterWrites(local.client, allowed, () => putSubscription(subscription, "Europe/Berlin"));
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual([null, null, null]);
    await putSubscription(subscription, "Europe/Berlin");
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual(Array(3).fill(subscription));
  });

  test("a crash between the two writes of a removal leaves none, whichever way one looks", async () => {
    const { putSubscription, removeSubscription } = subscriberTable(catalog);
    const subscription = aSubscription();
    await putSubscription(subscription, "Europe/Berlin");
    await crashAfterWrites(local.client, 1, () =>
      removeSubscription(subscription.endpointId, subscription.watchlistId),
    );
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual([null, null, null]);
  });
});

describe("tokens", () => {
  test("are found by their hash, note their use, and are gone once revoked", async () => {
    const tokens = tokenTable(catalog);
    const token = aToken();
    expect(await tokens.tokenByHash(token.hash)).toBeNull();
    expect(await winners([tokens.create(token), tokens.create({ ...token, owner: "mallory" })])).toBe(1);
    expect(await tokens.create({ ...token, owner: "mallory" })).toBe(false);
    expect(await tokens.noteUse(token.hash, "2026-03-02T00:00:00.000Z")).toBe(true);
    expect((await tokens.tokenByHash(token.hash))?.lastUsedAt).toBe("2026-03-02T00:00:00.000Z");
    await tokens.revoke(token.hash);
    expect(await tokens.tokenByHash(token.hash)).toBeNull();
    expect(await tokens.noteUse(token.hash, "2026-03-03T00:00:00.000Z")).toBe(false);
    expect(await tokens.tokenByHash(token.hash)).toBeNull();
  });

  test("are listed by owner", async () => {
    const tokens = tokenTable(catalog);
    const mine = [aToken({ owner: "keeper" }), aToken({ owner: "keeper" })];
    for (const token of mine) await tokens.create(token);
    const listed = await allPages((page) => tokens.tokensOf("keeper", page), 1);
    expect(listed.map(({ hash }) => hash).sort()).toEqual(mine.map(({ hash }) => hash).sort());
  });
});
