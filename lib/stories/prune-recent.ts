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

/** A claim is remembered so long: whoever was at work while it was made has come to an end, or tried again. */
const claimHours = 1;
/** More claims than these are not remembered. */
export const claimsMax = 100;

/** The claims of the last hour, by the time of the latest of them; the oldest first, at most `claimsMax`. */
export function pruneClaims(claims: RecentStory[]): RecentStory[] {
  const inOrder = claims.toSorted((a, b) => compareText(a.claimedAt ?? "", b.claimedAt ?? ""));
  const oldest = Date.parse(inOrder.at(-1)?.claimedAt ?? "") - claimHours * 3_600_000;
  return inOrder.filter(({ claimedAt = "" }) => Date.parse(claimedAt) >= oldest).slice(-claimsMax);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
