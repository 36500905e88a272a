import { canonicalUrl } from "./canonical-url.ts";
import type { Feed, Item, ItemRevision, ParsedFeed, ParsedItem } from "./item.ts";
import { entryOf, itemOf, type Journal, type JournalEntry, wordingsOf } from "./journal.ts";
import { isBaseline, type PollState } from "./poll-state.ts";
import { compareWithRing, type Verdict } from "./seen-ring.ts";

export interface ItemStore {
  /** The stored item: this one, or the one that was there before it under the same id. */
  create(item: Item): Promise<Item>;
  /** The item with the wording added, unless it is its current wording; null where no such item is stored. */
  revise(itemId: string, revision: ItemRevision): Promise<Item | null>;
  /** The item, or null where no such is stored. */
  find(itemId: string): Promise<Item | null>;
}

export interface KeepDependencies {
  items: ItemStore;
  journal: Journal;
  /** Whether there is anything to file for the item's current wording. Only then it has a row of its own. */
  concerns(item: Item): Promise<boolean>;
  /** Takes a stored item to matching, stories and hits. May be called again for the same wording. */
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

/**
 * Keeps what is new or edited in the feed, oldest first, as it was published: a story begins with its first report. All of it
 * is added to the feed's journal in one write, after the few items that there is something to file for have gone all their way.
 */
export async function keepNewItems(
  feed: Feed,
  state: PollState | null,
  parsed: ParsedFeed,
  deps: KeepDependencies,
): Promise<KeptItems> {
  const sightings = parsed.items.map((item) => ({ ...item, link: pageOf(item.link) }));
  const { verdicts, ring, changed } = compareWithRing(state?.ring ?? new Uint8Array(), sightings);
  const source = parsed.title || feed.title;
  const baseline = isBaseline(state);
  const entries: JournalEntry[] = [];
  let newItems = 0;
  let editedItems = 0;
  let rememberedItems = 0;
  for (const [index, parsedItem] of [...parsed.items.entries()].reverse()) {
    const verdict = verdicts[index] as Verdict;
    if (verdict === "known") continue;
    const lang = parsedItem.lang ?? parsed.lang;
    const item = itemOf(feed.id, { ...parsedItem, lang, source, seenAt: deps.now().toISOString() });
    const entry = await takeUp(item, { verdict, baseline, recent: isRecent(parsedItem, deps) }, deps);
    if (entry) entries.push(entry);
    if (!entry || entry.remembered) rememberedItems++;
    else if (verdict === "new") newItems++;
    else editedItems++;
  }
  if (entries.length > 0) await deps.journal.add(feed.id, entries);
  const allNew = !baseline && verdicts.length >= itemsThatTell && verdicts.every((verdict) => verdict === "new");
  return { ring, changed, newItems, editedItems, rememberedItems, allNew };
}

/**
 * The page without what says how a reader came, which some feeds change at every request: that is no edit, nor another item.
 * Its fragment stays, by which the entries of a ticker differ.
 */
const pageOf = (link: string | null): string | null =>
  link === null ? null : canonicalUrl(link) + (/#(?!!).*/.exec(link)?.[0] ?? "");

interface Circumstances {
  verdict: "new" | "edited";
  baseline: boolean;
  recent: boolean;
}

/** What is to be written of the item into the journal; null for one that is only remembered. */
async function takeUp(
  item: Item,
  { verdict, baseline, recent }: Circumstances,
  deps: KeepDependencies,
): Promise<JournalEntry | null> {
  const { items, keep } = deps;
  if (verdict === "edited") {
    const revised = await items.revise(item.id, item.revisions[0] as ItemRevision);
    if (revised) return keptEntry(revised, keep);
  }
  const isOld = !recent && (baseline || verdict === "edited");
  if (isOld && baseline) return null;
  if (!(await deps.concerns(item))) return { ...entryOf(item), ...(isOld ? { remembered: true } : {}) };
  // An item that was only remembered and is now edited is taken up if it is news again.
  const earlier = verdict === "edited" ? await wordingsOf(deps.journal, item, earliest(recent, deps)) : [];
  if (isOld && earlier.length === 0) return null;
  return keptEntry(await createOrRevise(withEarlier(item, earlier), items), keep);
}

async function keptEntry(item: Item, keep: KeepDependencies["keep"]): Promise<JournalEntry> {
  await keep(item);
  return entryOf(item);
}

/** Editors are done with an item after so long; who isn't gets an item that begins with the edit. */
const editedWithinMs = 90 * 24 * 60 * 60 * 1000;

/** How far back an item may have been seen: a recent one not before it was published, by a clock that may be a day off. */
function earliest(recent: boolean, { now, lookbackMs }: KeepDependencies): string {
  return new Date(now().getTime() - (recent ? lookbackMs + 24 * 60 * 60 * 1000 : editedWithinMs)).toISOString();
}

/** The item with the wordings before; a poll that crashed may have added the current one to the journal already. */
function withEarlier(item: Item, earlier: readonly ItemRevision[]): Item {
  const last = earlier.at(-1);
  const isAdded = last?.title === item.title && last.summary === item.summary;
  const revisions = isAdded ? [...earlier] : [...earlier, ...item.revisions];
  return { ...item, firstSeenAt: revisions[0]?.seenAt ?? item.firstSeenAt, revisions };
}

/** A poll that crashed may have stored the item under a wording that was edited since. */
async function createOrRevise(item: Item, items: ItemStore): Promise<Item> {
  const stored = await items.create(item);
  const same = stored.title === item.title && stored.summary === item.summary;
  return same ? stored : ((await items.revise(item.id, item.revisions.at(-1) as ItemRevision)) ?? stored);
}

function isRecent(parsed: ParsedItem, { now, lookbackMs }: KeepDependencies): boolean {
  const latest = Math.max(...[parsed.publishedAt, parsed.updatedAt].map((date) => (date ? Date.parse(date) : 0)));
  return latest >= now().getTime() - lookbackMs;
}
