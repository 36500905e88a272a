import { describe, expect, test } from "vitest";
import type { FeedHints } from "../../lib/polling/item.ts";
import { isSkipped, lastTurn, leftAloneUntil, nextTurn } from "../../lib/polling/skipped-times.ts";
import { lastDueMinute } from "../../lib/polling/slots.ts";

const minute = (time: string): number => Date.parse(`${time}Z`) / 60_000;
const asking = (asked: Partial<FeedHints>): FeedHints => ({
  ttlMinutes: null,
  updateMinutes: null,
  skipHours: [],
  skipDays: [],
  ...asked,
});
const nights = asking({ skipHours: [0, 1, 2, 3, 4, 5] });
const weekends = asking({ skipDays: [0, 6] });

describe("isSkipped", () => {
  // 2026-03-01 was a Sunday.
  test.each<[string, FeedHints, string, boolean]>([
    ["the last minute before the hour", nights, "2026-03-01T23:59", false],
    ["the first minute of the hour", nights, "2026-03-02T00:00", true],
    ["the last minute of the last hour", nights, "2026-03-02T05:59", true],
    ["the first minute after it", nights, "2026-03-02T06:00", false],
    ["a Friday's last minute", weekends, "2026-02-27T23:59", false],
    ["a Saturday", weekends, "2026-02-28T00:00", true],
    ["a Sunday's last minute", weekends, "2026-03-01T23:59", true],
    ["a Monday", weekends, "2026-03-02T00:00", false],
    ["nothing asked", asking({}), "2026-03-02T00:00", false],
  ])("%s", (_, hints, time, skipped) => {
    expect(isSkipped(hints, minute(time))).toBe(skipped);
  });
});

describe("turns", () => {
  const id = "wire";
  test("the next one after a night, and the last one before it", () => {
    const night = minute("2026-03-02T03:00");
    const next = nextTurn(id, 5, nights, night) as number;
    const last = lastTurn(id, 5, nights, night);
    for (const turn of [next, last]) expect(lastDueMinute(id, 5, turn)).toBe(turn);
    expect(next - minute("2026-03-02T06:00")).toBeLessThan(5);
    expect(next).toBeGreaterThanOrEqual(minute("2026-03-02T06:00"));
    expect(last).toBeLessThan(minute("2026-03-02T00:00"));
    expect(minute("2026-03-02T00:00") - last).toBeLessThanOrEqual(5);
  });

  test("the next one is never the present one; the last one may be", () => {
    const turn = lastDueMinute(id, 60, minute("2026-03-02T12:00"));
    expect(nextTurn(id, 60, null, turn)).toBe(turn + 60);
    expect(lastTurn(id, 60, null, turn)).toBe(turn);
  });

  test("a feed is left alone until its first turn that it does not ask to skip", () => {
    const saturday = minute("2026-02-28T09:00");
    expect(leftAloneUntil(id, 60, weekends, saturday)).toBe(nextTurn(id, 60, weekends, saturday));
    expect(leftAloneUntil(id, 60, weekends, minute("2026-03-02T09:00"))).toBeNull();
  });

  test("a feed all of whose turns it asks to skip is asked all the same", () => {
    const turn = lastDueMinute(id, 1440, minute("2026-03-02T23:59"));
    const hints = asking({ skipHours: [Math.floor(turn / 60) % 24] });
    expect(isSkipped(hints, turn)).toBe(true);
    expect(leftAloneUntil(id, 1440, hints, turn)).toBeNull();
  });
});
