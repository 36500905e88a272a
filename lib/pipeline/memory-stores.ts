import type { Hit, Story, StorySource } from "../stories/story.ts";
import type { RecentList, RecentStories } from "./claim-story.ts";
import type { HitStore, StoryStore } from "./keep-item.ts";

export interface MemoryStores {
  recent: RecentStories;
  stories: StoryStore;
  hits: HitStore;
  /** In the order in which they were filed. */
  filed: readonly Hit[];
  storyById(id: string): { story: Story; sources: StorySource[] } | null;
}

/** Stores for one replay, which nobody else writes to. They promise what the tables do. */
export function memoryStores(): MemoryStores {
  const lists = new Map<string | null, RecentList>();
  const stories = new Map<string, Story>();
  const sources = new Map<string, Map<string, StorySource>>();
  const filed: Hit[] = [];
  const byKey = new Map<string, Hit>();
  const keyOf = ({ watchlistId, itemId, seenAt }: Pick<Hit, "watchlistId" | "itemId" | "seenAt">) =>
    JSON.stringify([watchlistId, itemId, seenAt]);
  return {
    recent: {
      read: async (entityId) => lists.get(entityId) ?? { entityId, version: 0, stories: [] },
      async save(list) {
        lists.set(list.entityId, list);
        return true;
      },
    },
    stories: {
      async put(story) {
        const stored = stories.get(story.id);
        if (!stored || stored.revision <= story.revision) stories.set(story.id, story);
      },
      async putSource(storyId, source) {
        const known = sources.get(storyId) ?? new Map<string, StorySource>();
        const stored = known.get(source.itemId);
        const { joining } = { ...stored, ...source };
        if (!stored || stored.revision <= source.revision)
          known.set(source.itemId, { ...source, ...(joining ? { joining } : {}) });
        sources.set(storyId, known);
      },
      // Nothing is tried again here.
      noteChange: async ({ revision }) => revision,
      listOn: async () => {},
      // What is replayed is replayed with the watchlists as they are.
      isListedOn: async () => false,
    },
    hits: {
      read: async (watchlistId, itemId, seenAts) =>
        seenAts.flatMap((seenAt) => byKey.get(keyOf({ watchlistId, itemId, seenAt })) ?? []),
      async put(hit) {
        if (byKey.has(keyOf(hit))) return;
        byKey.set(keyOf(hit), hit);
        filed.push(hit);
      },
    },
    filed,
    storyById(id) {
      const story = stories.get(id);
      return story ? { story, sources: [...(sources.get(id)?.values() ?? [])] } : null;
    },
  };
}
