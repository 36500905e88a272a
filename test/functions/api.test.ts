import { readFileSync } from "node:fs";
import { ListSubscriptionsByTopicCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { tokenTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { logTo } from "../../functions/log.ts";
import { hashOfToken } from "../../lib/api/authenticate.ts";
import { type EmbeddedServer, startCalledFunctions } from "../../local/embedded-aws.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

let tables: LocalTables;
let messaging: LocalMessaging;
let handler: Handler;
let lambda: EmbeddedServer;
let queues: { polls: string; summary: string; outbox: string };

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), "utf8")) as APIGatewayProxyEventV2;
const tokenOf = ({ headers }: APIGatewayProxyEventV2) => headers.authorization?.replace("Bearer ", "") ?? "";

beforeAll(async () => {
  [tables, messaging] = await Promise.all([startTables(), startMessaging()]);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", tables.endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_SNS", messaging.endpoint);
  vi.stubEnv("CATALOG_TABLE", "Catalog");
  vi.stubEnv("NEWS_TABLE", "News");
  vi.stubEnv("POLLING_TABLE", "Polling");
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", messaging.endpoint);
  const queue = async (QueueName: string) =>
    (await messaging.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  queues = { polls: await queue("polls"), summary: await queue("summary"), outbox: await queue("outbox") };
  vi.stubEnv("SUMMARY_QUEUE_URL", queues.summary);
  vi.stubEnv("POLL_QUEUE_URL", queues.polls);
  vi.stubEnv("SUMMARY_DEAD_LETTERS_URL", await queue("dead-letters"));
  vi.stubEnv("OUTBOX_QUEUE_ARN", "arn:aws:sqs:eu-central-1:000000000000:outbox");
  lambda = await startCalledFunctions();
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", lambda.url);
  vi.stubEnv("ANALYSE_TEXTS_FUNCTION", "analyse-texts");
  vi.stubEnv("CONTACT", "https://example.org/tieup");
  ({ handler } = (await import("../../functions/api.ts")) as unknown as { handler: Handler });
  await tokenTable(tables.tables.Catalog).create({
    hash: hashOfToken(tokenOf(sample("api"))),
    owner: "olga",
    label: "sample",
    scopes: ["write"],
    createdAt: "2026-03-01T12:00:00.000Z",
    expiresAt: null,
    lastUsedAt: null,
  });
});

/** The functions that it calls are stopped by the last test of them. */
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([tables.stop(), messaging.stop()]);
});

/** A request like the sample, elsewhere and with another body. */
async function request(method: string, path: string, body?: unknown) {
  const { requestContext, headers, ...event } = sample("api");
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const answer = await handler({
    ...event,
    rawPath,
    rawQueryString,
    headers: { authorization: headers.authorization ?? "", ...(body ? { "content-type": "application/json" } : {}) },
    requestContext: { ...requestContext, http: { ...requestContext.http, method, path: rawPath } },
    body: JSON.stringify(body) as string,
  });
  return { status: answer.statusCode, body: answer.body ? JSON.parse(answer.body) : null };
}

test("events/api.json makes a watchlist; twice, the same one", async () => {
  const first = await handler(sample("api"));
  const second = await handler(sample("api"));
  expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
  expect(second.body).toBe(first.body);
  const { id, entities } = JSON.parse(first.body ?? "");
  expect(entities[0].name).toBe("Lürssen");
  expect(await watchlistTable(tables.tables.Catalog).watchlistById(id)).toMatchObject({
    owner: "olga",
    name: "Shipyards",
  });
});

test("events/api.poison.json is told what is wrong with it", async () => {
  const { statusCode, headers, body } = await handler(sample("api.poison"));
  expect(statusCode).toBe(400);
  expect(headers?.["content-type"]).toBe("application/problem+json");
  expect(JSON.parse(body ?? "")).toMatchObject({ detail: "expected a JSON document, got bytes that are not UTF-8" });
});

test("an endpoint gets a topic with its address, and both go when it is removed", async () => {
  const subscriber = (await request("POST", "/subscribers", { name: "Olga", timeZone: "Europe/Berlin" })).body;
  const path = `/subscribers/${subscriber.id}/endpoints`;
  const { status, body } = await request("POST", path, { channel: "email", address: "olga@example.org" });
  expect(status).toBe(201);
  const topics = async () => (await messaging.sns.send(new ListTopicsCommand({}))).Topics ?? [];
  const [topic] = await topics();
  const subscriptions = new ListSubscriptionsByTopicCommand({ TopicArn: topic?.TopicArn });
  const { Subscriptions } = await messaging.sns.send(subscriptions);
  expect(Subscriptions).toMatchObject([{ Protocol: "email", Endpoint: "olga@example.org" }, { Protocol: "sqs" }]);
  expect((await request("DELETE", `/endpoints/${body.id}`)).status).toBe(204);
  expect(await topics()).toEqual([]);
});

