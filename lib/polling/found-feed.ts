import type { FeedLink } from "./feed-links.ts";
import type { FetchOutcome } from "./fetch-feed.ts";
import type { Feed, FeedFormat, ParsedFeed, ParsedItem } from "./item.ts";
import { nextFresh, type PollInterval, pollInterval } from "./poll-interval.ts";
import { firstRhythm } from "./rhythm.ts";

/** A feed as it would be polled. */
export interface FoundFeed {
  /** What would be polled: where the feed has moved for good, it is the new address. */
  url: string;
  /** Its own title, else what the page calls it; "" where there is neither. */
  title: string;
  format: FeedFormat;
  itemCount: number;
  /** The newest items as the parser read them; long summaries are cut. */
  newest: ParsedItem[];
  /** What had to be repaired or left out. */
  warnings: string[];
  /** How often it would be polled, and what sets that. */
  interval: PollInterval;
}

const newestMax = 5;
const summaryCharsMax = 500;

/** What polling would make of a feed that was just read for the first time, under the owner's wish for its interval. */
export function foundFeed(
  link: FeedLink,
  fetched: Extract<FetchOutcome, { kind: "modified" }>,
  parsed: ParsedFeed,
  wishMinutes: number,
  now: Date,
): FoundFeed {
  const url = fetched.permanentUrl ?? link.url;
  const rhythm = firstRhythm(
    parsed.items.map(({ publishedAt }) => publishedAt),
    now,
  );
  const fresh = nextFresh(null, fetched.freshForSeconds, now);
  const feed: Feed = { id: url, owner: "", url, title: "", intervalMinutes: wishMinutes, paused: false };
  return {
    url,
    title: parsed.title || link.title,
    format: parsed.format,
    itemCount: parsed.items.length,
    newest: newest(parsed.items),
    warnings: parsed.warnings,
    interval: pollInterval(feed, { rhythm, hints: parsed.hints ?? null, fresh }),
  };
}

/** By the wire's clock; those without a date keep the feed's order behind the others. */
function newest(items: readonly ParsedItem[]): ParsedItem[] {
  const time = ({ publishedAt }: ParsedItem) => (publishedAt === null ? 0 : Date.parse(publishedAt));
  return items
    .toSorted((a, b) => time(b) - time(a))
    .slice(0, newestMax)
    .map((item) => ({ ...item, summary: shortened(item.summary) }));
}

const shortened = (text: string): string =>
  text.length > summaryCharsMax ? `${text.slice(0, summaryCharsMax).toWellFormed().trimEnd()}…` : text;
