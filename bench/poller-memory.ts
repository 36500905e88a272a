// npx tsx bench/poller-memory.ts [--node PATH] [--names 1000000] [--owners 1000] [--polled 20] [--heap 448] [--forms s3]: what a poller with
// so many watched names needs, bundled as it is deployed, its heap limited as infra/ does: all watchlists from the dictionary in S3, then
// one message of 40 feeds with news, each owner's names compiled at the owner's first news. JSON on stdout.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { watchlistTable } from "../functions/aws/catalog-table.ts";
import { dictionaryBucket } from "../functions/aws/dictionary-bucket.ts";
import { bucketObjects } from "../functions/aws/objects.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { feedsPerMessage } from "../lib/polling/schedule-polls.ts";
import { embeddedCredentials } from "../local/embedded-aws.ts";
import { seededRandom } from "../test/simulation/seeded-random.ts";
import { startFeedServer } from "../test/support/feed-server.ts";
import { startMessaging, startTables } from "../test/support/local-aws.ts";
import { startObjectServer } from "../test/support/object-server.ts";
import { generatedFeed, watchedNames } from "./poll-cycle/generated-feed.ts";

const { values } = parseArgs({
  options: {
    node: { type: "string", default: process.execPath },
    names: { type: "string", default: "1000000" },
    owners: { type: "string", default: "1000" },
    polled: { type: "string", default: "20" },
    heap: { type: "string", default: "448" },
  },
});
const [names, owners, polled] = [values.names, values.owners, values.polled].map(Number) as [number, number, number];
/** Each with its name in capitals, too. */
const companiesPerList = 50;
const namesPerCompany = 2;

const random = seededRandom(7);
const letters = [..."aeiourstlnmkdbg"];
const word = (): string => Array.from({ length: random.between(4, 9) }, () => random.pick(letters)).join("");
function company() {
  const name = `${word()} ${word()}`.replace(/\b./g, (letter) => letter.toUpperCase());
  return { name: `${name} AG`, aliases: [name.toUpperCase()] };
}
const ownerOf = (nth: number): string => `owner-${nth % owners}`;
const listOf = (nth: number): Watchlist => ({
  ...readWatchlist({ name: `List ${nth}`, entities: Array.from({ length: companiesPerList }, company) }),
  ...{ id: `list-${nth}`, owner: ownerOf(nth) },
});

const folder = mkdtempSync(join(tmpdir(), "tieup-poller-memory-"));
const [tables, messaging, s3, wire] = await Promise.all([
  startTables(),
  startMessaging(),
  startObjectServer("local"),
  startFeedServer(),
]);
try {
  const queue = async (QueueName: string) => (await messaging.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl;
  const variables = {
    ...{ ...embeddedCredentials, AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      AWS_ENDPOINT_URL_SQS: messaging.endpoint,
      AWS_ENDPOINT_URL_S3: s3.url,
    },
    ...{ CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling", DICTIONARY_BUCKET: "dictionaries" },
    ...{ POLL_QUEUE_URL: await queue("polls"), SUMMARY_QUEUE_URL: await queue("summaries"), CONTACT: "bench" },
    ...{ ALLOW_PRIVATE: "true", EXEMPT_ORIGINS: wire.url, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  };
  const objectBytes = await keepDictionary();
  const [code, event] = [join(folder, "poll-feeds", "index.mjs"), join(folder, "event.json")];
  execFileSync(process.execPath, ["--import", "tsx", "infra/bundle.ts", resolve("functions/poll-feeds.ts"), code]);
  writeFileSync(event, JSON.stringify({ Records: [{ messageId: "m", body: JSON.stringify({ feeds: feeds() }) }] }));
  const run = await runPoller(code, event, variables);
  process.stdout.write(
    `${JSON.stringify({ names, owners, polled, heapMb: Number(values.heap), objectBytes, ...run })}\n`,
  );
} finally {
  await Promise.all([tables.stop(), messaging.stop(), s3.stop(), wire.stop()]);
  rmSync(folder, { recursive: true });
}

/** One of the lists is in the catalog, too, as the version is; the others are known from the object alone. */
async function keepDictionary(): Promise<number> {
  const source = watchlistTable(tables.tables.Catalog);
  const known: Watchlist = {
    ...readWatchlist({ name: "Known", entities: watchedNames }),
    id: "known",
    owner: ownerOf(0),
  };
  await source.create(known);
  const { version } = await source.dictionaryVersion();
  const count = Math.ceil(names / companiesPerList / namesPerCompany);
  const watchlists = [known, ...Array.from({ length: count }, (_, nth) => listOf(nth))];
  const credentials = async () => ({ accessKeyId: "local", secretAccessKey: "local" });
  const { region, sha256 } = tables.client.config;
  const objects = bucketObjects({ region, sha256, credentials }, { bucket: "dictionaries", endpoint: s3.url });
  await dictionaryBucket(objects).keep({ version, watchlists }, Date.now());
  return [...s3.objects.values()][0]?.body.length ?? 0;
}

/** Feeds of so many owners, each with twenty items of the last day. */
function feeds(): object[] {
  return Array.from({ length: feedsPerMessage }, (_, number) => {
    const body = generatedFeed({ number, items: 20, news: 0, newestAt: Date.now() });
    wire.route(`/${number}`, { headers: { "content-type": "application/rss+xml" }, body });
    const what = { url: `${wire.url}/${number}`, title: `Feed ${number}`, intervalMinutes: 5, paused: false };
    return { id: `feed-${number}`, owner: ownerOf(number % polled), ...what };
  });
}

/** Not synchronously: the servers that the poller asks live in this process. */
function runPoller(code: string, event: string, variables: Record<string, string | undefined>): Promise<object> {
  const args = [`--max-old-space-size=${values.heap}`, resolve("bench/cold-start/call-once.mjs"), code, event];
  const child = spawn(values.node, args, { env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let warned = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    warned += chunk;
  });
  return new Promise((done) =>
    child.on("close", (exit, signal) => {
      const fellBack = warned.includes("Read all watchlists instead");
      const answer = exit === 0 ? (JSON.parse(said.trim().split("\n").at(-1) ?? "") as object) : {};
      const outOfMemory = warned.includes("heap out of memory");
      done({ exit, signal, outOfMemory, fellBack, polledFeeds: warned.split('"Polled a feed"').length - 1, ...answer });
    }),
  );
}
