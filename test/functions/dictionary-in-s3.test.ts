import { gzipSync } from "node:zlib";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { watchlistTable } from "../../functions/aws/catalog-table.ts";
import { dictionaryKey } from "../../functions/aws/dictionary-bucket.ts";
import { rowsBeginning } from "../../functions/aws/table.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";
import { type ObjectServer, startObjectServer } from "../support/object-server.ts";

/** Both functions as they are deployed, each test with processes and watchlists of its own. */
let tables: LocalTables;
let messaging: LocalMessaging;
let wire: FeedServer;
let s3: ObjectServer;
let warnings: { sentence: string; fault: string }[];
const object = `/dictionaries/${dictionaryKey}`;

beforeAll(async () => {
  [messaging, wire, s3] = await Promise.all([startMessaging(), startFeedServer(), startObjectServer("local")]);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([messaging.stop(), wire.stop(), s3.stop()]);
});

beforeEach(async () => {
  tables = await startTables();
  const { QueueUrl = "" } = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "polls" }));
  const variables = {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_SQS: messaging.endpoint,
    AWS_ENDPOINT_URL_S3: s3.url,
    CATALOG_TABLE: "Catalog",
    NEWS_TABLE: "News",
    POLLING_TABLE: "Polling",
    POLL_QUEUE_URL: QueueUrl,
    SUMMARY_QUEUE_URL: QueueUrl,
    CONTACT: "https://example.org/tieup",
    EXEMPT_ORIGINS: wire.url,
    ALLOW_PRIVATE: "true",
    DICTIONARY_BUCKET: "dictionaries",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.resetModules();
  Object.assign(s3, { broken: [] });
  s3.objects.clear();
  s3.asked.length = 0;
  return () => tables.stop();
});

async function build(): Promise<{ built: boolean }> {
  (await import("../../functions/log.ts")).logTo(() => {});
  return (await import("../../functions/build-dictionary.ts")).handler();
}
const save = (watchlist: Watchlist) => watchlistTable(tables.tables.Catalog).create(watchlist);
const listOf = (id: string, ...entities: string[]): Watchlist => ({
  ...readWatchlist({ name: id, entities, rule: { parties: "any" } }),
  id,
  owner: "anna",
});

/** The watchlists that get the news of a tie-up of BMW and Toyota from a poller that has just started, and what it warned of. */
async function hitOf(): Promise<string[]> {
  vi.resetModules();
  warnings = [];
  const { logTo: logPollerTo } = await import("../../functions/log.ts");
  logPollerTo((level, sentence, facts) => {
    if (level !== "INFO") warnings.push({ sentence, fault: String(facts.fault) });
  });
  const { handler }: { handler: (event: SQSEvent) => Promise<SQSBatchResponse> } = await import(
    "../../functions/poll-feeds.ts"
  );
  const title = "BMW and Toyota form joint venture for hydrogen trucks";
  const body = `<rss version="2.0"><channel><title>Wire</title><item><guid>1</guid><title>${title}</title><pubDate>${new Date().toUTCString()}</pubDate></item></channel></rss>`;
  wire.route("/wire", { body, headers: { "content-type": "application/rss+xml" } });
  const feed = { id: "wire", owner: "anna", url: `${wire.url}/wire`, title: "Wire", intervalMinutes: 5, paused: false };
  const Records = [{ messageId: "1", body: JSON.stringify({ feeds: [feed] }) }] as SQSEvent["Records"];
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
  const hits: string[] = [];
  for (const id of ["cars", "trucks"])
    for await (const _ of tables.tables.News.query(rowsBeginning(`WATCHLIST#${id}`, "HIT#"))) hits.push(id);
  return hits;
}

test("a poller that starts takes all watchlists from S3, and reads of the catalog only what has changed since", async () => {
  await save(listOf("cars", "BMW", "Toyota"));
  expect(await build()).toEqual({ built: true });
  await save(listOf("trucks", "Toyota"));
  expect(await hitOf()).toEqual(["cars", "trucks"]);
  expect(s3.asked).toEqual([`HEAD ${object}`, `PUT ${object}`, `GET ${object}`]);
  expect(warnings).toEqual([]);
});

