import { createHash } from "node:crypto";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Item } from "../polling/item.ts";
import { storedFacts } from "../polling/item-facts.ts";
import { withoutSpans } from "../polling/wire-span.ts";
import type { StoryCandidate } from "../stories/assign-story.ts";
import { factsOfMentions, factsOfTieUp } from "../stories/facts-of-tie-up.ts";
import type {
  Hit,
  HitLateness,
  HitReasons,
  HitReport,
  Joining,
  RecentStory,
  Story,
  StoryChange,
  StoryFacts,
  StoryReference,
  StorySource,
} from "../stories/story.ts";
import type { TieUp } from "../tieups/tie-up.ts";
import { triggerPhrase } from "../tieups/trigger-phrase.ts";
import type { Analysis } from "./analyse-item.ts";
import { claimStory, findStory, type RecentStories } from "./claim-story.ts";
import type { InTurn } from "./claim-turns.ts";
import { embargoEndOf } from "./embargoed-item.ts";
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
  /** Stores the source's newest state; the `joining` that is stored stays where the new one has none. */
  putSource(storyId: string, source: StorySource): Promise<void>;
  /**
   * Notes the story's revision that a wording of an item corrects or takes back, and returns it: for a repeat, the one that was noted
   * first.
   */
  noteChange(change: StoryChange, wording: { itemId: string; seenAt: string }): Promise<number>;
  /** Puts the story on the list of a watchlist that it hit; a repeat changes nothing. */
  listOn(watchlistId: string, story: Pick<Story, "id" | "beganAt" | "firstSeenAt" | "lastSeenAt">): Promise<void>;
  /** Whether the story ever hit the watchlist. */
  isListedOn(watchlistId: string, story: Pick<Story, "id" | "beganAt" | "firstSeenAt">): Promise<boolean>;
}

export interface KeepDependencies {
  /** Of the item's feed. */
  owner: string;
  /** The owner's. */
  watchlists: readonly Watchlist[];
  analyse(item: Item): Analysis;
  judge(watchlist: Watchlist, analysis: Analysis): Judgement;
  recent: RecentStories;
  /** Of this owner's claims in this process; absent where nobody else claims. */
  inTurn?: InTurn;
  stories: StoryStore;
  hits: HitStore;
  /** Tells the alerting row that there is news for the watchlist's immediate subscriptions. */
  announce(watchlistId: string): Promise<void>;
  /** Has the item, which is stored, come again when its embargo is over: at `until` (ISO 8601 UTC) or soon after. */
  comeAgain(item: Item, until: string): Promise<void>;
  now(): Date;
  /** Why hits are filed only now; absent while their item is news. */
  late?: HitLateness;
}

/**
 * An item whose hits are only now written, so long after it was first seen, is filed under the present time: summaries
 * look back no further than their overlap, and late news is better than none.
 */
const lateAfterMs = 24 * 60 * 60 * 1000;

/**
 * Takes a stored item through matching, tie-ups and stories, and files a hit with each watchlist whose rule it
 * satisfies. Every write has a key that follows from the item, so that a repeat after a crash changes nothing.
 * Returns the ids of the watchlists that were hit. A withdrawal is no news: it is noted with the story that it takes back, and
 * as a correction is, filed with the watchlists of that story's parties for those who were told it. What is under embargo
 * comes again at its end; before it, no story and no hit knows anything of it.
 */
export async function keepItem(item: Item, deps: KeepDependencies): Promise<string[]> {
  const analysis = deps.analyse(item);
  if (analysis.mentions.length === 0) return [];
  const isWithdrawal = analysis.life.some(({ kind }) => kind === "withdrawal");
  const until = embargoEndOf(item);
  if (until !== null && Date.parse(until) > deps.now().getTime() && !isWithdrawal) {
    await deps.comeAgain(item, until);
    return [];
  }
  const changed = await changedStories(item, analysis, deps);
  if (isWithdrawal) {
    for (const watchlist of deps.watchlists) await fileChanges(watchlist, item, analysis, changed, deps);
    return [];
  }
  const claims = new Map<string, Promise<Story>>();
  const hit: string[] = [];
  for (const watchlist of deps.watchlists) {
    const judgement = deps.judge(watchlist, analysis);
    if (!judgement.hit) {
      await fileChanges(watchlist, item, analysis, changed, deps);
      continue;
    }
    const references: StoryReference[] = [];
    for (const told of toldBy(judgement, analysis)) {
      const key = claimKey(item, told);
      if (!claims.has(key)) claims.set(key, tell(item, told, analysis, deps));
      const story = (await claims.get(key)) as Story;
      await deps.stories.listOn(watchlist.id, story);
      references.push({ storyId: story.id, revision: story.revision });
    }
    const entityIds = [...new Set(judgement.mentions.map(({ entityId }) => entityId))].sort();
    const report = reportOf(item, analysis, toldBy(judgement, analysis), references);
    const changes = await changesFor(watchlist, changed, deps);
    await fileHit(watchlist, item, { entityIds, stories: references, changes, report, why: whyOf(judgement) }, deps);
    hit.push(watchlist.id);
  }
  return hit;
}

