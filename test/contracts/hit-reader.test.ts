import { afterAll, beforeAll, expect, test } from "vitest";
import { hitReader } from "../../functions/aws/hit-reader.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { sourceOf, storyOf } from "../alerting/sample-news.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { plainHit } from "../support/plain-hit.ts";

let local: LocalTables;
beforeAll(async () => {
  local = await startTables();
});
afterAll(() => local.stop());

const noon = "2024-07-01T12:00:00.000Z";
const readerAt = (now: string) => hitReader(local.tables.News, () => Date.parse(now));
const hitOf = (watchlistId: string, itemId: string, seenAt: string): Hit => ({
  ...plainHit,
  watchlistId,
  itemId,
  seenAt,
  entityIds: ["bmw"],
  stories: [{ storyId: "story1", revision: 1 }],
});

test("hits of one watchlist, both ends of the range included, ascending", async () => {
  const hits = hitTable(local.tables.News);
  const inside = [
    hitOf("w1", "i1", noon),
    hitOf("w1", "i2", "2024-07-01T12:30:00.000Z"),
    hitOf("w1", "z", "2024-07-01T13:00:00.000Z"),
  ];
  const outside = [
    hitOf("w1", "i4", "2024-07-01T11:59:59.999Z"),
    hitOf("w1", "i5", "2024-07-01T13:00:00.001Z"),
    hitOf("w10", "i6", noon),
  ];
  for (const hit of [...inside, ...outside].reverse()) await hits.put(hit);
  expect(await readerAt(noon).hitsBetween("w1", noon, "2024-07-01T13:00:00.000Z")).toEqual(inside);
});

test("no hits: none", async () => {
  expect(await readerAt(noon).hitsBetween("nobody's", "2000-01-01T00:00:00.000Z", noon)).toEqual([]);
});

test("a story with its items as they were put, and null where there is none", async () => {
  const stories = storyTable(local.tables.News);
  const [story, first, second] = [storyOf("story1"), sourceOf(), sourceOf({ itemId: "i2" })];
  await stories.putSource("story1", second);
  await stories.putSource("story1", first);
  expect(await readerAt(noon).storyWithSources("story1")).toBeNull();
  await stories.put(story);
  expect(await readerAt(noon).storyWithSources("story1")).toEqual({ story, sources: [first, second] });
});

test("what has expired is gone, though its row is still there", async () => {
  const row = { ...hitOf("w2", "i1", noon), pk: "WATCHLIST#w2", sk: `HIT#${noon}#i1` };
  await local.tables.News.create({ ...row, ttl: Date.parse(noon) / 1000 + 60 });
  expect(await readerAt(noon).hitsBetween("w2", noon, noon)).toHaveLength(1);
  expect(await readerAt("2024-07-01T12:01:00.000Z").hitsBetween("w2", noon, noon)).toEqual([]);
});
