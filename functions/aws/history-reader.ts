import { marshall } from "@aws-sdk/util-dynamodb";
import type { Delivery } from "../../lib/alerting/delivery.ts";
import type { History, ListPage, NewsList, Partner, TimeRange } from "../../lib/api/history.ts";
import type { PageRequest } from "../../lib/api/page.ts";
import type { Hit, Story, StorySource } from "../../lib/stories/story.ts";
import { ofAll, ofEntity, ofPair } from "./news-lists.ts";
import { type Row, rowsBeginning, type Table } from "./table.ts";
import { collect, pageOfQuery } from "./versioned-rows.ts";

/** Of a story that everybody writes about: more say no more. */
const sourcesMax = 100;

/**
 * The News table as the API asks for it: hits `HIT#seenAt#itemId…` and stories `STORY#time#id` on the lists of `newsLists` and
 * of watchlists, stories `STORY#id` / `STORY` with their sources `ITEM#itemId`, partners, deliveries `ENDPOINT#id` /
 * `DELIVERY#startedAt#id`. DynamoDB deletes expired rows days late, so they are left out here.
 */
export function historyReader(news: Table, now: () => Date): History {
  const alive = (row: Row): boolean => !isExpired(row, now());
  const newestFirst = async <T>(
    list: { pk: string; kind: string; range: TimeRange },
    { limit, after }: PageRequest,
    entryOf: (row: Row) => T,
  ): Promise<ListPage<T>> => {
    // The cursor may come from another of the lists that are read together.
    const page = { limit, after: after && { pk: list.pk, sk: after.sk ?? "" } };
    const { items, next } = await pageOfQuery(news, newestOf(list), page, (row) => row);
    const entries = items.map((row) => ({ entry: alive(row) ? entryOf(row) : null, at: { sk: row.sk } }));
    return { entries, more: next !== null };
  };
  return {
    hits: (list, range, page) => newestFirst({ pk: partitionOf(list), kind: "HIT", range }, page, thing<Hit>),
    async hit(watchlistId, seenAt, itemId) {
      const row = await news.get(`WATCHLIST#${watchlistId}`, `HIT#${seenAt}#${itemId}`);
      return row && alive(row) ? thing<Hit>(row) : null;
    },
    storyIds: (list, range, page) =>
      newestFirst({ pk: partitionOf(list), kind: "STORY", range }, page, ({ storyId }) => String(storyId)),
    async story(id) {
      const newest = { ScanIndexForward: false, Limit: sourcesMax + 1 };
      const rows: Row[] = [];
      // Backwards: "STORY" comes behind every "ITEM#…".
      for await (const row of news.query({ ...wholePartition(`STORY#${id}`), ...newest })) {
        if (alive(row)) rows.push(row);
        if (rows.length > sourcesMax) break;
      }
      const story = rows.find(({ sk }) => sk === "STORY");
      const sources = rows.filter(({ sk }) => sk.startsWith("ITEM#")).map(thing<StorySource>);
      sources.sort((a, b) => (a.firstSeenAt < b.firstSeenAt ? -1 : 1));
      return story ? { story: thing<Story>(story), sources } : null;
    },
    async partners(owner, party, limit) {
      const rows = await collect(news.query(rowsBeginning(ofEntity(owner, party), "PARTNER#")));
      return rows
        .filter(alive)
        .slice(0, limit)
        .map(thing<Partner>);
    },
    deliveries: (endpointId, range, page) =>
      newestFirst({ pk: `ENDPOINT#${endpointId}`, kind: "DELIVERY", range }, page, thing<Delivery>),
  };
}

function partitionOf(list: NewsList): string {
  if ("watchlistId" in list) return `WATCHLIST#${list.watchlistId}`;
  if ("pair" in list) return ofPair(list.owner, list.pair);
  return "party" in list ? ofEntity(list.owner, list.party) : ofAll(list.owner);
}

/** The query for the rows `kind#time#…` of a partition in a range of times. "~" sorts behind every digit and "#". */
const newestOf = ({ pk, kind, range: { from, to } }: { pk: string; kind: string; range: TimeRange }) => ({
  KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
  ExpressionAttributeValues: marshall({ ":pk": pk, ":from": `${kind}#${from ?? ""}`, ":to": `${kind}#${to ?? ""}~` }),
  ScanIndexForward: false,
});

const wholePartition = (pk: string) => ({
  KeyConditionExpression: "pk = :pk",
  ExpressionAttributeValues: marshall({ ":pk": pk }),
});

const isExpired = ({ ttl }: Row, now: Date): boolean => typeof ttl === "number" && ttl * 1000 <= now.getTime();

/** A row without what the store adds to the thing. */
function thing<T>({ pk: _pk, sk: _sk, ttl: _ttl, ...stored }: Row): T {
  return stored as T;
}
