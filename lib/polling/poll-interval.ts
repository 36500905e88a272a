import type { Feed, FeedHints } from "./item.ts";
import type { Fresh, PollState } from "./poll-state.ts";
import { usualGap } from "./rhythm.ts";
import { reachesOutside } from "./skipped-times.ts";
import { intervalAtLeast, intervalAtMost, pollIntervals } from "./slots.ts";

/** What sets a feed's interval. */
export type IntervalReason = "wish" | "ttl" | "update-period" | "caching" | "rhythm" | "turnover";

export interface PollInterval {
  /** One of `pollIntervals`. */
  minutes: number;
  because: IntervalReason;
}

/** The minutes between two polls of the feed as it is scheduled now. */
export const pollMinutes = ({ intervalMinutes, adaptedMinutes = 0 }: Feed): number =>
  Math.max(intervalMinutes, adaptedMinutes);

/** News is at most this part of the feed's usual pause late: of a daily feed within the hour. */
const partOfUsualGap = 1 / 24;
/** A quarter of the items may be new at a poll: news that comes four times as fast as it ever did is still not lost. */
const partOfTurnover = 1 / 4;
const minutesMax = 24 * 60;

/**
 * The interval that suits the feed: never below the owner's wish nor below what the feed asks, else as its rhythm and the
 * turnover of its items allow. Where what it asks and its turnover disagree, what it asks counts, and items that may have
 * been missed are a warning.
 */
export function pollInterval(
  feed: Feed,
  { rhythm, hints, fresh }: Pick<PollState, "rhythm" | "hints" | "fresh">,
): PollInterval {
  const own = ownPace(rhythm);
  const asked = longest(asksOf(hints ?? null, fresh ?? null));
  const wish: PollInterval = { minutes: feed.intervalMinutes, because: "wish" };
  const paced = [own, asked].reduce((a, b) => (b.minutes > a.minutes ? b : a), wish);
  return { ...paced, minutes: outsideOfSkipped(feed, paced.minutes, hints ?? null) };
}

function ownPace(rhythm: PollState["rhythm"]): PollInterval {
  const usual = rhythm ? usualGap(rhythm) : null;
  if (!rhythm || usual === null) return { minutes: 0, because: "rhythm" };
  const byRhythm = intervalAtMost(usual * partOfUsualGap);
  const byTurnover = rhythm.turnover === null ? byRhythm : intervalAtMost(rhythm.turnover * partOfTurnover);
  return byTurnover < byRhythm
    ? { minutes: byTurnover, because: "turnover" }
    : { minutes: byRhythm, because: "rhythm" };
}

function asksOf(hints: FeedHints | null, fresh: Fresh | null): [number | null, IntervalReason][] {
  return [
    [hints?.ttlMinutes ?? null, "ttl"],
    [hints?.updateMinutes ?? null, "update-period"],
    [fresh?.minutes ?? null, "caching"],
  ];
}

function longest(asks: [number | null, IntervalReason][]): PollInterval {
  return asks
    .map(([asked, because]) => ({ minutes: asked ? intervalAtLeast(Math.min(asked, minutesMax)) : 0, because }))
    .reduce((a, b) => (b.minutes > a.minutes ? b : a));
}

/** A feed whose every turn would fall into hours that it asks to skip gets the next shorter interval of which some don't. */
function outsideOfSkipped(feed: Feed, minutes: number, hints: FeedHints | null): number {
  if (!hints) return minutes;
  const shorter = pollIntervals.filter((interval) => interval <= minutes && interval >= feed.intervalMinutes);
  return shorter.findLast((interval) => reachesOutside(feed.id, interval, hints)) ?? minutes;
}

/**
 * The interval to change to after a poll, or null where the feed keeps the one that it has. What a feed asks for counts at
 * once; for the rest a change is worth its write when it is twofold. Shorter it becomes only with news (`broughtNews`).
 */
export function nextInterval(
  feed: Feed,
  state: Pick<PollState, "rhythm" | "hints" | "fresh">,
  mayShorten: boolean,
): PollInterval | null {
  const now = pollMinutes(feed);
  const next = pollInterval(feed, state);
  const isAsked = next.because !== "rhythm" && next.because !== "turnover";
  if (next.minutes > now) return isAsked || next.minutes >= 2 * now ? next : null;
  if (next.minutes === now || !mayShorten) return null;
  return next.because === "turnover" || next.minutes * 2 <= now ? next : null;
}

/** A cache's copy ages, so that the header says less and less until it is renewed: the most in a day is what is meant. */
const freshRememberedMs = 24 * 60 * 60 * 1000;

/** What the caching headers ask after an answer that may be kept for so many seconds; null where it says nothing. */
export function nextFresh(before: Fresh | null, seconds: number | null, now: Date): Fresh | null {
  const minutes = Math.min(Math.ceil((seconds ?? 0) / 60), minutesMax);
  const counts = before !== null && now.getTime() - Date.parse(before.at) < freshRememberedMs;
  if (counts && before.minutes >= minutes) return before;
  return minutes > 0 ? { minutes, at: now.toISOString() } : null;
}
