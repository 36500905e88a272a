import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { sendSlot, wakeSlot } from "../../lib/alerting/due-slots.ts";
import { everyId, type IdRange } from "../../lib/alerting/fan-out.ts";
import type { Endpoint, EndpointState, Off, Subscriber, Subscription } from "../../lib/alerting/subscriber.ts";
import { allPages, type Page, type PageRequest } from "../../lib/api/page.ts";
import type { Token } from "../../lib/api/token.ts";
import type { Versioned } from "../../lib/api/versioned.ts";
import type { Entity, Watchlist } from "../../lib/matching/watchlist.ts";
import type { DictionaryVersion } from "../../lib/pipeline/current-dictionary.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { pollMinutes } from "../../lib/polling/poll-interval.ts";
import { slotOf } from "../../lib/polling/slots.ts";
import { type Row, rowsBeginning, rowsBetween, type Table } from "./table.ts";
import {
  batchesOf,
  collect,
  pageOfOwner,
  plain,
  queryOfSlot,
  readVersioned,
  removeRow,
  rowsInSlot,
  updateRow,
  versionedRows,
} from "./versioned-rows.ts";

/**
 * Feeds: `FEED#id` / `FEED`. `slot` puts a feed under its minute in the index BySlot; a paused feed has none, so that the
 * schedule never sees it.
 */
export function feedTable(catalog: Table) {
  const key = (id: string) => ({ pk: `FEED#${id}`, sk: "FEED" });
  const slot = (feed: Feed) => (feed.paused ? undefined : slotOf(feed.id, pollMinutes(feed)));
  const rows = versionedRows<Feed>(catalog, (feed) => ({ ...feed, ...key(feed.id), slot: slot(feed) }));
  const change = async (id: string, changes: Partial<Feed>): Promise<boolean> => {
    const stored = await readVersioned<Feed>(catalog, key(id));
    return stored !== null && rows.replace({ ...stored.value, ...changes }, stored.version);
  };
  return {
    create: rows.create,
    replace: rows.replace,
    remove: (id: string): Promise<void> => removeRow(catalog, key(id)),
    readFeed: (id: string): Promise<Versioned<Feed> | null> => readVersioned<Feed>(catalog, key(id)),
    feedById: async (id: string): Promise<Feed | null> => (await readVersioned<Feed>(catalog, key(id)))?.value ?? null,
    feedsOf: (owner: string, page: PageRequest): Promise<Page<Feed>> =>
      pageOfOwner(catalog, owner, "FEED#", page, plain<Feed>),
    async feedIdsOf(owner: string): Promise<string[]> {
      const feeds = await allPages((page) => pageOfOwner(catalog, owner, "FEED#", page, plain<Feed>), 1_000);
      return feeds.map(({ id }) => id);
    },
    /** The feeds due in any of the slots, in no order. Read from an index: a change of the last moment may be missing. */
    async feedsInSlots(slots: string[]): Promise<Feed[]> {
      return (await Promise.all(slots.map((due) => rowsInSlot(catalog, due)))).flat().map(plain<Feed>);
    },
    /** Where the feed has moved to. False, and nothing written, where the feed was removed meanwhile. */
    updateFeedUrl: (id: string, url: string): Promise<boolean> => updateRow(catalog, key(id), { url }),
    /**
     * The interval that polling settled on, and with it the slot. False, and nothing written, where the feed was removed
     * or changed meanwhile: the next poll settles on it anew.
     */
    adaptInterval: (id: string, adaptedMinutes: number): Promise<boolean> => change(id, { adaptedMinutes }),
    /** No longer polled, until its owner resumes it. False, and nothing written, as above. */
    pauseGoneFeed: (id: string): Promise<boolean> => change(id, { paused: true, pausedBecause: "gone" }),
  };
}

/** Reading all watchlists takes so many queries: few enough to be cheap, enough to be read in parallel. */
export const watchlistShards = 4;

