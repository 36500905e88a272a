import { type Frame, fill } from "./frame.ts";
import { type LocalTime, localTime } from "./local-time.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Within so many days a weekday names one day only. */
const weekdayDaysMax = 6;

/** So far from now a day and a month no longer say which year is meant. */
const yearlessDaysMax = 300;

/** "29 Jun 15:12", "29. Juni 15:12"; with the year where it isn't clear. `at` is ISO 8601. */
export function sayDate(at: string, nowMs: number, timeZone: string, frame: Frame): string {
  const local = localTime(Date.parse(at), timeZone);
  const isFar = Math.abs(nowMs - Date.parse(at)) > yearlessDaysMax * dayMs;
  const parts = { day: local.day, month: frame.months[local.month - 1] ?? "", year: local.year, clock: clock(local) };
  return fill(isFar ? frame.dateWithYear : frame.date, parts);
}

/** "Thu 14:00" where that names one day before `nowMs`, else with the date. `at` is ISO 8601. */
export function sayRecent(at: string, nowMs: number, timeZone: string, frame: Frame): string {
  if (nowMs - Date.parse(at) >= weekdayDaysMax * dayMs) return sayDate(at, nowMs, timeZone, frame);
  const local = localTime(Date.parse(at), timeZone);
  return fill(frame.weekday, { weekday: frame.weekdays[local.weekday] ?? "", clock: clock(local) });
}

const clock = ({ hour, minute }: LocalTime): string =>
  `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
