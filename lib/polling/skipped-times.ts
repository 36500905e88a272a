import type { FeedHints } from "./item.ts";
import { lastDueMinute } from "./slots.ts";

const minutesOfDay = 24 * 60;
const minutesOfWeek = 7 * minutesOfDay;

/** Whether the epoch minute lies in an hour or on a day on which the feed asks not to be read (UTC). */
export function isSkipped({ skipHours, skipDays }: FeedHints, minute: number): boolean {
  // 1 January 1970 was a Thursday.
  const day = (Math.floor(minute / minutesOfDay) + 4) % 7;
  return skipDays.includes(day) || skipHours.includes(Math.floor(minute / 60) % 24);
}

/** Whether any of a feed's turns in a week is one that it doesn't ask to skip. */
export const reachesOutside = (feedId: string, interval: number, hints: FeedHints): boolean =>
  nextTurn(feedId, interval, hints, 0) !== null;

/** The first turn after the epoch minute that the feed doesn't ask to skip; null where a week has none. */
export function nextTurn(feedId: string, interval: number, hints: FeedHints | null, minute: number): number | null {
  const first = lastDueMinute(feedId, interval, minute) + interval;
  for (let turn = first; turn < first + minutesOfWeek; turn += interval) {
    if (!hints || !isSkipped(hints, turn)) return turn;
  }
  return null;
}

/** The last turn up to and including the epoch minute that the feed didn't ask to skip; the last of all where a week has none. */
export function lastTurn(feedId: string, interval: number, hints: FeedHints | null, minute: number): number {
  const last = lastDueMinute(feedId, interval, minute);
  for (let turn = last; turn > last - minutesOfWeek; turn -= interval) {
    if (!hints || !isSkipped(hints, turn)) return turn;
  }
  return last;
}

/**
 * Until which epoch minute the feed asks to be left alone; null where it may be asked now. A feed that has no other turns
 * is asked all the same: nothing is missed for good.
 */
export function leftAloneUntil(feedId: string, interval: number, hints: FeedHints, minute: number): number | null {
  return isSkipped(hints, minute) ? nextTurn(feedId, interval, hints, minute) : null;
}
