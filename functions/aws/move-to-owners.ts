import { createHash } from "node:crypto";
import { ScanCommand, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Claim, Delivery, Told } from "../../lib/alerting/delivery.ts";
import { isNewerStory } from "../../lib/pipeline/claim-story.ts";
import type { Hit, HitReport, RecentStory, Story, StoryReference, StorySource } from "../../lib/stories/story.ts";
import { subscriberTable, watchlistTable } from "./catalog-table.ts";
import { hitTable, recentStoriesTable, storyTable } from "./news-table.ts";
import { currentRow, kindOfRow } from "./row-schema.ts";
import type { Row, Table } from "./table.ts";

/** What the news of release 0.1 looked like before it had owners (decision 23), as far as it has to be moved. */
interface OldNews {
  hits: (Row & Hit)[];
  /** By story id. */
  stories: Map<string, Story>;
  sources: Map<string, StorySource[]>;
  /** By entity id: lists of recent stories that all owners shared. */
  recent: Map<string, RecentStory[]>;
  claims: (Row & Claim)[];
  deliveries: (Row & Delivery)[];
}

/**
 * Brings hits and stories from before there were owners to the lists of their owners: each owner's are those that their watchlists were
 * hit with. A story that several owners were told becomes a story of each, with all of its sources, as they were told them; whom it
 * was told to goes with it. Hits are rewritten last: a crash leaves them to be found by the next call. Returns how many
 * hits there are to move.
 */
export async function moveToOwners(
  { catalog, news }: { catalog: Table; news: Table },
  { check }: { check: boolean },
): Promise<number> {
  const old = await readOldNews(news);
  const ownerOf = new Map((await watchlistTable(catalog).allWatchlists()).map(({ id, owner }) => [id, owner]));
  const moving = old.hits.filter((hit) => hit.owner === undefined && ownerOf.has(hit.watchlistId));
  if (check || moving.length === 0) return moving.length;
  const owners = ownersOfStories(old.hits, ownerOf);
  for (const [storyId, among] of owners)
    for (const owner of among) await giveStory(storyId, owner, ids(owners), old, news);
  await giveRecent(owners, old, news);
  await giveLedger(owners, old, catalog, news);
  for (const hit of moving) await giveHit(hit, ownerOf.get(hit.watchlistId) as string, ids(owners), old, news);
  return moving.length;
}

async function readOldNews(news: Table): Promise<OldNews> {
  const old: OldNews = {
    ...{ hits: [], claims: [], deliveries: [] },
    ...{ stories: new Map(), sources: new Map(), recent: new Map() },
  };
  const take: Record<string, (row: Row) => unknown> = {
    "WATCHLIST HIT": (row) => old.hits.push(row as Row & Hit),
    "STORY STORY": (row) => old.stories.set(wordsBehind(row.pk), plain<Story>(row)),
    "STORY ITEM": (row) => {
      const id = wordsBehind(row.pk);
      old.sources.set(id, [...(old.sources.get(id) ?? []), plain<StorySource>(row)]);
    },
    "ENTITY RECENT": (row) => old.recent.set(wordsBehind(row.pk), row.stories as RecentStory[]),
    "ENDPOINT SENT": (row) => old.claims.push(row as unknown as Row & Claim),
    "ENDPOINT DELIVERY": (row) => old.deliveries.push(row as unknown as Row & Delivery),
  };
  for await (const row of allRows(news)) take[kindOfRow(row)]?.(row);
  return old;
}

async function* allRows({ client, name }: Table): AsyncGenerator<Row> {
  let start: ScanCommandInput["ExclusiveStartKey"];
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    for (const item of page.Items ?? []) yield currentRow(unmarshall(item) as Row);
    start = page.LastEvaluatedKey;
  } while (start);
}

const wordsBehind = (key: string): string => key.slice(key.indexOf("#") + 1);

function plain<T>({ pk: _pk, sk: _sk, ttl: _ttl, ...thing }: Row): T {
  return thing as T;
}

/** Whose watchlists each story was found for, the first by name first: it keeps the story's id. */
type Owners = Map<string, string[]>;

/** Hits that are moved already count, too: an owner must not come out first who wasn't before a crash. */
function ownersOfStories(hits: readonly Hit[], ownerOf: Map<string, string>): Owners {
  const owners: Owners = new Map();
  for (const { watchlistId, stories, changes = [] } of hits) {
    const owner = ownerOf.get(watchlistId);
    if (owner === undefined) continue;
    for (const { storyId } of [...stories, ...changes])
      owners.set(storyId, [...new Set([...(owners.get(storyId) ?? []), owner])].sort());
  }
  return owners;
}

/** A story's id among those of one owner. Of a copy it follows from both, so that a repeat makes the same one. */
type IdFor = (storyId: string, owner: string) => string;

const ids =
  (owners: Owners): IdFor =>
  (storyId, owner) => {
    const among = owners.get(storyId);
    if (!among || among[0] === owner) return storyId;
    return `s-${createHash("sha256").update(`${storyId} ${owner}`).digest("base64url").slice(0, 22)}`;
  };

