import type { Watchlist } from "../matching/watchlist.ts";
import { type Discovery, type DiscoveryDeps, discoverFeeds } from "../polling/discover-feeds.ts";
import type { Journal } from "../polling/journal.ts";
import { type Opml, readOpmlDocument } from "../polling/opml.ts";
import type { Hit } from "../stories/story.ts";
import { type BacktestQuestion, backtest, type Outcome } from "./backtest.ts";
import { type ExplainedItem, type Explanation, explainText } from "./explain-text.ts";
import { recordedSince } from "./replay-journal.ts";

export interface ExplainQuestion {
  owner: string;
  watchlist: Watchlist;
  item: ExplainedItem;
}

export interface ReplayQuestion extends Omit<BacktestQuestion, "others" | "recorded"> {
  /** ISO 8601 UTC: since when what the owner's feeds brought is replayed, the latest `wordingsMax` of it at most. */
  from: string;
  wordingsMax: number;
  /** Of the hits that one version has and the other has not, the newest so many are named. */
  hitsMax: number;
}

export type CountedOutcome = Omit<Outcome, "hits"> & { hits: number };

export interface Replayed {
  /** ISO 8601 UTC: later than asked for where there was too much. */
  from: string;
  feeds: number;
  wordings: number;
  saved: CountedOutcome | null;
  changed: CountedOutcome;
  /** The newest first. */
  added: Hit[];
  removed: Hit[];
}

/**
 * What people ask of texts, each question and answer as JSON has it: for all of them one has to read feeds or find tie-ups, which is
 * most of Tieup's code and data. Nothing is stored.
 */
export interface TextQuestions {
  /** What a live item with these words would come to on the watchlist, beside the owner's others. */
  explain(question: ExplainQuestion): Promise<Explanation>;
  /** What a changed watchlist would have brought in place of the saved one. */
  replay(question: ReplayQuestion): Promise<Replayed>;
  /** What could be polled for an address, if its owner wishes for this interval. */
  discover(question: { url: string; intervalMinutes: number }): Promise<Discovery>;
  readOpml(document: { base64: string; contentType: string | null }): Promise<Opml>;
}

export interface TextPorts {
  watchlistsOf(owner: string): Promise<Watchlist[]>;
  feedIdsOf(owner: string): Promise<string[]>;
  journal: Pick<Journal, "latestFirst">;
  discovery: DiscoveryDeps;
}

export function textQuestions(ports: TextPorts): TextQuestions {
  const othersOf = async (owner: string, { id }: Watchlist): Promise<Watchlist[]> =>
    (await ports.watchlistsOf(owner)).filter((other) => other.id !== id);
  return {
    explain: async ({ owner, watchlist, item }) => explainText(watchlist, item, await othersOf(owner, watchlist)),
    async replay({ from, wordingsMax, hitsMax, ...question }) {
      const { owner, changed } = question;
      const [feedIds, others] = await Promise.all([ports.feedIdsOf(owner), othersOf(owner, changed)]);
      const recorded = await recordedSince(ports.journal, feedIds, from, wordingsMax);
      const result = await backtest({ ...question, others, recorded });
      const newest = (hits: Hit[]): Hit[] => hits.slice(-hitsMax).reverse();
      return {
        ...{ from: recorded.from, feeds: feedIds.length, wordings: recorded.sights.length },
        ...{ saved: result.saved && counted(result.saved), changed: counted(result.changed) },
        ...{ added: newest(result.added), removed: newest(result.removed) },
      };
    },
    discover: ({ url, intervalMinutes }) => discoverFeeds(url, intervalMinutes, ports.discovery),
    readOpml: async ({ base64, contentType }) =>
      readOpmlDocument({ bytes: Buffer.from(base64, "base64"), contentType }),
  };
}

const counted = ({ hits, ...outcome }: Outcome): CountedOutcome => ({ ...outcome, hits: hits.length });
