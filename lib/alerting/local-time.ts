/** What clocks and calendars on the wall show. */
export interface LocalTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 0 is Sunday. */
  weekday: number;
}

/** The local time in an IANA zone. `epochMs` in milliseconds. Throws `RangeError` for a zone that Intl doesn't know. */
export function localTime(epochMs: number, timeZone: string): LocalTime {
  const wall = new Date(wallMs(epochMs, timeZone));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    weekday: wall.getUTCDay(),
  };
}

/** The wall clock's reading as if it were UTC: comparing two of them compares readings, not moments. Whole seconds. */
export function wallMs(epochMs: number, timeZone: string): number {
  if (epochMs < quartersSince) return readingOf(epochMs, timeZone);
  const quarter = Math.floor(epochMs / quarterMs);
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  const offset = known ?? readingOf(quarter * quarterMs, timeZone) - quarter * quarterMs;
  if (known === undefined) remember(key, offset);
  return Math.floor(epochMs / 1000) * 1000 + offset;
}

// A scheduler asks for the same minutes of the same zones again and again, and Intl takes some microseconds for each answer.
const quarterMs = 15 * 60_000;
/** Since then clocks are changed at full quarters of an hour only (Liberia was the last to do otherwise, in January 1972). */
const quartersSince = Date.UTC(1973, 0);
const offsetsMax = 10_000;
const offsets = new Map<string, number>();

function remember(key: string, offset: number): void {
  if (offsets.size >= offsetsMax) offsets.clear();
  offsets.set(key, offset);
}

function readingOf(epochMs: number, timeZone: string): number {
  const read: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(epochMs)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

// Making a formatter takes a hundred times as long as using it. There are some 600 zones.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(timeZone, made);
  return made;
}
