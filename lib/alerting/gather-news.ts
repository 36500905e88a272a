import type { Watchlist } from "../matching/watchlist.ts";
import type { Hit, HitLateness, Story, StoryChange, StorySource } from "../stories/story.ts";
import type { Watermark } from "./delivery.ts";
import { clockSkewMs, firstDue, lastDue } from "./last-due.ts";
import type { StoryFilter, Subscriber, Subscription } from "./subscriber.ts";

export interface WatchlistReader {
  watchlistById(id: string): Promise<Watchlist | null>;
}

/** The news as stored. */
export interface NewsReader {
  /** A watchlist's hits with `from` ≤ `seenAt` ≤ `until` (ISO 8601 UTC), ascending by `seenAt`. Strongly consistent. */
  hitsBetween(watchlistId: string, from: string, until: string): Promise<Hit[]>;
  /** A story and its items, or null: it has expired. */
  storyWithSources(storyId: string): Promise<{ story: Story; sources: StorySource[] } | null>;
}

/** When something was to be told. ISO 8601 UTC. */
export interface Due {
  /** First, which with everything in order is now, or some minutes ago. */
  dueAt: string;
  /** As it was wished for before that changed; `dueAt` where that has not changed since. */
  dueBefore: string;
}

/** What a wire did to a story. */
export interface DueChange extends StoryChange, Due {}

/** A story that an endpoint's watchlists hit, at the newest revision that did. It may have been told already. */
export interface Candidate extends Due {
  storyId: string;
  /** 0 where it was only corrected or taken back in the time that was read. */
  revision: number;
  changes: DueChange[];
  watchlists: { id: string; name: string; entities: string[]; only?: StoryFilter | undefined }[];
  /** Names of the watched entities by id, of all the endpoint's watchlists. */
  names: Record<string, string>;
  /** Why the hit was filed only afterwards; null where it wasn't. */
  late: HitLateness | null;
}

export interface GatheredNews {
  /** Ordered by story id: calls that overlap meet at the first. */
  candidates: Candidate[];
  /** By watchlist id: hits up to here are in. ISO 8601 UTC. */
  evaluatedUntil: Record<string, string>;
  /** Digests that were due and say so where they have nothing. */
  digests: DueDigest[];
}

export interface DueDigest {
  watchlistId: string;
  name: string;
  /** ISO 8601 UTC. */
  dueAt: string;
}

/**
 * Hits are read from so long before the last evaluation: a hit can be stored after a later one was evaluated (another
 * poller, a crash, a retry). What was told is known from the ledger, so the overlap costs reading and nothing else.
 */
export const overlapMs = 72 * 60 * 60 * 1000;

/** What the subscriptions have seen by the time they were last due, told or not. */
export async function gatherNews(
  subscriptions: Subscription[],
  subscriber: Subscriber,
  watermark: Watermark | null,
  ports: { watchlists: WatchlistReader; news: NewsReader; now(): number },
): Promise<GatheredNews> {
  const { timeZone } = subscriber;
  const gathered = await Promise.all(
    subscriptions.map(async (subscription) => {
      const watchlist = await ports.watchlists.watchlistById(subscription.watchlistId);
      if (!watchlist) return [];
      const until = dueUntil(subscription, timeZone, ports.now());
      const from = readFrom(subscription, watermark);
      const hits = from <= until ? await ports.news.hitsBetween(watchlist.id, from, until) : [];
      return [
        {
          watchlist,
          subscription,
          only: wanted(subscription.only, watchlist),
          hits: hits.map((hit) => ({ ...hit, ...dueTimes(subscription, subscriber, hit) })),
          until,
        },
      ];
    }),
  );
  const read = gathered.flat();
  return {
    candidates: candidatesOf(read),
    digests: read
      .filter(({ subscription, until }) => saysSo(subscription, until))
      .map(({ watchlist, until }) => {
        return { watchlistId: watchlist.id, name: watchlist.name, dueAt: until };
      }),
    evaluatedUntil: Object.fromEntries(read.map(({ watchlist, until }) => [watchlist.id, until])),
  };
}

/** What the subscription wants, and what the watchlist's rule wants of every story that is told. */
function wanted(only: StoryFilter | undefined, { rule: { minSources } }: Watchlist): StoryFilter | undefined {
  if (minSources === undefined) return only;
  return { ...only, sourcesMin: Math.max(minSources, only?.sourcesMin ?? 1) };
}

