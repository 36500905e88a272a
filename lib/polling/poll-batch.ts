import type { Feed } from "./item.ts";
import { hostOf } from "./schedule-polls.ts";

/** A feed whose poll threw: a store or a queue failed. The feed's own failures are outcomes. */
export interface PollFault {
  feed: Feed;
  fault: unknown;
}

/** Requests under way at once, over all hosts and for one host. */
const concurrentMax = 16;
const concurrentPerHost = 2;

/**
 * Polls each feed, several at once but never more than two of one host, so that a slow host delays only itself. Returns
 * the feeds whose poll threw; the others are done.
 */
export async function pollBatch(feeds: readonly Feed[], poll: (feed: Feed) => Promise<void>): Promise<PollFault[]> {
  const faults: PollFault[] = [];
  const waiting = [...feeds];
  const underWay = new Map<string, number>();
  const next = (): Feed | undefined => {
    const at = waiting.findIndex((feed) => (underWay.get(hostOf(feed)) ?? 0) < concurrentPerHost);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const work = async (): Promise<void> => {
    for (let feed = next(); feed; feed = next()) {
      const host = hostOf(feed);
      underWay.set(host, (underWay.get(host) ?? 0) + 1);
      await poll(feed).catch((fault: unknown) => faults.push({ feed: feed as Feed, fault }));
      underWay.set(host, (underWay.get(host) ?? 1) - 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrentMax, feeds.length) }, work));
  return faults;
}
