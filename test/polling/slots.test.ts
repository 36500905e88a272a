import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { dueSlots, intervalAtLeast, missedMinutes, pollIntervals, slotOf } from "../../lib/polling/slots.ts";

const minuteOf2026 = Date.UTC(2026, 0, 1) / 60_000;
const anyInterval = fc.constantFrom(...pollIntervals);
const anyMinute = fc.integer({ min: minuteOf2026, max: minuteOf2026 + 60 * 24 * 365 * 30 });

describe("slots", () => {
  it("make each feed due exactly once per interval, wherever the interval begins", () => {
    fc.assert(
      fc.property(fc.string(), anyInterval, anyMinute, (feedId, interval, start) => {
        const slot = slotOf(feedId, interval);
        const due = Array.from({ length: interval }, (_, n) => start + n).filter((minute) =>
          dueSlots(minute).includes(slot),
        );
        return due.length === 1;
      }),
      { numRuns: 60 },
    );
  });

  it("come at the same distance each time", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(2, 5, 15, 60), anyMinute, (feedId, interval, start) => {
        const minutes = Array.from({ length: interval * 4 }, (_, n) => start + n);
        const due = minutes.filter((minute) => dueSlots(minute).includes(slotOf(feedId, interval)));
        return due.length === 4 && due.every((minute, n) => n === 0 || minute - (due[n - 1] ?? 0) === interval);
      }),
    );
  });

  it("spread the feeds of an interval evenly, even where their ids differ only in a running number", () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 6_000; n++) {
      const slot = slotOf(`feed-${n}`, 60);
      counts.set(slot, (counts.get(slot) ?? 0) + 1);
    }
    expect(counts.size).toBe(60);
    expect(Math.max(...counts.values())).toBeLessThan(150);
    expect(Math.min(...counts.values())).toBeGreaterThan(60);
  });

  it("stay where they are: a changed hash would move every stored feed", () => {
    expect(["a", "feed-1", "Zürich"].map((id) => slotOf(id, 1440))).toEqual([
      "SLOT#1440#1395",
      "SLOT#1440#279",
      "SLOT#1440#1271",
    ]);
  });

  it("refuse an interval that does not divide the day", () => {
    expect(() => slotOf("feed", 7)).toThrow(
      "expected an interval of 1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440 minutes, got 7",
    );
    expect(() => slotOf("feed", 0)).toThrow("got 0");
  });

  it("have intervals that all divide the day, so that a phase is a time of day", () => {
    expect(pollIntervals.filter((interval) => 1440 % interval !== 0)).toEqual([]);
  });
});

describe("missedMinutes", () => {
  test.each<[string, number | null, number, number, number[]]>([
    ["the next minute on time", 99, 100, 10, [100]],
    ["the first start knows no watermark", null, 100, 10, [100]],
    ["two minutes were slept through", 97, 100, 10, [98, 99, 100]],
    ["the same minute again", 100, 100, 10, []],
    ["the clock went back", 105, 100, 10, []],
    ["exactly as many as are allowed", 97, 100, 3, [98, 99, 100]],
    ["one more than allowed: the latest", 96, 100, 3, [98, 99, 100]],
    ["a long outage: the latest", 1, 100, 3, [98, 99, 100]],
  ])("%s", (_, watermark, now, minutesMax, minutes) => {
    expect(missedMinutes(watermark, now, minutesMax)).toEqual(minutes);
  });

  it("leaves no minute out and repeats none over any series of ticks within the limit", () => {
    fc.assert(
      fc.property(anyMinute, fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 50 }), (start, steps) => {
        let watermark = start;
        const seen: number[] = [];
        for (const step of steps) {
          seen.push(...missedMinutes(watermark, watermark + step, 30));
          watermark += step;
        }
        return seen.length === watermark - start && seen.every((minute, n) => minute === start + n + 1);
      }),
    );
  });
});

describe("intervalAtLeast", () => {
  test.each([
    ["less than a minute", 0.2, 1],
    ["an allowed one as it is", 15, 15],
    ["between two: the longer", 16, 30],
    ["a bit over an allowed one", 5.01, 10],
    ["a day", 1440, 1440],
    ["a week: a day", 10_080, 1440],
  ])("%s", (_, wish, interval) => {
    expect(intervalAtLeast(wish)).toBe(interval);
  });
});
