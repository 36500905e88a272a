import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueSlots, sendSlot } from "../../lib/alerting/due-slots.ts";
import { firstDue, isDueOn, lastDue } from "../../lib/alerting/last-due.ts";
import { type Cadence, weekdays } from "../../lib/alerting/subscriber.ts";

const epochMinute = (iso: string): number => Date.parse(iso) / 60_000;
const day = (at: string): Cadence => ({ every: "day", at });
const monday = (at: string): Cadence => ({ every: "week", on: "monday", at });

const sunday = (at: string): Cadence => ({ every: "week", on: "sunday", at });

const atOnce: Cadence = { every: "immediate", workdaysOnly: true };
const hourly: Cadence = { every: "hour", workdaysOnly: true };
const daily: Cadence = { every: "day", at: "07:30", workdaysOnly: true };

describe("lastDue", () => {
  // In 2024 Berlin's clocks skip 02:00–03:00 on 31 March and repeat 02:00–03:00 on 27 October.
  test.each<[sentence: string, cadence: Cadence, zone: string, now: string, due: string]>([
    ["immediate is now", { every: "immediate" }, "Europe/Berlin", "2024-03-01T10:10:10Z", "2024-03-01T10:10:10Z"],
    ["an hour is a full one", { every: "hour" }, "Europe/Berlin", "2024-03-01T10:10:10Z", "2024-03-01T10:00:00Z"],
    ["full by the wall clock", { every: "hour" }, "Asia/Kolkata", "2024-03-01T10:10:00Z", "2024-03-01T09:30:00Z"],
    [
      "across a switch by half an hour",
      { every: "hour" },
      "Australia/Lord_Howe",
      "2024-04-06T15:10:00Z",
      "2024-04-06T14:00:00Z",
    ],
    ["today's in winter", day("07:30"), "Europe/Berlin", "2024-02-01T06:30:00Z", "2024-02-01T06:30:00Z"],
    ["yesterday's a second before", day("07:30"), "Europe/Berlin", "2024-02-01T06:29:59Z", "2024-01-31T06:30:00Z"],
    ["today's in summer", day("07:30"), "Europe/Berlin", "2024-07-01T05:30:00Z", "2024-07-01T05:30:00Z"],
    [
      "the local day counts, not UTC's",
      day("07:30"),
      "Pacific/Auckland",
      "2024-07-01T19:30:00Z",
      "2024-07-01T19:30:00Z",
    ],
    [
      "a skipped time is due after the gap",
      day("02:30"),
      "Europe/Berlin",
      "2024-03-31T12:00:00Z",
      "2024-03-31T01:00:00Z",
    ],
    ["as is the gap's first minute", day("02:00"), "Europe/Berlin", "2024-03-31T12:00:00Z", "2024-03-31T01:00:00Z"],
    ["the time after the gap is itself", day("03:00"), "Europe/Berlin", "2024-03-31T12:00:00Z", "2024-03-31T01:00:00Z"],
    [
      "a repeated time is due the first time",
      day("02:30"),
      "Europe/Berlin",
      "2024-10-27T12:00:00Z",
      "2024-10-27T00:30:00Z",
    ],
    ["and not the second", day("02:30"), "Europe/Berlin", "2024-10-27T01:30:00Z", "2024-10-27T00:30:00Z"],
    ["in America too", day("02:30"), "America/New_York", "2024-03-10T12:00:00Z", "2024-03-10T07:00:00Z"],
    ["this week's", monday("07:30"), "Europe/Berlin", "2024-07-03T12:00:00Z", "2024-07-01T05:30:00Z"],
    [
      "last week's before this week's",
      monday("07:30"),
      "Europe/Berlin",
      "2024-07-01T05:29:00Z",
      "2024-06-24T05:30:00Z",
    ],
    ["a week's skipped time", sunday("02:30"), "Europe/Berlin", "2024-03-31T12:00:00Z", "2024-03-31T01:00:00Z"],
    ["its last one until then", sunday("02:30"), "Europe/Berlin", "2024-03-31T00:59:59Z", "2024-03-24T01:30:00Z"],
    ["a week's repeated time", sunday("02:30"), "Europe/Berlin", "2024-10-27T12:00:00Z", "2024-10-27T00:30:00Z"],
    ["and not its second", sunday("02:30"), "Europe/Berlin", "2024-10-27T01:30:00Z", "2024-10-27T00:30:00Z"],
    ["the local weekday counts", monday("07:30"), "Pacific/Auckland", "2024-07-01T19:30:00Z", "2024-06-30T19:30:00Z"],
    [
      "a skipped calendar day is due at the next one's start",
      day("07:00"),
      "Pacific/Apia",
      "2011-12-30T12:00:00Z",
      "2011-12-30T10:00:00Z",
    ],
    ["workdays: at once on a Friday", atOnce, "Europe/Berlin", "2024-07-05T21:59:59Z", "2024-07-05T21:59:59Z"],
    ["on a Saturday up to its beginning", atOnce, "Europe/Berlin", "2024-07-06T10:00:00Z", "2024-07-05T21:59:59.999Z"],
    ["on a Sunday too", atOnce, "Europe/Berlin", "2024-07-07T21:59:59Z", "2024-07-05T21:59:59.999Z"],
    ["and at once again on Monday", atOnce, "Europe/Berlin", "2024-07-07T22:00:00Z", "2024-07-07T22:00:00Z"],
    ["hourly: Friday's last hour", hourly, "Europe/Berlin", "2024-07-07T12:00:00Z", "2024-07-05T21:00:00Z"],
    ["hourly from Monday's first", hourly, "Europe/Berlin", "2024-07-07T22:00:00Z", "2024-07-07T22:00:00Z"],
    ["daily: Friday's", daily, "Europe/Berlin", "2024-07-07T12:00:00Z", "2024-07-05T05:30:00Z"],
  ])("%s", (_, cadence, zone, now, due) => {
    expect(new Date(lastDue(cadence, zone, Date.parse(now))).toISOString()).toBe(new Date(due).toISOString());
  });

  test.each(["7:30", "24:00", "07:60", ""])("refuses the local time %j", (at) => {
    expect(() => lastDue(day(at), "Europe/Berlin", 0)).toThrow(`expected a local time like "07:30", got "${at}"`);
  });
});

