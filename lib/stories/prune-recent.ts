import { factsWindowHours } from "./assign-story.ts";
import type { RecentStory } from "./story.ts";

/** More recent stories than this are not kept for one entity: each takes half a kilobyte, and every item rewrites the row. */
export const recentStoriesMax = 40;

/** The stories that an item seen at `now` (ISO 8601 UTC) may still join, the most recently seen first, at most `recentStoriesMax`. */
export function pruneRecent(recent: RecentStory[], now: string): RecentStory[] {
  const oldest = Date.parse(now) - factsWindowHours * 3_600_000;
  return recent
    .filter((story) => Date.parse(story.lastSeenAt) >= oldest)
    .sort((a, b) => (a.lastSeenAt === b.lastSeenAt ? compareText(a.id, b.id) : compareText(b.lastSeenAt, a.lastSeenAt)))
    .slice(0, recentStoriesMax);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
