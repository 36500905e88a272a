import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Feed } from "../../lib/polling/item.ts";
import type { FeedHealth } from "../../lib/polling/poll-feed.ts";
import type { PollState, PollStates } from "../../lib/polling/poll-state.ts";
import type { ScheduleDependencies } from "../../lib/polling/schedule-polls.ts";
import type { Row, Table } from "./table.ts";

/**
 * Rows `FEED#id / STATE`. Read without consistency, as nearly every poll is one such read and nothing else: a state that is
 * some moments old makes the poll one that another has overtaken, which finds what is known and doesn't save.
 */
export function pollStateTable(polling: Table): PollStates {
  const key = (feedId: string) => ({ pk: `FEED#${feedId}`, sk: "STATE" });
  return {
    async read(feedId) {
      const { pk, sk } = key(feedId);
      const row = await polling.getStale(pk, sk);
      return row && stateFrom(row);
    },
    save: (feedId, state) =>
      polling.replaceIf({ ...key(feedId), ...state }, "version", state.version === 1 ? undefined : state.version - 1),
  };
}

function stateFrom({ pk, sk, ...state }: Row): PollState {
  return state as unknown as PollState;
}

/**
 * Rows `HEALTH / FEED#id`, one for each feed that can't be read or has fallen silent: a summary's coverage line is one
 * query. `state` says which. A feed whose owner was told stays as `back` until its owner can have been told that, too.
 */
export function feedHealthTable(polling: Table): FeedHealth {
  const key = (feedId: string) => ({ pk: "HEALTH", sk: `FEED#${feedId}` });
  const put = ({ id, title, url }: Feed, facts: object): Promise<void> =>
    polling.put({ ...key(id), feedId: id, title, url, ...facts });
  return {
    failing: (feed, { reason, since, count }, noticed) =>
      put(feed, { state: "failing", reason, since, count, noticed }),
    silent: (feed, since, noticed) => put(feed, { state: "silent", since, noticed }),
    async recovered(feed, told, at) {
      if (told !== null) return put(feed, { state: "back", since: at, noticed: told, ttl: secondsAfter(at) });
      await polling.client.send(new DeleteItemCommand({ TableName: polling.name, Key: marshall(key(feed.id)) }));
    },
  };
}

/** Rows `HEALTH / OUTAGE#from`, beside those of feeds: read with them. Of one that is said again the end may be a minute later. */
export const outageTable = (polling: Table): ScheduleDependencies["outages"] => ({
  put: (outage) =>
    polling.put({ pk: "HEALTH", sk: `OUTAGE#${outage.from}`, ...outage, ttl: secondsAfter(outage.until) }),
});

/** Whoever was told that a feed fails is told that it is back; the row is left for so long after. */
const backKeptSeconds = 14 * 24 * 60 * 60;
const secondsAfter = (at: string): number => Math.floor(Date.parse(at) / 1000) + backKeptSeconds;

/** Row `WATERMARK / name`: the last epoch minute that a scheduler has handled. */
export function watermarkTable(polling: Table, name: string) {
  return {
    async read(): Promise<number | null> {
      const row = await polling.get("WATERMARK", name);
      return row ? (row.minute as number) : null;
    },
    /** Never moves back: of two schedulers at once the later minute stays. */
    async advance(from: number | null, to: number): Promise<boolean> {
      return polling.replaceIf({ pk: "WATERMARK", sk: name, minute: to }, "minute", from ?? undefined);
    },
  };
}
