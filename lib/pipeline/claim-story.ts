import type { Assignment, StoryCandidate } from "../stories/assign-story.ts";
import { assignStory } from "../stories/assign-story.ts";
import { pruneRecent } from "../stories/prune-recent.ts";
import type { Joining, RecentStory } from "../stories/story.ts";

/** An entity's list of recent stories and the version it was read at (0: no list yet). */
export interface RecentList {
  entityId: string;
  version: number;
  stories: RecentStory[];
}

export interface RecentStories {
  read(entityId: string): Promise<RecentList>;
  /** False when somebody saved since the list was read. */
  save(list: RecentList): Promise<boolean>;
}

/** Pollers that meet at one entity's list; each failed try means that another one went through. */
const triesMax = 20;

/**
 * The story of an item, found among the recent stories of its entities or begun. Pollers that hold items on the same
 * entities agree: the list of the first entity (by id) is written under its version before the answer counts, and the
 * other lists follow. A repeat for the same item gets the same answer. Throws when the list stays contended.
 */
export async function claimStory(
  candidate: StoryCandidate,
  entityIds: readonly string[],
  store: RecentStories,
): Promise<Assignment> {
  const [lead, ...others] = [...entityIds].sort();
  if (lead === undefined) throw new RangeError("expected a story's item to have at least one watched entity, got none");
  for (let tries = 0; tries < triesMax; tries++) {
    const lists = await Promise.all([lead, ...others].map((id) => store.read(id)));
    const assignment = assignStory(candidate, union(lists));
    if (!(await store.save(withStory(lists[0] as RecentList, assignment.story, candidate.seenAt)))) continue;
    for (const id of others) await follow(id, assignment.story, candidate.seenAt, store);
    return assignment;
  }
  throw new Error(`expected to claim a story of ${lead} within ${triesMax} tries, others were faster each time`);
}

/** The recent story that an item belongs to, as it is without it, and why; null where the item would begin one. Writes nothing. */
export async function findStory(
  candidate: StoryCandidate,
  entityIds: readonly string[],
  store: Pick<RecentStories, "read">,
): Promise<{ story: RecentStory; joining: Joining | null } | null> {
  const recent = union(await Promise.all(entityIds.map((id) => store.read(id))));
  const { story, joining } = assignStory(candidate, recent);
  const known = recent.find(({ id }) => id === story.id);
  return known ? { story: known, joining } : null;
}

/** Puts the story on another entity's list too, so that an item which names only that entity finds it. */
async function follow(entityId: string, story: RecentStory, now: string, store: RecentStories): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    if (await store.save(withStory(await store.read(entityId), story, now))) return;
  }
  throw new Error(`expected to note a story on the list of ${entityId} within ${triesMax} tries`);
}

function withStory(list: RecentList, story: RecentStory, now: string): RecentList {
  const others = list.stories.filter(({ id }) => id !== story.id);
  const stored = list.stories.find(({ id }) => id === story.id);
  const newest = stored && stored.revision > story.revision ? stored : story;
  return { ...list, version: list.version + 1, stories: pruneRecent([...others, newest], now) };
}

/** A list that lags behind may have seen the story later, and still not know its newest fact. */
export const isNewerStory = (story: RecentStory, other: RecentStory): boolean =>
  story.revision === other.revision ? story.lastSeenAt > other.lastSeenAt : story.revision > other.revision;

/** Each story once, at its highest revision. */
function union(lists: readonly RecentList[]): RecentStory[] {
  const byId = new Map<string, RecentStory>();
  for (const story of lists.flatMap(({ stories }) => stories)) {
    const other = byId.get(story.id);
    if (!other || isNewerStory(story, other)) byId.set(story.id, story);
  }
  return [...byId.values()];
}
