import { monthNamed } from "./month-names.ts";
import { americanZone, offsetMinutesOf } from "./zone-names.ts";
import { momentInZone, zoneOffsetMs } from "./zone-offset.ts";

/** What times without a date, and clocks without a zone, are read against. */
export interface Reference {
  /** When the item was published, ISO 8601; null where nobody knows. */
  at: string | null;
  /** IANA name of the zone that the wire's clock shows. */
  timeZone: string;
}

const weekdays = "so mo di mi do fr sa".split(" ");
const englishWeekdays = "sun mon tue wed thu fri sat".split(" ");

const lead = String.raw`^\s*(?:(?:ist|endet|bis|until|till|ends?|Ende|ab|for|release|not|before|to|be|published|am|on|um|at|den|der|the|vor)\b[\s:,]*){0,6}`;
const weekday = String.raw`(?<weekday>(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?=[.,]))`;
const relative = String.raw`(?<relative>heute|morgen|übermorgen|today|tomorrow)`;
const words = String.raw`(?:(?<day>\d{1,2})(?:\.|st|nd|rd|th)?\s?(?<month>\p{L}{3,9})\.?|(?<monthFirst>\p{L}{3,9})\.?\s(?<daySecond>\d{1,2})(?:st|nd|rd|th)?)(?:,?\s(?<year>\d{4}))?`;
const numbers = String.raw`(?<dayNumber>\d{1,2})\.(?<monthNumber>\d{1,2})\.(?<yearNumber>\d{4}|\d{2})?|(?<isoYear>\d{4})-(?<isoMonth>\d{2})-(?<isoDay>\d{2})T?`;
/** Only these, so that the news behind a time ("15 Uhr BMW …") isn't taken for one. */
const zones =
  "UTC|GMT|ME?S?Z|CES?T|EES?T|WES?T|BST|MSK|[ECMP][SD]?T|HKT|SGT|JST|KST|IST|AE[SD]T|NZ[SD]T|(?:Eastern|Central|Mountain|Pacific)(?: Time|(?=[.,;)]|$))";
const clock = String.raw`(?:(?<hours>\d{1,2})[.:h](?<minutes>\d{2})(?:\s?Uhr\b)?|(?<hoursOnly>\d{1,2})(?=\s?(?:Uhr|a\.?m\b|p\.?m\b))(?:\s?Uhr\b)?|(?<military>\d{4})(?=\s?(?:Uhr\b|(?:${zones})\b|hrs|$|[.,;]))(?:\s?(?:Uhr|hrs)\b)?)(?:\s?(?<half>[ap])\.?m\b\.?)?(?:\s?(?<zone>(?:${zones})(?:[+-]\d{1,2})?|[+-]\d{2}:?\d{2})(?![\p{L}\d]))?`;

const between = String.raw`[\s,]*(?:(?:um|at|ab|den|der|dem|the|of|on|am)\b\s?|[-–/(]\s?)?`;
const day = `(?:${weekday}|${relative})?(?:${between}(?:${numbers}|${words}))?`;
const dayFirst = new RegExp(`${lead}(?:${day})${between}${clock}`, "iu");
const clockFirst = new RegExp(`${lead}${clock}${between}(?:${day})`, "iu");
const dayOnly = new RegExp(`${lead}${day}`, "iu");

type Groups = Record<string, string | undefined>;

/**
 * The moment that an embargo names ("Montag, 3. März 2026, 18:00 Uhr", "0600 GMT", "3 March 18:00", "morgen 6 Uhr") as ISO 8601 UTC,
 * and how many code units name it. A missing day is the one that brings the time nearest after the reference, a missing
 * year the one nearest to it; a day without a time ends with its midnight's beginning. null where it names none, or one that the
 * reference would be needed for.
 */
export function embargoEnd(written: string, reference: Reference): { until: string; length: number } | null {
  const found = best(written);
  if (!found) return null;
  const groups: Groups = found.groups ?? {};
  const time = clockOf(groups);
  if (time === null) return null;
  const date = dateOf(groups, time, reference);
  if (date === null) return null;
  return { until: new Date(date).toISOString(), length: found[0].trimEnd().length };
}

/** The reading that explains most of the words. */
function best(written: string): RegExpExecArray | null {
  const readings = [dayFirst, clockFirst, dayOnly].flatMap((pattern) => {
    const match = pattern.exec(written);
    return match && isTelling(match.groups ?? {}) ? [match] : [];
  });
  return readings.sort((a, b) => told(b) - told(a) || b[0].length - a[0].length)[0] ?? null;
}

