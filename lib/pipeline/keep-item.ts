import { createHash } from "node:crypto";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Item } from "../polling/item.ts";
import { storedFacts } from "../polling/item-facts.ts";
import { withoutSpans } from "../polling/wire-span.ts";
import type { StoryCandidate } from "../stories/assign-story.ts";
import { factsOfMentions, factsOfTieUp } from "../stories/facts-of-tie-up.ts";
import type { Hit, Story, StoryFacts, StoryReference, StorySource } from "../stories/story.ts";
import type { TieUp } from "../tieups/tie-up.ts";
import { triggerPhrase } from "../tieups/trigger-phrase.ts";
import type { Analysis } from "./analyse-item.ts";
import { claimStory, findStory, type RecentStories } from "./claim-story.ts";
import type { Judgement } from "./judge-hit.ts";

export interface HitStore {
  /** The item's hits that are stored under these times, in their order. */
  read(watchlistId: string, itemId: string, seenAts: readonly string[]): Promise<Hit[]>;
  /** Stores the hit under the key that follows from it; a repeat changes nothing. */
  put(hit: Hit): Promise<void>;
}

export interface StoryStore {
  /** Stores the story's newest state; an older revision never replaces a newer one. */
  put(story: Story): Promise<void>;
  putSource(storyId: string, source: StorySource): Promise<void>;
}

export interface KeepDependencies {
  watchlists: readonly Watchlist[];
  analyse(item: Item): Analysis;
  judge(watchlist: Watchlist, analysis: Analysis): Judgement;
  recent: RecentStories;
  stories: StoryStore;
  hits: HitStore;
  /** Tells the alerting row that there is news for the watchlist's immediate subscriptions. */
  announce(watchlistId: string): Promise<void>;
  now(): Date;
}

/**
 * An item whose hits are only now written, so long after it was first seen, is filed under the present time: summaries
 * look back no further than their overlap, and late news is better than none.
 */
const lateAfterMs = 24 * 60 * 60 * 1000;

/**
 * Takes a stored item through matching, tie-ups and stories, and files a hit with each watchlist whose rule it
 * satisfies. Every write has a key that follows from the item, so that a repeat after a crash changes nothing.
 * Returns the ids of the watchlists that were hit. A withdrawal is no news: it is only noted with the story that it takes back.
 */
export async function keepItem(item: Item, deps: KeepDependencies): Promise<string[]> {
  const analysis = deps.analyse(item);
  if (analysis.mentions.length === 0) return [];
  if (analysis.life.some(({ kind }) => kind === "withdrawal")) return noteWithdrawal(item, analysis, deps);
  const claims = new Map<string, Promise<StoryReference>>();
  const hit: string[] = [];
  for (const watchlist of deps.watchlists) {
    const judgement = deps.judge(watchlist, analysis);
    if (!judgement.hit) continue;
    const references: StoryReference[] = [];
    for (const told of toldBy(judgement, analysis)) {
      const key = claimKey(item, told);
      if (!claims.has(key)) claims.set(key, tell(item, told, analysis, deps));
      references.push((await claims.get(key)) as StoryReference);
    }
    await fileHit(watchlist, item, { judgement, analysis }, references, deps);
    hit.push(watchlist.id);
  }
  return hit;
}

/** What an item says for one story: the facts, and the tie-up that proves them (null for a mere mention). */
interface Told {
  facts: StoryFacts;
  entityIds: string[];
  tieUp: TieUp | null;
}

function toldBy(judgement: Pick<Judgement, "tieUps" | "mentions">, analysis: Analysis): Told[] {
  if (judgement.tieUps.length > 0) {
    return judgement.tieUps.map((tieUp) => ({ facts: factsOfTieUp(tieUp), entityIds: watchedParties(tieUp), tieUp }));
  }
  const facts = factsOfMentions(judgement.mentions.map(({ entityId }) => entityId));
  return facts.parties.length === 0 ? [] : [{ facts, entityIds: facts.parties, tieUp: analysis.tieUps[0] ?? null }];
}

const watchedParties = ({ parties }: TieUp): string[] =>
  [...new Set(parties.flatMap(({ entityId }) => entityId ?? []))].sort();