/** Of digests in the small hours, and by the hour for workdays. */
const clock = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);

describe("firstDue", () => {
  test.each<[sentence: string, cadence: Cadence, seen: string, due: string]>([
    ["at once", { every: "immediate" }, "2024-07-06T10:00:01Z", "2024-07-06T10:00:01Z"],
    ["within the hour", { every: "hour" }, "2024-07-06T10:00:01Z", "2024-07-06T10:00:01Z"],
    ["on workdays: a Saturday's as Monday begins", atOnce, "2024-07-06T10:00:00Z", "2024-07-07T22:00:00Z"],
    ["by the hour too", hourly, "2024-07-07T10:00:00Z", "2024-07-07T22:00:00Z"],
    ["today's digest", day("18:00"), "2024-07-01T10:00:00Z", "2024-07-01T16:00:00Z"],
    ["the moment itself", day("18:00"), "2024-07-01T16:00:00Z", "2024-07-01T16:00:00Z"],
    ["tomorrow's", day("18:00"), "2024-07-01T16:00:01Z", "2024-07-02T16:00:00Z"],
    ["after a weekend", daily, "2024-07-05T10:00:00Z", "2024-07-08T05:30:00Z"],
    ["next week's", monday("07:30"), "2024-07-01T06:00:00Z", "2024-07-08T05:30:00Z"],
    ["a time that the clocks skip", day("02:30"), "2024-03-30T12:00:00Z", "2024-03-31T01:00:00Z"],
    ["a time that comes twice", day("02:30"), "2024-10-26T12:00:00Z", "2024-10-27T00:30:00Z"],
    ["seen between the two", day("02:30"), "2024-10-27T01:00:00Z", "2024-10-28T01:30:00Z"],
  ])("%s", (_, cadence, seen, due) => {
    expect(new Date(firstDue(cadence, "Europe/Berlin", Date.parse(seen))).toISOString()).toBe(
      new Date(due).toISOString(),
    );
  });

  test.each<[sentence: string, cadence: Cadence, seen: string, due: string]>([
    ["seen as the next one begins", day("00:01"), "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"],
    ["seen before, for workdays", daily, "2011-12-30T09:59:00Z", "2011-12-30T10:00:00Z"],
    ["seen after", day("00:01"), "2011-12-30T10:00:01Z", "2011-12-30T10:01:00Z"],
  ])("of a calendar day that the clocks skip: %s", (_, cadence, seen, due) => {
    expect(new Date(firstDue(cadence, "Pacific/Apia", Date.parse(seen))).toISOString()).toBe(
      new Date(due).toISOString(),
    );
  });

  test("of a digest is the first moment at which the seen one was last due, switches included", () => {
    const zones = fc.constantFrom("Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Pacific/Apia");
    const around = fc.constantFrom("2024-03-31T01:00Z", "2024-10-27T01:00Z", "2024-04-06T15:00Z", "2011-12-30T10:00Z");
    const cadence: fc.Arbitrary<Cadence> = fc.oneof(
      clock.map(day),
      clock.map((at) => ({ every: "day", at, workdaysOnly: true }) as const),
      fc.tuple(fc.constantFrom(...weekdays), clock).map(([on, at]) => ({ every: "week", on, at }) as const),
    );
    fc.assert(
      fc.property(cadence, zones, around, fc.integer({ min: -4000, max: 4000 }), (cadence, zone, middle, minutes) => {
        const seen = (epochMinute(middle) + minutes) * 60_000;
        const due = firstDue(cadence, zone, seen);
        expect(lastDue(cadence, zone, due)).toBe(due);
        expect(lastDue(cadence, zone, due - 60_000)).toBeLessThan(seen);
      }),
      { numRuns: 300 },
    );
  });
});

