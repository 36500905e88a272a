import { wallMs } from "./local-time.ts";
import { type Cadence, isWorkday, type Weekday, weekdays } from "./subscriber.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * The clock that wakes somebody and the one of whoever then asks whether it is time may differ by so much: what is due, or
 * over, within it is taken for it. Else a wake-up that came a moment too early would be the last for a day.
 */
export const clockSkewMs = 30_000;

/**
 * The latest moment at or before `nowMs` at which the cadence is due, in epoch milliseconds; what was seen by then is told
 * now. A local time that the clocks skip is due in the first minute after the gap, one that comes twice the first time.
 */
export function lastDue(cadence: Cadence, timeZone: string, nowMs: number): number {
  const today = Math.floor(wallMs(nowMs, timeZone) / dayMs) * dayMs;
  if (cadence.every === "immediate" || cadence.every === "hour") {
    const lastIn = (moment: number) => (cadence.every === "hour" ? lastFullHour(timeZone, moment) : moment);
    if (!cadence.workdaysOnly || isWorkday(weekdayOf(today))) return lastIn(nowMs);
    const saturday = weekdayOf(today) === "sunday" ? today - dayMs : today;
    return lastIn(firstReaching(saturday, timeZone) - 1);
  }
  const clockMs = clockOf(cadence.at);
  // Today's may be still to come, and so may this week's; a skipped calendar day asks for one more.
  for (let day = today; day >= today - 9 * dayMs; day -= dayMs) {
    if (!isDueOn(cadence, weekdayOf(day))) continue;
    const due = firstReaching(day + clockMs, timeZone);
    if (due <= nowMs) return due;
  }
  throw new RangeError(`expected a cadence to have been due within nine days, got ${JSON.stringify(cadence)}`);
}

/**
 * The first moment at or after `seenMs` at which the cadence tells what was seen then, in epoch milliseconds: of a digest its
 * next one, else at once, or as a Monday begins where the cadence is for workdays. An hour's wait counts as none.
 */
export function firstDue(cadence: Cadence, timeZone: string, seenMs: number): number {
  const today = Math.floor(wallMs(seenMs, timeZone) / dayMs) * dayMs;
  const isAtOnce = cadence.every === "immediate" || cadence.every === "hour";
  if (isAtOnce && isDueOn(cadence, weekdayOf(today))) return seenMs;
  const clockMs = isAtOnce ? 0 : clockOf(cadence.at);
  // A calendar day that the clocks skip is due as the next one begins.
  for (let day = today - dayMs; day <= today + 9 * dayMs; day += dayMs) {
    if (!isDueOn(cadence, weekdayOf(day))) continue;
    const due = firstReaching(day + clockMs, timeZone);
    if (due >= seenMs) return due;
  }
  throw new RangeError(`expected a cadence to be due within nine days, got ${JSON.stringify(cadence)}`);
}

/** Whether the cadence has anything due on that day of the week. */
export function isDueOn(cadence: Cadence, weekday: Weekday): boolean {
  return cadence.every === "week" ? cadence.on === weekday : !cadence.workdaysOnly || isWorkday(weekday);
}

/** The weekday of a wall clock's reading (see `wallMs`). */
export const weekdayOf = (wall: number): Weekday => weekdays[new Date(wall).getUTCDay()] as Weekday;

function clockOf(at: string): number {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at);
  if (!found) throw new RangeError(`expected a local time like "07:30", got ${JSON.stringify(at)}`);
  return Number(found[1]) * hourMs + Number(found[2]) * minuteMs;
}

function lastFullHour(timeZone: string, nowMs: number): number {
  const minute = nowMs - (nowMs % minuteMs);
  const guess = minute - (wallMs(minute, timeZone) % hourMs);
  if (wallMs(guess, timeZone) % hourMs === 0) return guess;
  // A switch by half an hour lies between (Lord Howe Island).
  let earlier = minute;
  while (wallMs(earlier, timeZone) % hourMs !== 0) earlier -= minuteMs;
  return earlier;
}

/** The first minute at which the zone's wall clock reads `wall` or, where it skips that, later. */
function firstReaching(wall: number, timeZone: string): number {
  const offsets = [wall - dayMs, wall + dayMs].map((moment) => wallMs(moment, timeZone) - moment);
  const [earlier = wall, later = wall] = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const exact = [earlier, later].find((moment) => wallMs(moment, timeZone) === wall);
  return exact ?? firstMinuteAtOrPast(wall, earlier, later, timeZone);
}

/** Within a gap: before the switch the clock is short of `wall`, after it past it. */
function firstMinuteAtOrPast(wall: number, before: number, after: number, timeZone: string): number {
  let [low, high] = [before, after];
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / minuteMs / 2) * minuteMs;
    if (wallMs(middle, timeZone) >= wall) high = middle;
    else low = middle;
  }
  return high;
}
