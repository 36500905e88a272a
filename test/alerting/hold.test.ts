import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wakeSlot, wakeSlots } from "../../lib/alerting/due-slots.ts";
import { type Hold, holdAt, holdNow } from "../../lib/alerting/hold.ts";
import type { Subscriber } from "../../lib/alerting/subscriber.ts";
import { reader } from "./sample-news.ts";

const at = (iso: string): number => Date.parse(iso);
const night = { quietHours: { from: "22:00", to: "07:00" } };
const noon = { quietHours: { from: "12:00", to: "13:30" } };
const paused = { pausedUntil: "2024-07-03" };

// In 2024 Berlin's clocks skip 02:00–03:00 on 31 March and repeat 02:00–03:00 on 27 October.
test.each<[sentence: string, wishes: Partial<Subscriber>, now: string, hold: Hold | null]>([
  ["nobody asked for it", {}, "2024-07-01T01:00:00Z", null],
  ["a minute before the night", night, "2024-07-01T19:59:59Z", null],
  ["the night's first second", night, "2024-07-01T20:00:00Z", "quiet-hours"],
  ["after midnight", night, "2024-07-02T01:00:00Z", "quiet-hours"],
  ["the night's last second", night, "2024-07-02T04:59:59Z", "quiet-hours"],
  ["the night is over", night, "2024-07-02T05:00:00Z", null],
  ["in winter an hour later by UTC", night, "2024-01-02T05:59:59Z", "quiet-hours"],
  ["at noon", noon, "2024-07-01T10:00:00Z", "quiet-hours"],
  ["before noon", noon, "2024-07-01T09:59:00Z", null],
  ["after noon", noon, "2024-07-01T11:30:00Z", null],
  ["an end that the clocks skip is after the gap", ends("02:30"), "2024-03-31T00:59:59Z", "quiet-hours"],
  ["and there over", ends("02:30"), "2024-03-31T01:00:00Z", null],
  ["quiet hours that the clocks skip whole", between("02:10", "02:50"), "2024-03-31T01:00:00Z", null],
  // Samoa had no 30 December 2011: after its 29th came the 31st, at 10:00 UTC.
  [
    "a night over a day that the calendar skips goes on",
    { ...night, timeZone: "Pacific/Apia" },
    "2011-12-30T10:07:00Z",
    "quiet-hours",
  ],
  ["and ends in the morning of the next", { ...night, timeZone: "Pacific/Apia" }, "2011-12-30T17:00:00Z", null],
  ["an end that comes twice is over the first time", ends("02:30"), "2024-10-27T00:30:00Z", null],
  ["and not quiet again by clocks set back", ends("02:30"), "2024-10-27T01:10:00Z", null],
  ["a beginning that comes twice begins once", between("02:30", "05:00"), "2024-10-27T01:10:00Z", "quiet-hours"],
  ["paused", paused, "2024-07-02T21:59:59Z", "paused"],
  ["until the day begins there", paused, "2024-07-02T22:00:00Z", null],
  ["paused goes before quiet", { ...paused, ...night }, "2024-07-02T21:30:00Z", "paused"],
  ["after the pause it may be quiet", { ...paused, ...night }, "2024-07-02T22:30:00Z", "quiet-hours"],
])("%s", (_, wishes, now, hold) => {
  expect(holdAt({ ...reader("en"), ...wishes }, at(now))).toBe(hold);
});

test("whoever is woken as the night ends may have a clock that is a little behind", () => {
  const sleeper = { ...reader("en"), ...night };
  expect(holdNow(sleeper, at("2024-07-02T04:59:29Z"))).toBe("quiet-hours");
  expect(holdNow(sleeper, at("2024-07-02T04:59:30Z"))).toBeNull();
  expect(holdNow(sleeper, at("2024-07-01T19:59:59Z"))).toBeNull();
  expect(holdNow(sleeper, at("2024-07-01T20:00:00Z"))).toBe("quiet-hours");
});

function ends(to: string): Partial<Subscriber> {
  return between("22:00", to);
}

function between(from: string, to: string): Partial<Subscriber> {
  return { quietHours: { from, to } };
}

describe("wakeSlots", () => {
  test.each<[sentence: string, wishes: Partial<Subscriber>, slot: string | undefined]>([
    ["nobody without a wish is woken", {}, undefined],
    ["quiet hours: at their end", night, "WAKE#Europe/Berlin#07:00"],
    ["a pause: as the day begins", paused, "WAKE#Europe/Berlin#00:00"],
    ["a daily limit: in the morning", { messagesPerDayMax: 3 }, "WAKE#Europe/Berlin#08:00"],
    ["a daily limit with quiet hours: after them", { messagesPerDayMax: 3, ...night }, "WAKE#Europe/Berlin#07:00"],
    ["both: when the night is over", { ...paused, ...night }, "WAKE#Europe/Berlin#07:00"],
  ])("%s", (_, wishes, slot) => {
    expect(wakeSlot({ ...reader("en"), ...wishes })).toBe(slot);
  });

  test("in the very minute in which quiet hours end, switches included, their subscriber is woken", () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
    const around = fc.constantFrom("2024-03-31T01:00Z", "2024-10-27T01:00Z", "2024-04-06T15:00Z", "2024-03-10T07:00Z");
    const zones = fc.constantFrom("Europe/Berlin", "Australia/Lord_Howe", "America/New_York");
    fc.assert(
      fc.property(clock, clock, zones, around, (from, to, timeZone, middle) => {
        fc.pre(from !== to);
        const subscriber = { ...reader("en", timeZone), quietHours: { from, to } };
        for (let minute = at(middle) / 60_000 - 150; minute < at(middle) / 60_000 + 150; minute += 1) {
          const ended =
            holdAt(subscriber, (minute - 1) * 60_000) !== null && holdAt(subscriber, minute * 60_000) === null;
          if (ended) expect(wakeSlots(minute, [timeZone])).toContain(wakeSlot(subscriber));
        }
      }),
      { numRuns: 25 },
    );
  });
});
