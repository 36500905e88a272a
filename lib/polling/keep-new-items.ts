import { createHash } from "node:crypto";
import type { Feed, Item, ItemRevision, ParsedFeed, ParsedItem } from "./item.ts";
import { isBaseline, type PollState } from "./poll-state.ts";
import { compareWithRing, type Verdict } from "./seen-ring.ts";

export interface ItemStore {
  /** The stored item: this one, or the one that was there before it under the same id. */
  create(item: Item): Promise<Item>;
  /** The item with the wording added, unless it is its current wording; null where no such item is stored. */
  revise(itemId: string, revision: ItemRevision): Promise<Item | null>;
}

export interface KeepDependencies {
  items: ItemStore;
  /** Takes a new or edited item to matching, stories and hits. May be called again for the same wording. */
  keep(item: Item): Promise<void>;
  now(): Date;
  /** At the first poll of a feed, older items are only remembered. */
  lookbackMs: number;
}

export interface KeptItems {
  /** The ring to save once all is kept. */
  ring: Uint8Array;
  /** False when saving the ring would change nothing. */
  changed: boolean;
  newItems: number;
  editedItems: number;
  /** Items that were not taken up: older than the lookback, or without a date to tell. */
  rememberedItems: number;
  /** Every item was new though the feed was read before: some may have come and gone between two polls. */
  allNew: boolean;
}

/** A feed of two items is often all new. */
const itemsThatTell = 5;

/** Stores and keeps what is new or edited in the feed, oldest first, as it was published: a story begins with its first report. */
export async function keepNewItems(
  feed: Feed,
  state: PollState | null,
  parsed: ParsedFeed,
  deps: KeepDependencies,
): Promise<KeptItems> {
  const { verdicts, ring, changed } = compareWithRing(state?.ring ?? new Uint8Array(), parsed.items);
  const source = parsed.title || feed.title;
  const baseline = isBaseline(state);
  let newItems = 0;
  let editedItems = 0;
  let rememberedItems = 0;
  for (const [index, parsedItem] of [...parsed.items.entries()].reverse()) {
    const verdict = verdicts[index] as Verdict;
    if (verdict === "known") continue;
    const inLanguage = { ...parsedItem, lang: parsedItem.lang ?? parsed.lang };
    const item = await storeItem(verdict, feed, inLanguage, source, { ...deps, baseline });
    if (!item) {
      rememberedItems++;
      continue;
    }
    if (verdict === "new") newItems++;
    else editedItems++;
    await deps.keep(item);
  }
  const allNew = !baseline && verdicts.length >= itemsThatTell && verdicts.every((verdict) => verdict === "new");
  return { ring, changed, newItems, editedItems, rememberedItems, allNew };
}

/** The stored item, or null for one that is only remembered. */
async function storeItem(
  verdict: "new" | "edited",
  feed: Feed,
  parsed: ParsedItem,
  source: string,
  deps: KeepDependencies & { baseline: boolean },
): Promise<Item | null> {
  const seenAt = deps.now().toISOString();
  const item = itemFrom(feed, parsed, source, seenAt);
  if (verdict === "edited") {
    const revised = await deps.items.revise(item.id, { title: item.title, summary: item.summary, seenAt });
    if (revised) return revised;
  }
  // An item that was only remembered and is now edited is taken up if it is news again.
  const onlyRemembered = deps.baseline || verdict === "edited";
  if (onlyRemembered && !isRecent(parsed, deps)) return null;
  return createOrRevise(item, deps.items);
}

/** A poll that crashed may have stored the item under a wording that was edited since. */
async function createOrRevise(item: Item, items: ItemStore): Promise<Item> {
  const stored = await items.create(item);
  const same = stored.title === item.title && stored.summary === item.summary;
  return same ? stored : ((await items.revise(item.id, item.revisions[0] as ItemRevision)) ?? stored);
}

function isRecent(parsed: ParsedItem, { now, lookbackMs }: KeepDependencies): boolean {
  const latest = Math.max(...[parsed.publishedAt, parsed.updatedAt].map((date) => (date ? Date.parse(date) : 0)));
  return latest >= now().getTime() - lookbackMs;
}

/** The same item has the same id whoever polls it, however often. */
export const itemId = (feedId: string, key: string): string =>
  createHash("sha256").update(`${feedId}\n${key}`).digest("base64url").slice(0, 22);

function itemFrom(feed: Feed, parsed: ParsedItem, source: string, seenAt: string): Item {
  const { key, title, summary, link, lang, publishedAt } = parsed;
  return {
    id: itemId(feed.id, key),
    feedId: feed.id,
    source,
    key,
    title,
    summary,
    link,
    lang,
    publishedAt,
    firstSeenAt: seenAt,
    revisions: [{ title, summary, seenAt }],
  };
}
