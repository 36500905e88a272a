// npx tsx bench/simulated-day.ts [--feeds 40] [--minutes 1440] [--items-a-day 24] [--validators 0.7]: what a day asks AWS for.
// The production handlers on dynalite and fauxqs, minute by minute of a day that is over in a few real minutes: feeds on
// loopback, each with its own host, that publish evenly through the day; one subscriber told at once and one told daily.
// Prints JSON on stdout; bench/cost/measured-day.json is its output, and `npm run cost` reckons with it.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { feedTable, subscriberTable, watchlistTable } from "../functions/aws/catalog-table.ts";
import { dynamo, sns, sqs, tableFrom } from "../functions/aws/clients.ts";
import { logTo } from "../functions/log.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import { startEmbeddedAws } from "../local/embedded-aws.ts";
import { loadHandlers } from "../local/handlers.ts";
import { outbox } from "../local/outbox.ts";
import { confirmEndpoints } from "../local/prepare-catalog.ts";
import { countRequests, type RequestCounts } from "./counted-requests.ts";
import { generatedFeed, watchedNames } from "./poll-cycle/generated-feed.ts";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "40" },
    minutes: { type: "string", default: "1440" },
    "items-a-day": { type: "string", default: "24" },
    validators: { type: "string", default: "0.7" },
  },
});
const feedCount = Number(values.feeds);
const minutes = Number(values.minutes);
const minutesBetweenItems = (24 * 60) / Number(values["items-a-day"]);
const withValidators = Math.round(feedCount * Number(values.validators));
const itemsInFeed = 20;
const intervalMinutes = 5;
/** As in `infra/polling.ts` and `infra/alerting.ts`. */
const messagesPerInvocation = { poll: 5, summary: 10 };

const minuteMs = 60_000;
const midnight = Date.parse("2026-03-02T00:00:00Z");
const wait = simulatedClock(midnight - 3 * 60 * minuteMs);

logTo((level, sentence, facts) => {
  logged += JSON.stringify({ timestamp: new Date(0).toISOString(), level, message: sentence, ...facts }).length + 1;
});
let logged = 0;

const aws = await startEmbeddedAws({ folder: null });
const server = await startFeeds();
Object.assign(process.env, aws.variables, {
  CONTACT: "https://tieup.invalid/",
  ALLOW_PRIVATE: "true",
});
const counts = countRequests();
const handlers = await loadHandlers();
const queues = sqs();
await plant();
const folder = mkdtempSync(join(tmpdir(), "tieup-day-"));
await confirmEndpoints(
  () => subscriberTable(tableFrom(process.env, dynamo(), "Catalog")).allEndpoints(),
  handlers,
  outbox(sns(), folder),
);

type Phase = "schedule-polls" | "poll-feeds" | "schedule-summaries" | "send-summaries" | "reconcile-subscriptions";
interface Spent extends RequestCounts {
  calls: number;
  messages: number;
  cpuSeconds: number;
  loggedBytes: number;
}
const spent: Partial<Record<Phase, Spent>> = {};

// Three hours that don't count: the first polls find everything new, and feeds' rhythms are learnt.
for (let minute = -180; minute < 0; minute++) await simulate(minute);
for (const phase of Object.keys(spent)) delete spent[phase as Phase];
for (let minute = 0; minute < minutes; minute++) await simulate(minute);

const described = { feeds: feedCount, intervalMinutes, minutes, itemsADay: Number(values["items-a-day"]) };
process.stdout.write(`${JSON.stringify({ ...described, withValidators, spent }, null, 2)}\n`);
server.closeAllConnections();
server.close();
await aws.stop();
rmSync(folder, { recursive: true });
process.exit(0);

async function simulate(minute: number): Promise<void> {
  wait(midnight + minute * minuteMs);
  const tick = { time: new Date().toISOString() };
  await spend("schedule-polls", 0, () => handlers.schedulePolls(tick));
  await drain("poll", "poll-feeds", handlers.pollFeeds);
  await spend("schedule-summaries", 0, () => handlers.scheduleSummaries(tick));
  await drain("summary", "send-summaries", handlers.sendSummaries);
  if (minute % 60 === 17) await spend("reconcile-subscriptions", 0, () => handlers.reconcileSubscriptions(tick));
}

