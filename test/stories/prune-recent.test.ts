import { describe, expect, it } from "vitest";
import { assignStory } from "../../lib/stories/assign-story.ts";
import { pruneRecent, recentStoriesMax } from "../../lib/stories/prune-recent.ts";
import { type RecentStory, recentItemsMax } from "../../lib/stories/story.ts";

const facts = { parties: ["nordwerk", "velora"], kind: "supply", stage: "agreed", areas: [] } as const;
const words = (from: number): string => Array.from({ length: 60 }, (_, i) => `Sonderwort${from + i}x`).join(" ");
const at = (hour: number): string => new Date(Date.UTC(2031, 0, 1, hour)).toISOString();
const candidate = (itemId: string, hour: number, from = 0) => ({
  itemId,
  facts: { ...facts, parties: [...facts.parties], areas: [] },
  title: words(from),
  summary: words(from + 1_000),
  lang: "de",
  source: "a",
  seenAt: at(hour),
});
const story = (itemId: string, hour: number): RecentStory => assignStory(candidate(itemId, hour), []).story;

describe("pruneRecent", () => {
  it("drops what no item can join any more, and keeps what one can", () => {
    const kept = pruneRecent([story("old", 0), story("young", 24 * 5)], at(24 * 8));
    expect(kept.map(({ id }) => id)).toEqual([story("young", 0).id]);
  });

  it("keeps the most recently seen, newest first, at most the maximum", () => {
    const many = Array.from({ length: recentStoriesMax + 5 }, (_, i) => story(`i${i}`, i));
    const kept = pruneRecent(many, at(recentStoriesMax + 5));
    expect(kept.length).toBe(recentStoriesMax);
    expect(kept[0]?.id).toBe(many.at(-1)?.id);
  });

  it("leaves a row that fits a DynamoDB item several times over, however much was told", () => {
    let long = story("first", 0);
    for (let i = 0; i < recentItemsMax * 3; i++) {
      long = assignStory(candidate(`item-with-a-long-identifier-${i}`, 1, i * 60), [long]).story;
    }
    expect(long.itemIds.length).toBe(recentItemsMax);
    const row = pruneRecent(
      Array.from({ length: recentStoriesMax }, () => long),
      at(1),
    );
    expect(JSON.stringify(row).length).toBeLessThan(200_000);
  });
});
