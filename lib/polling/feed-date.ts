import { monthNamed } from "./month-names.ts";
import { americanZone, offsetMinutesOf } from "./zone-names.ts";
import { isTimeZone, momentInZone } from "./zone-offset.ts";

export type FeedDate = { kind: "date"; iso: string } | { kind: "unreadable" } | { kind: "absurd" };

/** Nothing was published on the web before; zeroed clocks and "0001-01-01" are. */
const earliestMs = Date.UTC(1980, 0, 1);
/** Clocks and time zones go wrong by hours; what lies further ahead is no time of publication. */
const aheadMaxMs = 48 * 3_600_000;
const latestMs = Date.UTC(2100, 0, 1);
const dateCharsMax = 100;

/** A date as written. `month` is 1 to 12; `year` is null where the publisher leaves it out. */
interface Written {
  year: number | null;
  month: number;
  day: number;
  clock: Clock;
  offsetMinutes: number;
}

interface Clock {
  hours: number;
  minutes: number;
  seconds: number;
  milliseconds: number;
}

/**
 * A publisher's date as ISO 8601 UTC with milliseconds: RFC 822 and 2822 (obsolete zones and two-digit years, too), RFC
 * 3339, ISO 8601, asctime, seconds or milliseconds since 1970, and dates in words in any order, English, German or another
 * of the languages of `month-names.ts`. Without a zone, UTC. A missing year is the one that brings the date nearest
 * before `now`; without `now` the date is unreadable. `absurd`: before 1980, or more than 48 hours after `now`.
 */
export function feedDate(text: string, now: Date | null): FeedDate {
  const { written, timeZone } = withoutPlace(
    withoutMarkup(text).slice(0, dateCharsMax).normalize("NFKC").replace(/\s+/g, " ").trim(),
  );
  const wall = epochMs(written) ?? timeOf(mailDate(written) ?? isoDate(written) ?? wordsDate(written), now);
  const ms = wall === null || timeZone === null ? wall : momentInZone(wall, timeZone);
  if (ms === null) return { kind: "unreadable" };
  const latest = now === null ? latestMs : now.getTime() + aheadMaxMs;
  return ms < earliestMs || ms > latest ? { kind: "absurd" } : { kind: "date", iso: new Date(ms).toISOString() };
}

const markupCharsMax = 1_000;