async function giveStory(storyId: string, owner: string, idFor: IdFor, old: OldNews, news: Table): Promise<void> {
  const story = old.stories.get(storyId);
  if (!story) return;
  const stories = storyTable(news);
  const id = idFor(storyId, owner);
  for (const source of old.sources.get(storyId) ?? []) await stories.putSource(id, source);
  await stories.put({ ...story, id, owner });
}

/** An owner's list may have newer stories already, where polling went on meanwhile. */
async function giveRecent(owners: Owners, old: OldNews, news: Table): Promise<void> {
  const everybody = [...new Set([...owners.values()].flat())].sort();
  for (const [entityId, shared] of old.recent)
    for (const owner of everybody) {
      const own = shared.filter(({ id }) => owners.get(id)?.includes(owner));
      const moved = own.map((story) => ({ ...story, id: ids(owners)(story.id, owner) }));
      if (moved.length > 0) await mergeRecent(entityId, moved, recentStoriesTable(news, owner));
    }
}

async function mergeRecent(
  entityId: string,
  moved: readonly RecentStory[],
  lists: ReturnType<typeof recentStoriesTable>,
): Promise<void> {
  for (;;) {
    const { version, stories } = await lists.read(entityId);
    const byId = new Map(stories.map((story) => [story.id, story]));
    for (const story of moved) {
      const other = byId.get(story.id);
      if (!other || isNewerStory(story, other)) byId.set(story.id, story);
    }
    const merged = [...byId.values()].sort((a, b) => (a.lastSeenAt > b.lastSeenAt ? -1 : 1));
    if (await lists.save({ entityId, version: version + 1, stories: merged })) return;
  }
}

/** Whom a story was told to: of a copy it is said again, so that nobody is told it twice. */
async function giveLedger(owners: Owners, old: OldNews, catalog: Table, news: Table): Promise<void> {
  const ownerOf = await ownersOfEndpoints(catalog);
  const idFor = ids(owners);
  const renamed = ({ storyId }: Told, endpointId: string): string => {
    const [id = "", ...kind] = storyId.split(" ");
    return [idFor(id, ownerOf.get(endpointId) ?? owners.get(id)?.[0] ?? ""), ...kind].join(" ");
  };
  for (const { pk, sk, ...claim } of old.claims) {
    const storyId = renamed(claim, claim.endpointId);
    if (storyId !== claim.storyId) await news.create({ ...claim, pk, sk: sk.replace(claim.storyId, storyId), storyId });
  }
  for (const delivery of old.deliveries) {
    const told = delivery.told.map((one) => ({ ...one, storyId: renamed(one, delivery.endpointId) }));
    if (told.some(({ storyId }, at) => storyId !== delivery.told[at]?.storyId)) await news.put({ ...delivery, told });
  }
}

async function ownersOfEndpoints(catalog: Table): Promise<Map<string, string>> {
  const subscribers = subscriberTable(catalog);
  const owners = new Map<string, string>();
  for await (const { id, subscriberId } of subscribers.allEndpoints()) {
    const subscriber = await subscribers.subscriberById(subscriberId);
    if (subscriber) owners.set(id, subscriber.owner);
  }
  return owners;
}

/** The hit on its owner's lists, with the report that hits have now; its watchlist's row, which says that it was moved, last. */
async function giveHit(row: Row & Hit, owner: string, idFor: IdFor, old: OldNews, news: Table): Promise<void> {
  const own = <One extends StoryReference>(one: One): One => ({ ...one, storyId: idFor(one.storyId, owner) });
  const report = await reportOf(row, (storyId) => idFor(storyId, owner), old, news);
  const changes = row.changes ? { changes: row.changes.map(own) } : {};
  const hit: Hit = { ...plain<Hit>(row), owner, stories: row.stories.map(own), ...changes, report };
  const stories = storyTable(news);
  for (const { storyId } of row.stories) {
    const story = old.stories.get(storyId);
    if (story) await stories.listOn(hit.watchlistId, { ...story, id: idFor(storyId, owner) });
  }
  await hitTable(news).put(hit);
  await news.replaceIf({ ...row, ...hit }, "owner", undefined);
}

/** What the item said, as far as the stories' sources have kept it. */
async function reportOf(hit: Hit, ownId: (storyId: string) => string, old: OldNews, news: Table): Promise<HitReport> {
  const sources = hit.stories.flatMap(({ storyId }) => {
    const source = old.sources.get(storyId)?.find(({ itemId }) => itemId === hit.itemId);
    const story = old.stories.get(storyId);
    return source && story ? [{ source, story }] : [];
  });
  const [first] = sources;
  if (!first) return hit.report;
  const { source, title, link, lang, publishedAt } = first.source;
  const item = await news.get(`ITEM#${hit.itemId}`, "ITEM");
  const statements = sources.map(({ source: { sentence, trigger, stage }, story: { id, facts } }) => ({
    ...{ storyId: ownId(id), parties: facts.parties, kind: facts.kind, stage, areas: facts.areas },
    ...{ sentence, trigger },
  }));
  return { feedId: String(item?.feedId ?? ""), source, title, link, lang, publishedAt, statements };
}
