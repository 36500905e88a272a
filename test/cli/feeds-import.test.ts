import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { tokenTable } from "../../functions/aws/catalog-table.ts";
import { hashOfToken } from "../../lib/api/authenticate.ts";
import { readOpml } from "../../lib/polling/opml.ts";
import { type ApiServer, startApiServer } from "../../local/api-server.ts";
import { type EmbeddedServer, embeddedCredentials, startCalledFunctions } from "../../local/embedded-aws.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";
import { runTieup } from "./run-tieup.ts";

// The production function behind the local API server; nothing polls the many feeds that come in here.
const folder = mkdtempSync(join(tmpdir(), "tieup-import-"));
let tables: LocalTables;
let messaging: LocalMessaging;
let lambda: EmbeddedServer;
let api: ApiServer;

// Whoever runs the tests may have these for themselves.
delete process.env.TIEUP_API;
delete process.env.TIEUP_TOKEN;

beforeAll(async () => {
  [tables, messaging, lambda] = await Promise.all([startTables(), startMessaging(), startCalledFunctions()]);
  const { QueueUrl = "" } = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "polls" }));
  const names = { CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling" };
  const own = {
    CONTACT: "https://example.org/tieup",
    ANALYSE_TEXTS_FUNCTION: "analyse-texts",
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    SUMMARY_QUEUE_URL: "none",
    POLL_QUEUE_URL: QueueUrl,
    SUMMARY_DEAD_LETTERS_URL: "none",
  };
  const endpoints = { AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint, AWS_ENDPOINT_URL_SQS: messaging.endpoint };
  const variables = { ...embeddedCredentials, ...endpoints, ...names, ...own };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { handler } = await import("../../functions/api.ts");
  api = await startApiServer(0, handler as unknown as Parameters<typeof startApiServer>[1]);
  const described = { owner: "olga", label: "test", createdAt: new Date(0).toISOString() };
  const unlimited = { scopes: ["write" as const], expiresAt: null, lastUsedAt: null };
  await tokenTable(tables.tables.Catalog).create({ hash: hashOfToken("secret"), ...described, ...unlimited });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await api.stop();
  await Promise.all([messaging.stop(), lambda.stop()]);
  await tables.stop();
  rmSync(folder, { recursive: true });
});

const feeds = (argv: string[], input = "") =>
  runTieup(["feeds", ...argv, "--api", api.url, "--token", "secret"], {}, input);

test("import says what became of each feed, once and again; export gives them back", async () => {
  const many = Array.from({ length: 600 }, (_, n) => `<outline xmlUrl="https://many.example/${n}" text="Many ${n}"/>`);
  const file = join(folder, "feeds.opml");
  writeFileSync(
    file,
    `<opml><body>${many.join("")}<outline xmlUrl="http://169.254.169.254/" text="Inside"/><outline xmlUrl="ftp://x/"/></body></opml>`,
  );
  const first = await feeds(["import", file]);
  expect(first.code).toBe(1);
  expect(first.stderr).toContain('feeds.opml: "ftp://x/": expected http or https, got ftp:');
  expect(first.stderr).toContain("600 added, 0 there already, 1 refused");
  expect(first.stdout).toContain("added   Many 7  https://many.example/7\n");
  expect(first.stdout).toMatch(/refused Inside .*link-local/);
  const second = await feeds(["import", file, "--json"]);
  expect(JSON.parse(second.stdout)).toMatchObject({ added: 0, there: 600, refused: 1 });
  const exported = await feeds(["export"]);
  const { feeds: listed } = readOpml(exported.stdout);
  expect(listed).toHaveLength((JSON.parse((await feeds(["--json"])).stdout) as unknown[]).length);
  expect(listed).toContainEqual({ title: "Many 599", url: "https://many.example/599" });
});

test.each([
  ["that isn't there", "none.opml", 2, /expected an OPML file to read, got ENOENT/],
  ["that is no OPML", "page.opml", 1, /expected .*page\.opml to list feeds as OPML does, got none/],
])("a file %s is no import", async (_, name, code, message) => {
  writeFileSync(join(folder, "page.opml"), "<html></html>");
  const ran = await feeds(["import", join(folder, name)]);
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringMatching(message)]);
});

test("before anything is added, the list says how to add", async () => {
  const token = "another-secret";
  const described = { owner: "nina", label: "test", createdAt: new Date(0).toISOString() };
  const limits = { scopes: ["read" as const], expiresAt: null, lastUsedAt: null };
  await tokenTable(tables.tables.Catalog).create({ hash: hashOfToken(token), ...described, ...limits });
  const { code, stdout, stderr } = await runTieup(["feeds", "--api", api.url, "--token", token]);
  expect([code, stdout, stderr]).toEqual([0, "", "No feeds yet: tieup feeds add URL adds one.\n"]);
});

test("a document too large for one request is sent in parts", async () => {
  const long = Array.from(
    { length: 400 },
    (_, n) => `<outline xmlUrl="https://long.example/${n}/${"x".repeat(2_000)}"/>`,
  );
  const { stderr } = await feeds(["import", "-"], `<opml>${long.join("")}</opml>`);
  expect(stderr).toContain("400 added, 0 there already, 0 refused");
});