const received = async (QueueUrl: string): Promise<string> =>
  (await messaging.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body ?? "";

test("a feed that is added is on the poll queue", async () => {
  const { body } = await request("POST", "/feeds", { url: "https://wire.example/feed.xml" });
  const message = JSON.parse(await received(queues.polls));
  expect(message).toMatchObject({ feeds: [{ id: body.id, owner: "olga", url: "https://wire.example/feed.xml" }] });
});

test("a phone is sent a code by SMS and confirmed by it; then it can be sent a test message", async () => {
  const subscriber = (await request("POST", "/subscribers", { name: "Olga", timeZone: "Europe/Berlin" })).body;
  const path = `/subscribers/${subscriber.id}/endpoints`;
  const { id } = (await request("POST", path, { channel: "sms", address: "+4917139200123" })).body;
  const sms = JSON.parse(await received(queues.outbox));
  expect(sms.MessageAttributes["AWS.SNS.SMS.SMSType"]).toEqual({ Type: "String", Value: "Transactional" });
  const [code = ""] = /\d{6}/.exec(sms.Message) ?? [];
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  expect((await request("POST", `/endpoints/${id}/confirmation`, { code: wrong })).status).toBe(422);
  expect((await request("POST", `/endpoints/${id}/confirmation`, { code })).body.state).toBe("confirmed");
  // What came since the invitation is told at once.
  expect(JSON.parse(await received(queues.summary))).toEqual({ endpointId: id });
  const test = (await request("POST", `/endpoints/${id}/test-messages`)).body;
  expect(JSON.parse(await received(queues.summary))).toEqual({ endpointId: id, about: "test", testId: test.id });
});

test("a feed on a private address is refused, one on the internet taken", async () => {
  expect((await request("POST", "/feeds", { url: "http://10.0.0.1/feed" })).status).toBe(422);
  const { body } = await request("POST", "/feeds", { url: "https://wire.example/feed" });
  expect((await request("GET", `/feeds/${body.id}`)).body).toEqual(body);
});

test.each(["TRACE", "TRACK", "CONNECT"])("%s is refused as any other method that an address hasn't", async (method) => {
  const told = vi.spyOn(console, "error");
  const { status, body } = await request(method, "/watchlists");
  expect([status, body.detail]).toEqual([405, `expected GET, POST, got ${method}`]);
  expect((await request(method, "/nothing")).status).toBe(404);
  expect(told).not.toHaveBeenCalled();
});

test("a GET with a body is one without", async () => {
  expect((await request("GET", "/watchlists", { name: "x" })).status).toBe(200);
});

test("a page goes on at its cursor through query strings", async () => {
  for (const name of ["One", "Two"]) await request("POST", "/watchlists", { name, entities: ["BMW"] });
  const first = (await request("GET", "/watchlists?limit=1")).body;
  const second = (await request("GET", `/watchlists?limit=1&cursor=${first.nextCursor}`)).body;
  expect(first.items).toHaveLength(1);
  expect(second.items).toHaveLength(1);
  expect(second.items[0].id).not.toBe(first.items[0].id);
});

test("a text is explained by the very code that reads the wires", async () => {
  const watchlist = { name: "Cars", entities: ["BMW", "Toyota"] };
  const { status, body } = await request("POST", "/explain", {
    watchlist,
    title: "BMW und Toyota kooperieren bei Akkus",
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ lang: "de", hit: true });
});

test("what analyse-texts can't answer is a fault of ours, with its reason in the log and not in the answer", async () => {
  const lines: string[] = [];
  logTo((level, sentence, facts) => void lines.push(`${level} ${sentence} ${JSON.stringify(facts)}`));
  await lambda.stop();
  const watchlist = { name: "Cars", entities: ["BMW", "Toyota"] };
  const { status, body } = await request("POST", "/explain", { watchlist, title: "BMW" });
  expect([status, body.detail]).toEqual([500, "something went wrong on our side; asking again is safe"]);
  expect(lines.join()).toMatch(/ERROR Could not answer a request .*fetch failed/);
});

test("without a variable the function fails while it loads, and says what is missing", async () => {
  vi.stubEnv("ANALYSE_TEXTS_FUNCTION", "");
  vi.resetModules();
  await expect(import("../../functions/api.ts")).rejects.toThrow("expected ANALYSE_TEXTS_FUNCTION to be set");
});
