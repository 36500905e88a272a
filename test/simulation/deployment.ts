import { feedTable, subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { coverageReader } from "../../functions/aws/coverage-reader.ts";
import { hitReader } from "../../functions/aws/hit-reader.ts";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { hitTable, itemTable, recentStoriesTable, storyTable } from "../../functions/aws/news-table.ts";
import { ownMails } from "../../functions/aws/own-mails.ts";
import { feedHealthTable, outageTable, pollStateTable, watermarkTable } from "../../functions/aws/polling-table.ts";
import { sqsQueue } from "../../functions/aws/queue.ts";
import { sesMailer } from "../../functions/aws/ses.ts";
import { readSesEvent } from "../../functions/aws/ses-events.ts";
import { subscribableTopics } from "../../functions/aws/subscribable-topics.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { endpointTopics, topicPublisher } from "../../functions/aws/topics.ts";
import { confirmLinks } from "../../lib/alerting/confirm-link.ts";
import type { FanOut } from "../../lib/alerting/fan-out.ts";
import { heedFeedback } from "../../lib/alerting/mail-feedback.ts";
import { reconcileEndpoint } from "../../lib/alerting/reconcile-endpoint.ts";
import { scheduleSummaries } from "../../lib/alerting/schedule-summaries.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import type { SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { readSummaryMessage } from "../../lib/alerting/summary-message.ts";
import { tellFeedNotices } from "../../lib/alerting/tell-feed-notices.ts";
import { tellInvitation } from "../../lib/alerting/tell-invitation.ts";
import { wakeOwner } from "../../lib/alerting/wake-owner.ts";
import { wakeSlotPart } from "../../lib/alerting/wake-slot.ts";
import { wakeWatchlist } from "../../lib/alerting/wake-watchlist.ts";
import { claimTurns } from "../../lib/pipeline/claim-turns.ts";
import { currentDictionary } from "../../lib/pipeline/current-dictionary.ts";
import { type EmbargoedItem, readEmbargoedItem, takeUpEmbargoed } from "../../lib/pipeline/embargoed-item.ts";
import { judgeHit } from "../../lib/pipeline/judge-hit.ts";
import { keepItem, wouldFile } from "../../lib/pipeline/keep-item.ts";
import { weighSources } from "../../lib/pipeline/weigh-sources.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import { hostTurns, politeLimits } from "../../lib/polling/host-turns.ts";
import type { Feed, Item, Validators } from "../../lib/polling/item.ts";
import { pollBatch } from "../../lib/polling/poll-batch.ts";
import { type PollDependencies, pollFeed } from "../../lib/polling/poll-feed.ts";
import { messagesOf, type PollMessage, readPollMessage, schedulePolls } from "../../lib/polling/schedule-polls.ts";
import type { Clients } from "./clients.ts";
import type { FunctionShape, Handler } from "./lambda.ts";
import type { MemoryDynamo } from "./memory-dynamo.ts";
import type { MemoryMails } from "./memory-mails.ts";
import type { MemoryTopics } from "./memory-topics.ts";
import { type Mistakes, mistakes } from "./mistakes.ts";
import { analysisOf, parsedFeed } from "./newswire.ts";
import type { PlantedBug } from "./planted-bug.ts";
import type { Process } from "./process.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** What the functions are connected to. */
export interface Cloud {
  dynamo: MemoryDynamo;
  topics: MemoryTopics;
  mails: MemoryMails;
  /** Draws whose mails SNS made before they were our own; null where it makes them all. */
  ownMails: SeededRandom | null;
  queues: Record<"polls" | "summaries", { execute(command: object): object }>;
  feeds: Feed[];
  fetch(url: string, validators: Validators): FetchOutcome;
  random: SeededRandom;
  /** Whether the claims of one process happen in turns: without, they meet as often as those of many processes. */
  takesTurns: boolean;
  /** A share of publishes that SNS refuses at this moment. */
  refuses(): number;
  bug: PlantedBug | null;
  clientsOf(process: Process): Clients;
  queueUrls: Record<"polls" | "summaries", string>;
  /** Who publishes at this moment. */
  publishing: Process | null;
  /** A fault that nobody injected. */
  report(where: string, fault: unknown): void;
  newId(): string;
  fanOut: FanOut;
}

interface SqsRecord {
  messageId: string;
  body: string;
}

/** Where the API would be, and what it signs its links with. */
export const links = { publicUrl: "https://tieup.example", secret: "of the simulation" };

const seconds = 1000;
const minutes = 60 * seconds;

/** The functions with the timeouts that `infra/` gives them, wired as `functions/` wires them, on one cloud. */
export const deployment = (cloud: Cloud) => {
  const shape = (name: string, timeoutMs: number, start: (process: Process) => Handler): FunctionShape => ({
    ...{ name, timeoutMs },
    start,
  });
  return {
    schedulePolls: shape("schedule-polls", 50 * seconds, (process) => pollScheduler(connect(process, cloud))),
    pollFeeds: shape("poll-feeds", 4 * minutes, (process) => poller(connect(process, cloud))),
    scheduleSummaries: shape("schedule-summaries", 50 * seconds, (process) =>
      summaryScheduler(connect(process, cloud), cloud),
    ),
    sendSummaries: shape("send-summaries", 60 * seconds, (process) => sender(connect(process, cloud))),
    reconcile: shape("reconcile-subscriptions", 15 * minutes, (process) => reconciler(connect(process, cloud))),
    receiveFeedback: shape("receive-feedback", 30 * seconds, (process) => feedbackReader(connect(process, cloud))),
  };
};

export type Connection = ReturnType<typeof connect>;

/** The SDK's clients and the adapters on them, as one process has them. */
export function connect(process: Process, cloud: Cloud) {
  const { dynamo, sqs, sns, snsOnce, sesOnce } = cloud.clientsOf(process);
  const [catalog, news, polling] = ["Catalog", "News", "Polling"].map((name) => dynamoTable(dynamo, name));
  if (!catalog || !news || !polling) throw new Error("expected three tables");
  const made: Mistakes = mistakes(cloud.bug, { cloud, news, process });
  const mails = cloud.ownMails && {
    mailer: sesMailer(sesOnce, { from: "Tieup <alerts@tieup.example>", configurationSet: null }),
    ownMails: {
      ...ownMails(sns, sqs("summaries"), cloud.queueUrls.summaries, cloud.newId),
      now: () => process.now(),
    },
  };
  return {
    ...{ process, cloud, catalog, news, polling, made },
    now: () => new Date(process.now()),
    polls: sqsQueue<PollMessage | EmbargoedItem>(sqs("polls"), cloud.queueUrls.polls),
    summaries: sqsQueue<SummaryMessage>(sqs("summaries"), cloud.queueUrls.summaries),
    mails,
    topics: { ...endpointTopics(sns), remove: subscribableTopics(sns).remove },
    publisher: topicPublisher(snsOnce),
    audience: subscriberTable(catalog),
    watchlists: watchlistTable(catalog),
    feeds: feedTable(catalog),
  };
}

function pollScheduler({ feeds, polling, polls }: Connection): Handler {
  const watermark = watermarkTable(polling, "POLLS");
  const outages = outageTable(polling);
  return (minute: number) => schedulePolls(minute, { feeds, watermark, queue: polls, outages });
}

function summaryScheduler({ audience, polling, summaries, made }: Connection, { fanOut }: Cloud): Handler {
  const watermark = watermarkTable(polling, "SUMMARIES");
  return (minute: number) =>
    scheduleSummaries(minute, made.scheduling({ subscriptions: audience, watermark, queue: summaries, fanOut }));
}

const gatherSeconds = 90;
const pollTimeMs = 45 * seconds;

/** As `functions/poll-feeds.ts`; only a feed's document is read, and its sentences are understood, in simpler ways. */
function poller(connection: Connection): Handler {
  const { process, cloud, news, polling, polls, summaries, feeds, watchlists, now, made } = connection;
  const watched = currentDictionary(watchlists, now);
  const turns = hostTurns({ now: () => process.now(), wait: process.wait, limitsOf: () => politeLimits });
  const turnsOf = claimTurns();
  const items = made.items(itemTable(news));
  const desk = {
    judge: judgeHit,
    stories: storyTable(news),
    hits: made.hits(hitTable(news)),
    now,
  };
  const reading = async ({ owner }: Pick<Feed, "owner">, cameAt: Date) => {
    const { watchlists: lists } = (await watched(cameAt))(owner);
    const ids = new Map(lists.flatMap(({ entities }) => entities.map(({ id, name }) => [name, id] as const)));
    const recent = made.recent(recentStoriesTable(news, owner), owner);
    const analyse = (item: Item) => analysisOf(item, (name) => ids.get(name) ?? null);
    const inTurn = cloud.takesTurns ? { inTurn: turnsOf(owner) } : {};
    return { owner, recent, ...inTurn, watchlists: lists, analyse };
  };
  const concerns = async (item: Item, feed: Feed, cameAt: Date): Promise<boolean> => {
    const { analyse, watchlists: lists } = await reading(feed, cameAt);
    return wouldFile(analyse(item), { watchlists: lists, judge: judgeHit });
  };
  type Announce = (watchlistId: string) => Promise<void>;
  const keep = async (item: Item, feed: Pick<Feed, "owner">, cameAt: Date, announce: Announce): Promise<void> => {
    const { owner } = feed;
    const deps = { ...desk, announce, ...(await reading(feed, cameAt)) };
    const comeAgain = made.waiting(
      (held, until) => polls.send({ owner, itemId: held.id, until }),
      async (held, until) => void (await keepItem(held, { ...deps, comeAgain, now: () => new Date(until) })),
    );
    await keepItem(item, { ...deps, comeAgain });
  };
  const takeUp = async (embargoed: EmbargoedItem): Promise<void> => {
    const announcing = made.announcing((message) => summaries.send(message, gatherSeconds));
    const keepOne = (item: Item) =>
      keep(item, embargoed, now(), (watchlistId) => announcing.announce(watchlistId, item));
    await takeUpEmbargoed(embargoed, { items, send: polls.send, keep: keepOne, now });
    await announcing.polled();
  };
  const states = pollStateTable(polling);
  const dependencies: Omit<PollDependencies, "concerns" | "keep"> = {
    fetch: (url, validators) =>
      process.effect(
        () => `fetch ${url}`,
        () => cloud.fetch(url, validators),
        { once: true },
      ),
    parse: async ({ bytes }) => ({ kind: "feed", feed: parsedFeed(bytes) }),
    states,
    items,
    journal: journalTable(news),
    health: feedHealthTable(polling),
    catalog: feeds,
    tellOwner: (owner) => summaries.send({ feedsOf: owner }, gatherSeconds * 3),
    now,
    lookbackMs: 24 * 60 * minutes,
  };
  const pollOne = async (feed: Feed) => {
    let cameAt = now();
    const announcing = made.announcing((message) => summaries.send(message, gatherSeconds));
    const fetch: PollDependencies["fetch"] = async (url, validators) => {
      const unreachable = { kind: "failed", reason: "timed out", retryable: true } as const;
      return dependencies.fetch(url, validators).catch(() => unreachable);
    };
    const own = made.polling(feed, { ...dependencies, fetch });
    const outcome = await pollFeed(feed, {
      ...own,
      parse(input) {
        cameAt = now();
        return own.parse(input);
      },
      concerns: (item) => concerns(item, feed, cameAt),
      keep: (item) => keep(item, feed, cameAt, (watchlistId) => announcing.announce(watchlistId, item)),
    });
    await announcing.polled();
    return outcome;
  };
  const pollRecord = async ({ body }: SqsRecord, timeLeft: () => number): Promise<void> => {
    const embargoed = readEmbargoedItem(body);
    if (embargoed) return takeUp(embargoed);
    const message = readPollMessage(body);
    const { faults, outOfTime, cooling } = await pollBatch(message.feeds, {
      poll: pollOne,
      turns,
      hasTime: () => timeLeft() >= pollTimeMs,
    });
    for (const { fault } of faults) cloud.report("poll-feeds", fault);
    await polls.sendAll(messagesOf([...outOfTime, ...cooling]));
    const [first] = faults;
    if (first && message.feeds.length === 1) throw first.fault;
    await polls.sendAll(faults.map(({ feed }) => ({ feeds: [feed] })));
  };
  return (records: SqsRecord[], timeLeft) => settle(records, (record) => pollRecord(record, timeLeft), cloud);
}

/** As `functions/send-summaries.ts`. */
function sender(connection: Connection): Handler {
  const { process, cloud, news, polling, catalog, audience, watchlists, summaries, publisher, mails, made } =
    connection;
  const now = () => process.now();
  const coverage = coverageReader(feedTable(catalog), polling, now);
  const ports = {
    ...{ watchlists, coverage, publisher, now, weighSources, notices: coverage },
    audience: made.audience(audience),
    ledger: made.ledger(ledgerTable(news)),
    newDeliveryId: cloud.newId,
    mailer: mails?.mailer,
    confirmLink: confirmLinks(links.publicUrl, links.secret),
  };
  const tellingOf = (message: Extract<SummaryMessage, { endpointId: string }>, told: SummaryMessage) => {
    const { endpointId } = message;
    if (message.about === "feeds") return tellFeedNotices(endpointId, ports);
    if (message.about === "invitation") return tellInvitation(endpointId, message.invitationId, ports);
    return sendSummary(endpointId, { ...ports, news: made.news(hitReader(news, now), endpointId, told) });
  };
  const tell = async (
    message: Extract<SummaryMessage, { endpointId: string }>,
    told: SummaryMessage,
  ): Promise<void> => {
    const outcome = await tellingOf(message, told);
    if (outcome.kind === "sent" && outcome.more) await tell(message, told);
    if (outcome.kind === "held") {
      const wait = Math.ceil((Date.parse(outcome.until) - now()) / seconds);
      await summaries.send(message, Math.min(Math.max(wait, 1), 30));
    }
    if (outcome.kind === "unknown-endpoint" || outcome.kind === "refused") throw new Retry(outcome.kind);
  };
  return (records: SqsRecord[]) =>
    settle(
      records,
      async ({ body }) => {
        const message = made.message(body) ?? readSummaryMessage(body);
        const queue = made.waking(summaries, message);
        if ("slot" in message) await wakeSlotPart(message, audience, queue);
        else if ("watchlistId" in message) await wakeWatchlist(message, { audience, queue, fanOut: cloud.fanOut });
        else if ("feedsOf" in message) await wakeOwner(message.feedsOf, { audience, queue });
        else await tell(message, message);
      },
      cloud,
    );
}

/** What a function throws so that its message comes again. */
export class Retry extends Error {}

/** As `functions/reconcile-subscriptions.ts`. */
function reconciler({ audience, topics, mails, cloud, made }: Connection): Handler {
  const states = made.states(audience);
  return async () => {
    let failed = 0;
    for await (const endpoint of audience.allEndpoints()) {
      try {
        await reconcileEndpoint(endpoint, { states, topics, ownMails: mails?.ownMails });
      } catch (fault) {
        cloud.report("reconcile-subscriptions", fault);
        failed += 1;
      }
    }
    if (failed > 0) throw new Retry(`expected to reconcile all endpoints, ${failed} failed`);
  };
}

/** As `functions/receive-feedback.ts`. */
function feedbackReader({ process, audience, news, made, now }: Connection): Handler {
  const { deliveries } = ledgerTable(news);
  const ports = { endpoints: made.endpoints(audience), deliveries, now: () => process.now() };
  return async (message: string) => {
    const feedback = readSesEvent(message, now);
    if (feedback) await heedFeedback(feedback, ports);
  };
}

/** As `functions/aws/settle-records.ts`, without its log. */
async function settle(records: SqsRecord[], handle: (record: SqsRecord) => Promise<void>, cloud: Cloud) {
  const handled = new Map<string, Promise<void>>();
  for (const record of records) if (!handled.has(record.body)) handled.set(record.body, handle(record));
  const settled = await Promise.allSettled(records.map(({ body }) => handled.get(body)));
  const batchItemFailures = settled.flatMap((outcome, at) => {
    if (outcome.status === "fulfilled") return [];
    cloud.report("a record", outcome.reason);
    return [{ itemIdentifier: records[at]?.messageId ?? "" }];
  });
  return { batchItemFailures };
}
