import type { CoverageReader } from "../../lib/alerting/send-summary.ts";
import type { Coverage } from "../../lib/alerting/summary.ts";
import type { FeedNotice, FeedNotices } from "../../lib/alerting/tell-feed-notices.ts";
import type { Page, PageRequest } from "../../lib/api/page.ts";
import type { Feed } from "../../lib/polling/item.ts";
import type { Outage } from "../../lib/polling/schedule-polls.ts";
import { type Row, rowsBetween, type Table } from "./table.ts";
import { collect } from "./versioned-rows.ts";

interface FeedPages {
  feedsOf(owner: string, page: PageRequest): Promise<Page<Feed>>;
}

/** The feeds of an owner change seldom, and a thousand of them are a quarter of a megabyte to read. */
const keptMs = 5 * 60 * 1000;
const feedsPerPage = 500;

/**
 * How an owner's feeds do: those that are polled, from the catalog; those that fail or are silent, from `HEALTH / FEED#id` in Polling, and
 * when none was polled, from `HEALTH / OUTAGE#from`.
 */
export function coverageReader(catalog: FeedPages, polling: Table, now: () => number): CoverageReader & FeedNotices {
  const kept = new Map<string, { at: number; feedIds: Promise<Set<string>> }>();
  const feedIdsOf = (owner: string): Promise<Set<string>> => {
    const known = kept.get(owner);
    if (known && now() - known.at < keptMs) return known.feedIds;
    const feedIds = polledFeedIds(catalog, owner);
    kept.set(owner, { at: now(), feedIds });
    // A failed read is no answer to keep.
    feedIds.catch(() => kept.delete(owner));
    return feedIds;
  };
  const ownHealth = async (owner: string) => {
    const feedIds = await feedIdsOf(owner);
    const all = await collect(polling.query(rowsBetween("HEALTH", { from: "FEED#", to: "OUTAGE~" })));
    const [ofFeeds, outages] = [all.filter(({ sk }) => sk.startsWith("FEED#")), all.filter(isOutage)];
    const rows = ofFeeds.map(healthFrom).filter(({ feedId }) => feedIds.has(feedId));
    return { feeds: feedIds.size, rows, outages: outages.map(({ from, until }) => ({ from, until }) as Outage) };
  };
  return {
    async coverageOf(owner): Promise<Coverage> {
      const { feeds, rows, outages } = await ownHealth(owner);
      const failing = rows.filter(({ state }) => state === "failing");
      const silent = rows.filter(({ state }) => state === "silent");
      const recovered = rows.flatMap(({ feedId, title, state, noticed, since }) =>
        state === "back" && noticed !== null ? [{ feedId, title, from: noticed, until: since }] : [],
      );
      return {
        feeds,
        failing: failing.map(({ feedId, title, reason, since }) => ({ feedId, title, reason, since })),
        silent: silent.map(({ feedId, title, since }) => ({ feedId, title, since })),
        ...(recovered.length > 0 ? { recovered } : {}),
        ...(outages.length > 0 ? { outages } : {}),
      };
    },
    async feedNoticesOf(owner): Promise<FeedNotice[]> {
      const { rows } = await ownHealth(owner);
      return rows.flatMap(({ noticed, ...row }) => (noticed === null ? [] : [{ ...row, noticed }]));
    },
  };
}

const isOutage = ({ sk }: Row): boolean => sk.startsWith("OUTAGE#");

function healthFrom(row: Row): Omit<FeedNotice, "noticed"> & { noticed: string | null } {
  const { title = "", reason = "", since = "", state = "failing", noticed = null } = row as Partial<FeedNotice>;
  return { feedId: row.sk.slice("FEED#".length), state, title, reason, since, noticed };
}

/** Those that their owner wants polled; one that we paused because it is gone is a gap that its owner should know of. */
async function polledFeedIds(catalog: FeedPages, owner: string): Promise<Set<string>> {
  const ids = new Set<string>();
  let after: PageRequest["after"] = null;
  do {
    const { items, next }: Page<Feed> = await catalog.feedsOf(owner, { limit: feedsPerPage, after });
    for (const { id, paused, pausedBecause } of items) if (!paused || pausedBecause === "gone") ids.add(id);
    after = next;
  } while (after);
  return ids;
}