/** Content management systems put out the field as on their page: `<time datetime="…">` says it better than the words in it. */
function withoutMarkup(text: string): string {
  if (!text.includes("<")) return text;
  const markup = text.slice(0, markupCharsMax);
  const stated = /<time\s[^>]*?\bdatetime\s*=\s*["']([^"'>]+)/i.exec(markup)?.[1];
  return stated ?? markup.replace(/<[^>]*>/g, " ");
}

const place = /\s?\[?\b((?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z_/-]+)\]?$/;

/** A zone named by its place ("Europe/Berlin") sets the clock, unless an offset stands beside it ("+01:00[Europe/Berlin]"). */
function withoutPlace(text: string): { written: string; timeZone: string | null } {
  const american = /(?<=[\dmM.] ?)\b[ECMP]T\b/.exec(text);
  if (american) {
    const written = text.slice(0, american.index) + text.slice(american.index + 2);
    return { written: written.trim(), timeZone: americanZone(american[0]) };
  }
  const found = place.exec(text);
  const name = found?.[1];
  if (!found || name === undefined || !isTimeZone(name)) return { written: text, timeZone: null };
  const written = text.slice(0, found.index);
  const beside = /(?:\b[A-Z]{1,5}|[+-]\d{2}:?\d{2})$/i.exec(written);
  return { written, timeZone: beside && offsetMinutesOf(beside[0]) !== null ? null : name };
}

function epochMs(text: string): number | null {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.trunc(Number(text) * 1000);
  return /^\d{12,13}$/.test(text) ? Number(text) : null;
}

const mail = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (GMT|[+-]\d{4})$/;

/** RFC 2822 §3.3 without its liberties, which is how most dates are written: read at once. */
function mailDate(text: string): Written | null {
  const [, day = "", name = "", year, hours = "", minutes = "", seconds = "0", zone = ""] = mail.exec(text) ?? [];
  const [month, offsetMinutes] = [monthNamed(name), offsetMinutesOf(zone)];
  const clock = clockOf(hours, minutes, seconds, "");
  if (year === undefined || month === null || offsetMinutes === null || clock === null) return null;
  return { year: Number(year), month, day: Number(day), clock, offsetMinutes };
}

const iso =
  /^(\d{4})(?:([-/.]?)(\d{1,2})(?:\2(\d{1,2}))?)?(?:(?:\s*[T,]\s*|\s)(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*([ap]m)?\s*(.*))?$/i;

/** ISO 8601 and RFC 3339, with the liberties that publishers take; a day of the year ("2026-033") is understood, too. */
function isoDate(text: string): Written | null {
  const ordinal = /^(\d{4})-?(\d{3})(?!\d)(.*)$/.exec(text);
  if (ordinal) return ordinalDate(ordinal);
  const parts = iso.exec(text);
  if (!parts) return null;
  const [, year, , month = "1", day = "1", hours = "0", minutes = "0", seconds = "0", fraction = "", half, zone = ""] =
    parts;
  const offsetMinutes = offsetMinutesOf(zone);
  const clock = clockOf(hours, minutes, seconds, fraction, half);
  if (offsetMinutes === null || clock === null) return null;
  return { year: Number(year), month: Number(month), day: Number(day), clock, offsetMinutes };
}

function ordinalDate([, year, dayOfYear, rest]: RegExpExecArray): Written | null {
  if (Number(dayOfYear) < 1 || Number(dayOfYear) > 366) return null;
  const date = new Date(Date.UTC(Number(year), 0, Number(dayOfYear)));
  return isoDate(date.toISOString().slice(0, 10) + rest);
}

const clockPattern =
  /(?<![\d.:])(\d{1,2})(?:[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?|\.(\d{2})(?=\s*uhr)|(?=\s*(?:uhr|[ap]\.?m\.?)\b))(?:\s*uhr\b|\s*([ap])\.?m\b\.?)?/i;

/** Dates in words: the clock and the zone are taken out, then day, month and year are told apart. */
function wordsDate(text: string): Written | null {
  const found = clockPattern.exec(text);
  const [, hours = "0", minutes, seconds = "0", fraction = "", dotted, half] = found ?? [];
  const clock = clockOf(hours, minutes ?? dotted ?? "0", seconds, fraction, half);
  const before = found ? text.slice(0, found.index) : text;
  const after = found ? text.slice(found.index + found[0].length) : "";
  if (clock === null) return null;
  const { zone, rest } = zoneIn(after);
  const day = calendarDay(`${before} ${rest}`) ?? calendarDay(before);
  return day && zone !== null ? { ...day, clock, offsetMinutes: zone } : null;
}

/** Behind the clock stands a zone, a year (asctime), both, or the day (in words: "15:04, 2. Januar"). */
function zoneIn(after: string): { zone: number | null; rest: string } {
  const year = /(?<![+\-\d:])\b((?:19|20)\d{2})\s*$/.exec(after);
  const words = (year ? after.slice(0, year.index) : after).trim();
  const zone = offsetMinutesOf(words);
  if (zone !== null) return { zone, rest: year?.[1] ?? "" };
  const leading = /^[\s,]*((?:[A-Z]{2,5}|Z)?\s*(?:[+-]\d{1,2}:?\d{2}|[+-]\d{1,2})?)(?=[\s,]|$)/.exec(after);
  const leadingZone = leading?.[1]?.trim() ? offsetMinutesOf(leading[1]) : null;
  return leadingZone === null
    ? { zone: 0, rest: after }
    : { zone: leadingZone, rest: after.slice(leading?.[0].length ?? 0) };
}

type Day = Pick<Written, "year" | "month" | "day">;

function calendarDay(text: string): Day | null {
  return dayInNumbers(text) ?? dayInWords(text);
}

/** "02.01.2026", "02.01.", "2-1-26", "1/2/2026" (month first, as in America, unless that can't be). */
function dayInNumbers(text: string): Day | null {
  const parts = /(?<!\d)(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?|$|\s)(?!\d)/.exec(text);
  if (!parts) return null;
  const [, first, separator, second, year] = parts;
  const [day, month] =
    separator === "/" && Number(first) <= 12 ? [Number(second), Number(first)] : [Number(first), Number(second)];
  return { year: year ? fullYear(year) : null, month, day };
}

/** What stands between day, month and year: ordinals and small words ("2nd of January", "1er", "2 de enero de 2026"). */
const between = /^(?:st|nd|rd|th|er|of|de|del|den|the)$/i;

function dayInWords(text: string): Day | null {
  const words = (text.match(/[\p{L}]+|\d+/gu) ?? []).filter((word) => !between.test(word));
  const monthAt = words.findLastIndex((word) => monthNamed(word) !== null);
  const month = monthNamed(words[monthAt] ?? "");
  if (month === null) return null;
  const number = (at: number) => (/^\d+$/.test(words[at] ?? "") ? words[at] : undefined);
  const isDay = (word: string | undefined) => word !== undefined && word.length <= 2 && Number(word) <= 31;
  const leading = number(monthAt - 1);
  const trailing = number(monthAt + 1);
  if (isDay(leading)) return dayWith(month, leading, trailing ?? number(monthAt - 2));
  // "January 2nd, 2026" and "2026 January 2"
  const nextNumber = words.slice(monthAt + 2).find((word) => /^\d+$/.test(word));
  return isDay(trailing) ? dayWith(month, trailing, nextNumber ?? leading) : null;
}

const dayWith = (month: number, day: string | undefined, year: string | undefined): Day => ({
  year: year === undefined ? null : fullYear(year),
  month,
  day: Number(day),
});

/** Two digits as in RFC 2822 §4.3: below 50 this century, else the last; three digits count from 1900. */
function fullYear(year: string): number {
  if (year.length === 2) return Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return year.length === 3 ? Number(year) + 1900 : Number(year);
}

function clockOf(hours: string, minutes: string, seconds: string, fraction: string, half?: string): Clock | null {
  const twelve = half !== undefined && half !== "";
  const hour = twelve ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) > 60 || (twelve && Number(hours) > 12)) return null;
  return {
    hours: hour,
    minutes: Number(minutes),
    // A leap second has no place in a count of milliseconds.
    seconds: Math.min(59, Number(seconds)),
    milliseconds: Number(fraction.slice(0, 3).padEnd(3, "0")),
  };
}

function timeOf(written: Written | null, now: Date | null): number | null {
  if (!written) return null;
  if (written.year !== null) return timeIn(written.year, written);
  if (now === null) return null;
  const year = now.getUTCFullYear();
  const times = [year + 1, year, year - 1].map((candidate) => timeIn(candidate, written));
  return times.find((ms) => ms !== null && ms <= now.getTime() + aheadMaxMs) ?? null;
}

function timeIn(year: number, { month, day, clock, offsetMinutes }: Written): number | null {
  const daysInMonth = new Date(Date.UTC(2000, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return null;
  if (month === 2 && day === 29 && new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1) return null;
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(clock.hours, clock.minutes - offsetMinutes, clock.seconds, clock.milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.getTime();
}
