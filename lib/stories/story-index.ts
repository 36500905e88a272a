import { type Assignment, assignStory, type StoryCandidate } from "./assign-story.ts";
import { copyKeys } from "./copy-keys.ts";
import { featureKey, featureWeight, isLittleFeature, signature } from "./signature.ts";
import { rarity, type WordWeight } from "./similarity.ts";
import type { RecentStory } from "./story.ts";

/** Groups a stream of any length: an item is compared only with the stories that share rare words or parties with it. */
export interface StoryIndex {
  /** The item's story, by `assignStory`, which is then remembered. */
  assign(candidate: StoryCandidate): Assignment;
  /** How many stories there are. */
  size(): number;
}

/** So many stories that share most with an item are looked at closely. */
const closeLooksMax = 24;
/** A word of more stories than this leads to the newest of them only. */
const postingsRead = 400;
/** An empty index. Nothing is forgotten: memory grows with the stories, about 2 KB each. */
export function createStoryIndex(): StoryIndex {
  const stories = new Map<string, RecentStory>();
  const byWord = new Map<number, string[]>();
  const byCopy = new Map<number, string[]>();
  const byParty = new Map<string, string[]>();
  const byItem = new Map<string, string>();

  const wordWeight: WordWeight = (key) => rarity(byWord.get(key)?.length ?? 0, stories.size);

  function near(candidate: StoryCandidate): RecentStory[] {
    const scores = new Map<string, number>();
    const add = (ids: string[] | undefined, score: number) => {
      for (const id of ids?.slice(-postingsRead) ?? []) scores.set(id, (scores.get(id) ?? 0) + score);
    };
    for (const feature of signature(candidate.title, candidate.summary, candidate.lang)) {
      const key = featureKey(feature);
      if (!isLittleFeature(feature)) add(byWord.get(key), featureWeight(feature) * wordWeight(key));
    }
    for (const copy of copyKeys(candidate.title, candidate.summary)) add(byCopy.get(copy), sureScore);
    for (const party of candidate.facts.parties) add(byParty.get(party), sureScore);
    const nearest = [...scores].sort((a, b) => b[1] - a[1]).slice(0, closeLooksMax);
    return nearest.flatMap(([id]) => stories.get(id) ?? []);
  }

  function remember(story: RecentStory, before: RecentStory | undefined): void {
    const known = new Set(before?.signature.map(featureKey));
    for (const key of story.signature.map(featureKey)) if (!known.has(key)) append(byWord, key, story.id);
    for (const copy of story.copies ?? []) if (!before?.copies?.includes(copy)) append(byCopy, copy, story.id);
    for (const party of story.facts.parties)
      if (!before?.facts.parties.includes(party)) append(byParty, party, story.id);
    stories.set(story.id, story);
  }

  return {
    assign(candidate) {
      const held = stories.get(byItem.get(candidate.itemId) ?? "");
      const assignment = assignStory(candidate, held ? [held] : near(candidate), wordWeight);
      remember(assignment.story, stories.get(assignment.story.id));
      byItem.set(candidate.itemId, assignment.story.id);
      return assignment;
    },
    size: () => stories.size,
  };
}

/** A common party or wording brings a story before the eyes as surely as a few rare words. */
const sureScore = 20;

function append<Key>(lists: Map<Key, string[]>, key: Key, id: string): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}
