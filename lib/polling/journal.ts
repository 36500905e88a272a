import type { Item, ItemRevision } from "./item.ts";
import { itemId } from "./item-id.ts";

/** One wording of an item, as the feed's journal keeps it: all that matching needs, without the item's other wordings. */
export interface JournalEntry extends ItemRevision {
  key: string;
  link: string | null;
  lang: string | null;
  publishedAt: string | null;
  /** The outlet's name for people, as of this poll. */
  source: string;
  /** An edit of an old item that we may only have remembered: it shows that the item is there, not that it was news. */
  remembered?: true;
}

/** Every wording that a feed's polls found new or edited: a log that is only ever added to. */
export interface Journal {
  /** Adds what one poll found. A poll that is done again adds it again, and its first sight counts. */
  add(feedId: string, entries: readonly JournalEntry[]): Promise<void>;
  /** The feed's entries first seen at `from` (ISO 8601) or later, latest rows first; within a row as they were added. */
  latestFirst(feedId: string, from: string): AsyncIterable<JournalEntry>;
}

/** The entry of an item's current wording. */
export function entryOf(item: Item): JournalEntry {
  const { key, title, summary, link, lang, publishedAt, source, revisions, firstSeenAt } = item;
  const seenAt = revisions.at(-1)?.seenAt ?? firstSeenAt;
  return { key, title, summary, link, lang, publishedAt, source, seenAt };
}

/** The item that an entry is the current wording of. */
export function itemOf(feedId: string, entry: JournalEntry): Item {
  const { key, title, summary, link, lang, publishedAt, source, seenAt } = entry;
  const revisions = [{ title, summary, seenAt }];
  return {
    id: itemId(feedId, key),
    feedId,
    source,
    key,
    title,
    summary,
    link,
    lang,
    publishedAt,
    firstSeenAt: seenAt,
    revisions,
  };
}

/** The feed's entries since a time (ISO 8601), oldest first; a wording that was added twice in a row comes once, as first seen. */
export async function entriesSince(
  journal: Pick<Journal, "latestFirst">,
  feedId: string,
  from: string,
  wanted: (entry: JournalEntry) => boolean = () => true,
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of journal.latestFirst(feedId, from)) if (wanted(entry)) entries.push(entry);
  entries.sort((a, b) => Date.parse(a.seenAt) - Date.parse(b.seenAt));
  const current = new Map<string, JournalEntry>();
  return entries.filter((entry) => {
    const before = current.get(entry.key);
    current.set(entry.key, entry);
    return before?.title !== entry.title || before.summary !== entry.summary;
  });
}

/** The wordings of an item that was taken up as news since a time (ISO 8601), oldest first; none where it wasn't. */
export async function wordingsOf(
  journal: Pick<Journal, "latestFirst">,
  { feedId, key }: Pick<Item, "feedId" | "key">,
  from: string,
): Promise<ItemRevision[]> {
  const entries = await entriesSince(journal, feedId, from, (entry) => entry.key === key);
  if (entries.every(({ remembered }) => remembered)) return [];
  return entries.map(({ title, summary, seenAt }) => ({ title, summary, seenAt }));
}
