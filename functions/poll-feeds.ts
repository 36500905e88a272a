import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { SummaryMessage } from "../lib/alerting/summary-message.ts";
import { holdsName } from "../lib/matching/find-mentions.ts";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import { claimTurns } from "../lib/pipeline/claim-turns.ts";
import { type BuiltDictionary, currentDictionary } from "../lib/pipeline/current-dictionary.ts";
import { type EmbargoedItem, readEmbargoedItem, takeUpEmbargoed } from "../lib/pipeline/embargoed-item.ts";
import { judgeHit } from "../lib/pipeline/judge-hit.ts";
import { keepItem, wouldFile } from "../lib/pipeline/keep-item.ts";
import { fileMissedNews, type MissedNews, readMissedNews } from "../lib/pipeline/missed-news.ts";
import { wordsOf } from "../lib/pipeline/words-of.ts";
import { hostTurns, noLimits, politeLimits } from "../lib/polling/host-turns.ts";
import type { Feed, Item } from "../lib/polling/item.ts";
import { oneLargeAtATime } from "../lib/polling/one-large-at-a-time.ts";
import { parseFeed } from "../lib/polling/parse-feed.ts";
import { pollBatch } from "../lib/polling/poll-batch.ts";
import { type PollDependencies, type PollOutcome, pollFeed } from "../lib/polling/poll-feed.ts";
import { pollMinutes } from "../lib/polling/poll-interval.ts";
import { hostOf, messagesOf, type PollMessage, readPollMessage } from "../lib/polling/schedule-polls.ts";
import { feedTable, watchlistTable } from "./aws/catalog-table.ts";
import { dynamo, sqs, tableFrom } from "./aws/clients.ts";
import { dictionaryBucket } from "./aws/dictionary-bucket.ts";
import { journalTable } from "./aws/journal-table.ts";
import { hitTable, itemTable, recentStoriesTable, storyTable } from "./aws/news-table.ts";
import { bucketObjects } from "./aws/objects.ts";
import { feedHealthTable, pollStateTable } from "./aws/polling-table.ts";
import { sqsQueue } from "./aws/queue.ts";
import { settleRecords } from "./aws/settle-records.ts";
import { environmentOf, numberFrom, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import { metricWriter } from "./metrics.ts";
import { feedFetcher } from "./net/feed-fetcher.ts";

const env = requireEnvironment(process.env, environmentOf["poll-feeds"].required);
const client = dynamo();
const news = tableFrom(process.env, client, "News");
const polling = tableFrom(process.env, client, "Polling");
const now = () => new Date();
const catalog = tableFrom(process.env, client, "Catalog");
const watched = currentDictionary(watchlistTable(catalog), now, builtDictionary());
const queueClient = sqs();
const polls = sqsQueue<PollMessage | EmbargoedItem>(queueClient, env.POLL_QUEUE_URL);
const summaries = sqsQueue<SummaryMessage>(queueClient, env.SUMMARY_QUEUE_URL);
const gatherSeconds = numberFrom(process.env, "GATHER_SECONDS", { fallback: 90, min: 0 });
/** Feeds of one host fail within minutes of each other and are told of together: that is gathered longer than news is. */
const noticeSeconds = Math.min(gatherSeconds * 3, 900);
const exemptOrigins = (process.env.EXEMPT_ORIGINS ?? "").split(" ").filter(Boolean);
const fetcher = feedFetcher(env.CONTACT, { allowPrivate: process.env.ALLOW_PRIVATE === "true", exemptOrigins });

const ownHosts = new Set(exemptOrigins.map((url) => hostOf({ url })));
/** One for all records, whichever invocation they come in. */
const turns = hostTurns({
  now: () => now().getTime(),
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  limitsOf: (host) => (ownHosts.has(host) ? noLimits : politeLimits),
});

const turnsOf = claimTurns();
const journal = journalTable(news);
const feeds = feedTable(catalog);
const items = itemTable(news);
const desk = {
  judge: judgeHit,
  stories: storyTable(news),
  hits: hitTable(news),
  announce: (watchlistId: string) => summaries.send({ watchlistId }, gatherSeconds),
  now,
};

/** What build-dictionary keeps in S3, where there is a bucket for it. */
function builtDictionary(): BuiltDictionary | null {
  const { DICTIONARY_BUCKET: bucket, AWS_ENDPOINT_URL_S3: endpoint } = process.env;
  if (!bucket) return null;
  const { read } = dictionaryBucket(bucketObjects(client.config, { bucket, endpoint }));
  const notUsed = (fault: unknown) =>
    log.warn("Read all watchlists instead of the dictionary in S3", { fault: String(fault) });
  return { read, notUsed };
}

async function concerns(item: Item, { owner }: Feed, cameAt: Date): Promise<boolean> {
  const { watchlists, dictionary } = (await watched(cameAt))(owner);
  const words = wordsOf(item);
  return (
    holdsName(dictionary, words) &&
    wouldFile(analyseItem(words, dictionary, { watchedOnly: true }), { watchlists, judge: judgeHit })
  );
}

async function keep(item: Item, { owner }: Pick<Feed, "owner">, cameAt: Date): Promise<void> {
  const { watchlists, dictionary } = (await watched(cameAt))(owner);
  const recent = recentStoriesTable(news, owner);
  const analyse = (one: Item) => analyseItem(wordsOf(one), dictionary, { watchedOnly: true });
  const comeAgain = (held: Item, until: string) => polls.send({ owner, itemId: held.id, until });
  await keepItem(item, { ...desk, owner, recent, inTurn: turnsOf(owner), watchlists, analyse, comeAgain });
}

async function takeUp(embargoed: EmbargoedItem): Promise<void> {
  const outcome = await takeUpEmbargoed(embargoed, {
    items,
    send: polls.send,
    keep: (item) => keep(item, embargoed, now()),
    now,
  });
  if (outcome === "taken-up") log.info("Took up an item whose embargo is over", { itemId: embargoed.itemId });
}

async function fileMissed(missed: MissedNews): Promise<void> {
  const { owner, watchlistId } = missed;
  const current = (await watched(now()))(owner);
  const recent = recentStoriesTable(news, owner);
  const feedIdsOf = feeds.feedIdsOf;
  const filed = await fileMissedNews(missed, {
    ...desk,
    recent,
    inTurn: turnsOf(owner),
    comeAgain: (item, until) => polls.send({ owner, itemId: item.id, until }),
    journal,
    items,
    feedIdsOf,
    watched: current,
  });
  log.info("Filed what had been missed under names that were added", { watchlistId, items: filed });
}

const withParser = oneLargeAtATime((input) => parseFeed({ ...input, now: now() }));
const dependencies: Omit<PollDependencies, "concerns" | "keep" | "parse"> = {
  fetch: fetcher.fetchFeed,
  states: pollStateTable(polling),
  items,
  journal,
  health: feedHealthTable(polling),
  catalog: feeds,
  tellOwner: (owner) => summaries.send({ feedsOf: owner }, noticeSeconds),
  now,
  lookbackMs: numberFrom(process.env, "LOOKBACK_HOURS", { fallback: 24, min: 0 }) * 3_600_000,
};

const metric = metricWriter(process.env.METRICS_NAMESPACE, Date.now);

/** What Lambda tells of the time that is left; nobody else limits it. */
export type TimeLeft = Pick<Context, "getRemainingTimeInMillis">;
/** The fetch's own deadline and as much again for storing what came. */
const pollTimeMs = 45_000;
/** Of a host that asked for fewer requests, feeds polled more seldom than this come again soon; the others do anyway. */
const comesSoonMinutes = 60;
const coolingDelaySeconds = 900;

/** Polls the feeds of each record; a record fails only when one feed alone is in it and a store or queue failed. */
export const handler = ({ Records }: SQSEvent, context?: TimeLeft): Promise<SQSBatchResponse> =>
  settleRecords(Records, (record) => pollRecord(record, context));

async function pollRecord({ body }: SQSRecord, context?: TimeLeft): Promise<void> {
  const missed = readMissedNews(body);
  if (missed) return fileMissed(missed);
  const embargoed = readEmbargoedItem(body);
  if (embargoed) return takeUp(embargoed);
  const { feeds } = readPollMessage(body);
  const hasTime = () => context === undefined || context.getRemainingTimeInMillis() >= pollTimeMs;
  const outcomes: PollOutcome["kind"][] = [];
  const poll = async (feed: Feed): Promise<PollOutcome> => {
    const outcome = await pollOne(feed);
    outcomes.push(outcome.kind);
    return outcome;
  };
  const { faults, outOfTime, cooling } = await pollBatch(feeds, { poll, turns, hasTime });
  // 1 for each poll that found its feed failing: the average is the failing share, and the number of values that of polls.
  metric(
    "PollFailed",
    "None",
    outcomes.filter(wasAsked).map((kind) => Number(kind === "failing")),
  );
  for (const { feed, fault } of faults) log.error("Could not poll a feed", fault, { feedId: feed.id });
  if (outOfTime.length > 0) log.warn("Put feeds back on the queue, there was no time left", idsOf(outOfTime));
  if (cooling.length > 0) log.info("Left feeds alone whose host asks for fewer requests", idsOf(cooling));
  await polls.sendAll(messagesOf(outOfTime));
  const seldom = cooling.filter((feed) => pollMinutes(feed) > comesSoonMinutes);
  for (const message of messagesOf(seldom)) await polls.send(message, coolingDelaySeconds);
  const [first] = faults;
  if (first && feeds.length === 1) throw first.fault;
  // The others are done: each that failed comes again by itself, and alone it can end among the dead letters.
  await polls.sendAll(faults.map(({ feed }) => ({ feeds: [feed] })));
}

const wasAsked = (kind: PollOutcome["kind"]): boolean => kind !== "backing-off" && kind !== "skipped";

const idsOf = (feeds: Feed[]) => ({ feedIds: feeds.map(({ id }) => id) });

async function pollOne(feed: Feed): Promise<PollOutcome> {
  // What is watched when the document has come, and not when it was asked for: a watchlist can change in between, and what
  // was published after that is news to it.
  let cameAt = now();
  const outcome = await withParser((parse) =>
    pollFeed(feed, {
      ...dependencies,
      parse(input) {
        cameAt = now();
        return parse(input);
      },
      concerns: (item) => concerns(item, feed, cameAt),
      keep: (item) => keep(item, feed, cameAt),
    }),
  );
  const { id: feedId, title } = feed;
  if (outcome.kind === "failing") log.warn("Could not read a feed", { feedId, title, ...outcome });
  // Not a word of the others: nine polls of ten bring nothing, and their lines would cost more than the polls.
  else if (outcome.kind === "polled") log.info("Polled a feed", { feedId, title, ...outcome });
  return outcome;
}
