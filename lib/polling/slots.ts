/** The whole minutes that may lie between two polls of a feed, ascending; each divides a day. */
export const pollIntervals = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440] as const;

/**
 * The index key under which a feed is found when it is due, "SLOT#5#3": every 5 minutes, in the epoch minutes whose remainder is 3. The phase
 * follows from the feed's id alone, so that it survives restarts and spreads the feeds of an interval evenly over its minutes.
 */
export function slotOf(feedId: string, intervalMinutes: number): string {
  if (!(pollIntervals as readonly number[]).includes(intervalMinutes)) {
    throw new Error(`expected an interval of ${pollIntervals.join(", ")} minutes, got ${intervalMinutes}`);
  }
  return slot(intervalMinutes, spread(feedId) % intervalMinutes);
}

/** The last epoch minute up to and including `minute` in which the feed was due. */
export function lastDueMinute(feedId: string, intervalMinutes: number, minute: number): number {
  const since = (minute - (spread(feedId) % intervalMinutes)) % intervalMinutes;
  return minute - ((since + intervalMinutes) % intervalMinutes);
}

/** The slots due in a minute (counted from the epoch), one for each interval. */
export function dueSlots(minute: number): string[] {
  return pollIntervals.map((interval) => slot(interval, minute % interval));
}

/**
 * The epoch minutes after `watermark` up to and including `now`, ascending; only `now` where there is no watermark; none where the clock stood
 * still or went back. After an outage of more than `minutesMax` minutes the latest ones, which for 1,440 of them are every slot once.
 */
export function missedMinutes(watermark: number | null, now: number, minutesMax: number): number[] {
  const first = Math.max((watermark ?? now - 1) + 1, now - minutesMax + 1);
  return Array.from({ length: Math.max(0, now - first + 1) }, (_, n) => first + n);
}

/** The shortest interval that is not below the wish; the longest where the wish is longer than a day. */
export function intervalAtLeast(minutes: number): number {
  return pollIntervals.find((interval) => interval >= minutes) ?? 1440;
}

/** The longest interval that is not above so many minutes; a minute where they are less. */
export function intervalAtMost(minutes: number): number {
  return pollIntervals.findLast((interval) => interval <= minutes) ?? 1;
}

const slot = (interval: number, phase: number) => `SLOT#${interval}#${phase}`;

/** FNV-1a, stirred by MurmurHash3's finaliser: FNV alone leaves ids that differ in the last character in neighbouring phases. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
