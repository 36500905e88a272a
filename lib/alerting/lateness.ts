import type { Outage } from "../polling/schedule-polls.ts";
import type { StorySource } from "../stories/story.ts";
import type { Coverage, RecoveredFeed } from "./summary.ts";

/** Why a story is told late: its feed could not be read, we did not send when it was due, … Times are ISO 8601 UTC. */
export type Lateness =
  | { because: "feed"; from: string; until: string }
  /** We asked no feed. */
  | { because: "outage"; from: string; until: string }
  | { because: "sending"; dueAt: string }
  /** It waited by a pause, quiet hours, a limit or a time zone that were changed then. */
  | { because: "settings"; changedAt: string }
  /** The watchlist was given this name of the company only afterwards. */
  | { because: "name"; name: string };

/** Wires take their time, and so do digests' neighbours: only what is later than this is said to be late. */
export const lateAfterMs = 2 * 60 * 60 * 1000;

interface Waiting {
  sources: StorySource[];
  /** When it was due, or free of what the reader wishes. */
  dueAt: string;
  /** It may have been held for a reason that nobody knows the end of. */
  wasHeld: boolean;
  /** From when to when it was due by wishes that were changed then; null or absent where they weren't. */
  waited?: { from: string; changedAt: string } | null;
}

/**
 * Why the newest fact of a story is told late at `nowMs`, or null where it isn't. Of a feed, or of our being away, only what that explains:
 * published while it lasted, first seen when it was over, and by no other outlet before.
 */
export function lateness(
  { sources, dueAt, wasHeld, waited = null }: Waiting,
  { recovered = [], outages = [] }: Pick<Coverage, "recovered" | "outages">,
  nowMs: number,
): Lateness | null {
  const first = firstOfNewest(sources);
  const gap = first && recovered.find((feed) => explains(feed, first));
  if (gap) return { because: "feed", from: gap.from, until: gap.until };
  const away = first && outages.find((outage) => missed(outage, first));
  if (away) return { because: "outage", from: away.from, until: away.until };
  if (!wasHeld && nowMs - Date.parse(dueAt) > lateAfterMs) return { because: "sending", dueAt };
  if (waited === null || wasHeld) return null;
  const waitedMs = Date.parse(waited.changedAt) - Date.parse(waited.from);
  return waitedMs > lateAfterMs ? { because: "settings", changedAt: waited.changedAt } : null;
}

function firstOfNewest(sources: StorySource[]): StorySource | undefined {
  const newest = Math.max(...sources.map(({ revision }) => revision));
  return sources
    .filter(({ revision }) => revision === newest)
    .toSorted((a, b) => (a.firstSeenAt < b.firstSeenAt ? -1 : 1))[0];
}

/** Feeds are known to a story by their titles. */
const explains = (feed: RecoveredFeed, report: StorySource): boolean =>
  feed.title === report.source && missed(feed, report);

function missed({ from, until }: Outage, { publishedAt, firstSeenAt }: StorySource): boolean {
  if (publishedAt === null) return false;
  const [published, seen] = [Date.parse(publishedAt), Date.parse(firstSeenAt)];
  const isWithin = published >= Date.parse(from) && published < Date.parse(until);
  return isWithin && seen >= Date.parse(until) && seen - published > lateAfterMs;
}
