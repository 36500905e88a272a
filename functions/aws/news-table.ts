import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { RecentStories } from "../../lib/pipeline/claim-story.ts";
import type { HitStore, StoryStore } from "../../lib/pipeline/keep-item.ts";
import type { Item } from "../../lib/polling/item.ts";
import { itemFacts } from "../../lib/polling/item-facts.ts";
import type { ItemStore } from "../../lib/polling/keep-new-items.ts";
import { filedUnder, type Hit, type RecentStory, type Story } from "../../lib/stories/story.ts";
import { newsLists, ofAll, ofEntity, partnersOf } from "./news-lists.ts";
import { markOf } from "./row-schema.ts";
import { marshallOptions, type Row, succeeds, type Table } from "./table.ts";
import { type Key, updateRowIf } from "./versioned-rows.ts";

/** Days after which a row of the News table may go. History is asked for years back; items only as long as a backtest reaches. */
const retentionDays = { item: 90, recent: 30, story: 5 * 365 } as const;
/** Wordings kept of one item: the first, and the latest. A live ticker has hundreds. */
const revisionsMax = 20;

const secondsPerDay = 86_400;
/** When DynamoDB may delete the row: epoch seconds. */
const ttl = (from: string, days: number): number => Math.floor(Date.parse(from) / 1000) + days * secondsPerDay;

const itemKey = (id: string) => ({ pk: `ITEM#${id}`, sk: "ITEM" });

/** Rows `ITEM#id / ITEM`. */
export function itemTable(news: Table): ItemStore {
  const read = async (id: string): Promise<StoredItem | null> => {
    const { pk, sk } = itemKey(id);
    const row = await news.get(pk, sk);
    return row && itemFrom(row);
  };
  const row = (item: Item): Row => ({
    ...itemKey(item.id),
    ...item,
    wordings: item.revisions.length,
    ttl: ttl(item.firstSeenAt, retentionDays.item),
  });
  return {
    find: read,
    async create(item) {
      const told = withFacts(item);
      if (await news.create(row(told))) return told;
      return (await read(item.id)) ?? told;
    },
    async revise(id, revision) {
      for (;;) {
        const stored = await read(id);
        if (!stored) return null;
        const current = stored.revisions.at(-1);
        if (current?.title === revision.title && current.summary === revision.summary) return stored;
        const [first, ...later] = [...stored.revisions, revision];
        const revisions = [first ?? revision, ...later.slice(1 - revisionsMax)];
        const revised = withFacts({ ...stored, title: revision.title, summary: revision.summary, revisions });
        const wordings = stored.wordings + 1;
        if (await news.replaceIf({ ...row(revised), wordings }, "wordings", stored.wordings)) return revised;
      }
    },
  };
}

type StoredItem = Item & { wordings: number };

/** The item with what its current wording says of its source and life; of an earlier wording nothing stays. */
const withFacts = <Kept extends Item>({ wire: _, life: __, ...item }: Kept) => ({ ...item, ...itemFacts(item) });

function itemFrom({ pk, sk, ttl: _, ...item }: Row): StoredItem {
  return item as unknown as StoredItem;
}

/**
 * Rows `OWNER#owner#ENTITY#id / RECENT`: the recent stories of the owner's entity under one version; `OWNER#owner / RECENT`: the
 * owner's latest claims.
 */
export function recentStoriesTable(news: Table, owner: string): RecentStories {
  const key = (entityId: string | null) => ({
    pk: entityId === null ? ofAll(owner) : ofEntity(owner, entityId),
    sk: "RECENT",
  });
  return {
    async read(entityId) {
      const { pk, sk } = key(entityId);
      const row = await news.get(pk, sk);
      return { entityId, version: (row?.version as number) ?? 0, stories: (row?.stories as RecentStory[]) ?? [] };
    },
    save: ({ entityId, version, stories }) =>
      news.replaceIf(
        { ...key(entityId), version, stories, ...(stories[0] ? { ttl: latestTtl(stories) } : {}) },
        "version",
        version === 1 ? undefined : version - 1,
      ),
  };
}

const latestTtl = (stories: readonly RecentStory[]): number =>
  Math.max(...stories.map(({ lastSeenAt }) => ttl(lastSeenAt, retentionDays.recent)));

/**
 * Rows `STORY#id / STORY` and `STORY#id / ITEM#itemId`, and `CHANGE#id / ITEM#itemId#seenAt#kind`; `STORY#time#id` on each list that the story is on: its owner's, those
 * of its parties and of their pairs, and those of the watchlists that it hit; and for each two of its parties
 * `PARTNER#party` in the other's partition: since when they work together, and their newest story.
 */
