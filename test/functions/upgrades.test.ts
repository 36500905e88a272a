import { readFileSync } from "node:fs";
import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { APIGatewayProxyEventV2, SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tokenTable } from "../../functions/aws/catalog-table.ts";
import { migrate } from "../../functions/aws/migrate.ts";
import { kindOfRow } from "../../functions/aws/row-schema.ts";
import { dynamoTable, type Row } from "../../functions/aws/table.ts";
import type { TableName } from "../../functions/aws/table-shapes.ts";
import { removeRow } from "../../functions/aws/versioned-rows.ts";
import { makeToken } from "../../lib/api/make-token.ts";
import { credentials } from "../../local/embedded-aws.ts";
import { crashAfterWrites } from "../support/crashing-client.ts";
import { startTables } from "../support/local-aws.ts";
import { loadRelease, recordedAt } from "../support/recorded-release.ts";
import { documents } from "../support/release-wire.ts";
import { type ReleaseWorld, startReleaseWorld } from "../support/release-world.ts";

let world: ReleaseWorld;
const started: (() => Promise<void>)[] = [];
let client: DynamoDBClient;
let from: number;
const table = (name: TableName) => dynamoTable(client, name);
const minutes = (count: number): Date => new Date(from + count * 60_000);

/** The present release half an hour after an earlier one stopped, on the rows that it left. */
async function startOn(release: string, upgrade: () => Promise<unknown>): Promise<void> {
  from = recordedAt(release);
  vi.useFakeTimers({ toFake: ["Date"], now: minutes(30) });
  vi.resetModules();
  world = await startReleaseWorld(async ({ wire, endpoint }) => {
    client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials });
    await loadRelease(release, client, wire.url);
    await upgrade();
  });
  started.push(world.stop, async () => client.destroy());
  await world.confirm();
  show(documents.recorded - 1);
}

/** The outlets' feeds show what they showed at a step. */
function show(step: number): void {
  for (const [outlet, body] of Object.entries(documents.at(step, from)))
    world.wire.route(`/${outlet}`, { body, etag: true });
}

/** All feeds are asked, and whoever is due is told. */
async function pass(minute: number): Promise<string[]> {
  for (let at = minute; at < minute + 5; at++) {
    vi.setSystemTime(minutes(at));
    await world.minute(minutes(at));
  }
  return (await world.told()).map(({ topicArn, text }) => `${topicArn.split("-endpoint-")[1]}: ${text}`).sort();
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the answer
async function ask(owner: string, path: string): Promise<any> {
  const described = { owner, label: "test", scopes: ["read" as const], createdAt: minutes(0).toISOString() };
  const { secret, token } = makeToken(new Uint8Array(32).fill(owner.length), { ...described, expiresAt: null });
  await tokenTable(table("Catalog")).create(token);
  const sample = JSON.parse(readFileSync(new URL("../../events/api.json", import.meta.url), "utf8"));
  const [rawPath, rawQueryString = ""] = path.split("?");
  const http = { ...sample.requestContext.http, method: "GET", path: rawPath };
  const headers = { ...sample.headers, authorization: `Bearer ${secret}`, "content-length": "0" };
  const event = { ...sample, rawPath, rawQueryString, headers, body: "" };
  event.requestContext = { ...sample.requestContext, http };
  const { statusCode, body } = (await world.handlers.api(event as APIGatewayProxyEventV2)) as {
    statusCode: number;
    body: string;
  };
  expect([path, statusCode, body.slice(0, 300)]).toEqual([path, 200, expect.anything()]);
  return JSON.parse(body);
}

async function allRows(name: TableName): Promise<Row[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
  const rows = Items.map((item) => unmarshall(item) as Row);
  return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ pk, sk }: Row): string => `${pk} ${sk}`;

const upgrade = () => migrate({ catalog: table("Catalog"), news: table("News") });

vi.setConfig({ testTimeout: 120_000 });
beforeEach(() => vi.stubEnv("AWS_REGION", "eu-central-1"));
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const stop of started.splice(0)) await stop();
});

