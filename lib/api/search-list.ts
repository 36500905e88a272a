import type { ListPage } from "./history.ts";
import type { Page, PageRequest, Position } from "./page.ts";

export interface SearchLimits {
  /** Entries that are read at a time where not each of them is wanted. */
  chunk: number;
  /** Entries that are read for one page at most: it then has fewer than were asked for, and goes on where it stopped. */
  readMax: number;
}

/**
 * A page of those entries of a list that are wanted, as `show` makes them (null: not wanted). Where few are, a page ends after
 * `readMax` entries, with fewer items than its limit, perhaps none, and still a position to go on from: so its cost has a bound.
 * Every entry that is there from before the first page to after the last is met once, whatever comes or goes meanwhile.
 */
export async function searchList<T, Shown>(
  read: (page: PageRequest) => Promise<ListPage<T>>,
  show: (entry: T) => Promise<Shown | null> | Shown | null,
  { limit, after }: PageRequest,
  { chunk, readMax }: SearchLimits,
): Promise<Page<Shown>> {
  const items: Shown[] = [];
  let position: Position | null = after;
  for (let left = Math.max(readMax, limit); left > 0; ) {
    const { entries, more } = await read({ limit: Math.min(chunk, left), after: position });
    left -= entries.length;
    const shown = await Promise.all(entries.map(({ entry }) => (entry === null ? null : show(entry))));
    for (const [n, item] of shown.entries()) {
      position = entries[n]?.at ?? position;
      if (item === null) continue;
      items.push(item);
      const isLast = n === entries.length - 1 && !more;
      if (items.length === limit) return { items, next: isLast ? null : position };
    }
    position = entries.at(-1)?.at ?? position;
    if (!more) return { items, next: null };
  }
  return { items, next: position };
}
