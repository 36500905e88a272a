import { compileDictionary } from "../matching/dictionary.ts";
import { holdsName } from "../matching/find-mentions.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Item, ItemRevision } from "../polling/item.ts";
import { itemFacts } from "../polling/item-facts.ts";
import { entriesSince, itemOf, type Journal, type JournalEntry } from "../polling/journal.ts";
import { type Analysis, analyseItem } from "./analyse-item.ts";
import { allEntities } from "./current-dictionary.ts";
import { judgeHit } from "./judge-hit.ts";
import { keepItem } from "./keep-item.ts";
import { type MemoryStores, memoryStores } from "./memory-stores.ts";
import { wordsOf } from "./words-of.ts";

/** A wording as it came: the item as it then was, and when we saw it. */
export interface Sight {
  item: Item;
  /** ISO 8601 UTC. */
  seenAt: string;
}

/** What feeds brought since some time, in the order in which it was seen. */
export interface Recorded {
  sights: Sight[];
  /** Since when it is all there: later than asked for where there was too much. ISO 8601 UTC. */
  from: string;
}

const feedsAtOnce = 10;

/** The sights of these feeds since `from` (ISO 8601 UTC), the latest `sightsMax` of them at most. */
export async function recordedSince(
  journal: Pick<Journal, "latestFirst">,
  feedIds: readonly string[],
  from: string,
  sightsMax: number,
): Promise<Recorded> {
  const sights: Sight[] = [];
  for (let at = 0; at < feedIds.length; at += feedsAtOnce) {
    const some = feedIds.slice(at, at + feedsAtOnce);
    const read = some.map(async (feedId) => sightsOf(feedId, await entriesSince(journal, feedId, from)));
    for (const ofFeed of await Promise.all(read)) sights.push(...ofFeed);
  }
  sights.sort((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0));
  const kept = sights.slice(-sightsMax);
  return { sights: kept, from: kept.length < sights.length ? (kept[0]?.seenAt ?? from) : from };
}

/** Each wording with those before it, as the item was kept then. An edit of an item that was only remembered is no news. */
function sightsOf(feedId: string, entries: readonly JournalEntry[]): Sight[] {
  const before = new Map<string, ItemRevision[]>();
  return entries.flatMap((entry) => {
    const earlier = before.get(entry.key);
    if (entry.remembered && !earlier) return [];
    const item = itemOf(feedId, entry);
    const revisions = [...(earlier ?? []), ...item.revisions];
    before.set(entry.key, revisions);
    const firstSeenAt = revisions[0]?.seenAt ?? item.firstSeenAt;
    return [{ item: { ...item, firstSeenAt, revisions }, seenAt: entry.seenAt }];
  });
}

/**
 * What these watchlists of one owner would have had from these sights: the same code that polling runs, on stores in memory.
 * Takes some 150 µs for an item that mentions somebody, a tenth of it for others.
 */
export async function replay(sights: readonly Sight[], owner: string, watchlists: Watchlist[]): Promise<MemoryStores> {
  const stores = memoryStores();
  const dictionary = compileDictionary(allEntities(watchlists));
  const analyse = (item: Item): Analysis => analyseItem(wordsOf(item), dictionary, { watchedOnly: true });
  for (const { item, seenAt } of sights) {
    if (!holdsName(dictionary, wordsOf(item))) continue;
    const deps = { ...stores, owner, watchlists, analyse, judge: judgeHit, announce: async () => {} };
    const keepAt = async (at: string, one: Item): Promise<void> => {
      const comeAgain = (held: Item, until: string) => keepAt(until, held);
      await keepItem(one, { ...deps, comeAgain, now: () => new Date(at) });
    };
    await keepAt(seenAt, { ...item, ...itemFacts(item) });
  }
  return stores;
}
