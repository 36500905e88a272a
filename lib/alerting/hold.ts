import { clockSkewMs, firstDue, lastDue } from "./last-due.ts";
import { wallMs } from "./local-time.ts";
import type { Subscriber } from "./subscriber.ts";

/** Why nothing is delivered. */
export type Hold = "paused" | "quiet-hours" | "daily-limit";

/**
 * What keeps a delivery to the subscriber at this moment, or null. Quiet hours begin and end when the zone's clock first
 * reaches or passes their times, as a cadence does (`lastDue`): set back after their end, it doesn't begin them again.
 */
export function holdAt({ quietHours, pausedUntil, timeZone }: Subscriber, atMs: number): Hold | null {
  const today = localDate(atMs, timeZone);
  if (pausedUntil !== undefined && today < pausedUntil) return "paused";
  if (quietHours === undefined) return null;
  const lastReached = (at: string) => lastDue({ every: "day", at }, timeZone, atMs);
  const [began, ended] = [lastReached(quietHours.from), lastReached(quietHours.to)];
  // Both at once where the clocks skip both: then the later of the two counts, as if they had run fast.
  const isQuiet = began === ended ? quietHours.from > quietHours.to : began > ended;
  return isQuiet ? "quiet-hours" : null;
}

/** What keeps a delivery that is to be made now, or null: a hold that is over within the clocks' difference is over. */
export const holdNow = (subscriber: Subscriber, nowMs: number): Hold | null =>
  holdAt(subscriber, nowMs) && holdAt(subscriber, nowMs + clockSkewMs);

/** When what was due at `dueMs` was free to go to the subscriber: then, or as what held it ended. Epoch milliseconds. */
export function freeFrom(subscriber: Subscriber, dueMs: number): number {
  const { quietHours, timeZone } = subscriber;
  let free = dueMs;
  for (let hold = holdAt(subscriber, free); hold !== null; hold = holdAt(subscriber, free)) {
    const at = hold === "quiet-hours" ? (quietHours?.to ?? "00:00") : "00:00";
    free = firstDue({ every: "day", at }, timeZone, free + 1);
  }
  return free;
}

/** "2026-03-14": the day that calendars in the zone show. */
export const localDate = (atMs: number, timeZone: string): string =>
  new Date(wallMs(atMs, timeZone)).toISOString().slice(0, "2026-03-14".length);
