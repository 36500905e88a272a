import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Feed, FeedHints } from "../../lib/polling/item.ts";
import { nextFresh, nextInterval, pollInterval, pollMinutes } from "../../lib/polling/poll-interval.ts";
import type { Fresh } from "../../lib/polling/poll-state.ts";
import type { Rhythm } from "../../lib/polling/rhythm.ts";
import { isSkipped } from "../../lib/polling/skipped-times.ts";
import { lastDueMinute, pollIntervals } from "../../lib/polling/slots.ts";

const now = new Date("2026-03-02T10:00:00.000Z");
const minute = now.getTime() / 60_000;
const feedOf = (intervalMinutes: number, adaptedMinutes?: number, id = "wire"): Feed => ({
  id,
  owner: "anna",
  url: "https://wire.example/rss",
  title: "Wire",
  intervalMinutes,
  paused: false,
  ...(adaptedMinutes === undefined ? {} : { adaptedMinutes }),
});
const hintsOf = (hints: Partial<FeedHints>): FeedHints => ({
  ttlMinutes: null,
  updateMinutes: null,
  skipHours: [],
  skipDays: [],
  ...hints,
});
const freshFor = (minutes: number): Fresh => ({ minutes, at: now.toISOString() });
/** Twelve arrivals so many minutes apart. */
const every = (gap: number, turnover: number | null = null): Rhythm => ({
  watchedSince: "2026-01-01T00:00:00.000Z",
  arrivals: Array.from({ length: 12 }, (_, n) => minute - (11 - n) * gap),
  longestGap: gap,
  turnover,
});
const hour = 60;
const day = 24 * hour;

interface Asked {
  wish?: number;
  rhythm?: Rhythm;
  hints?: Partial<FeedHints>;
  fresh?: number;
}

function intervalOf({ wish = 5, rhythm, hints, fresh }: Asked): [number, string] {
  const { minutes, because } = pollInterval(feedOf(wish), {
    ...(rhythm ? { rhythm } : {}),
    hints: hints ? hintsOf(hints) : null,
    fresh: fresh === undefined ? null : freshFor(fresh),
  });
  return [minutes, because];
}

describe("pollInterval", () => {
  test.each<[string, Asked, [number, string]]>([
    ["nothing is known: the wish", {}, [5, "wish"]],
    ["the wish is a minute", { wish: 1 }, [1, "wish"]],
    ["the wish is a day", { wish: day, rhythm: every(5) }, [day, "wish"]],
    ["a ttl is never undercut", { hints: { ttlMinutes: 50 } }, [60, "ttl"]],
    ["a ttl that is an interval is it", { hints: { ttlMinutes: 60 } }, [60, "ttl"]],
    ["a ttl below the wish", { wish: 30, hints: { ttlMinutes: 20 } }, [30, "wish"]],
    ["a ttl in seconds, by mistake, is a day at most", { hints: { ttlMinutes: 86_400 } }, [day, "ttl"]],
    ["an update period", { hints: { updateMinutes: 60 } }, [60, "update-period"]],
    ["caching headers", { fresh: 61 }, [120, "caching"]],
    ["the longest of what is asked", { fresh: 30, hints: { ttlMinutes: 15, updateMinutes: 10 } }, [30, "caching"]],
    ["a feed of many news a day", { rhythm: every(10) }, [5, "wish"]],
    ["a daily feed", { rhythm: every(day) }, [60, "rhythm"]],
    ["a weekly feed", { rhythm: every(7 * day) }, [360, "rhythm"]],
    ["a monthly feed", { rhythm: every(30 * day) }, [day, "rhythm"]],
    ["a feed with too few arrivals to tell", { rhythm: { ...every(day), arrivals: [1, 2, 3] } }, [5, "wish"]],
    ["a daily feed that is all new in two hours", { rhythm: every(day, 2 * hour) }, [30, "turnover"]],
    ["a turnover slower than the rhythm", { rhythm: every(day, 30 * day) }, [60, "rhythm"]],
    ["a turnover that outruns the wish", { wish: 15, rhythm: every(30, 10) }, [15, "wish"]],
    ["what is asked outweighs the turnover", { rhythm: every(30, 10), hints: { ttlMinutes: 60 } }, [60, "ttl"]],
  ])("%s", (_, asked, expected) => {
    expect(intervalOf(asked)).toEqual(expected);
  });

  test("is one of the intervals there are, never below the wish and never below what is asked", () => {
    const any = {
      wish: fc.constantFrom(...pollIntervals),
      ttl: fc.integer({ min: 1, max: 100_000 }),
      fresh: fc.integer({ min: 1, max: day }),
      gap: fc.integer({ min: 1, max: 100_000 }),
      turnover: fc.option(fc.integer({ min: 1, max: 100_000 })),
    };
    fc.assert(
      fc.property(fc.record(any), ({ wish, ttl, fresh, gap, turnover }) => {
        const [minutes] = intervalOf({ wish, hints: { ttlMinutes: ttl }, fresh, rhythm: every(gap, turnover) });
        expect(pollIntervals as readonly number[]).toContain(minutes);
        expect(minutes).toBeGreaterThanOrEqual(Math.min(Math.max(wish, ttl, fresh), day));
      }),
    );
  });

  test("leaves every feed a turn outside of the hours that it asks to skip, where an interval can", () => {
    const skipHours = [22, 23, 0, 1, 2, 3, 4, 5, 6];
    const hints = hintsOf({ ttlMinutes: day, skipHours });
    for (let n = 0; n < 50; n++) {
      const feed = feedOf(5, undefined, `feed-${n}`);
      const { minutes } = pollInterval(feed, { hints });
      const first = lastDueMinute(feed.id, minutes, minute);
      const turns = Array.from({ length: day / minutes }, (_, k) => first + k * minutes);
      expect(turns.some((turn) => !isSkipped(hints, turn))).toBe(true);
      expect(minutes).toBeGreaterThanOrEqual(720);
    }
  });
});

