import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { hitTable, itemTable, recentStoriesTable, storyTable } from "../../functions/aws/news-table.ts";
import { feedHealthTable, pollStateTable } from "../../functions/aws/polling-table.ts";
import { dynamoTable, type Row } from "../../functions/aws/table.ts";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { judgeHit } from "../../lib/pipeline/judge-hit.ts";
import { keepItem, wouldFile } from "../../lib/pipeline/keep-item.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { Feed, Item } from "../../lib/polling/item.ts";
import { entriesSince, type JournalEntry } from "../../lib/polling/journal.ts";
import { parseFeed } from "../../lib/polling/parse-feed.ts";
import { type PollOutcome, pollFeed } from "../../lib/polling/poll-feed.ts";
import type { LocalTables } from "./local-aws.ts";

export const feed: Feed = {
  id: "wire",
  owner: "anna",
  url: "https://wire.example/rss.xml",
  title: "Wire",
  intervalMinutes: 5,
  paused: false,
};

export const carAlliances: Watchlist = {
  ...readWatchlist({ name: "Car alliances", entities: ["BMW", "Toyota", { name: "General Motors", aliases: ["GM"] }] }),
  id: "cars",
  owner: "anna",
};

export interface WireItem {
  guid: string;
  title: string;
  teaser?: string;
  /** ISO 8601; a minute before the poll where it is left out. */
  date?: string;
  link?: string;
}

/** A feed document of these items. */
export function rss(items: readonly WireItem[], now: Date): FetchOutcome {
  const body = items.map(
    ({ guid, title, teaser = "", date = new Date(now.getTime() - 60_000).toISOString(), link }) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><description>${teaser}</description>` +
      `<link>${link ?? `https://wire.example/${guid}`}</link><pubDate>${new Date(date).toUTCString()}</pubDate></item>`,
  );
  const text = `<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><language>de</language>${body.join("")}</channel></rss>`;
  return modified(text);
}

export const modified = (text: string): FetchOutcome => ({
  kind: "modified",
  bytes: Buffer.from(text),
  bodyHash: Buffer.from(text).toString("base64url"),
  contentType: "application/rss+xml",
  validators: { etag: `"${text.length}"` },
  finalUrl: feed.url,
  permanentUrl: null,
  freshForSeconds: null,
});

export interface PollRun extends KeepRun {
  outcome: FetchOutcome;
  tellOwner?: (owner: string) => Promise<void>;
}

export interface KeepRun {
  now: Date;
  /** In place of the tables' own client. */
  client?: DynamoDBClient;
  announce?: (watchlistId: string) => Promise<void>;
  comeAgain?: (item: Item, until: string) => Promise<void>;
  watchlists?: Watchlist[];
  feed?: Feed;
}

/** One poll through the real row of code and the real adapters; only the fetch is given. */
export async function runPoll(local: LocalTables, run: PollRun): Promise<PollOutcome> {
  const { client = local.client, now, watchlists = [carAlliances] } = run;
  const { News, Polling, Catalog } = local.tables;
  const news = dynamoTable(client, News.name);
  const polling = dynamoTable(client, Polling.name);
  const dictionary = dictionaryOf(watchlists);
  return pollFeed(run.feed ?? feed, {
    fetch: async () => run.outcome,
    parse: parseFeed,
    states: pollStateTable(polling),
    items: itemTable(news),
    journal: journalTable(news),
    health: feedHealthTable(polling),
    tellOwner: run.tellOwner ?? (async () => {}),
    catalog: feedTable(dynamoTable(client, Catalog.name)),
    now: () => now,
    lookbackMs: 24 * 3_600_000,
    concerns: async (item) => wouldFile(analyseItem(words(item), dictionary), { watchlists, judge: judgeHit }),
    keep: (item) => runKeep(local, item, run),
  });
}

/** A stored item's way to stories and hits. */
export async function runKeep({ tables, client: own }: LocalTables, item: Item, run: KeepRun): Promise<void> {
  const { client = own, now, watchlists = [carAlliances], announce = async () => {}, comeAgain = async () => {} } = run;
  const news = dynamoTable(client, tables.News.name);
  const { owner } = run.feed ?? feed;
  const stores = { owner, recent: recentStoriesTable(news, owner), stories: storyTable(news), hits: hitTable(news) };
  const analyse = () => analyseItem(words(item), dictionaryOf(watchlists));
  await keepItem(item, { ...stores, watchlists, analyse, judge: judgeHit, announce, comeAgain, now: () => now });
}

const dictionaryOf = (watchlists: Watchlist[]) => compileDictionary(watchlists.flatMap(({ entities }) => entities));

const words = ({ id, title, summary: text, lang }: Item) => ({ id, title, text, lang });

/** Every entry of the feed's journal, oldest first. */
export const journalOf = ({ tables }: LocalTables, feedId = feed.id): Promise<JournalEntry[]> =>
  entriesSince(journalTable(tables.News), feedId, "");

/** Every row of the News table whose keys begin so, in key order. */
export async function newsRows({ tables, client }: LocalTables, pk: string, sk = ""): Promise<Row[]> {
  const { ScanCommand } = await import("@aws-sdk/client-dynamodb");
  const { unmarshall } = await import("@aws-sdk/util-dynamodb");
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.News.name, ConsistentRead: true }));
  return Items.map((item) => unmarshall(item) as Row)
    .filter((row) => row.pk.startsWith(pk) && row.sk.startsWith(sk))
    .sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}
