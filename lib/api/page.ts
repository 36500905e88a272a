/** Where a page ends, in the store's own words. Clients see it only signed, as a cursor. */
export type Position = Record<string, string>;

export interface PageRequest {
  /** At most so many; at least 1. */
  limit: number;
  /** null: from the start. */
  after: Position | null;
}

export interface Page<T> {
  items: T[];
  /** null: this was the last page. */
  next: Position | null;
}

/** Everything that the pages have, in their order. `limit` is for one page. */
export async function allPages<T>(read: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<T[]> {
  const all: T[] = [];
  let after: Position | null = null;
  do {
    const page: Page<T> = await read({ limit, after });
    all.push(...page.items);
    after = page.next;
  } while (after);
  return all;
}