const saysSo = ({ whenEmpty, cadence, createdAt }: Subscription, due: string): boolean =>
  whenEmpty === "say-so" &&
  (cadence.every === "day" || cadence.every === "week") &&
  Date.parse(due) > Date.parse(createdAt);

function dueTimes(
  { cadence, changedAt }: Subscription,
  { timeZone, wishesChangedAt }: Subscriber,
  { seenAt }: Hit,
): Due {
  const before = Math.max(Date.parse(seenAt), Date.parse(changedAt ?? seenAt));
  const from = Math.max(before, Date.parse(wishesChangedAt ?? seenAt));
  const dueBefore = new Date(firstDue(cadence, timeZone, before)).toISOString();
  const dueAt = from === before ? dueBefore : new Date(firstDue(cadence, timeZone, from)).toISOString();
  return { dueAt, dueBefore };
}

function dueUntil({ cadence }: Subscription, timeZone: string, nowMs: number): string {
  const due = lastDue(cadence, timeZone, nowMs + clockSkewMs);
  return new Date(due).toISOString();
}

/** Never before the subscription began: what is older is no news to it. */
function readFrom({ watchlistId, createdAt }: Subscription, watermark: Watermark | null): string {
  const until = watermark?.evaluatedUntil[watchlistId];
  const began = new Date(createdAt).toISOString();
  if (until === undefined) return began;
  const overlapped = new Date(Date.parse(until) - overlapMs).toISOString();
  return overlapped > began ? overlapped : began;
}

interface DueHit extends Hit, Due {}

function candidatesOf(read: { watchlist: Watchlist; only: StoryFilter | undefined; hits: DueHit[] }[]): Candidate[] {
  const entities = read.flatMap(({ watchlist }) => watchlist.entities);
  const names = Object.fromEntries(entities.map(({ id, name }) => [id, name]));
  const byStory = new Map<string, Candidate>();
  for (const { watchlist, only, hits } of read) {
    for (const [storyId, { revision, entityIds, dueAt, dueBefore, changes, late }] of hitStories(hits)) {
      const known = byStory.get(storyId) ?? {
        storyId,
        revision,
        changes: [],
        watchlists: [],
        names,
        dueAt,
        dueBefore,
        late,
      };
      const watched = watchlist.entities.filter(({ id }) => entityIds.has(id)).map(({ name }) => name);
      byStory.set(storyId, {
        ...known,
        revision: Math.max(known.revision, revision),
        dueAt: revision > known.revision ? dueAt : known.dueAt,
        dueBefore: revision > known.revision ? dueBefore : known.dueBefore,
        late: revision > known.revision ? late : known.late,
        changes: [...known.changes, ...changes],
        watchlists: [...known.watchlists, { id: watchlist.id, name: watchlist.name, entities: watched, only }],
      });
    }
  }
  return [...byStory.values()].sort((a, b) => (a.storyId < b.storyId ? -1 : 1));
}

interface HitStory extends Due {
  revision: number;
  entityIds: Set<string>;
  changes: DueChange[];
  late: HitLateness | null;
}

/** The stories of the hits, each at its newest revision, when that was due first, and with all entities that it was hit with. */
function hitStories(hits: DueHit[]): Map<string, HitStory> {
  const stories = new Map<string, HitStory>();
  for (const { entityIds, stories: references, changes = [], dueAt, dueBefore, late = null } of hits) {
    const changed = changes.map(({ storyId }) => ({ storyId, revision: 0 }));
    for (const { storyId, revision } of [...references, ...changed]) {
      const story = stories.get(storyId) ?? begun(revision, { dueAt, dueBefore, late });
      stories.set(storyId, story);
      if (revision > story.revision) Object.assign(story, { revision, dueAt, dueBefore, late });
      const ofStory = revision === 0 ? changes.filter((one) => one.storyId === storyId) : [];
      story.changes.push(...ofStory.map((one) => ({ ...one, dueAt, dueBefore })));
      for (const id of entityIds) story.entityIds.add(id);
    }
  }
  return stories;
}

/** What is only corrected or taken back isn't late. */
const begun = (revision: number, { late, ...due }: Due & Pick<HitStory, "late">): HitStory => ({
  ...{ revision, ...due, late: revision > 0 ? late : null },
  ...{ changes: [], entityIds: new Set() },
});
