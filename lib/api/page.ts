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