/**
 * Watchlists: `WATCHLISTS#shard` / `WATCHLIST#id`, and the dictionary's version, `DICTIONARY` / `VERSION`. The entities
 * are one gzipped attribute: 10,000 of them, as many as a watchlist takes, would pass the 400 KB that a row may have.
 *
 * Every change raises the version after the row is written, so that whoever reads the new version reads the new row. It
 * raises it before, too: a crash between the two is then noticed by every poller that didn't read in that very moment.
 */
export function watchlistTable(catalog: Table) {
  const key = (id: string) => ({ pk: `WATCHLISTS#${watchlistShardOf(id)}`, sk: `WATCHLIST#${id}` });
  const rows = versionedRows<Watchlist>(catalog, (watchlist) => ({
    ...watchlist,
    ...key(watchlist.id),
    entities: gzipSync(JSON.stringify(watchlist.entities)),
  }));
  const unpack = unpackedOnce();
  const readWatchlist = async (id: string): Promise<Versioned<Watchlist> | null> => {
    const row = await catalog.get(key(id).pk, key(id).sk);
    return row && { value: watchlistFrom(row, unpack), version: Number(row.version) };
  };
  const announced = async <T>(id: string, write: () => Promise<T>): Promise<T> => {
    await raiseVersion(catalog, id);
    const outcome = await write();
    await raiseVersion(catalog, id);
    return outcome;
  };
  return {
    create: (watchlist: Watchlist): Promise<boolean> => announced(watchlist.id, () => rows.create(watchlist)),
    replace: (watchlist: Watchlist, version: number): Promise<boolean> =>
      announced(watchlist.id, () => rows.replace(watchlist, version)),
    remove: (id: string): Promise<void> => announced(id, () => removeRow(catalog, key(id))),
    readWatchlist,
    watchlistById: async (id: string): Promise<Watchlist | null> => (await readWatchlist(id))?.value ?? null,
    watchlistsOf: (owner: string, page: PageRequest): Promise<Page<Watchlist>> =>
      pageOfOwner(catalog, owner, "WATCHLISTS#", page, (row) => watchlistFrom(row)),
    /** Everybody's watchlists, strongly consistent, ordered by id. */
    async allWatchlists(): Promise<Watchlist[]> {
      const shards = Array.from({ length: watchlistShards }, (_, shard) =>
        collect(catalog.query({ ...rowsBeginning(`WATCHLISTS#${shard}`, "WATCHLIST#"), ConsistentRead: true })),
      );
      return (await Promise.all(shards))
        .flat()
        .map((row) => watchlistFrom(row))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    /** 0 before the first change. */
    dictionaryVersion: (): Promise<DictionaryVersion> => readVersion(catalog),
  };
}

const dictionaryKey = { pk: "DICTIONARY", sk: "VERSION" };
/** So many changes are told apart: what more would make the row a second unit to read. */
const changesKept = 100;

/** A release that didn't keep them has raised the version alone: then none are known. */
async function readVersion(catalog: Table): Promise<DictionaryVersion> {
  const row = await catalog.get(dictionaryKey.pk, dictionaryKey.sk);
  const version = Number(row?.value ?? 0);
  return { version, changed: row?.changedAt === version ? (row.changed as string[]) : [] };
}

/** Raises the dictionary's version by one because of a watchlist. Who loses the race against another change raises it after that. */
async function raiseVersion(catalog: Table, watchlistId: string): Promise<void> {
  for (;;) {
    const { version, changed } = await readVersion(catalog);
    const next = { value: version + 1, changedAt: version + 1, changed: [...changed, watchlistId].slice(-changesKept) };
    const before = version === 0 ? undefined : version;
    if (await catalog.replaceIf({ ...dictionaryKey, ...next }, "value", before)) return;
  }
}

/** The same id always lies in the same shard: `watchlistShards` can't be changed without moving the rows. */
const watchlistShardOf = (id: string): number => shardOf(id, watchlistShards);

const shardOf = (id: string, shards: number): number =>
  createHash("sha256").update(id).digest().readUInt32BE() % shards;

function watchlistFrom(row: Row, unpack: (packed: Uint8Array, key: string) => Entity[] = unpacked): Watchlist {
  return { ...plain<Watchlist>(row), entities: unpack(row.entities as Uint8Array, row.pk + row.sk) };
}

const unpacked = (packed: Uint8Array): Entity[] => JSON.parse(gunzipSync(packed).toString()) as Entity[];

/** So many watchlists are kept unpacked. */
const unpackedMax = 4;

/**
 * Unpacks entities as long as they are other ones than the last time: thousands who hear of a watchlist read it one after the other, and unpacking
 * thousands of companies takes longer than all else that is done for one of them.
 */
function unpackedOnce(): (packed: Uint8Array, key: string) => Entity[] {
  const known = new Map<string, { packed: Uint8Array; entities: Entity[] }>();
  return (packed: Uint8Array, key: string): Entity[] => {
    const last = known.get(key);
    if (last && Buffer.compare(last.packed, packed) === 0) return last.entities;
    const entities = unpacked(packed);
    known.set(key, { packed, entities });
    const [oldest] = known.keys();
    if (known.size > unpackedMax && oldest !== undefined) known.delete(oldest);
    return entities;
  };
}

/**
 * Subscribers `SUBSCRIBER#id` / `SUBSCRIBER`, with `slot` for those who are woken at a time; endpoints `ENDPOINT#id` / `ENDPOINT`; subscriptions `ENDPOINT#id` /
 * `SUBSCRIPTION#watchlistId`, with `slot` for the schedule.
 *
 * An endpoint is looked for by its id alone and by its subscriber, a subscription by its endpoint and by its watchlist, so
 * each has a second row that points to it: `SUBSCRIBER#id` / `ENDPOINT#id` and `WATCHLIST#id` / `SUBSCRIPTION#endpointId`.
 * `TIMEZONES` / `ZONE#name` says which zones the schedule has to ask for; it is written before the first such row.
 * The pointer is written first and removed last. After a crash there may be a pointer to nothing, which readers skip and a
 * repeated request mends, but never a row that isn't found.
 */
export function subscriberTable(catalog: Table) {
  const rows = versionedRows<Subscriber>(catalog, (subscriber) => ({
    ...subscriber,
    ...subscriberKey(subscriber.id),
    slot: wakeSlot(subscriber),
  }));
  const endpoints = endpointRows(catalog);
  return {
    createSubscriber: rows.create,
    replaceSubscriber: rows.replace,
    removeSubscriber: (id: string): Promise<void> => removeRow(catalog, subscriberKey(id)),
    readSubscriber: (id: string): Promise<Versioned<Subscriber> | null> =>
      readVersioned<Subscriber>(catalog, subscriberKey(id)),
    subscriberById: async (id: string): Promise<Subscriber | null> =>
      (await readVersioned<Subscriber>(catalog, subscriberKey(id)))?.value ?? null,
    subscribersOf: (owner: string, page: PageRequest): Promise<Page<Subscriber>> =>
      pageOfOwner(catalog, owner, "SUBSCRIBER#", page, plain<Subscriber>),
    /** All of an owner's subscribers, ordered by id. Read from an index. */
    async *allSubscribersOf(owner: string): AsyncGenerator<Subscriber> {
      for (let after: PageRequest["after"] | undefined = null; after !== undefined; ) {
        const page: Page<Subscriber> = await pageOfOwner(
          catalog,
          owner,
          "SUBSCRIBER#",
          { limit: 100, after },
          plain<Subscriber>,
        );
        yield* page.items;
        after = page.next ?? undefined;
      }
    },
    ...endpoints,
    /** The endpoints of each subscriber under a slot of `wakeSlot`, in the order of the subscribers' ids. Read from an index. */
    async *endpointsToWake(
      slot: string,
      range = everyId,
    ): AsyncGenerator<{ subscriberId: string; endpoints: Endpoint[] }> {
      for await (const row of queryOfSlot(catalog, slot, keyRange("SUBSCRIBER#", range))) {
        const subscriberId = row.pk.slice("SUBSCRIBER#".length);
        if (subscriberId !== range.below) yield { subscriberId, endpoints: await endpoints.endpointsOf(subscriberId) };
      }
    },
    ...subscriptionRows(catalog),
  };
}

const subscriberKey = (id: string) => ({ pk: `SUBSCRIBER#${id}`, sk: "SUBSCRIBER" });
const endpointKey = (id: string) => ({ pk: `ENDPOINT#${id}`, sk: "ENDPOINT" });
const subscriptionKey = (endpointId: string, watchlistId: string) => ({
  pk: `ENDPOINT#${endpointId}`,
  sk: `SUBSCRIPTION#${watchlistId}`,
});
const pointerToEndpoint = (subscriberId: string, id: string) => ({
  pk: `SUBSCRIBER#${subscriberId}`,
  sk: `ENDPOINT#${id}`,
});
const pointerToSubscription = (endpointId: string, watchlistId: string) => ({
  pk: `WATCHLIST#${watchlistId}`,
  sk: `SUBSCRIPTION#${endpointId}`,
});

/** `slot` spreads the list of all endpoints, which is read whole once an hour, over so many partitions of the index. */
const endpointShards = 8;
const endpointSlot = (shard: number): string => `ENDPOINTS#${shard}`;

function endpointRows(catalog: Table) {
  const endpointById = async (id: string): Promise<Endpoint | null> =>
    (await readVersioned<Endpoint>(catalog, endpointKey(id)))?.value ?? null;
  return {
    endpointById,
    /** False, and the stored one left as it is, where there is one with this id. */
    async createEndpoint(endpoint: Endpoint): Promise<boolean> {
      await catalog.put(pointerToEndpoint(endpoint.subscriberId, endpoint.id));
      const slot = endpointSlot(shardOf(endpoint.id, endpointShards));
      return catalog.create({ ...endpoint, ...endpointKey(endpoint.id), slot, version: 1 });
    },
    /** False where there is no such endpoint. One that it had is this one again: a topic's name follows from its endpoint. */
    setTopic: (id: string, topicArn: string): Promise<boolean> =>
      updateRow(catalog, endpointKey(id), { topicArn, formerTopicArn: undefined }),
    /** Has no topic any more, and notes the one that is to be removed. False where there is no such endpoint. */
    leaveTopic: (id: string, topicArn: string): Promise<boolean> =>
      updateRow(catalog, endpointKey(id), { topicArn: null, formerTopicArn: topicArn }),
    /** The topic that it had is removed. False where there is no such endpoint. */
    topicRemoved: (id: string): Promise<boolean> => updateRow(catalog, endpointKey(id), { formerTopicArn: undefined }),
    /** False where there is no such endpoint. */
    setInvited: (id: string, invitedAt: string): Promise<boolean> => updateRow(catalog, endpointKey(id), { invitedAt }),
    /** False where there is no such endpoint. A reason why it was off is gone with the state that it was for. */
    setState: (id: string, state: EndpointState): Promise<boolean> =>
      updateRow(catalog, endpointKey(id), { state, off: undefined }),
    /** Unsubscribed, for this reason. False where there is no such endpoint. */
    switchOff: (id: string, off: Off): Promise<boolean> =>
      updateRow(catalog, endpointKey(id), { state: "unsubscribed", off }),
    async removeEndpoint({ id, subscriberId }: Endpoint): Promise<void> {
      await removeRow(catalog, endpointKey(id));
      await removeRow(catalog, pointerToEndpoint(subscriberId, id));
    },
    /** A subscriber's endpoints, ordered by id. */
    async endpointsOf(subscriberId: string): Promise<Endpoint[]> {
      const pointers = await collect(catalog.query(rowsBeginning(`SUBSCRIBER#${subscriberId}`, "ENDPOINT#")));
      const endpoints = await Promise.all(pointers.map(({ sk }) => endpointById(sk.slice("ENDPOINT#".length))));
      return endpoints.filter((endpoint) => endpoint !== null);
    },
    /** Everybody's endpoints, in no order. Read from an index. */
    async *allEndpoints(): AsyncGenerator<Endpoint> {
      for (let shard = 0; shard < endpointShards; shard++)
        for await (const row of queryOfSlot(catalog, endpointSlot(shard))) yield plain<Endpoint>(row);
    },
  };
}

/** Keys with the prefix and an id of the range; they include the end of the range, which isn't in it. */
const keyRange = (prefix: string, { from, below }: IdRange) => ({
  from: `${prefix}${from}`,
  // Behind every id: no text has a character beyond it.
  to: `${prefix}${below ?? "\u{10ffff}"}`,
});

/** Rows that a pointer each leads to, read at the same time. */
const readsAtOnce = 50;

function subscriptionRows(catalog: Table) {
  const subscription = async (endpointId: string, watchlistId: string): Promise<Subscription | null> =>
    (await readVersioned<Subscription>(catalog, subscriptionKey(endpointId, watchlistId)))?.value ?? null;
  return {
    subscription,
    /** Makes the subscription or puts this one in its place. `timeZone` is its subscriber's. */
    async putSubscription(subscription: Subscription, timeZone: string): Promise<void> {
      const { endpointId, watchlistId } = subscription;
      await catalog.create({ pk: "TIMEZONES", sk: `ZONE#${timeZone}` });
      await catalog.put(pointerToSubscription(endpointId, watchlistId));
      const slot = sendSlot(subscription.cadence, timeZone);
      await catalog.put({ ...subscription, ...subscriptionKey(endpointId, watchlistId), slot, version: 1 });
    },
    async removeSubscription(endpointId: string, watchlistId: string): Promise<void> {
      await removeRow(catalog, subscriptionKey(endpointId, watchlistId));
      await removeRow(catalog, pointerToSubscription(endpointId, watchlistId));
    },
    /** What reaches an endpoint, strongly consistent, ordered by watchlist id. */
    async subscriptionsOfEndpoint(endpointId: string): Promise<Subscription[]> {
      const query = { ...rowsBeginning(`ENDPOINT#${endpointId}`, "SUBSCRIPTION#"), ConsistentRead: true };
      return (await collect(catalog.query(query))).map(plain<Subscription>);
    },
    /** Whom a watchlist reaches, ordered by endpoint id, read a batch at a time: there may be very many. */
    async *subscriptionsOfWatchlist(watchlistId: string, range = everyId): AsyncGenerator<Subscription> {
      const pointers = catalog.query(rowsBetween(`WATCHLIST#${watchlistId}`, keyRange("SUBSCRIPTION#", range)));
      for await (const batch of batchesOf(pointers, readsAtOnce)) {
        const endpointIds = batch.map(({ sk }) => sk.slice("SUBSCRIPTION#".length)).filter((id) => id !== range.below);
        const found = await Promise.all(endpointIds.map((endpointId) => subscription(endpointId, watchlistId)));
        yield* found.filter((one) => one !== null);
      }
    },
    /** Every zone that a subscription was ever made for. */
    async timeZonesInUse(): Promise<string[]> {
      const rows = await collect(catalog.query(rowsBeginning("TIMEZONES", "ZONE#")));
      return rows.map(({ sk }) => sk.slice("ZONE#".length));
    },
    /** The subscriptions under a slot of `sendSlot`, in the order of their endpoint ids. Read from an index. */
    async *subscriptionsInSlot(slot: string, range = everyId): AsyncGenerator<Subscription> {
      for await (const row of queryOfSlot(catalog, slot, keyRange("ENDPOINT#", range))) {
        const subscription = plain<Subscription>(row);
        if (subscription.endpointId !== range.below) yield subscription;
      }
    },
  };
}

/** API tokens: `TOKEN#sha256` / `TOKEN`. */
export function tokenTable(catalog: Table) {
  const key = (hash: string) => ({ pk: `TOKEN#${hash}`, sk: "TOKEN" });
  return {
    create: (token: Token): Promise<boolean> => catalog.create({ ...token, ...key(token.hash), version: 1 }),
    tokenByHash: async (hash: string): Promise<Token | null> =>
      (await readVersioned<Token>(catalog, key(hash)))?.value ?? null,
    tokensOf: (owner: string, page: PageRequest): Promise<Page<Token>> =>
      pageOfOwner(catalog, owner, "TOKEN#", page, plain<Token>),
    /** False where the token was revoked meanwhile. */
    noteUse: (hash: string, lastUsedAt: string): Promise<boolean> => updateRow(catalog, key(hash), { lastUsedAt }),
    revoke: (hash: string): Promise<void> => removeRow(catalog, key(hash)),
  };
}
