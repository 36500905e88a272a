import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { watchlistTable } from "../functions/aws/catalog-table.ts";
import { dynamoTable } from "../functions/aws/table.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import type { Feed } from "../lib/polling/item.ts";
import { credentials, embeddedCredentials } from "../local/embedded-aws.ts";
import { bundled } from "./bundled.ts";
import { generatedFeed, watchedNames } from "./poll-cycle/generated-feed.ts";
import { newsboat, type Peer, rss2email, versionOf } from "./poll-cycle/peers.ts";
import type { CycleCounts } from "./poll-cycle/poller.ts";
import type { ServerAnswer, ServerOrder } from "./poll-cycle/server.ts";
import { type TimedRun, timedRun } from "./poll-cycle/timed-run.ts";

// npx tsx bench/poll-cycle.ts [--feeds 1000] [--items 20] [--rounds 3] [--without newsboat,rss2email]
// npx tsx bench/poll-cycle.ts --feeds 8 --items 10000 --rounds 1: feeds of 5 MB, all in one message; look at the peak memory.
// Cycles over generated feeds on loopback, through the production poll-feeds handler and dynalite, beside newsboat and
// rss2email where they are installed. Each is a fresh process; feeds, DynamoDB and SQS are processes of their own.

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "1000" },
    items: { type: "string", default: "20" },
    rounds: { type: "string", default: "3" },
    without: { type: "string", default: "" },
    profile: { type: "string" },
  },
});

/** Of the 512 MB that the function has, most are for the heap; without a limit Node collects later and the peak says less. */
const heapLimit = "--max-old-space-size=448";

/** In this order, as each needs what the ones before have kept. */
const cases = [
  { name: "all new", news: 0, validators: true },
  { name: "unchanged, 304", news: 0, validators: true },
  { name: "unchanged, 200", news: 0, validators: false },
  { name: "one new each", news: 1, validators: true },
];

interface Measured {
  who: string;
  what: string;
  run: TimedRun;
  /** So many of its requests were answered 304. */
  notModified: number;
  counts?: CycleCounts & { dynamoDbCpuSeconds: number };
}

const folder = mkdtempSync(join(tmpdir(), "tieup-poll-cycle-"));
try {
  const poller = await bundled(fileURLToPath(new URL("./poll-cycle/poller.ts", import.meta.url)), folder);
  const rounds: Measured[] = [];
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(...(await measureRound(round, poller)));
  report(rounds);
} finally {
  rmSync(folder, { recursive: true });
}

/** All cases once: for each, every program polls the same feeds in the same state, one after another. */
async function measureRound(round: number, poller: string): Promise<Measured[]> {
  const home = join(folder, String(round));
  mkdirSync(home);
  const servers = await Promise.all([
    server("feeds", values.feeds, values.items, String(Date.now())),
    server("dynamodb"),
    server("sqs"),
  ]);
  try {
    const [feedServer, database, messaging] = servers;
    // An address of its own for each feed, so that each is a host.
    const urls = Array.from(
      { length: Number(values.feeds) },
      (_, n) => `http://127.1.${Math.floor(n / 250)}.${1 + (n % 250)}:${feedServer.address}/${n}`,
    );
    const env = await environment(database.address, messaging.address);
    const feeds = urls.map(
      (url, n): Feed => ({ id: `f${n}`, owner: "anna", url, title: `Feed ${n}`, intervalMinutes: 5, paused: false }),
    );
    writeFileSync(join(home, "feeds.json"), JSON.stringify(feeds));
    const peers = installedPeers(home, urls);
    const measured: Measured[] = [];
    for (const { name: what, ...state } of cases) {
      let { notModified } = await feedServer.ask({ kind: "feeds", ...state });
      const measure = async (who: string, cycle: () => Promise<TimedRun>): Promise<Measured> => {
        const run = await cycle();
        const before = notModified;
        notModified = (await feedServer.ask({ kind: "cpu" })).notModified;
        return { who, what, run, notModified: notModified - before };
      };
      const profile = values.profile === what ? ["--cpu-prof", `--cpu-prof-dir=${process.cwd()}`] : [];
      const command = [process.execPath, heapLimit, ...profile, poller, join(home, "feeds.json")];
      const before = await database.ask({ kind: "cpu" });
      const ours = await measure("tieup", () => timedRun(command, { folder: home, env }));
      const dynamoDbCpuSeconds = (await database.ask({ kind: "cpu" })).cpuSeconds - before.cpuSeconds;
      measured.push({ ...ours, counts: { ...JSON.parse(ours.run.stdout), dynamoDbCpuSeconds } });
      for (const peer of peers) measured.push(await measure(peer.name, peer.cycle));
    }
    return measured;
  } finally {
    for (const { stop } of servers) stop();
  }
}

