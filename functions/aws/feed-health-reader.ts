import type { FeedHealth } from "../../lib/api/feed-routes.ts";
import type { PollState } from "../../lib/polling/poll-state.ts";
import { pollStateTable } from "./polling-table.ts";
import type { Table } from "./table.ts";

/** How polling each of the feeds goes, from its poll state. A feed without one is left out: it wasn't polled yet. */
export function feedHealthReader(polling: Table) {
  const states = pollStateTable(polling);
  return async (feedIds: string[]): Promise<Map<string, FeedHealth>> => {
    const read = await Promise.all(feedIds.map(async (id) => [id, await states.read(id)] as const));
    return new Map(read.flatMap(([id, state]) => (state ? [[id, healthFrom(state)]] : [])));
  };
}

function healthFrom({ failing, lastNewItemAt, warnings }: PollState): FeedHealth {
  if (failing) return { state: "failing", reason: failing.reason, since: failing.since };
  return { state: "healthy", lastNewItemAt, warnings };
}
