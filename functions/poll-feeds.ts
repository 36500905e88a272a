import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import { currentDictionary } from "../lib/pipeline/current-dictionary.ts";
import { judgeHit } from "../lib/pipeline/judge-hit.ts";
import { keepItem } from "../lib/pipeline/keep-item.ts";
import type { Feed, Item } from "../lib/polling/item.ts";
import { parseFeed } from "../lib/polling/parse-feed.ts";
import { pollBatch } from "../lib/polling/poll-batch.ts";
import { type PollDependencies, pollFeed } from "../lib/polling/poll-feed.ts";
import { type PollMessage, readPollMessage } from "../lib/polling/schedule-polls.ts";
import { watchlistTable } from "./aws/catalog-table.ts";
import { dynamo, sqs, tableFrom } from "./aws/clients.ts";
import { hitTable, itemTable, recentStoriesTable, storyTable } from "./aws/news-table.ts";
import { feedHealthTable, pollStateTable } from "./aws/polling-table.ts";
import { sqsQueue } from "./aws/queue.ts";
import { settleRecords } from "./aws/settle-records.ts";
import { environmentOf, numberFrom, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import { feedFetcher } from "./net/feed-fetcher.ts";

const env = requireEnvironment(process.env, environmentOf["poll-feeds"].required);
const client = dynamo();
const news = tableFrom(process.env, client, "News");
const polling = tableFrom(process.env, client, "Polling");
const now = () => new Date();
const watched = currentDictionary(watchlistTable(tableFrom(process.env, client, "Catalog")), now);
const queueClient = sqs();
const polls = sqsQueue<PollMessage>(queueClient, env.POLL_QUEUE_URL);
const summaries = sqsQueue<{ watchlistId: string }>(queueClient, env.SUMMARY_QUEUE_URL);
const gatherSeconds = numberFrom(process.env, "GATHER_SECONDS", { fallback: 90, min: 0 });
const fetcher = feedFetcher(env.CONTACT, {
  allowPrivate: process.env.ALLOW_PRIVATE === "true",
  exemptOrigins: (process.env.EXEMPT_ORIGINS ?? "").split(" ").filter(Boolean),
});

const desk = {
  judge: judgeHit,
  recent: recentStoriesTable(news),
  stories: storyTable(news),
  hits: hitTable(news),
  announce: (watchlistId: string) => summaries.send({ watchlistId }, gatherSeconds),
  now,
};

async function keep(item: Item): Promise<void> {
  const { watchlists, dictionary } = await watched();
  const analyse = ({ id, title, summary, lang }: Item) => analyseItem({ id, title, text: summary, lang }, dictionary);
  await keepItem(item, { ...desk, watchlists, analyse });
}

const dependencies: PollDependencies = {
  fetch: fetcher.fetchFeed,
  parse: (input) => parseFeed({ ...input, now: now() }),
  states: pollStateTable(polling),
  items: itemTable(news),
  health: feedHealthTable(polling),
  keep,
  now,
  lookbackMs: numberFrom(process.env, "LOOKBACK_HOURS", { fallback: 24, min: 0 }) * 3_600_000,
};

/** Polls the feeds of each record; a record fails only when one feed alone is in it and a store or queue failed. */
export const handler = ({ Records }: SQSEvent): Promise<SQSBatchResponse> => settleRecords(Records, pollRecord);

async function pollRecord({ body }: SQSRecord): Promise<void> {
  const { feeds } = readPollMessage(body);
  const faults = await pollBatch(feeds, pollOne);
  const [first] = faults;
  if (!first) return;
  for (const { feed, fault } of faults) log.error("Could not poll a feed", fault, { feedId: feed.id });
  if (feeds.length === 1) throw first.fault;
  // The others are done: each that failed comes again by itself, and alone it can end among the dead letters.
  await polls.sendAll(faults.map(({ feed }) => ({ feeds: [feed] })));
}

async function pollOne(feed: Feed): Promise<void> {
  const outcome = await pollFeed(feed, dependencies);
  const { id: feedId, title } = feed;
  if (outcome.kind === "failing") log.warn("Could not read a feed", { feedId, title, ...outcome });
  else log.info("Polled a feed", { feedId, title, ...outcome });
}
