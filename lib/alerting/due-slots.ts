import { weekdayOf } from "./last-due.ts";
import { wallMs } from "./local-time.ts";
import type { Cadence, Subscriber, Weekday } from "./subscriber.ts";

/** A key under which subscriptions lie that are due now; those of them that want certain days only if they want this one. */
export interface DueSlot {
  slot: string;
  weekday: Weekday | null;
}

export const immediateSlot = "SEND#immediate";

/** The key under which the index has a subscription: by what the clocks of its subscriber's zone show when it is due. */
export function sendSlot(cadence: Cadence, timeZone: string): string {
  if (cadence.every === "immediate") return immediateSlot;
  return cadence.every === "hour" ? `SEND#${timeZone}#hour` : `SEND#${timeZone}#${cadence.at}`;
}

/**
 * What was above a day's limit is a digest of the next morning, unless other news goes out before: at the end of quiet hours,
 * else at this time.
 */
export const morningAt = "08:00";

/**
 * The key under which the index has a subscriber whose deliveries are held for some time: by when that may end. They are
 * woken then every day, held or not. A pause of somebody with quiet hours or a daily limit is over then, too.
 */
export function wakeSlot({ quietHours, pausedUntil, messagesPerDayMax, timeZone }: Subscriber): string | undefined {
  const morning = messagesPerDayMax === undefined ? undefined : morningAt;
  const at = quietHours?.to ?? morning ?? (pausedUntil === undefined ? undefined : "00:00");
  return at === undefined ? undefined : `WAKE#${timeZone}#${at}`;
}

export const isWakeSlot = (slot: string): boolean => slot.startsWith("WAKE#");

const minuteMs = 60_000;
/** No zone sets its clocks back by more. */
const setBackMinutesMax = 180;

/**
 * The slots due in this epoch minute, in these zones. Each reading of a zone's clock is due once: readings that the clocks
 * skip with the first one after the gap, readings that come a second time not again. Immediate subscriptions are due at
 * each full hour, so that a lost message costs an hour and not the news.
 */
export function dueSlots(minute: number, timeZones: string[]): DueSlot[] {
  const sweep = minute % 60 === 0 ? [{ slot: immediateSlot, weekday: null }] : [];
  return [...sweep, ...timeZones.flatMap((zone) => [...hourSlot(minute, zone), ...clockSlots(minute, zone)])];
}

function hourSlot(minute: number, zone: string): DueSlot[] {
  const wall = wallMs(minute * minuteMs, zone);
  const isFull = (wall / minuteMs) % 60 === 0;
  return isFull ? [{ slot: sendSlot({ every: "hour" }, zone), weekday: weekdayOf(wall) }] : [];
}

const clockSlots = (minute: number, zone: string): DueSlot[] =>
  readingsIn(minute, zone).map((wall) => {
    return { slot: sendSlot({ every: "day", at: clockAt(wall) }, zone), weekday: weekdayOf(wall) };
  });

/** The slots of `wakeSlot` for this epoch minute, in these zones. */
export const wakeSlots = (minute: number, timeZones: string[]): string[] =>
  timeZones.flatMap((zone) => readingsIn(minute, zone).map((wall) => `WAKE#${zone}#${clockAt(wall)}`));

/** The readings of the zone's clock that it reaches or passes first in this minute. */
function readingsIn(minute: number, zone: string): number[] {
  const now = wallMs(minute * minuteMs, zone);
  const readings: number[] = [];
  for (let wall = furthestBefore(minute, zone) + minuteMs; wall <= now; wall += minuteMs) readings.push(wall);
  return readings;
}

const clockAt = (wall: number): string => new Date(wall).toISOString().slice(11, 16);

/** The furthest reading that the zone's clock showed before this minute: after it was set back, one it hasn't reached again. */
function furthestBefore(minute: number, zone: string): number {
  const readingAt = (epochMinute: number) => wallMs(epochMinute * minuteMs, zone);
  const last = readingAt(minute - 1);
  const isSteady = last - readingAt(minute - setBackMinutesMax) === (setBackMinutesMax - 1) * minuteMs;
  if (isSteady) return last;
  const earlier = Array.from({ length: setBackMinutesMax }, (_, n) => readingAt(minute - 1 - n));
  return Math.max(...earlier);
}
