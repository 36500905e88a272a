import type { Assignment, StoryCandidate } from "../stories/assign-story.ts";
import { assignStory } from "../stories/assign-story.ts";
import { pruneClaims, pruneRecent } from "../stories/prune-recent.ts";
import type { Joining, RecentStory } from "../stories/story.ts";

/** A list of recent stories and the version it was read at (0: no list yet). */
export interface RecentList {
  /** An entity's; null: the list of the owner's latest claims, through which every claim goes. */
  entityId: string | null;
  version: number;
  stories: RecentStory[];
}

/** The lists of one owner. */
export interface RecentStories {
  read(entityId: string | null): Promise<RecentList>;
  /** False when somebody saved since the list was read. */
  save(list: RecentList): Promise<boolean>;
}

/** Pollers that meet at the list of claims; each failed try means that another one went through. */
const triesMax = 100;

/**
 * The story of an item, found among the recent stories of its entities and the owner's latest claims, or begun. Claims of one owner
 * happen one after the other, whatever companies their items name: the list of claims is written under its version before the answer counts, and the
 * entities' lists follow. A repeat for the same item gets the same answer. `now` is when it is claimed. Throws when the list stays contended.
 */
export async function claimStory(
  candidate: StoryCandidate,
  entityIds: readonly string[],
  store: RecentStories,
  now: Date,
): Promise<Assignment> {
  if (entityIds.length === 0)
    throw new RangeError("expected a story's item to have at least one watched entity, got none");
  for (let tries = 0; tries < triesMax; tries++) {
    const [claims, lists] = await readLists(entityIds, store);
    const assignment = assignStory(candidate, union([claims, ...lists]));
    if (!(await store.save(withClaim(claims, assignment.story, now)))) continue;
    for (const list of lists) await follow(list, assignment.story, candidate.seenAt, store);
    return assignment;
  }
  throw new Error(
    `expected to claim a story of ${entityIds[0]} within ${triesMax} tries, others were faster each time`,
  );
}

/** The recent story that an item belongs to, as it is without it, and why; null where the item would begin one. Writes nothing. */
export async function findStory(
  candidate: StoryCandidate,
  entityIds: readonly string[],
  store: Pick<RecentStories, "read">,
): Promise<{ story: RecentStory; joining: Joining | null } | null> {
  const [claims, lists] = await readLists(entityIds, store);
  const recent = union([claims, ...lists]);
  const { story, joining } = assignStory(candidate, recent);
  const known = recent.find(({ id }) => id === story.id);
  return known ? { story: known, joining } : null;
}

async function readLists(
  entityIds: readonly string[],
  store: Pick<RecentStories, "read">,
): Promise<[claims: RecentList, lists: RecentList[]]> {
  const [claims, ...lists] = await Promise.all([null, ...entityIds].map((id) => store.read(id)));
  return [claims as RecentList, lists];
}

/** Puts the story on an entity's list too, so that an item which names only that entity finds it when the claim is forgotten. */
async function follow(list: RecentList, story: RecentStory, now: string, store: RecentStories): Promise<void> {
  let read = list;
  for (let tries = 0; tries < triesMax; tries++) {
    if (await store.save(withStory(read, story, now))) return;
    read = await store.read(list.entityId);
  }
  throw new Error(`expected to note a story on the list of ${list.entityId} within ${triesMax} tries`);
}

function withClaim(list: RecentList, story: RecentStory, now: Date): RecentList {
  const others = list.stories.filter(({ id }) => id !== story.id);
  const claimed = { ...story, claimedAt: now.toISOString() };
  return { ...list, version: list.version + 1, stories: pruneClaims([...others, claimed]) };
}

function withStory(list: RecentList, story: RecentStory, now: string): RecentList {
  const others = list.stories.filter(({ id }) => id !== story.id);
  const stored = list.stories.find(({ id }) => id === story.id);
  const { claimedAt: _, ...newest } = stored && isNewerStory(stored, story) ? stored : story;
  return { ...list, version: list.version + 1, stories: pruneRecent([...others, newest], now) };
}

/** Each state of a story follows from the one before; those from before that was counted are told apart by what they know. */
export function isNewerStory(story: RecentStory, other: RecentStory): boolean {
  const [turn, otherTurn] = [story.turn ?? 0, other.turn ?? 0];
  if (turn !== otherTurn) return turn > otherTurn;
  return story.revision === other.revision ? story.lastSeenAt > other.lastSeenAt : story.revision > other.revision;
}

/** Each story once, in its newest state. */
function union(lists: readonly RecentList[]): RecentStory[] {
  const byId = new Map<string, RecentStory>();
  for (const story of lists.flatMap(({ stories }) => stories)) {
    const other = byId.get(story.id);
    if (!other || isNewerStory(story, other)) byId.set(story.id, story);
  }
  return [...byId.values()];
}