/** An item can tell several stories: one for each set of watched parties, its main tie-up first. */
const claimKey = (item: Item, { entityIds }: Told): string =>
  createHash("sha256")
    .update(`${item.id} ${entityIds.join(" ")}`)
    .digest("base64url")
    .slice(0, 22);

/** The stories that the item told of before, or whose news it repeats, get it as a source; none begins and none is hit. */
async function noteWithdrawal(item: Item, analysis: Analysis, deps: KeepDependencies): Promise<string[]> {
  const { mentions, tieUps } = analysis;
  for (const told of toldBy({ mentions, tieUps }, analysis)) {
    const story = await findStory(candidateOf(item, told, analysis), told.entityIds, deps.recent);
    if (story) await deps.stories.putSource(story.id, sourceFrom(item, told.tieUp, analysis, story.revision));
  }
  return [];
}

async function tell(item: Item, told: Told, analysis: Analysis, deps: KeepDependencies): Promise<StoryReference> {
  const { story } = await claimStory(candidateOf(item, told, analysis), told.entityIds, deps.recent);
  const { id, facts, revision, firstSeenAt, lastSeenAt } = story;
  await deps.stories.putSource(id, sourceFrom(item, told.tieUp, analysis, revision));
  await deps.stories.put({ id, facts, revision, firstSeenAt, lastSeenAt });
  return { storyId: id, revision };
}

/** Without what the wire writes around the news, so that one agency text is alike wherever it is printed. */
const candidateOf = (item: Item, told: Told, { lang, masked }: Analysis): StoryCandidate => ({
  itemId: claimKey(item, told),
  facts: told.facts,
  title: withoutSpans(item.title, "title", masked),
  summary: withoutSpans(item.summary, "text", masked),
  lang,
  source: item.source,
  seenAt: currentRevision(item).seenAt,
});

function sourceFrom(item: Item, tieUp: TieUp | null, analysis: Analysis, revision: number): StorySource {
  const { id: itemId, source, title, link, publishedAt, firstSeenAt } = item;
  return {
    itemId,
    source,
    title,
    link,
    lang: analysis.lang,
    publishedAt,
    firstSeenAt,
    sentence: tieUp?.evidence.sentence ?? withoutSpans(title, "title", analysis.masked),
    trigger: tieUp ? triggerPhrase(tieUp.evidence) : "",
    stage: tieUp?.stage ?? null,
    revision,
    ...storedFacts(analysis),
  };
}

/** One hit for each (watchlist, item); an edit makes another only if it brought its story a new fact. */
async function fileHit(
  watchlist: Watchlist,
  item: Item,
  { judgement, analysis }: { judgement: Judgement; analysis: Analysis },
  stories: StoryReference[],
  deps: KeepDependencies,
): Promise<void> {
  const seenAts = item.revisions.map(({ seenAt }) => seenAt);
  const before = await deps.hits.read(watchlist.id, item.id, seenAts);
  const broughtFact = item.revisions.length > 1 && stories.some((story) => story.revision > 1 && !isIn(before, story));
  if (before.length === 0 || broughtFact) {
    const embargoUntil = analysis.life.find(({ until }) => until !== null)?.until;
    const entityIds = [...new Set(judgement.mentions.map(({ entityId }) => entityId))].sort();
    await deps.hits.put({
      watchlistId: watchlist.id,
      itemId: item.id,
      seenAt: filedAt(item, deps),
      entityIds,
      stories,
      ...(embargoUntil ? { embargoUntil } : {}),
    });
  }
  await deps.announce(watchlist.id);
}

const isIn = (hits: readonly Hit[], { storyId, revision }: StoryReference): boolean =>
  hits.some(({ stories }) => stories.some((story) => story.storyId === storyId && story.revision === revision));

function filedAt(item: Item, { now }: KeepDependencies): string {
  const { seenAt } = currentRevision(item);
  const present = now();
  return present.getTime() - Date.parse(seenAt) > lateAfterMs ? present.toISOString() : seenAt;
}

function currentRevision(item: Item): { seenAt: string } {
  return item.revisions.at(-1) ?? { seenAt: item.firstSeenAt };
}
