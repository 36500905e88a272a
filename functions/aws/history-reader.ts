import { marshall } from "@aws-sdk/util-dynamodb";
import type { Delivery } from "../../lib/alerting/delivery.ts";
import type { History, TimeRange } from "../../lib/api/history-routes.ts";
import type { Page, PageRequest } from "../../lib/api/page.ts";
import type { Hit, Story, StorySource } from "../../lib/stories/story.ts";
import { type Row, rowsBeginning, type Table } from "./table.ts";
import { collect, pageOfQuery } from "./versioned-rows.ts";

/**
 * The News table as the API asks for it: hits `WATCHLIST#id` / `HIT#seenAt#itemId`, stories `STORY#id` / `STORY` with
 * their sources `ITEM#itemId`, deliveries `ENDPOINT#id` / `DELIVERY#startedAt#id`. DynamoDB deletes expired rows days
 * late, so they are left out here. A page costs the rows that it has, however long the history is.
 */
export function historyReader(news: Table, now: () => Date): History {
  const alive = (row: Row | null): row is Row => row !== null && !isExpired(row, now());
  const one = async <T>(pk: string, sk: string): Promise<T | null> => {
    const row = await news.get(pk, sk);
    return alive(row) ? thing<T>(row) : null;
  };
  const newestFirst = async <T>(pk: string, kind: string, range: TimeRange, page: PageRequest): Promise<Page<T>> => {
    const rows = await pageOfQuery(news, newestOf(pk, kind, range), page, (row) => row);
    return { items: rows.items.filter(alive).map(thing<T>), next: rows.next };
  };
  return {
    hitsOf: (watchlistId, range, page) => newestFirst<Hit>(`WATCHLIST#${watchlistId}`, "HIT", range, page),
    deliveriesOf: (endpointId, range, page) => newestFirst<Delivery>(`ENDPOINT#${endpointId}`, "DELIVERY", range, page),
    story: (id) => one<Story>(`STORY#${id}`, "STORY"),
    source: (storyId, itemId) => one<StorySource>(`STORY#${storyId}`, `ITEM#${itemId}`),
    async sourcesOf(storyId) {
      const rows = await collect(news.query(rowsBeginning(`STORY#${storyId}`, "ITEM#")));
      const sources = rows.filter(alive).map(thing<StorySource>);
      return sources.sort((a, b) => (a.firstSeenAt < b.firstSeenAt ? -1 : 1));
    },
  };
}

/** The query for the rows `kind#time#…` of a partition in a range of times. "~" sorts behind every digit and "#". */
const newestOf = (pk: string, kind: string, { from, to }: TimeRange) => ({
  KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
  ExpressionAttributeValues: marshall({ ":pk": pk, ":from": `${kind}#${from ?? ""}`, ":to": `${kind}#${to ?? ""}~` }),
  ScanIndexForward: false,
});

const isExpired = ({ ttl }: Row, now: Date): boolean => typeof ttl === "number" && ttl * 1000 <= now.getTime();

/** A row without what the store adds to the thing. */
function thing<T>({ pk: _pk, sk: _sk, ttl: _ttl, ...stored }: Row): T {
  return stored as T;
}
