import { expect, it } from "vitest";
import { feedDate } from "../../lib/polling/feed-date.ts";

const now = new Date("2026-02-01T12:00:00Z");

it.each([
  ["RFC 822 with four digits", "Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05.000Z"],
  ["RFC 822 with two digits", "Fri, 02 Jan 26 03:04:05 UT", "2026-01-02T03:04:05.000Z"],
  ["two digits of the last century", "Thu, 01 Jan 98 10:00 Z", "1998-01-01T10:00:00.000Z"],
  ["a wrong weekday", "Mon, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05.000Z"],
  ["no weekday and no seconds", "2 Jan 2026 03:04 +0100", "2026-01-02T02:04:00.000Z"],
  ["American daylight time", "Wed, 01 Jul 2025 14:30:00 PDT", "2025-07-01T21:30:00.000Z"],
  ["Pacific standard time, which begins with p", "Tue, 01 Oct 2019 14:30:00 PST", "2019-10-01T22:30:00.000Z"],
  ["British summer time", "Tue, 01 Jul 2025 14:30:00 BST", "2025-07-01T13:30:00.000Z"],
  ["German summer time", "Di, 01 Juli 2025 14:30:00 MESZ", "2025-07-01T12:30:00.000Z"],
  ["GMT with an offset", "Fri, 02 Jan 2026 03:04:05 GMT+0100", "2026-01-02T02:04:05.000Z"],
  ["an offset with a comment", "Fri, 02 Jan 2026 03:04:05 +0100 (CET)", "2026-01-02T02:04:05.000Z"],
  ["a leap second", "Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59.000Z"],
  ["RFC 3339", "2026-01-02T03:04:05.678+01:00", "2026-01-02T02:04:05.678Z"],
  ["an offset without colon", "2026-01-02T03:04:05+0100", "2026-01-02T02:04:05.000Z"],
  ["no zone at all", "2026-01-02T03:04:05", "2026-01-02T03:04:05.000Z"],
  ["a space for the T", "2026-01-02 03:04:05 CET", "2026-01-02T02:04:05.000Z"],
  ["a day", "2026-01-02", "2026-01-02T00:00:00.000Z"],
  ["a month", "2026-01", "2026-01-01T00:00:00.000Z"],
  ["a day without hyphens", "20260102", "2026-01-02T00:00:00.000Z"],
  ["a day of the year", "2026-033", "2026-02-02T00:00:00.000Z"],
  ["asctime", "Fri Jan  2 03:04:05 2026", "2026-01-02T03:04:05.000Z"],
  ["the date command", "Fri Jan  2 03:04:05 CET 2026", "2026-01-02T02:04:05.000Z"],
  ["seconds since 1970", "1767323045", "2026-01-02T03:04:05.000Z"],
  ["milliseconds since 1970", "1767323045678", "2026-01-02T03:04:05.678Z"],
  ["German in words", "Freitag, 2. Januar 2026, 15:04 Uhr", "2026-01-02T15:04:00.000Z"],
  ["German with a dot in the time", "2. März 2025 um 15.04 Uhr", "2025-03-02T15:04:00.000Z"],
  ["Austrian", "2. Jänner 2026", "2026-01-02T00:00:00.000Z"],
  ["German abbreviated", "Mi, 31 Dez 2025 10:00:00 +0100", "2025-12-31T09:00:00.000Z"],
  ["German in numbers", "02.01.2026 15:04", "2026-01-02T15:04:00.000Z"],
  ["American in words", "January 2nd, 2026 3:04 PM EST", "2026-01-02T20:04:00.000Z"],
  ["American in numbers", "01/02/2026 3:04 pm", "2026-01-02T15:04:00.000Z"],
  ["day before month where it can't be otherwise", "31/12/2025", "2025-12-31T00:00:00.000Z"],
  ["midnight by the American clock", "Jan 2, 2026 12:30 a.m.", "2026-01-02T00:30:00.000Z"],
  ["French", "ven., 02 août 2024 10:00:00 +0200", "2024-08-02T08:00:00.000Z"],
  ["hyphens and a name", "02-Jan-2026 03:04:05", "2026-01-02T03:04:05.000Z"],
  ["no year: this one", "2. Januar, 15:04 Uhr", "2026-01-02T15:04:00.000Z"],
  ["no year: the last one, since December is ahead", "Tue, 30 Dec 15:04 GMT", "2025-12-30T15:04:00.000Z"],
  ["tomorrow, by a clock that is ahead", "2026-02-02T12:00:00Z", "2026-02-02T12:00:00.000Z"],
])("%s: %s", (_, text, iso) => {
  expect(feedDate(text, now)).toEqual({ kind: "date", iso });
});

it.each([
  ["a word", "yesterday", "unreadable"],
  ["nothing", "", "unreadable"],
  ["a day that no month has", "2026-02-30", "unreadable"],
  ["a month that no year has", "2026-13-01", "unreadable"],
  ["an hour that no day has", "Fri, 02 Jan 2026 25:04:05 GMT", "unreadable"],
  ["zeros", "0000-00-00 00:00:00", "unreadable"],
  ["a zeroed clock", "Thu, 01 Jan 1970 00:00:00 GMT", "absurd"],
  ["the first year", "0001-01-01T00:00:00Z", "absurd"],
  ["next month", "2026-03-01T00:00:00Z", "absurd"],
])("is none: %s", (_, text, kind) => {
  expect(feedDate(text, now)).toEqual({ kind });
});

it("reads no date without its year where nobody says when now is", () => {
  expect(feedDate("2. Januar, 15:04 Uhr", null)).toEqual({ kind: "unreadable" });
});
