import { composeSms } from "../alerting/compose-sms.ts";
import { lastDue } from "../alerting/last-due.ts";
import type { Cadence, Language } from "../alerting/subscriber.ts";
import type { SummaryStory } from "../alerting/summary.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Hit } from "../stories/story.ts";
import type { MemoryStores } from "./memory-stores.ts";
import { type Recorded, replay } from "./replay-journal.ts";
import { weighSources } from "./weigh-sources.ts";

export interface BacktestQuestion {
  owner: string;
  /** The watchlist as it is saved; null: it isn't. */
  saved: Watchlist | null;
  changed: Watchlist;
  /** The owner's other watchlists, whose names count as context. */
  others: readonly Watchlist[];
  recorded: Recorded;
  /** ISO 8601 UTC: up to when. */
  until: string;
  reader: { timeZone: string; language: Language; smsPartsMax: number };
}

/** What one version of a watchlist would have brought. */
export interface Outcome {
  hits: Hit[];
  stories: number;
  /** Messages a week, by cadence. */
  messages: Record<Cadence["every"], number>;
  /** Billed parts a week, of texts that go out at once. */
  smsParts: number;
}

export interface BacktestResult {
  saved: Outcome | null;
  changed: Outcome;
  /** Hits of one version that the other one has not. */
  added: Hit[];
  removed: Hit[];
}

/** What a changed watchlist would have brought in place of the saved one, by the code that runs live (`replay`). */
export async function backtest(question: BacktestQuestion): Promise<BacktestResult> {
  const { saved, changed } = question;
  const before = saved && (await outcomeOf(saved, question));
  const after = await outcomeOf(changed, question);
  return {
    saved: before,
    changed: after,
    added: without(after.hits, before?.hits ?? []),
    removed: without(before?.hits ?? [], after.hits),
  };
}

function without(hits: readonly Hit[], others: readonly Hit[]): Hit[] {
  const known = new Set(others.map(({ itemId }) => itemId));
  return hits.filter(({ itemId }) => !known.has(itemId));
}

const weekMs = 7 * 24 * 60 * 60 * 1000;

async function outcomeOf(watchlist: Watchlist, question: BacktestQuestion): Promise<Outcome> {
  const { owner, others, recorded, until } = question;
  const stores = await replay(recorded.sights, owner, [...others, watchlist]);
  const hits = stores.filed.filter(({ watchlistId }) => watchlistId === watchlist.id);
  const news = newsOf(hits, watchlist, stores);
  const weeks = Math.max(Date.parse(until) - Date.parse(recorded.from), 1) / weekMs;
  const { timeZone } = question.reader;
  const messages = Object.fromEntries(
    cadences.map((cadence) => [cadence.every, perWeek(messagesOf(news, cadence, timeZone).length, weeks)]),
  ) as Outcome["messages"];
  const parts = messagesOf(news, { every: "immediate" }, timeZone).map((some) =>
    smsParts(some, watchlist, stores, question),
  );
  return {
    hits,
    stories: new Set(news.map(({ storyId }) => storyId)).size,
    messages,
    smsParts: perWeek(
      parts.reduce((sum, one) => sum + one, 0),
      weeks,
    ),
  };
}

const perWeek = (count: number, weeks: number): number => Math.round((count / weeks) * 100) / 100;

/** The cadences that people choose from, each at its usual time. */
const cadences: Cadence[] = [
  { every: "immediate" },
  { every: "hour" },
  { every: "day", at: "08:00" },
  { every: "week", on: "monday", at: "08:00" },
];

/** A story's revision that somebody hears of, and from when on. */
interface Told {
  storyId: string;
  revision: number;
  at: string;
}

/** Each revision of each story once, when it was first to be told: only when enough sources have it. */
function newsOf(hits: readonly Hit[], { rule }: Watchlist, stores: MemoryStores): Told[] {
  const told = new Map<string, Told>();
  for (const { seenAt, stories } of hits) {
    for (const { storyId, revision } of stories) {
      const at = toldFrom(storyId, seenAt, rule.minSources ?? 1, stores);
      const key = `${storyId} ${revision}`;
      if (at !== null && !told.has(key)) told.set(key, { storyId, revision, at });
    }
  }
  return [...told.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

function toldFrom(storyId: string, seenAt: string, sourcesMin: number, stores: MemoryStores): string | null {
  if (sourcesMin <= 1) return seenAt;
  const sources = (stores.storyById(storyId)?.sources ?? []).toSorted((a, b) =>
    a.firstSeenAt < b.firstSeenAt ? -1 : 1,
  );
  const enough = sources.findIndex((_, n) => weighSources(sources.slice(0, n + 1)).independent >= sourcesMin);
  const since = sources[enough]?.firstSeenAt;
  return since === undefined ? null : since > seenAt ? since : seenAt;
}

/** News that comes so soon after the first is told with it. */
const gatherMs = 90_000;

/** The news as messages at a cadence. */
function messagesOf(news: readonly Told[], cadence: Cadence, timeZone: string): Told[][] {
  const messages: Told[][] = [];
  let closes = Number.NEGATIVE_INFINITY;
  let turn = Number.NaN;
  for (const told of news) {
    const at = Date.parse(told.at);
    const isSame = cadence.every === "immediate" ? at <= closes : lastDue(cadence, timeZone, at) === turn;
    if (isSame) {
      messages.at(-1)?.push(told);
      continue;
    }
    messages.push([told]);
    closes = at + gatherMs;
    turn = cadence.every === "immediate" ? Number.NaN : lastDue(cadence, timeZone, at);
  }
  return messages;
}

function smsParts(
  told: readonly Told[],
  { name, entities }: Watchlist,
  stores: MemoryStores,
  { reader }: BacktestQuestion,
): number {
  const names = Object.fromEntries(entities.map((entity) => [entity.id, entity.name]));
  const stories = told.flatMap(({ storyId, revision }): SummaryStory[] => {
    const found = stores.storyById(storyId);
    const sources = found?.sources.filter((source) => source.revision <= revision) ?? [];
    if (!found || sources.length === 0) return [];
    const watchlists = [{ name, entities: Object.values(names) }];
    const toldRevision = revision > 1 ? revision - 1 : null;
    return [{ story: found.story, sources, sourcing: weighSources(sources), toldRevision, watchlists, names }];
  });
  const coverage = { feeds: 0, failing: [], silent: [] };
  const summary = { since: told[0]?.at ?? "", stories, coverage };
  return stories.length === 0 ? 0 : composeSms(summary, { ...reader }, reader.smsPartsMax).parts;
}