describe("nextInterval changes rarely", () => {
  test.each<[string, Feed, Asked, boolean, number | null]>([
    ["what it is stays", feedOf(5, 60), { rhythm: every(day) }, true, null],
    ["what is asked counts at once", feedOf(5), { fresh: 8 }, false, 10],
    ["a rhythm that is twice as slow", feedOf(5), { rhythm: every(4 * hour) }, true, 10],
    ["a rhythm that is a little slower", feedOf(5, 180), { rhythm: every(4 * day) }, true, null],
    ["a rhythm that is a little faster", feedOf(5, 240), { rhythm: every(3 * day) }, true, null],
    ["a rhythm that is twice as fast", feedOf(5, 120), { rhythm: every(day) }, true, 60],
    ["faster without news", feedOf(5, 120), { rhythm: every(day) }, false, null],
    ["a turnover counts at once", feedOf(5, 60), { rhythm: every(day, 2.1 * hour) }, true, 30],
    ["the ask is gone and the rhythm unknown: back to the wish", feedOf(5, 60), {}, true, 5],
    ["a longer wish needs no change", feedOf(120, 60), {}, true, null],
  ])("%s", (_, feed, { rhythm, fresh }, mayShorten, expected) => {
    const state = { ...(rhythm ? { rhythm } : {}), fresh: fresh === undefined ? null : freshFor(fresh) };
    expect(nextInterval(feed, state, mayShorten)?.minutes ?? null).toBe(expected);
  });

  test("the wish is never undercut by an interval settled on before", () => {
    expect([pollMinutes(feedOf(60, 5)), pollMinutes(feedOf(5, 60)), pollMinutes(feedOf(15))]).toEqual([60, 60, 15]);
  });
});

describe("nextFresh", () => {
  const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  test.each<[string, Fresh | null, number | null, Date, Fresh | null]>([
    ["nothing said", null, null, now, null],
    ["no caching", null, 0, now, null],
    ["five minutes", null, 300, now, freshFor(5)],
    ["a year is a day", null, 31_536_000, now, freshFor(day)],
    ["an ageing copy says less: the most counts", freshFor(60), 120, later(5), freshFor(60)],
    ["more counts at once", freshFor(60), 7_200, later(1), { minutes: 120, at: later(1).toISOString() }],
    ["less counts after a day", freshFor(60), 120, later(24), { minutes: 2, at: later(24).toISOString() }],
    ["nothing counts after a day", freshFor(60), null, later(24), null],
  ])("%s", (_, before, seconds, at, expected) => {
    expect(nextFresh(before, seconds, at)).toEqual(expected);
  });
});
