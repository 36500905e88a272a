import type { Subscriber } from "../../lib/alerting/subscriber.ts";
import type { Wish } from "./oracle.ts";
import type { SeededRandom } from "./seeded-random.ts";

const minuteMs = 60_000;
const never = Number.POSITIVE_INFINITY;

/** Minutes ahead of UTC on the day of the run: in Gambier a day, and with it Sunday, ends in the middle of it. */
export const zones = { UTC: 0, "Europe/Berlin": 60, "Pacific/Gambier": -540 } as const;
export type Zone = keyof typeof zones;

const wall = (at: number, zone: Zone): string => new Date(at + zones[zone] * minuteMs).toISOString();
/** "08:30", by this small world's own reckoning. */
export const clockAt = (at: number, zone: Zone): string => wall(at, zone).slice(11, 16);
/** "2026-03-02". */
export const dateAt = (at: number, zone: Zone): string => wall(at, zone).slice(0, 10);
/** When the day of the zone that comes after this moment begins. */
export const nextMidnight = (at: number, zone: Zone): number =>
  Date.parse(`${dateAt(at + 24 * 60 * minuteMs, zone)}T00:00:00.000Z`) - zones[zone] * minuteMs;

/** What a subscriber's row has of it, and what it means. */
export interface DrawnWish {
  fields: Pick<Subscriber, "quietHours" | "pausedUntil">;
  times: Pick<Wish, "from" | "to" | "wokenAt">;
}

export const noWish: DrawnWish = { fields: {}, times: { from: never, to: never, wokenAt: never } };

/** Quiet hours of some minutes that begin within the time given, or a pause until the zone's next day. */
export function drawWish(
  random: SeededRandom,
  zone: Zone,
  { from, to, isLimited }: { from: number; to: number; isLimited: boolean },
): DrawnWish {
  if (random.chance(0.25)) {
    const ends = nextMidnight(from, zone);
    const times = { from: 0, to: ends, wokenAt: isLimited ? never : ends };
    return { fields: { pausedUntil: dateAt(ends, zone) }, times };
  }
  const begins = Math.floor(random.between(from, to) / minuteMs) * minuteMs;
  const ends = begins + random.between(6, 20) * minuteMs;
  const quietHours = { from: clockAt(begins, zone), to: clockAt(ends, zone) };
  return { fields: { quietHours }, times: { from: begins, to: ends, wokenAt: ends } };
}
