import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { freshForSeconds } from "../../lib/polling/freshness.ts";
import { httpDate } from "../../lib/polling/http-date.ts";
import { retryAfterSeconds } from "../../lib/polling/retry-after.ts";

const now = Date.UTC(2026, 5, 29, 13, 12, 0);

describe("retryAfterSeconds", () => {
  test.each<[string, string | null, number | null]>([
    ["seconds", "120", 120],
    ["none at all", "0", 0],
    ["a fraction, which some limiters send", "1.5", 2],
    ["a date ahead", "Mon, 29 Jun 2026 13:14:00 GMT", 120],
    ["a date in the past: at once", "Mon, 29 Jun 2026 13:00:00 GMT", 0],
    ["more than a day of seconds: a day", "99999999999999999999", 86_400],
    ["next year: a day", "Tue, 29 Jun 2027 13:14:00 GMT", 86_400],
    ["no header", null, null],
    ["empty", "", null],
    ["negative", "-5", null],
    ["words", "in 5 minutes", null],
    ["words with a number, which Date.parse would take for a date", "later 5", null],
  ])("%s", (_, value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });
});

describe("httpDate", () => {
  test.each<[string, string, string | null]>([
    ["IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["RFC 850 of this century", "Monday, 29-Jun-26 08:49:37 GMT", "2026-06-29T08:49:37.000Z"],
    ["asctime", "Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
    ["lower case", "sun, 06 nov 1994 08:49:37 gmt", "1994-11-06T08:49:37.000Z"],
    ["another zone", "Sun, 06 Nov 1994 08:49:37 CET", null],
    ["an ISO date", "1994-11-06T08:49:37Z", null],
    ["a 32nd", "Sun, 32 Nov 1994 08:49:37 GMT", null],
    ["an unknown month", "Sun, 06 Nop 1994 08:49:37 GMT", null],
    ["hour 25", "Sun, 06 Nov 1994 25:49:37 GMT", null],
  ])("%s", (_, text, iso) => {
    const date = httpDate(text, now);
    expect(date === null ? null : new Date(date).toISOString()).toBe(iso);
  });

  it("reads back whatever toUTCString writes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        (seconds) => httpDate(new Date(seconds * 1000).toUTCString(), now) === seconds * 1000,
      ),
    );
  });
});

describe("freshForSeconds", () => {
  const none = { cacheControl: null, expires: null, date: null, age: null };
  test.each<[string, Partial<typeof none> | Record<string, string>, number | null]>([
    ["nothing said", {}, null],
    ["max-age", { cacheControl: "public, max-age=300" }, 300],
    ["max-age in capitals", { cacheControl: "Public, Max-Age=300" }, 300],
    ["s-maxage is for shared caches", { cacheControl: "s-maxage=300" }, null],
    ["part of it spent in a cache on the way", { cacheControl: "max-age=300", age: "250" }, 50],
    ["all of it spent", { cacheControl: "max-age=300", age: "900" }, 0],
    ["a broken age", { cacheControl: "max-age=300", age: "old" }, 300],
    ["no-cache wins over max-age", { cacheControl: "max-age=300, no-cache" }, 0],
    ["no-store", { cacheControl: "no-store" }, 0],
    ["malformed", { cacheControl: "max-age=soon" }, 0],
    ["absurd: as good as for ever", { cacheControl: "max-age=99999999999999999999" }, 2 ** 31],
    ["max-age wins over Expires", { cacheControl: "max-age=60", expires: "Mon, 29 Jun 2026 14:12:00 GMT" }, 60],
    [
      "Expires, counted from Date",
      { expires: "Mon, 29 Jun 2026 14:12:00 GMT", date: "Mon, 29 Jun 2026 14:02:00 GMT" },
      600,
    ],
    ["Expires without Date, counted from now", { expires: "Mon, 29 Jun 2026 13:13:00 GMT" }, 60],
    ["Expires in the past", { expires: "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
    ["Expires: 0", { expires: "0" }, 0],
    ["Expires: -1", { expires: "-1" }, 0],
  ])("%s", (_, fields, seconds) => {
    expect(freshForSeconds({ ...none, ...fields }, now)).toBe(seconds);
  });
});
