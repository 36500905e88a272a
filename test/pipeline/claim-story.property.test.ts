import * as fc from "fast-check";
import { expect, test } from "vitest";
import { claimStory, type RecentList, type RecentStories } from "../../lib/pipeline/claim-story.ts";
import type { StoryCandidate } from "../../lib/stories/assign-story.ts";

/** Lists under versions, each read and write of which happens when the scheduler says so. */
function lists(scheduler: fc.Scheduler): RecentStories & { stored: Map<string | null, RecentList> } {
  const stored = new Map<string | null, RecentList>();
  const at = (entityId: string | null) => stored.get(entityId) ?? { entityId, version: 0, stories: [] };
  return {
    stored,
    read: (entityId) => scheduler.schedule(Promise.resolve()).then(() => at(entityId)),
    save: (list) =>
      scheduler.schedule(Promise.resolve()).then(() => {
        if (at(list.entityId).version !== list.version - 1) return false;
        stored.set(list.entityId, list);
        return true;
      }),
  };
}

const parties = [["arnlo", "bexter"], ["bexter"]];
const now = new Date("2026-03-02T10:00:00.000Z");
/** An agency's text under two outlets' headlines. */
const item = (n: number, named: number): StoryCandidate => ({
  itemId: `item-${n}`,
  facts: { parties: parties[named] as string[], kind: "cooperation", stage: "agreed", areas: [] },
  title: named === 0 ? "Arnlo and Bexter agree on an alliance for batteries" : "Bexter finds its partner",
  summary: "The two have told their staff in letters that were sent on Monday from offices in the south.",
  lang: "en",
  source: "Wire",
  seenAt: now.toISOString(),
});

test("however claims overlap, the items of one event are one story on every list, and a repeat finds it again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(1), { minLength: 2, maxLength: 5 }), async (scheduler, named) => {
      const store = lists(scheduler);
      const all = Promise.all(named.map((one, n) => claimStory(item(n, one), parties[one] as string[], store, now)));
      await scheduler.waitFor(all);
      const ids = new Set((await all).map(({ story }) => story.id));
      expect(ids.size).toBe(1);
      for (const { stories } of store.stored.values()) {
        expect(stories).toHaveLength(1);
        expect(ids).toContain(stories[0]?.id);
      }
      const everywhere = [...store.stored.values()].flatMap(({ stories }) => stories);
      const newest = everywhere.find(({ claimedAt }) => claimedAt);
      expect(newest?.itemIds.toSorted()).toEqual(named.map((_, n) => `item-${n}`));
      for (const [n, one] of named.entries()) {
        const again = claimStory(item(n, one), parties[one] as string[], store, now);
        await scheduler.waitFor(again);
        expect(await again).toMatchObject({ isNew: false, newFacts: [], story: { id: [...ids][0] } });
      }
    }),
    { numRuns: 300 },
  );
});