describe("dueSlots", () => {
  const berlin = (iso: string) => dueSlots(epochMinute(iso), ["Europe/Berlin"]);

  test("the minute's own slot, with its weekday", () => {
    expect(berlin("2024-07-01T05:31Z")).toEqual([{ slot: "SEND#Europe/Berlin#07:31", weekday: "monday" }]);
  });

  test("at a full hour the hourly ones, and a sweep of the immediate", () => {
    const slots = berlin("2024-07-01T05:00Z").map(({ slot }) => slot);
    expect(slots).toEqual(["SEND#immediate", "SEND#Europe/Berlin#hour", "SEND#Europe/Berlin#07:00"]);
  });

  test("all that the clocks skipped, in the first minute after", () => {
    const slots = berlin("2024-03-31T01:00Z")
      .slice(2)
      .map(({ slot }) => slot);
    expect(slots).toHaveLength(61);
    expect([slots[0], slots.at(-1)]).toEqual(["SEND#Europe/Berlin#02:00", "SEND#Europe/Berlin#03:00"]);
    expect(berlin("2024-03-31T01:01Z")).toHaveLength(1);
  });

  test("nothing a second time, but the hourly ones", () => {
    expect(berlin("2024-10-27T00:30Z")).toHaveLength(1);
    expect(berlin("2024-10-27T01:30Z")).toEqual([]);
    expect(berlin("2024-10-27T01:00Z").map(({ slot }) => slot)).toEqual(["SEND#immediate", "SEND#Europe/Berlin#hour"]);
    expect(berlin("2024-10-27T02:00Z").map(({ slot }) => slot)).toContain("SEND#Europe/Berlin#03:00");
  });

  test("a subscription is in the slots of exactly the minutes at which it is last due, switches included", () => {
    const switches = [
      "2024-03-31T01:00Z",
      "2024-10-27T01:00Z",
      "2024-04-06T15:00Z",
      "2024-10-05T15:30Z",
      "2024-03-10T07:00Z",
    ];
    const zones = ["Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"];
    const cadence: fc.Arbitrary<Cadence> = fc.oneof(
      fc.constant({ every: "hour" } as const),
      fc.constant({ every: "hour", workdaysOnly: true } as const),
      clock.map(day),
      clock.map((at) => ({ every: "day", at, workdaysOnly: true }) as const),
      fc.tuple(fc.constantFrom(...weekdays), clock).map(([on, at]) => ({ every: "week", on, at }) as const),
    );
    fc.assert(
      fc.property(cadence, fc.constantFrom(...zones), fc.constantFrom(...switches), (cadence, zone, around) => {
        const middle = epochMinute(around);
        for (let minute = middle - 150; minute < middle + 150; minute += 1) {
          const inSlot = dueSlots(minute, [zone]).some(
            ({ slot, weekday }) => slot === sendSlot(cadence, zone) && (weekday === null || isDueOn(cadence, weekday)),
          );
          expect([minute - middle, inSlot]).toEqual([
            minute - middle,
            lastDue(cadence, zone, minute * 60_000) === minute * 60_000,
          ]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
