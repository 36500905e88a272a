import { describe, expect, test } from "vitest";
import { feedHealth } from "../../lib/polling/feed-health.ts";
import type { Feed, FeedHints } from "../../lib/polling/item.ts";
import type { Failure, PollState } from "../../lib/polling/poll-state.ts";
import { lastDueMinute } from "../../lib/polling/slots.ts";

const now = new Date("2026-03-02T10:00:30.000Z");
const minute = Math.floor(now.getTime() / 60_000);
const iso = (at: number): string => new Date(at * 60_000).toISOString();
const minuteOf = (time: string | null): number => Date.parse(time ?? "") / 60_000;

const feed: Feed = {
  id: "wire",
  owner: "anna",
  url: "https://wire.example/rss",
  title: "Wire",
  intervalMinutes: 5,
  paused: false,
};
const healthy: PollState = {
  version: 3,
  validators: {},
  bodyHash: "abc",
  ring: new Uint8Array(),
  savedAt: iso(minute - 400),
  failing: null,
  warnings: ["bare & escaped"],
  lastNewItemAt: iso(minute - 400),
};
const failing = (also: Partial<Failure> = {}): PollState => ({
  ...healthy,
  failing: {
    reason: "HTTP 403",
    since: iso(minute - 90),
    count: 4,
    notBefore: iso(minute + 30),
    pause: "backoff",
    lastSuccessAt: iso(minute - 95),
    ...also,
  },
});
const hints: FeedHints = { ttlMinutes: null, updateMinutes: null, skipHours: [], skipDays: [] };

describe("feedHealth says the state", () => {
  test.each<[string, PollState | null, object]>([
    ["not polled yet", null, { state: "new", lastSuccessAt: null, lastNewItemAt: null, warnings: [] }],
    [
      "healthy, with its warnings",
      healthy,
      { state: "healthy", reason: null, since: null, lastNewItemAt: iso(minute - 400), warnings: ["bare & escaped"] },
    ],
    [
      "failing, with reason, since when, and the last success before",
      failing(),
      { state: "failing", reason: "HTTP 403", since: iso(minute - 90), lastSuccessAt: iso(minute - 95) },
    ],
    ["failing from the beginning", failing({ lastSuccessAt: null }), { state: "failing", lastSuccessAt: null }],
    ["gone", failing({ pause: "gone", reason: "gone (HTTP 410)" }), { state: "gone", reason: "gone (HTTP 410)" }],
    ["silent", { ...healthy, silentSince: iso(minute - 9_000) }, { state: "silent", since: iso(minute - 9_000) }],
    [
      "failing, whether or not it was silent before",
      { ...failing(), silentSince: iso(minute - 9_000) },
      { state: "failing", since: iso(minute - 90) },
    ],
  ])("%s", (_, state, expected) => {
    expect(feedHealth(feed, state, now)).toMatchObject(expected);
  });
});

describe("the last success", () => {
  test("of a feed that is not failing is its last turn, some minutes ago, though nobody wrote it down", () => {
    const last = minuteOf(feedHealth(feed, healthy, now).lastSuccessAt);
    expect(last).toBe(lastDueMinute(feed.id, 5, minute - 3));
  });
  test("is when the state was saved, where that is later", () => {
    const savedAt = iso(minute - 1);
    expect(feedHealth(feed, { ...healthy, savedAt }, now).lastSuccessAt).toBe(savedAt);
  });
  test("of a paused feed is when the state was saved", () => {
    expect(feedHealth({ ...feed, paused: true }, healthy, now).lastSuccessAt).toBe(healthy.savedAt);
  });
  test("is none of the turns that the feed asks to skip", () => {
    const last = feedHealth(feed, { ...healthy, hints: { ...hints, skipHours: [9, 10] } }, now).lastSuccessAt;
    expect(new Date(last ?? "").getUTCHours()).toBe(8);
  });
});

describe("the next poll", () => {
  const asked = { ...healthy, hints: { ...hints, ttlMinutes: 60 } };
  const skipping = { ...healthy, hints: { ...hints, skipHours: [10, 11] } };
  test.each<[string, Feed, PollState | null, string]>([
    ["of a new feed", feed, null, "every 5 minutes, as wished"],
    ["of a healthy feed", feed, healthy, "every 5 minutes, as wished"],
    ["as the feed asks", { ...feed, adaptedMinutes: 60 }, asked, "every hour, as it asks for by its ttl"],
    [
      "as a rhythm that has settled",
      { ...feed, adaptedMinutes: 120 },
      healthy,
      "every 2 hours, as often as its news comes",
    ],
    ["once a day", { ...feed, intervalMinutes: 1440 }, healthy, "once a day, as wished"],
    ["after failures", feed, failing(), "it failed 4 times in a row"],
    [
      "after a failure without a pause",
      feed,
      failing({ count: 1, notBefore: iso(minute - 5) }),
      "every 5 minutes, as wished",
    ],
    ["when the server wants it", feed, failing({ pause: "server" }), "the server asked to be left alone until then"],
    [
      "of a feed that is gone",
      feed,
      failing({ pause: "gone" }),
      "it says that it is gone, and is asked once a day whether it is",
    ],
    ["in hours to skip", feed, skipping, "it asks not to be read before, on these days or in these hours"],
    ["of a paused feed", { ...feed, paused: true }, healthy, "it is paused"],
    [
      "of a feed that we paused",
      { ...feed, paused: true, pausedBecause: "gone" },
      healthy,
      "it is gone; resume it to have it asked again",
    ],
  ])("%s", (_, each, state, why) => {
    expect(feedHealth(each, state, now).nextPollWhy).toBe(why);
  });

  test("is the feed's next turn: after now, after the pause, after the hours to skip, or never", () => {
    const next = (each: Feed, state: PollState | null) => feedHealth(each, state, now).nextPollAt;
    const turnAfter = (at: number) => iso(lastDueMinute(feed.id, 5, at) + 5);
    expect(next(feed, null)).toBe(turnAfter(minute));
    expect(minuteOf(next(feed, failing()))).toBeGreaterThanOrEqual(minute + 30);
    expect(minuteOf(next(feed, failing()))).toBeLessThan(minute + 35);
    expect(new Date(next(feed, skipping) ?? "").getUTCHours()).toBe(12);
    expect(next({ ...feed, paused: true }, healthy)).toBeNull();
  });
});
