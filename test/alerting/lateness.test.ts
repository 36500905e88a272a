import { expect, test } from "vitest";
import { type Lateness, lateness } from "../../lib/alerting/lateness.ts";
import type { StorySource } from "../../lib/stories/story.ts";
import { sourceOf } from "./sample-news.ts";

const at = (clock: string): string => `2024-07-01T${clock}:00.000Z`;
const wire = { feedId: "f1", title: "Wire", from: at("06:00"), until: at("12:00") };
const report = (source: string, published: string, seen: string, revision = 1): StorySource =>
  sourceOf({ source, publishedAt: at(published), firstSeenAt: at(seen), revision });
const byFeed: Lateness = { because: "feed", from: wire.from, until: wire.until };

test.each<[sentence: string, sources: StorySource[], due: string, now: string, held: boolean, late: Lateness | null]>([
  ["told as it came", [report("Wire", "12:00", "12:05")], "12:05", "12:07", false, null],
  ["published while its feed failed", [report("Wire", "08:00", "12:00")], "12:00", "12:02", false, byFeed],
  ["shortly before it was back", [report("Wire", "11:00", "12:00")], "12:00", "12:02", false, null],
  ["before it failed, seen after", [report("Wire", "05:00", "12:00")], "12:00", "12:02", false, null],
  ["by a feed that was there", [report("Post", "08:00", "12:00")], "12:00", "12:02", false, null],
  [
    "another outlet was read in time",
    [report("Wire", "08:00", "12:00"), report("Post", "08:00", "08:05")],
    "12:00",
    "12:02",
    false,
    null,
  ],
  [
    "of several facts the newest counts",
    [report("Post", "05:00", "05:05"), report("Wire", "08:00", "12:00", 2)],
    "12:00",
    "12:02",
    false,
    byFeed,
  ],
  ["not sent for two hours", [report("Post", "08:00", "08:05")], "08:05", "10:05", false, null],
  [
    "not sent for longer",
    [report("Post", "08:00", "08:05")],
    "08:05",
    "10:06",
    false,
    { because: "sending", dueAt: at("08:05") },
  ],
  ["held as was wished", [report("Post", "08:00", "08:05")], "08:05", "14:00", true, null],
])("%s", (_, sources, due, now, wasHeld, late) => {
  expect(lateness({ sources, dueAt: at(due), wasHeld }, { recovered: [wire] }, Date.parse(at(now)))).toEqual(late);
});

const away = { from: at("06:00"), until: at("12:00") };
const byOutage: Lateness = { because: "outage", ...away };

test.each<[sentence: string, sources: StorySource[], late: Lateness | null]>([
  ["published while we were away, by whatever feed", [report("Post", "08:00", "12:01")], byOutage],
  ["shortly before we were back", [report("Post", "11:00", "12:01")], null],
  ["before we went, and a wire brought it only after", [report("Post", "05:00", "12:01")], null],
  ["when we were there again", [report("Post", "12:10", "15:00")], null],
  ["without a time of its own, so nobody knows", [{ ...report("Post", "08:00", "12:01"), publishedAt: null }], null],
  ["another outlet had been read before", [report("Wire", "05:50", "05:59"), report("Post", "08:00", "12:01")], null],
])("away: %s", (_, sources, late) => {
  const told = { sources, dueAt: at("12:01"), wasHeld: false };
  expect(lateness(told, { outages: [away] }, Date.parse(at("12:03")))).toEqual(late);
});