test("built again only where a watchlist has changed", async () => {
  await save(listOf("cars", "BMW", "Toyota"));
  expect([await build(), await build()]).toEqual([{ built: true }, { built: false }]);
  await save(listOf("trucks", "Toyota"));
  expect([await build(), await build()]).toEqual([{ built: true }, { built: false }]);
  expect(s3.asked.filter((each) => each.startsWith("PUT"))).toHaveLength(2);
});

const stored = () => s3.objects.get(object) ?? { body: Buffer.of(), notes: {} };
const lines = (...each: unknown[]) => gzipSync(each.map((line) => `${JSON.stringify(line)}\n`).join(""));
const head = { format: "tieup-watchlists", linesVersion: 1, version: 2, watchlists: 1 };

// biome-ignore format: a table, one case a line
test.each([
  ["nothing has been built", () => s3.objects.clear(), "found none"],
  ["S3 answers with errors", () => Object.assign(s3, { broken: ["GET"] }), "503 SlowDown"],
  ["a byte is another", () => stored().body.fill(7, 40, 41), "expected gzipped lines"],
  ["it is cut off", () => s3.objects.set(object, { ...stored(), body: stored().body.subarray(0, -20) }), "expected gzipped lines"],
  ["it is cut off between two lists", () => s3.objects.set(object, { ...stored(), body: lines(head) }), "expected 1 watchlists, got 0"],
  ["it is a page of somebody else's", () => s3.objects.set(object, { ...stored(), body: gzipSync("<html>") }), "bytes of something else"],
  ["it is in the format of another release", () => s3.objects.set(object, { ...stored(), body: lines({ ...head, linesVersion: 9 }) }), "format 9"],
  ["it is of a version to come, as after a restore", () => s3.objects.set(object, { ...stored(), body: lines({ ...head, version: 99, watchlists: 0 }) }), "got version 99"],
])("news is found all the same where %s, and the log says so", async (_sentence, spoil, fault) => {
  await save(listOf("cars", "BMW", "Toyota"));
  await build();
  spoil();
  expect(await hitOf()).toEqual(["cars"]);
  expect(warnings).toEqual([
    { sentence: "Read all watchlists instead of the dictionary in S3", fault: expect.stringContaining(fault) },
  ]);
});

test("after more changes than the catalog remembers all are read", async () => {
  await save(listOf("cars", "BMW", "Toyota"));
  await build();
  const catalog = watchlistTable(tables.tables.Catalog);
  for (let nth = 0; nth < 50; nth++) await catalog.remove(`nobody's ${nth}`);
  expect(await hitOf()).toEqual(["cars"]);
  expect(warnings).toMatchObject([{ fault: expect.stringContaining("expected a dictionary after version 2") }]);
});

test("a builder that dies before it has written leaves what was there, and pollers read that and the change", async () => {
  await save(listOf("cars", "BMW", "Toyota"));
  await build();
  await save(listOf("trucks", "Toyota"));
  const { body } = stored();
  Object.assign(s3, { broken: ["PUT"] });
  await expect(build()).rejects.toThrow("503 SlowDown");
  Object.assign(s3, { broken: [] });
  expect(stored().body).toBe(body);
  expect(await hitOf()).toEqual(["cars", "trucks"]);
  expect(warnings).toEqual([]);
  expect(await build()).toEqual({ built: true });
});

test("whose signature is another's is refused, and says so", async () => {
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "somebody's");
  await expect(build()).rejects.toThrow(/HEAD dictionary-1\.gz, got 403/);
});

test("where no bucket is named, nobody asks S3", async () => {
  vi.stubEnv("DICTIONARY_BUCKET", "");
  await save(listOf("cars", "BMW", "Toyota"));
  expect(await hitOf()).toEqual(["cars"]);
  expect([s3.asked, warnings]).toEqual([[], []]);
});