describe.each([
  { release: "before-owners", moved: 7, hitsBefore: { anna: 4, ben: 3 } },
  { release: "0.1", moved: 0, hitsBefore: { anna: 3, ben: 1 } },
])("on the rows of release $release", ({ release, moved, hitsBefore }) => {
  test("nothing is told twice, nothing is lost, and all of it is read by the API", async () => {
    let changes: Awaited<ReturnType<typeof upgrade>> = [];
    await startOn(release, async () => {
      changes = await upgrade();
    });
    expect(changes.reduce((sum, { rows }) => sum + rows, 0)).toBe(moved);
    expect(await upgrade()).toEqual([]);

    expect(await pass(30), "the same feeds").toEqual([]);
    show(3);
    expect(await pass(35), "an edit, and another report of what was told").toEqual([]);

    for (const [owner, endpointIds] of [
      ["anna", ["anna-email", "anna-sms"]],
      ["ben", ["ben-email"]],
    ] as const) {
      const watchlists = await ask(owner, "/watchlists");
      expect(watchlists.items.map(({ name }: { name: string }) => name)).toEqual([`What ${owner} watches`]);
      const { items: stories } = await ask(owner, "/stories");
      const ids = stories.map(({ id }: { id: string }) => id).sort();
      expect(new Set(ids).size).toBe(owner === "anna" ? 2 : 1);
      const { items: hits } = await ask(owner, "/hits?q=BMW");
      expect(hits.length).toBeGreaterThanOrEqual(hitsBefore[owner]);
      for (const hit of hits)
        expect(hit.stories.map((one: { storyId: string }) => ids.includes(one.storyId))).toEqual([true]);
      const { items: deliveries } = await ask(owner, "/deliveries");
      expect(new Set(deliveries.map((one: { endpointId: string }) => one.endpointId))).toEqual(new Set(endpointIds));
      for (const { told, text } of deliveries) {
        expect(text).toContain("BMW");
        for (const { storyId } of told) expect(ids).toContain(storyId);
      }
    }

    show(4);
    const told = await pass(40);
    expect(told.map((one) => one.split(":")[0])).toEqual(["anna-email", "anna-sms", "ben-email"]);
    for (const one of told) expect(one).toMatch(/BMW . Toyota[ :·]+partnership ended/i);
    // The story that they know has gone on: the mail says what its stage was before.
    expect(told.filter((one) => one.includes("expanded →") || one.includes("was expanded"))).toHaveLength(2);
  });

  test("nothing is told twice where Polling, which isn't backed up, was lost with the upgrade", async () => {
    await startOn(release, async () => {
      await upgrade();
      for (const row of await allRows("Polling")) await removeRow(table("Polling"), row);
    });
    expect(await pass(30)).toEqual([]);
  });
});

test("an upgrade that dies at some of its writes is done by the next one", async () => {
  const outcomes = [];
  for (const dies of [false, true]) {
    const local = await startTables();
    client = local.client;
    await loadRelease("before-owners", client);
    for (let allowed = 0; dies && allowed < 60; allowed += 9) await crashAfterWrites(client, allowed, upgrade);
    expect(await upgrade()).toEqual([{ what: expect.anything(), rows: dies ? expect.any(Number) : 7 }]);
    // How often a row was written may differ.
    outcomes.push((await allRows("News")).map(({ version: _, ...row }) => row));
    await local.stop();
  }
  expect(outcomes[1]).toEqual(outcomes[0]);
});

test("what is written carries the mark of its release, what is read doesn't show it", async () => {
  await startOn("0.1", upgrade);
  const before = new Set((await allRows("News")).map(keyOf));
  show(4);
  await pass(30);
  const written = (await allRows("News")).filter((row) => !before.has(keyOf(row)));
  const kinds = [
    "FEED WORDINGS",
    "ITEM ITEM",
    "WATCHLIST HIT",
    "OWNER HIT",
    "STORY ITEM",
    "ENDPOINT SENT",
    "ENDPOINT DELIVERY",
  ];
  expect(new Set(written.map(kindOfRow))).toEqual(expect.objectContaining(new Set(kinds)));
  for (const row of written) {
    expect([row.pk, row.sk, row.v]).toEqual([row.pk, row.sk, 2]);
    expect(await table("News").get(row.pk, row.sk)).not.toHaveProperty("v");
  }
});

test("a row of a later release fails its message, which is left on the queue, and says which release is needed", async () => {
  await startOn("0.1", upgrade);
  const state = await table("Polling").get("FEED#nordwire", "STATE");
  const Item = marshall({ ...state, v: 5 });
  await client.send(new PutItemCommand({ TableName: "Polling", Item }));
  await expect(table("Polling").get("FEED#nordwire", "STATE")).rejects.toThrow(
    "expected FEED STATE as release 0.2 writes it, got one of release 0.5; deploy release 0.5 or a later one",
  );
  const body = JSON.stringify({
    feeds: [
      {
        id: "nordwire",
        owner: "anna",
        url: `${world.wire.url}/nordwire`,
        title: "Nordwire",
        intervalMinutes: 5,
        paused: false,
      },
    ],
  });
  const answer = await world.handlers.pollFeeds({ Records: [{ body, messageId: "m1" }] } as SQSEvent);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  expect((await allRows("Polling")).find((row) => row.sk === "STATE" && row.v === 5)).toBeDefined();
});

test("tables that a later release has moved are refused", async () => {
  await startOn("0.1", upgrade);
  await table("Catalog").put({ pk: "SCHEMA", sk: "KEYS", keys: 7 });
  await expect(upgrade()).rejects.toThrow("got those of release 0.7; use release 0.7 or a later one");
});