interface ServerProcess {
  address: string;
  ask(order: ServerOrder): Promise<ServerAnswer>;
  stop(): void;
}

async function server(...args: string[]): Promise<ServerProcess> {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const child = fork(fileURLToPath(new URL("./poll-cycle/server.ts", import.meta.url)), args, { env });
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`expected the server ${args[0]} to answer, it ended with ${code}`)));
  });
  ended.catch(() => {}); // at the end it is meant to
  const answer = () => Promise.race([new Promise<unknown>((resolve) => child.once("message", resolve)), ended]);
  const { address } = (await answer()) as { address: string };
  return {
    address,
    async ask(order) {
      const answered = answer();
      child.send(order);
      return (await answered) as ServerAnswer;
    },
    stop: () => child.disconnect(),
  };
}

/** The variables of the poll-feeds function, with the watchlist and queues that they name made. */
async function environment(databaseUrl: string, messagingUrl: string): Promise<Record<string, string>> {
  const region = embeddedCredentials.AWS_REGION;
  const client = new DynamoDBClient({ endpoint: databaseUrl, region, credentials });
  await watchlistTable(dynamoTable(client, "Catalog")).create({
    ...readWatchlist({ name: "Bench", entities: watchedNames }),
    owner: "anna",
  });
  client.destroy();
  const sqs = new SQSClient({ endpoint: messagingUrl, region, credentials });
  const queue = async (QueueName: string) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  const [polls, summaries] = [await queue("poll"), await queue("summary")];
  sqs.destroy();
  return {
    ...embeddedCredentials,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_ENDPOINT_URL_DYNAMODB: databaseUrl,
    AWS_ENDPOINT_URL_SQS: messagingUrl,
    CATALOG_TABLE: "Catalog",
    NEWS_TABLE: "News",
    POLLING_TABLE: "Polling",
    POLL_QUEUE_URL: polls,
    SUMMARY_QUEUE_URL: summaries,
    CONTACT: "https://example.org/tieup",
    ALLOW_PRIVATE: "true",
  };
}

function installedPeers(home: string, urls: readonly string[]): Peer[] {
  const without = values.without.split(",");
  const peers: Peer[] = [];
  if (versionOf("newsboat") && !without.includes("newsboat")) {
    peers.push(newsboat(home, urls, 1), newsboat(home, urls, 16));
  }
  if (versionOf("r2e") && !without.includes("rss2email")) peers.push(rss2email(home, urls));
  return peers;
}

function report(measured: Measured[]): void {
  const { feeds, items, rounds } = values;
  console.log(
    `${feeds} feeds of ${items} items; medians of ${rounds} rounds; ratio: wall time to Tieup's in the same round`,
  );
  console.log(
    `node ${process.version}; ${versionOf("newsboat") ?? "no newsboat"}; ${versionOf("r2e") ?? "no rss2email"}`,
  );
  const shape = { number: 1, items: Number(items), news: 0, newestAt: 0 };
  console.log(`A feed has about ${Math.round(generatedFeed(shape).length / 1024)} KB.`);
  for (const { name: what } of cases) {
    const ours = measured.filter((one) => one.who === "tieup" && one.what === what);
    console.log(`\n${what}`);
    const rows: Record<string, unknown> = {};
    for (const who of new Set(measured.map((one) => one.who))) {
      const runs = measured.filter((one) => one.who === who && one.what === what);
      rows[who] = {
        "wall s": rounded(median(runs.map(({ run }) => run.wallSeconds))),
        "cpu s": rounded(median(runs.map(({ run }) => run.cpuSeconds))),
        "peak MB": Math.round(median(runs.map(({ run }) => run.peakMb))),
        "304s": median(runs.map(({ notModified }) => notModified)),
        ratio: rounded(median(runs.map(({ run }, n) => run.wallSeconds / (ours[n]?.run.wallSeconds ?? Number.NaN)))),
      };
    }
    console.table(rows);
    const counts = ours.flatMap((one) => one.counts ?? []);
    const of = (value: (one: (typeof counts)[number]) => number) => rounded(median(counts.map(value)));
    console.log(
      `tieup without its start: ${of((one) => one.cycleSeconds)} s, cpu ${of((one) => one.cycleCpuSeconds)} s; ` +
        `dynalite's cpu ${of((one) => one.dynamoDbCpuSeconds)} s`,
    );
    console.log(
      `units read ${of((one) => one.readUnits)}, written ${of((one) => one.writeUnits)}; requests ` +
        Object.entries(counts.at(-1)?.requests ?? {})
          .map(([operation, count]) => `${operation} ${count}`)
          .join(", "),
    );
  }
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