export function storyTable(news: Table): StoryStore {
  const putUnlessNewer = (row: Row & { revision: number }) =>
    news.putIf(row, "attribute_not_exists(pk) OR revision <= :revision", { ":revision": row.revision });
  return {
    async put(story) {
      const { id, owner, facts } = story;
      const expires = ttl(story.lastSeenAt, retentionDays.story);
      for (const pk of newsLists(owner, facts.parties)) await news.create({ ...listed(pk, story), ttl: expires });
      if (facts.kind !== null)
        for (const [party, partner] of partnersOf(facts.parties))
          await notePartner(
            news,
            { pk: ofEntity(owner, party), sk: `PARTNER#${partner}` },
            { story, partner, expires },
          );
      await putUnlessNewer({ pk: `STORY#${id}`, sk: "STORY", ...story, ttl: expires });
    },
    async putSource(storyId, source) {
      const key = { pk: `STORY#${storyId}`, sk: `ITEM#${source.itemId}` };
      // Whoever knows nothing of these has none; the reason of a repeat is that of the first time, which may be forgotten.
      const { joining, ...stated } = { feedId: undefined, wire: undefined, life: undefined, ...source };
      const expires = ttl(source.firstSeenAt, retentionDays.story);
      const set = { ...stated, ...(joining ? { joining } : {}), ttl: expires, v: markOf(key) };
      await updateUnlessNewer(news, key, set, source.revision);
    },
    async noteChange({ kind, storyId, revision }, { itemId, seenAt }) {
      const key = { pk: `CHANGE#${storyId}`, sk: `ITEM#${itemId}#${seenAt}#${kind}` };
      const isFirst = await news.create({ ...key, revision, ttl: ttl(seenAt, retentionDays.story) });
      const noted = isFirst ? null : await news.get(key.pk, key.sk);
      return Number(noted?.revision ?? revision);
    },
    async listOn(watchlistId, story) {
      const expires = ttl(story.lastSeenAt, retentionDays.story);
      await news.create({ ...listed(`WATCHLIST#${watchlistId}`, story), ttl: expires });
    },
    async isListedOn(watchlistId, story) {
      const { pk, sk } = listed(`WATCHLIST#${watchlistId}`, story);
      return (await news.get(pk, sk)) !== null;
    },
  };
}

/** Sets attributes, and removes those that are undefined, unless the stored row has a newer revision. */
function updateUnlessNewer(
  news: Table,
  key: Key,
  attributes: Record<string, unknown>,
  revision: number,
): Promise<boolean> {
  const names = Object.keys(attributes);
  const isSet = (name: string): boolean => attributes[name] !== undefined;
  const placed = (some: string[], written: (name: string) => string) => some.map(written).join(", ");
  const removed = names.filter((name) => !isSet(name));
  const set = placed(names.filter(isSet), (name) => `#${name} = :${name}`);
  return succeeds(
    news.client.send(
      new UpdateItemCommand({
        TableName: news.name,
        Key: marshall({ ...key }),
        ConditionExpression: "attribute_not_exists(pk) OR #revision <= :revision",
        UpdateExpression: `SET ${set}${removed.length > 0 ? ` REMOVE ${placed(removed, (name) => `#${name}`)}` : ""}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: marshall(
          {
            ...Object.fromEntries(names.filter(isSet).map((name) => [`:${name}`, attributes[name]])),
            ":revision": revision,
          },
          marshallOptions,
        ),
      }),
    ),
  );
}

const listed = (pk: string, story: Pick<Story, "id" | "beganAt" | "firstSeenAt">): Row => ({
  pk,
  sk: `STORY#${filedUnder(story)}#${story.id}`,
  storyId: story.id,
});

/** The beginning stays; of the rest an older story never replaces a newer one's. */
async function notePartner(
  news: Table,
  key: Key,
  { story, partner, expires }: { story: Story; partner: string; expires: number },
): Promise<void> {
  const { kind, stage, areas } = story.facts;
  const newest = { storyId: story.id, kind, stage, areas, lastSeenAt: story.lastSeenAt, ttl: expires };
  if (await news.create({ ...key, partner, since: story.firstSeenAt, ...newest })) return;
  await updateRowIf(news, key, newest, "lastSeenAt <= :lastSeenAt", { ":lastSeenAt": story.lastSeenAt });
}

/** Rows `WATCHLIST#id / HIT#seenAt#itemId`; and `HIT#seenAt#itemId#watchlistId` on the owner's, its entities' and their pairs' lists. */
export function hitTable(news: Table): HitStore {
  const sk = ({ seenAt, itemId }: Pick<Hit, "seenAt" | "itemId">) => `HIT#${seenAt}#${itemId}`;
  return {
    async read(watchlistId, itemId, seenAts) {
      const keys = seenAts.map((seenAt) => sk({ seenAt, itemId }));
      const rows = await Promise.all(keys.map((key) => news.get(`WATCHLIST#${watchlistId}`, key)));
      return rows.filter((row) => row !== null).map(hitFrom);
    },
    // The watchlist's row last: it is the one that summaries read, so a crash before it leads to all being written again.
    async put({ why, ...hit }) {
      const row = { ...hit, ttl: ttl(hit.seenAt, retentionDays.story) };
      for (const pk of newsLists(hit.owner, hit.entityIds))
        await news.create({ pk, sk: `${sk(hit)}#${hit.watchlistId}`, ...row });
      await news.create({ pk: `WATCHLIST#${hit.watchlistId}`, sk: sk(hit), ...row, why });
    },
  };
}

function hitFrom({ pk, sk, ttl: _, ...hit }: Row): Hit {
  return hit as unknown as Hit;
}