/** The queue's messages in batches, as Lambda's event source mapping has them; delayed ones when their time has come. */
async function drain(queue: "poll" | "summary", phase: Phase, handler: (event: SQSEvent) => Promise<unknown>) {
  const QueueUrl = aws.variables[queue === "poll" ? "POLL_QUEUE_URL" : "SUMMARY_QUEUE_URL"];
  for (;;) {
    const ask = { QueueUrl, MaxNumberOfMessages: messagesPerInvocation[queue] };
    const before = snapshot();
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand(ask));
    if (Messages.length === 0) return restore(before);
    const Records = Messages.map(({ Body, MessageId }) => ({ messageId: MessageId, body: Body }));
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    restore(before);
    await spend(phase, Messages.length, () => handler({ Records } as unknown as SQSEvent));
  }
}

function snapshot(): RequestCounts {
  return structuredClone(counts);
}

function restore(before: RequestCounts): void {
  Object.assign(counts, before);
}

async function spend(phase: Phase, messages: number, act: () => Promise<unknown>): Promise<void> {
  const before = snapshot();
  const cpu = process.cpuUsage();
  const loggedBefore = logged;
  await act();
  const used = process.cpuUsage(cpu);
  spent[phase] ??= { requests: {}, readUnits: 0, writeUnits: 0, calls: 0, messages: 0, cpuSeconds: 0, loggedBytes: 0 };
  const sum = spent[phase];
  sum.calls += 1;
  sum.messages += messages;
  sum.loggedBytes += logged - loggedBefore;
  // With the CPU of dynalite and the feeds, which are in this process: an upper bound.
  sum.cpuSeconds += (used.user + used.system) / 1e6;
  sum.readUnits += counts.readUnits - before.readUnits;
  sum.writeUnits += counts.writeUnits - before.writeUnits;
  for (const [operation, count] of Object.entries(counts.requests)) {
    const more = count - (before.requests[operation] ?? 0);
    if (more > 0) sum.requests[operation] = (sum.requests[operation] ?? 0) + more;
  }
}

/** `new Date()` and `Date.now()` say what the returned function was told last; timers stay real. */
function simulatedClock(startMs: number): (nowMs: number) => void {
  let nowMs = startMs;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...args: unknown[]) {
      if (args.length === 0) super(nowMs);
      else super(...(args as [number]));
    }
    static override now = () => nowMs;
  } as DateConstructor;
  return (ms) => {
    nowMs = ms;
  };
}

async function startFeeds(): Promise<http.Server> {
  const feeds = http.createServer((request, response) => {
    const number = Number(request.url?.slice(1));
    // Not all in the same minute: feed 3 publishes three minutes after feed 0.
    const news = Math.max(
      0,
      Math.floor((Date.now() - midnight + 180 * minuteMs - number * minuteMs) / (minutesBetweenItems * minuteMs)),
    );
    const newestAt = midnight - 180 * minuteMs + number * minuteMs;
    const body = generatedFeed({ number, items: itemsInFeed, news, newestAt });
    const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
    const headers = { "content-type": "application/xml", ...(number < withValidators ? { etag } : {}) };
    if (number < withValidators && request.headers["if-none-match"] === etag) response.writeHead(304, headers).end();
    else response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((ready) => feeds.listen(0, "0.0.0.0", ready));
  return feeds;
}

/** The feeds, a watchlist, and two email addresses: one told at once, one at eight in the morning. */
async function plant(): Promise<void> {
  const { port } = server.address() as { port: number };
  const catalog = tableFrom(process.env, dynamo(), "Catalog");
  const owner = "anna";
  const watchlist = { ...readWatchlist({ name: "Bench", entities: watchedNames }), owner };
  await watchlistTable(catalog).create(watchlist);
  for (let number = 0; number < feedCount; number++) {
    const url = `http://127.1.${Math.floor(number / 250)}.${1 + (number % 250)}:${port}/${number}`;
    const feed = { id: `f${number}`, owner, url, title: `Feed ${number}`, intervalMinutes, paused: false };
    await feedTable(catalog).create(feed);
  }
  const subscribers = subscriberTable(catalog);
  const timeZone = "Europe/Berlin";
  const createdAt = new Date().toISOString();
  const cadences = [{ every: "immediate" }, { every: "day", at: "08:00" }] as const;
  for (const [at, cadence] of cadences.entries()) {
    const subscriberId = `s${at}`;
    await subscribers.createSubscriber({ id: subscriberId, owner, name: subscriberId, language: "en", timeZone });
    const id = `${subscriberId}-email`;
    const address = `${subscriberId}@example.org`;
    await subscribers.createEndpoint({
      id,
      subscriberId,
      channel: "email",
      address,
      topicArn: null,
      state: "pending",
    });
    const subscription = { watchlistId: watchlist.id, endpointId: id, subscriberId, cadence, createdAt };
    await subscribers.putSubscription(subscription, timeZone);
  }
}
