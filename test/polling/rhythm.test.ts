import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstRhythm, nextRhythm, type Rhythm, silentSince, usualGap } from "../../lib/polling/rhythm.ts";

const start = new Date("2026-03-02T10:00:00.000Z");
const hour = 60;
const day = 24 * hour;
const at = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const news = { newItems: 1, items: 20, sinceLastPoll: 5 };

/** A feed watched since long ago that brings news after each of these pauses; its last news comes at `start`. */
function rhythmOf(gaps: number[]): Rhythm {
  let minute = -gaps.reduce((sum, gap) => sum + gap, 0);
  let rhythm = {
    ...firstRhythm([at(minute).toISOString()], at(minute)),
    watchedSince: at(-100 * day).toISOString(),
  };
  for (const gap of gaps) {
    minute += gap;
    rhythm = nextRhythm(rhythm, news, at(minute));
  }
  return rhythm;
}

const times = (count: number, ...gaps: number[]): number[] => Array.from({ length: count }, () => gaps).flat();
/** Ten hours of news each half an hour, then a night; after five of these a weekend. */
const officeHours = times(4, ...times(4, ...times(20, 30), 14 * hour), ...times(20, 30), 62 * hour);

describe("silentSince", () => {
  test.each<[string, Rhythm, number, boolean]>([
    ["an hourly feed, six hours later", rhythmOf(times(30, hour)), 6 * hour, false],
    ["an hourly feed, seven hours later", rhythmOf(times(30, hour)), 7 * hour, true],
    ["a daily feed after a day and a half", rhythmOf(times(30, day)), 1.5 * day, false],
    ["a daily feed after four days", rhythmOf(times(30, day)), 4 * day, true],
    ["a weekly feed after two weeks", rhythmOf(times(10, 7 * day)), 14 * day, false],
    ["a weekly feed after four weeks", rhythmOf(times(10, 7 * day)), 28 * day, true],
    ["a feed of office hours over a weekend", rhythmOf([...officeHours, ...times(10, 30)]), 62 * hour, false],
    ["a feed of office hours over a long weekend", rhythmOf([...officeHours, ...times(10, 30)]), 86 * hour, false],
    ["a feed of office hours after a week", rhythmOf([...officeHours, ...times(10, 30)]), 7 * day, true],
    ["a feed without a rhythm, three weeks later", rhythmOf([]), 21 * day, false],
    ["a feed without a rhythm, five weeks later", rhythmOf([]), 35 * day, true],
  ])("%s", (_, rhythm, minutes, isSilent) => {
    expect(silentSince(rhythm, at(minutes))).toBe(isSilent ? start.toISOString() : null);
  });

  test("a feed that we have known for a day only may be silent over a weekend, and no longer", () => {
    const dates = Array.from({ length: 20 }, (_, n) => at(-n * 30).toISOString());
    const rhythm = firstRhythm(dates, start);
    expect(silentSince(rhythm, at(62 * hour))).toBeNull();
    expect(silentSince(rhythm, at(80 * hour))).toBe(start.toISOString());
  });

  test("a feed that had stopped before we came is said to be silent since then", () => {
    const dates = Array.from({ length: 20 }, (_, n) => at(-n * hour).toISOString());
    expect(silentSince(firstRhythm(dates, at(30 * day)), at(30 * day))).toBe(start.toISOString());
  });

  test("one holiday is forgotten within some months", () => {
    const holiday = [...times(10, day), 20 * day];
    expect(silentSince(rhythmOf([...holiday, ...times(30, day)]), at(12 * day))).toBeNull();
    expect(silentSince(rhythmOf([...holiday, ...times(120, day)]), at(12 * day))).not.toBeNull();
  });
});

describe("firstRhythm", () => {
  test.each<[string, (string | null)[], number | null]>([
    ["items without dates say nothing", [null, null, null, null, null, null], null],
    ["four items have three pauses: too few", [0, 1, 2, 3].map((n) => at(-n * hour).toISOString()), null],
    ["five say it", [0, 1, 2, 3, 4].map((n) => at(-n * hour).toISOString()), hour],
    ["the order of the feed does not matter", [2, 0, 4, 1, 3].map((n) => at(-n * hour).toISOString()), hour],
    ["items of one minute are one arrival", times(10, 0).map(() => start.toISOString()), null],
    ["dates in the future say nothing", [1, 2, 3, 4, 5].map((n) => at(n * hour).toISOString()), null],
    ["nor do those of years ago", [1, 2, 3, 4, 5].map((n) => at(-n * 500 * day).toISOString()), null],
  ])("%s", (_, dates, gap) => {
    expect(usualGap(firstRhythm(dates, start))).toBe(gap);
  });
});

describe("nextRhythm", () => {
  test("follows a feed that becomes faster, and one that becomes slower", () => {
    expect(usualGap(rhythmOf([...times(30, day), ...times(8, hour)]))).toBe(hour);
    expect(usualGap(rhythmOf([...times(30, hour), ...times(20, day)]))).toBe(day);
  });

  test("the fastest turnover of late counts, and fades", () => {
    const slow = { newItems: 1, items: 20, sinceLastPoll: 60 };
    const fast = { newItems: 10, items: 20, sinceLastPoll: 60 };
    let rhythm = nextRhythm(rhythmOf(times(5, hour)), fast, at(hour));
    expect(rhythm.turnover).toBe(120);
    rhythm = nextRhythm(rhythm, slow, at(2 * hour));
    expect(rhythm.turnover).toBe(150);
    for (let n = 3; n < 30; n++) rhythm = nextRhythm(rhythm, slow, at(n * hour));
    expect(rhythm.turnover).toBe(1_200);
  });

  test("after a failure the time that passed says nothing of turnover and pauses", () => {
    const before = rhythmOf(times(10, hour));
    const rhythm = nextRhythm(before, { newItems: 20, items: 20, sinceLastPoll: null }, at(9 * day));
    expect(rhythm.longestGap).toBeLessThanOrEqual(before.longestGap);
    expect(rhythm.turnover).toBe(Number(before.turnover) * 1.25);
  });

  test("stays small and in order, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100_000 }), { maxLength: 80 }), (gaps) => {
        const { arrivals, longestGap } = rhythmOf(gaps);
        expect(arrivals.length).toBeLessThanOrEqual(24);
        expect(arrivals).toEqual([...new Set(arrivals)].sort((a, b) => a - b));
        expect(longestGap).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
