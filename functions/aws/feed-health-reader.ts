import { type FeedCondition, feedHealth } from "../../lib/polling/feed-health.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { pollStateTable } from "./polling-table.ts";
import type { Table } from "./table.ts";

/** How polling each of the feeds goes, by feed id, from their poll states. */
export function feedHealthReader(polling: Table, now: () => Date) {
  const states = pollStateTable(polling);
  return async (feeds: readonly Feed[]): Promise<Map<string, FeedCondition>> => {
    const read = feeds.map(async (feed) => [feed.id, feedHealth(feed, await states.read(feed.id), now())] as const);
    return new Map(await Promise.all(read));
  };
}
