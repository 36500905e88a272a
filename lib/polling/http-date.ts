const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const time = "(\\d{2}):(\\d{2}):(\\d{2})";
/** "Sun, 06 Nov 1994 08:49:37 GMT" and, with dashes and two digits for the year, "Sunday, 06-Nov-94 08:49:37 GMT". */
const gmtForm = new RegExp(`^[a-z]{3,9},? (\\d{1,2})[ -]([a-z]{3})[ -](\\d{4}|\\d{2}) ${time} (?:gmt|utc)$`);
/** "Sun Nov  6 08:49:37 1994", asctime's. */
const asctimeForm = new RegExp(`^[a-z]{3} ([a-z]{3}) +(\\d{1,2}) ${time} (\\d{4})$`);

/**
 * The three forms of an HTTP date (RFC 9110 §5.6.7) as epoch milliseconds; null for anything else, where `Date.parse` would make up a date.
 * A two-digit year more than 50 years ahead of `now` (epoch milliseconds) is of the last century.
 */
export function httpDate(text: string, now: number): number | null {
  const words = text.trim().toLowerCase();
  const gmt = gmtForm.exec(words);
  if (gmt) return epoch(fullYear(gmt[3] ?? "", now), gmt[2], gmt[1], gmt.slice(4));
  const asctime = asctimeForm.exec(words);
  return asctime && epoch(Number(asctime[6]), asctime[1], asctime[2], asctime.slice(3, 6));
}

function epoch(year: number, monthName = "", day: string | undefined, clock: string[]): number | null {
  const month = months.indexOf(monthName);
  const [hours = 0, minutes = 0, seconds = 0] = clock.map(Number);
  const valid = month >= 0 && Number(day) >= 1 && Number(day) <= 31 && hours <= 23 && minutes <= 59 && seconds <= 60;
  return valid ? Date.UTC(year, month, Number(day), hours, minutes, seconds) : null;
}

function fullYear(digits: string, now: number): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = new Date(now).getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}