/** Whether `keepItem` would file anything: the item is a hit, or it corrects or takes back what may have been one. */
export function wouldFile(analysis: Analysis, { watchlists, judge }: Pick<KeepDependencies, "watchlists" | "judge">) {
  if (analysis.mentions.length === 0) return false;
  if (analysis.life.some(({ kind }) => kind !== "embargo")) return true;
  return watchlists.some((watchlist) => judge(watchlist, analysis).hit);
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

/** A story that an item corrects or takes back. */
interface ChangedStory {
  change: StoryChange;
  story: RecentStory;
}

/**
 * The stories that a correction or withdrawal told of before, or whose news it repeats: it becomes a source of each. None
 * begins by it.
 */
async function changedStories(item: Item, analysis: Analysis, deps: KeepDependencies): Promise<ChangedStory[]> {
  const { mentions, tieUps, life } = analysis;
  const kinds = life.map(({ kind }) => kind);
  const kind = (["withdrawal", "correction"] as const).find((one) => kinds.includes(one));
  if (!kind) return [];
  const changed: ChangedStory[] = [];
  for (const told of toldBy({ mentions, tieUps }, analysis)) {
    const found = await findStory(candidateOf(item, told, analysis), told.entityIds, deps.recent);
    if (!found || changed.some(({ change }) => change.storyId === found.story.id)) continue;
    const { story } = found;
    await deps.stories.putSource(
      story.id,
      sourceFrom(item, told.tieUp, analysis, { ...found, revision: story.revision }),
    );
    const change = { kind, storyId: story.id, revision: story.revision };
    // The story may have grown between two calls for one wording, and each files with other watchlists.
    const revision = await deps.stories.noteChange(change, { itemId: item.id, seenAt: currentRevision(item).seenAt });
    changed.push({ change: { ...change, revision }, story });
  }
  return changed;
}

/** Of the stories about somebody whom the watchlist names, or named when they hit it. */
async function changesFor(
  { id: watchlistId, entities }: Watchlist,
  changed: ChangedStory[],
  { stories }: Pick<KeepDependencies, "stories">,
): Promise<StoryChange[]> {
  const concerning: StoryChange[] = [];
  for (const { change, story } of changed) {
    const names = entities.some(({ id }) => story.facts.parties.includes(id));
    if (names || (await stories.isListedOn(watchlistId, story))) concerning.push(change);
  }
  return concerning;
}

/** Whoever hears of a party may have been told of the story; who was, the ledger knows. */
async function fileChanges(
  watchlist: Watchlist,
  item: Item,
  analysis: Analysis,
  changed: ChangedStory[],
  deps: KeepDependencies,
): Promise<void> {
  const changes = await changesFor(watchlist, changed, deps);
  if (changes.length === 0) return;
  const parties = changed.flatMap(({ story }) => story.facts.parties);
  const entityIds = watchlist.entities.map(({ id }) => id).filter((id) => parties.includes(id));
  const report = reportOf(item, analysis, [], []);
  const about = entityIds.length > 0 ? `about ${entityIds.join(", ")}` : "that hit the watchlist as it was before";
  const reasons = changes.map(({ kind }) => `a ${kind} of a story ${about}`);
  const why = { reasons, mentions: [], tieUps: [] };
  await fileHit(watchlist, item, { entityIds: entityIds.sort(), stories: [], changes, report, why }, deps);
}

/** The statements, each with the story that it was told for. */
function reportOf(
  { feedId, source, title, link, publishedAt }: Item,
  { lang, masked }: Analysis,
  told: readonly Told[],
  references: readonly StoryReference[],
): HitReport {
  const statements = told.map(({ facts: { parties, kind, stage, areas }, tieUp }, at) => ({
    ...{ storyId: references[at]?.storyId ?? "", parties, kind, stage, areas },
    sentence: tieUp?.evidence.sentence ?? withoutSpans(title, "title", masked),
    trigger: tieUp ? triggerPhrase(tieUp.evidence) : "",
  }));
  return { feedId, source, title, link, lang, publishedAt, statements };
}

/** Of an item that is a list of companies the first mentions are enough. */
const mentionsKeptMax = 20;

const whyOf = ({ reasons, mentions, tieUps }: Judgement): HitReasons => ({
  reasons,
  mentions: mentions.slice(0, mentionsKeptMax),
  tieUps,
});

async function tell(item: Item, told: Told, analysis: Analysis, deps: KeepDependencies): Promise<Story> {
  const { inTurn = (claim) => claim(), recent, now } = deps;
  const candidate = candidateOf(item, told, analysis);
  const claimed = await inTurn(() => claimStory(candidate, told.entityIds, recent, now()));
  const { id, facts, revision, firstSeenAt, lastSeenAt, beganAt, news } = claimed.story;
  const times = { firstSeenAt, lastSeenAt, ...(beganAt ? { beganAt } : {}) };
  const story: Story = { id, owner: deps.owner, facts, revision, ...times, ...(news ? { news } : {}) };
  await deps.stories.putSource(id, sourceFrom(item, told.tieUp, analysis, { ...claimed, revision }));
  await deps.stories.put(story);
  return story;
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

function sourceFrom(
  item: Item,
  tieUp: TieUp | null,
  analysis: Analysis,
  { revision, joining }: { revision: number; joining: Joining | null },
): StorySource {
  const { id: itemId, source, feedId, title, link, publishedAt, firstSeenAt } = item;
  return {
    itemId,
    source,
    feedId,
    title,
    link,
    lang: analysis.lang,
    publishedAt,
    firstSeenAt,
    seenAt: currentRevision(item).seenAt,
    sentence: tieUp?.evidence.sentence ?? withoutSpans(title, "title", analysis.masked),
    trigger: tieUp ? triggerPhrase(tieUp.evidence) : "",
    stage: tieUp?.stage ?? null,
    revision,
    ...storedFacts(analysis),
    ...(joining ? { joining } : {}),
  };
}

/** One hit for each (watchlist, item); an edit makes another only if it brought its story a new fact, or changes what was told. */
async function fileHit(
  watchlist: Watchlist,
  item: Item,
  { changes, ...told }: Required<Pick<Hit, "entityIds" | "stories" | "changes" | "report" | "why">>,
  deps: KeepDependencies,
): Promise<void> {
  const embargoUntil = embargoEndOf(item);
  const seenAt = filedAt(item, embargoUntil, deps);
  const seenAts = [...item.revisions.map((revision) => revision.seenAt), ...(embargoUntil ? [embargoUntil] : [])];
  const before = await deps.hits.read(watchlist.id, item.id, seenAts);
  const broughtFact =
    item.revisions.length > 1 && told.stories.some((story) => isNews(story, told.report) && !isIn(before, story));
  const changesMore = changes.some((change) => !before.some((hit) => hit.changes?.some((one) => isSame(one, change))));
  if (before.length === 0 || broughtFact || changesMore) {
    await deps.hits.put({
      watchlistId: watchlist.id,
      owner: watchlist.owner,
      itemId: item.id,
      seenAt,
      ...told,
      ...(changes.length > 0 ? { changes } : {}),
      ...(embargoUntil ? { embargoUntil } : {}),
      ...(deps.late ? { late: deps.late } : {}),
    });
  }
  await deps.announce(watchlist.id);
}

/** What an item corrected it can still take back; a correction that is edited is one. */
const isSame = (a: StoryChange, b: StoryChange): boolean => a.kind === b.kind && a.storyId === b.storyId;

/** A story that grew, or one that begins with this wording: under one guid some feeds put one item after the other. */
const isNews = ({ storyId, revision }: StoryReference, { statements }: HitReport): boolean =>
  revision > 1 || statements.some((statement) => statement.storyId === storyId && statement.kind !== null);

const isIn = (hits: readonly Hit[], { storyId, revision }: StoryReference): boolean =>
  hits.some(({ stories }) => stories.some((story) => story.storyId === storyId && story.revision === revision));

/** News that was under embargo is filed under its end: from then on it is news. */
function filedAt(item: Item, embargoUntil: string | null, { now }: KeepDependencies): string {
  const { seenAt } = currentRevision(item);
  const free = embargoUntil !== null && embargoUntil > seenAt ? embargoUntil : seenAt;
  const present = now().getTime();
  return present - Date.parse(free) > lateAfterMs ? new Date(present).toISOString() : free;
}

function currentRevision(item: Item): { seenAt: string } {
  return item.revisions.at(-1) ?? { seenAt: item.firstSeenAt };
}