const told = ({ groups = {} }: RegExpExecArray): number =>
  Object.values(groups).filter((group) => group !== undefined).length;

function isTelling(groups: Groups): boolean {
  const month = groups.month ?? groups.monthFirst;
  if (month !== undefined && monthNamed(month) === null) return false;
  const hasDay = Boolean(month ?? groups.monthNumber ?? groups.isoYear);
  return hasDay || [groups.hours, groups.hoursOnly, groups.military].some((clock) => clock !== undefined);
}

interface Clock {
  /** Minutes after midnight. */
  minutes: number;
  /** Minutes from UTC that the text names; null where it names none. */
  offset: number | null;
  /** The zone that it names, whose offset is the season's; null where it names none. */
  timeZone: string | null;
}

function clockOf(groups: Groups): Clock | null {
  const { hours = groups.hoursOnly ?? groups.military?.slice(0, 2) ?? "0", half, zone } = groups;
  const minutes = Number(groups.minutes ?? groups.military?.slice(2) ?? 0);
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const timeZone = zone === undefined ? null : americanZone(zone);
  const offset = zone === undefined || timeZone !== null ? null : offsetMinutesOf(zone);
  return hour > 24 || minutes > 59 ? null : { minutes: hour * 60 + minutes, offset, timeZone };
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** An embargo that ended so recently is still written as today's; one that ended earlier is tomorrow's. */
const agoMaxMs = 6 * 60 * minuteMs;

function dateOf(groups: Groups, time: Clock, { at, ...wire }: Reference): number | null {
  const timeZone = time.timeZone ?? wire.timeZone;
  const reference = at === null ? null : Date.parse(at);
  const moment = (day: number) => momentOf(day + time.minutes * minuteMs, time.offset, timeZone);
  const month = Number(
    groups.monthNumber ?? groups.isoMonth ?? monthNamed(groups.month ?? groups.monthFirst ?? "") ?? 0,
  );
  const dayOfMonth = Number(groups.dayNumber ?? groups.isoDay ?? groups.day ?? groups.daySecond ?? 0);
  if (month > 0) return ofCalendar(groups, month, dayOfMonth, reference, moment);
  if (reference === null) return null;
  const offset = time.offset === null ? zoneOffsetMs(reference, timeZone) : time.offset * minuteMs;
  const today = Math.floor((reference + offset) / dayMs) * dayMs;
  const ahead = daysAhead(groups, today);
  if (ahead !== null) return moment(today + ahead * dayMs);
  return moment(today) < reference - agoMaxMs ? moment(today + dayMs) : moment(today);
}

function ofCalendar(
  groups: Groups,
  month: number,
  day: number,
  reference: number | null,
  moment: (day: number) => number,
): number | null {
  const written = groups.year ?? groups.yearNumber ?? groups.isoYear;
  const isDay = month <= 12 && day >= 1 && day <= 31;
  if (!isDay || (written === undefined && reference === null)) return null;
  if (written !== undefined)
    return moment(Date.UTC(written.length === 2 ? 2000 + Number(written) : Number(written), month - 1, day));
  const now = reference ?? 0;
  const year = new Date(now).getUTCFullYear();
  const candidates = [year - 1, year, year + 1].map((its) => moment(Date.UTC(its, month - 1, day)));
  return candidates.sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0] ?? null;
}

/** Days from today to the day that is named, or null for none. */
function daysAhead({ weekday, relative }: Groups, today: number): number | null {
  if (relative !== undefined) return { heute: 0, today: 0, übermorgen: 2 }[relative.toLowerCase()] ?? 1;
  if (weekday === undefined) return null;
  const name = weekday.toLowerCase();
  const english = name.endsWith("day") || englishWeekdays.includes(name);
  const wanted = english ? englishWeekdays.indexOf(name.slice(0, 3)) : weekdays.indexOf(name.slice(0, 2));
  return (wanted - new Date(today).getUTCDay() + 7) % 7;
}

/** The moment at which the clock shows `wall` (as if UTC): `offset` minutes ahead of UTC, else the clock of the zone. */
const momentOf = (wall: number, offset: number | null, timeZone: string): number =>
  offset === null ? momentInZone(wall, timeZone) : wall - offset * minuteMs;
