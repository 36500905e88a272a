import { marshall } from "@aws-sdk/util-dynamodb";
import type { NewsReader } from "../../lib/alerting/gather-news.ts";
import type { Hit, Story, StorySource } from "../../lib/stories/story.ts";
import type { Row, Table } from "./table.ts";
import { collect } from "./versioned-rows.ts";

/** Sorts after every item id: the upper end of a range of keys that begin alike. */
const last = "\uffff";

/** Hits `WATCHLIST#id / HIT#seenAt#itemId` and stories `STORY#id`, without rows that are past their time to live. */
export function hitReader(news: Table, now: () => number): NewsReader {
  const isAlive = ({ ttl }: Row): boolean => typeof ttl !== "number" || ttl * 1000 > now();
  const rows = async (query: Parameters<Table["query"]>[0]): Promise<Row[]> =>
    (await collect(news.query({ ...query, ConsistentRead: true }))).filter(isAlive);
  return {
    async hitsBetween(watchlistId, from, until) {
      const found = await rows({
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :until",
        ExpressionAttributeValues: marshall({
          ":pk": `WATCHLIST#${watchlistId}`,
          ":from": `HIT#${from}`,
          ":until": `HIT#${until}#${last}`,
        }),
      });
      return found.map(plainRow<Hit>);
    },
    async storyWithSources(storyId) {
      const found = await rows({
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: marshall({ ":pk": `STORY#${storyId}` }),
      });
      const story = found.find(({ sk }) => sk === "STORY");
      const sources = found.filter(({ sk }) => sk.startsWith("ITEM#")).map(plainRow<StorySource>);
      return story ? { story: plainRow<Story>(story), sources } : null;
    },
  };
}

function plainRow<T>({ pk: _pk, sk: _sk, ttl: _ttl, ...thing }: Row): T {
  return thing as T;
}
