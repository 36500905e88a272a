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
  /** What the publisher asks of whoever polls; left out where it asks nothing. */
  hints?: FeedHints;
}

/** When a publisher wants to be polled. Hours and days are those of UTC. */
export interface FeedHints {
  /** RSS 2.0 `ttl`: the minutes for which a copy is good. */
  ttlMinutes: number | null;
  /** `sy:updatePeriod` divided by `sy:updateFrequency`. */
  updateMinutes: number | null;
  /** Hours, 0 to 23, in which the feed need not be read. */
  skipHours: number[];
  /** Days of the week, Sunday is 0. */
  skipDays: number[];
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
  /** What the current wording says of its source; absent where it says nothing. */
  wire?: Wire;
  /** Corrections, withdrawals and embargos that the current wording declares; absent where it declares none. */
  life?: ItemLife[];
}

/** Who filed an item, and where ("dpa", "München"). */
export interface Wire {
  agency: string | null;
  place: string | null;
}

/** What a wire says of its own item. */
export interface ItemLife {
  kind: "correction" | "withdrawal" | "embargo";
  /** The embargo's end, ISO 8601 UTC; null where it gives none, and for the others. */
  until: string | null;
  /** What is corrected or withdrawn, in the wire's words. */
  refersTo?: string;
  /** Of a correction what the wire says that it has changed, verbatim; absent where it says only that it has. */
  says?: string;
}

/** A feed that somebody asked us to poll. */
export interface Feed {
  id: string;
  owner: string;
  url: string;
  title: string;
  /** Whole minutes between polls as its owner wishes: one of `pollIntervals`, and never undercut. */
  intervalMinutes: number;
  /** The interval that polling has settled on; counts where it is longer than the wish (`pollMinutes`). */
  adaptedMinutes?: number;
  paused: boolean;
  /** Why we paused it ourselves; means nothing in a feed that is not paused. */
  pausedBecause?: "gone";
  /** The command line of this machine named it first: a start that doesn't name it pauses it. */
  fromCommandLine?: true;
  /** When its owner last resumed it, ISO 8601 UTC: it is then asked at its next turn, whatever it answered before. */
  resumedAt?: string;
}

/** ETag and Last-Modified as the server sent them, to be returned to it unchanged (RFC 9110 §13.1). */
export interface Validators {
  etag?: string;
  lastModified?: string;
}
