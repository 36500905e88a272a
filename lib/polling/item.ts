/** An RSS `<item>`, Atom `<entry>` or JSON Feed item as `parseFeed` returns it: text is plain, links absolute, dates ISO 8601 in UTC. */
export interface ParsedItem {
  /** What identifies the item within its feed: its guid, else its canonical link, else its content fingerprint. */
  key: string;
  guid: string | null;
  title: string;
  link: string | null;
  publishedAt: string | null;
  updatedAt: string | null;
  /** Plain text of the teaser; the full content where there is no teaser; "" where there is neither. */
  summary: string;
  /** BCP 47 primary subtag ("de", "en") as the feed declares it, else null. */
  lang: string | null;
}

/** A whole feed document. `warnings` says in words what had to be repaired or left out. */
export interface ParsedFeed {
  format: FeedFormat;
  title: string;
  link: string | null;
  lang: string | null;
  items: ParsedItem[];
  warnings: string[];
}

export type FeedFormat = "rss" | "rdf" | "atom" | "json";

/** One wording of an item. A publisher's edit makes another. */
export interface ItemRevision {
  title: string;
  summary: string;
  /** Our clock, ISO 8601 UTC: when this wording was first seen. */
  seenAt: string;
}

/** An item as stored: once per (feed, key), kept from its first sight. */
export interface Item {
  id: string;
  feedId: string;
  /** The outlet's name for people ("dpa", "heise online"): the feed's title. */
  source: string;
  key: string;
  title: string;
  summary: string;
  link: string | null;
  lang: string | null;
  /** The wire's clock, ISO 8601 UTC; null where the wire gave none that makes sense. */
  publishedAt: string | null;
  /** Our clock, ISO 8601 UTC. Never changes, whatever is polled again. */
  firstSeenAt: string;
  /** Every wording in the order in which they were seen, the current one last; at least one. */
  revisions: ItemRevision[];
}

/** A feed that somebody asked us to poll. */
export interface Feed {
  id: string;
  owner: string;
  url: string;
  title: string;
  /** Whole minutes between polls: one of `pollIntervals`. */
  intervalMinutes: number;
  paused: boolean;
}

/** ETag and Last-Modified as the server sent them, to be returned to it unchanged (RFC 9110 §13.1). */
export interface Validators {
  etag?: string;
  lastModified?: string;
}
