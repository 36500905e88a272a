import { readFileSync } from "node:fs";
import { ConfirmSubscriptionCommand, ListSubscriptionsByTopicCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { feedTable, subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { deadLetterQueue } from "../../functions/aws/dead-letters.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { feedHealthTable, watermarkTable } from "../../functions/aws/polling-table.ts";
import { rowsBeginning } from "../../functions/aws/table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import type { Tick } from "../../functions/tick.ts";
import type { Cadence, Channel } from "../../lib/alerting/subscriber.ts";
import { reader, sourceOf, storyOf } from "../alerting/sample-news.ts";
import { carAlliances } from "../alerting/told-world.ts";
import { listeningQueue } from "../support/listening-queue.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";
import { plainHit } from "../support/plain-hit.ts";

let tables: LocalTables;
let messaging: LocalMessaging;
let queueUrl: string;
let deadLettersUrl: string;
let scheduleSummaries: (tick: Tick) => Promise<{ scheduled: number }>;
let sendSummaries: (event: SQSEvent) => Promise<SQSBatchResponse>;
let reconcileSubscriptions: (tick: Tick) => Promise<{ checked: number; changed: number }>;
let watchlistId: string;
let count = 0;

beforeAll(async () => {
  [tables, messaging] = await Promise.all([startTables(), startMessaging()]);
  const made = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "summaries" }));
  queueUrl = made.QueueUrl ?? "";
  const aside = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "summaries-dead-letters" }));
  deadLettersUrl = aside.QueueUrl ?? "";
  const variables = {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_SNS: messaging.endpoint,
    AWS_ENDPOINT_URL_SQS: messaging.endpoint,
    CATALOG_TABLE: "Catalog",
    NEWS_TABLE: "News",
    POLLING_TABLE: "Polling",
    SUMMARY_QUEUE_URL: queueUrl,
    SUMMARY_DEAD_LETTERS_URL: deadLettersUrl,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  ({ handler: scheduleSummaries } = await import("../../functions/schedule-summaries.ts"));
  ({ handler: sendSummaries } = await import("../../functions/send-summaries.ts"));
  ({ handler: reconcileSubscriptions } = await import("../../functions/reconcile-subscriptions.ts"));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([tables.stop(), messaging.stop()]);
});

/** Each test has its own watchlist, and with it its own news. */
beforeEach(async () => {
  count += 1;
  watchlistId = `w${count}`;
  await watchlistTable(tables.tables.Catalog).create({ ...carAlliances, id: watchlistId });
});

const failed = () => deadLetterQueue(messaging.sqs, deadLettersUrl);
const subscribers = () => subscriberTable(tables.tables.Catalog);
const tick = (time = "2024-07-01T10:17:00Z"): Tick => ({ time });

/** A subscriber with an endpoint that hears of this test's watchlist; its topic is made by `reconcile-subscriptions`. */
async function endpointOf(channel: Channel, cadence: Cadence = { every: "immediate" }, subscriberId = `s${count}`) {
  const id = `${subscriberId}-${channel}`;
  const address = channel === "email" ? "reader@example.org" : "+4915112345678";
  await subscribers().createSubscriber({ ...reader("en"), id: subscriberId });
  await subscribers().createEndpoint({ id, subscriberId, channel, address, topicArn: null, state: "pending" });
  const createdAt = hourAgo();
  await subscribers().putSubscription(
    { watchlistId, endpointId: id, subscriberId, cadence, createdAt },
    "Europe/Berlin",
  );
  return id;
}

const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();

const stored = async (endpointId: string) => {
  const endpoint = await subscribers().endpointById(endpointId);
  if (!endpoint) throw new Error(`expected ${endpointId} to be stored`);
  return endpoint;
};

/** The arn of the endpoint's one email or SMS subscription. */
async function subscriptionArn(endpointId: string): Promise<string> {
  const TopicArn = (await stored(endpointId)).topicArn ?? "";
  const { Subscriptions = [] } = await messaging.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.find(({ Protocol }) => Protocol !== "sqs")?.SubscriptionArn ?? "";
}

/** What the owner of the address does by clicking, or of a phone by its code; the embedded SNS takes a subscription's ARN for the link's token. */
async function confirm(endpointId: string): Promise<void> {
  const endpoint = await stored(endpointId);
  if (endpoint.channel === "sms") return void (await subscribers().setState(endpointId, "confirmed"));
  const TopicArn = endpoint.topicArn ?? "";
  const Token = await subscriptionArn(endpointId);
  await messaging.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
}

async function confirmedEndpoint(channel: Channel, cadence?: Cadence, subscriberId?: string) {
  const id = await endpointOf(channel, cadence, subscriberId);
  await reconcileSubscriptions(tick());
  await confirm(id);
  await reconcileSubscriptions(tick());
  const { receive } = await listeningQueue(messaging, id, (await stored(id)).topicArn ?? "");
  return { id, receive };
}

/** An item that hits this test's watchlist, as `poll-feeds` files it. */
async function hit(storyId: string, revision = 1): Promise<void> {
  const seenAt = new Date(Date.now() - 1000).toISOString();
  const itemId = `${storyId}-${revision}`;
  await storyTable(tables.tables.News).putSource(storyId, sourceOf({ itemId, revision, firstSeenAt: seenAt }));
  await storyTable(tables.tables.News).put({ ...storyOf(storyId, {}, revision), lastSeenAt: seenAt });
  const stories = [{ storyId, revision }];
  await hitTable(tables.tables.News).put({
    ...plainHit,
    watchlistId,
    itemId,
    seenAt,
    entityIds: ["bmw", "toyota"],
    stories,
  });
}

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), "utf8")) as SQSEvent;

function batchOf(...messages: unknown[]): SQSEvent {
  const [record] = sample("send-summaries").Records;
  if (!record) throw new Error("expected the sample to have a record");
  const body = (message: unknown) => (typeof message === "string" ? message : JSON.stringify(message));
  return { Records: messages.map((message, n) => ({ ...record, messageId: `m${n}`, body: body(message) })) };
}

async function queued(): Promise<unknown[]> {
  const bodies: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await messaging.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return bodies;
    for (const { Body = "", ReceiptHandle } of Messages) {
      bodies.push(JSON.parse(Body));
      await messaging.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}

describe("send-summaries", () => {
  test("one hit becomes one email and one SMS", async () => {
    const email = await confirmedEndpoint("email");
    const sms = await confirmedEndpoint("sms");
    await feedTable(tables.tables.Catalog).create({
      ...{ id: `f${count}`, owner: "owner", url: "https://wire.example/", title: "Wire", intervalMinutes: 5 },
      paused: false,
    });
    await hit("story-one");
    const outcome = await sendSummaries(batchOf({ endpointId: email.id }, { endpointId: sms.id }));
    expect(outcome).toEqual({ batchItemFailures: [] });
    const [mail] = await email.receive();
    expect(mail?.Subject).toBe("BMW × Toyota: partnership expanded");
    expect(mail?.Message).toContain("Car alliances · 1 story since");
    expect(mail?.Message).toContain("1 feed, healthy.");
    const [text] = await sms.receive();
    expect(text).toMatchObject({
      Subject: null,
      Message: expect.stringMatching(/^BMW x Toyota: partnership expanded\./),
    });
    expect(text?.MessageAttributes["AWS.SNS.SMS.SMSType"]?.Value).toBe("Transactional");
  });

  test("twice and in several calls at once, still one; the ledger shows it", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    await hit("story-two");
    const message = { endpointId: id };
    const calls = Array.from({ length: 5 }, () => sendSummaries(batchOf(message, message)));
    for (const outcome of await Promise.all(calls)) expect(outcome).toEqual({ batchItemFailures: [] });
    await sendSummaries(batchOf(message));
    const mails = await receive();
    expect(mails).toHaveLength(1);
    const ledger = await collect(tables.tables.News.query(rowsBeginning(`ENDPOINT#${id}`, "")));
    expect(ledger.map(({ sk }) => sk.split("#")[0])).toEqual(["DELIVERY", "SENT", "WATERMARK"]);
    expect(ledger[0]).toMatchObject({ state: "sent", text: mails[0]?.Message });
    expect(ledger[1]).toMatchObject({ state: "sent", attempts: 1, revision: 1 });
  });

  test("a revision that is new is told, one that is known is not", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    await hit("story-three");
    await sendSummaries(batchOf({ endpointId: id }));
    await hit("story-three", 2);
    await sendSummaries(batchOf({ endpointId: id }));
    await sendSummaries(batchOf({ endpointId: id }));
    const mails = await receive();
    expect(mails.map(({ Message }) => Message.includes("(new facts)"))).toEqual([false, true]);
  });

  test("a hit's message wakes those who hear of it immediately, over the queue", async () => {
    const now = await endpointOf("email");
    await endpointOf("email", { every: "day", at: "06:10" }, `later${count}`);
    await queued();
    expect(await sendSummaries(batchOf({ watchlistId }))).toEqual({ batchItemFailures: [] });
    expect(await queued()).toEqual([{ endpointId: now }]);
  });

  test("a withdrawal goes to whoever was told the story, once, and to nobody else", async () => {
    const told = await confirmedEndpoint("email");
    await hit("story-taken-back");
    await sendSummaries(batchOf({ endpointId: told.id }));
    const later = await confirmedEndpoint("email", { every: "immediate" }, `later${count}`);
    const { News } = tables.tables;
    const seenAt = new Date().toISOString();
    const life = [{ kind: "withdrawal" as const, until: null }];
    const title = "ZURÜCKGEZOGEN: BMW und Toyota rücken zusammen";
    await storyTable(News).putSource(
      "story-taken-back",
      sourceOf({ itemId: "notice", title, firstSeenAt: seenAt, life }),
    );
    const changes = [{ kind: "withdrawal" as const, storyId: "story-taken-back", revision: 1 }];
    await hitTable(News).put({
      ...plainHit,
      watchlistId,
      itemId: "notice",
      seenAt,
      entityIds: ["bmw"],
      stories: [],
      changes,
    });
    const both = batchOf({ endpointId: told.id }, { endpointId: later.id });
    await sendSummaries(both);
    await sendSummaries(both);
    const mails = await told.receive();
    expect(mails.map(({ Subject }) => Subject?.includes("withdrawn"))).toEqual([false, true]);
    expect(mails[1]?.Message).toContain(title);
    expect(await later.receive()).toEqual([]);
  });

  test("news under embargo wakes nobody before its end", async () => {
    const id = await endpointOf("email");
    await queued();
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    await sendSummaries(batchOf({ watchlistId, notBefore: at(10) }));
    expect(await queued()).toEqual([]);
    await sendSummaries(batchOf({ watchlistId, notBefore: new Date(Date.now() + 600).toISOString() }));
    await vi.waitFor(
      async () => expect(await queued()).toEqual([{ watchlistId, notBefore: expect.any(String) }]),
      5_000,
    );
    await sendSummaries(batchOf({ watchlistId, notBefore: at(-1) }));
    expect(await queued()).toEqual([{ endpointId: id }]);
  });

  test("the unconfirmed get nothing and lose nothing", async () => {
    const id = await endpointOf("email");
    await reconcileSubscriptions(tick());
    const { receive } = await listeningQueue(messaging, id, (await stored(id)).topicArn ?? "");
    await hit("story-four");
    expect(await sendSummaries(batchOf({ endpointId: id }))).toEqual({ batchItemFailures: [] });
    expect(await receive()).toEqual([]);
    await confirm(id);
    await reconcileSubscriptions(tick());
    await sendSummaries(batchOf({ endpointId: id }));
    expect(await receive()).toHaveLength(1);
  });

  test("records that make no sense are put aside at once, with the reason; what fails is, at its last attempt", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    await hit("story-five");
    const { batchItemFailures } = await sendSummaries(
      batchOf("{", { endpointId: id }, { endpointId: "nobody" }, [], { endpoint: id }),
    );
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["m2"]);
    expect(await receive()).toHaveLength(1);
    const last = batchOf({ endpointId: "nobody" });
    for (const { attributes } of last.Records) attributes.ApproximateReceiveCount = "5";
    expect(await sendSummaries(last)).toEqual({ batchItemFailures: [] });
    const letters = await failed().take(10);
    expect(letters.map(({ body, reason }) => [body, reason])).toEqual([
      ["{", expect.stringContaining('got "{"')],
      ["[]", expect.stringContaining('got "[]"')],
      [JSON.stringify({ endpoint: id }), expect.stringContaining("expected {")],
      [JSON.stringify({ endpointId: "nobody" }), "expected an endpoint and its subscriber, found none for nobody"],
    ]);
    expect(letters.every(({ failedAt }) => Math.abs(Date.parse(failedAt ?? "") - Date.now()) < 60_000)).toBe(true);
    for (const letter of letters) await failed().remove(letter);
    expect(await failed().take(10)).toEqual([]);
  });

  test("events/send-summaries.json tells its endpoint and wakes its watchlist", async () => {
    const event = sample("send-summaries");
    const [{ endpointId: id }, { watchlistId }] = event.Records.map(({ body }) => JSON.parse(body));
    const endpoint = {
      id,
      subscriberId: "sample",
      channel: "email",
      address: "a@example.org",
      topicArn: null,
    } as const;
    await subscribers().createSubscriber({ ...reader("de"), id: "sample" });
    await subscribers().createEndpoint({ ...endpoint, state: "pending" });
    const createdAt = new Date().toISOString();
    const subscription = { watchlistId, endpointId: id, subscriberId: "sample", createdAt };
    await subscribers().putSubscription({ ...subscription, cadence: { every: "immediate" } }, "Europe/Berlin");
    await queued();
    expect(await sendSummaries(event)).toEqual({ batchItemFailures: [] });
    expect(await queued()).toEqual([{ endpointId: id }]);
  });

  test("events/send-summaries.poison.json fails, to end among the dead letters", async () => {
    const poison = sample("send-summaries.poison");
    const { batchItemFailures } = await sendSummaries(poison);
    expect(batchItemFailures.length + (await failed().take(10)).length).toBe(poison.Records.length);
  });

  test("a failing feed shows, another owner's doesn't; once it is noticed, it is told by itself, once", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    const feed = {
      id: `failing${count}`,
      owner: "owner",
      url: "https://a.example/",
      title: "A",
      intervalMinutes: 5,
      paused: false,
    };
    const health = feedHealthTable(tables.tables.Polling);
    const failure = {
      reason: "HTTP 403",
      since: "2024-06-30T08:00:00.000Z",
      count: 3,
      notBefore: "2024-06-30T09:00:00.000Z",
    };
    await health.failing(feed, failure, null);
    await health.failing({ ...feed, id: "another's" }, failure, null);
    // A handler that starts afresh: the one above remembers the owner's feeds for some minutes.
    vi.resetModules();
    await feedTable(tables.tables.Catalog).create(feed);
    const { handler } = await import("../../functions/send-summaries.ts");
    await hit("story-six");
    await handler(batchOf({ endpointId: id }));
    expect((await receive())[0]?.Message).toMatch(
      /^\d feeds, \d healthy, 1 failing since 30 Jun 2024 10:00 \(HTTP 403\)\.$/m,
    );

    await health.failing(feed, failure, failure.since);
    await queued();
    await handler(batchOf({ feedsOf: "owner" }));
    const woken = (await queued()) as { endpointId: string }[];
    const own = woken.filter(({ endpointId }) => endpointId === id);
    expect(own).toEqual([{ endpointId: id, about: "feeds" }]);
    await handler(batchOf(...own));
    await handler(batchOf(...own));
    expect((await receive()).map(({ Subject }) => Subject)).toEqual(["Feed failing: A"]);
  });
});

describe("schedule-summaries", () => {
  test("puts the endpoints that are due on the queue, and the minute again after a crash only", async () => {
    const id = await endpointOf("email", { every: "day", at: "07:30" });
    await queued();
    const minute = Date.parse("2024-07-01T05:30:00Z") / 60_000;
    await watermarkTable(tables.tables.Polling, "SUMMARIES").advance(null, minute - 3);
    // Two ticks were missed.
    expect(await scheduleSummaries(tick("2024-07-01T05:30:00Z"))).toEqual({ scheduled: 1 });
    expect(await scheduleSummaries(tick("2024-07-01T05:30:00Z"))).toEqual({ scheduled: 0 });
    expect(await queued()).toEqual([{ endpointId: id }]);
  });

  test("catches up what was missed, in steps, each endpoint once a step", async () => {
    const daily = await endpointOf("email", { every: "day", at: "08:15" });
    const weekly = await endpointOf("email", { every: "week", on: "tuesday", at: "08:15" }, `weekly${count}`);
    await queued();
    // Monday, four hours after the last tick of the test before: two hours a call.
    const noon = Date.parse("2024-07-01T09:30:00Z") / 60_000;
    const watermark = watermarkTable(tables.tables.Polling, "SUMMARIES");
    await scheduleSummaries(tick("2024-07-01T09:30:00Z"));
    expect(await watermark.read()).toBe(noon - 120);
    await scheduleSummaries(tick("2024-07-01T09:30:00Z"));
    expect(await watermark.read()).toBe(noon);
    const monday = JSON.stringify(await queued());
    expect(monday.split(daily)).toHaveLength(2);
    expect(monday).not.toContain(weekly);
  });

  test("sweeps the immediate at a full hour, so that a lost message loses no alert", async () => {
    const id = await endpointOf("email");
    await scheduleSummaries(tick("2024-07-01T09:59:00Z"));
    await queued();
    await scheduleSummaries(tick("2024-07-01T10:00:00Z"));
    expect(await queued()).toContainEqual({ endpointId: id });
  });

  test("events/schedule-summaries.json", async () => {
    expect(await scheduleSummaries(sample("schedule-summaries") as unknown as Tick)).toEqual({
      scheduled: expect.any(Number),
    });
  });

  test("an event without a time is refused", async () => {
    await expect(scheduleSummaries({} as Tick)).rejects.toThrow('expected {"time": an ISO 8601 date}, got {}');
  });

  test("news that came in quiet hours waits for their end, and is told then, of feeds too", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    const clock = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
    const quiet = async (from: number, to: number) => {
      const { value, version } = (await subscribers().readSubscriber(`s${count}`)) ?? {};
      if (!value || !version) throw new Error("expected the subscriber to be stored");
      const quietHours = { from: clock(from), to: clock(to) };
      await subscribers().replaceSubscriber({ ...value, timeZone: "UTC", quietHours }, version);
    };
    await subscribers().putSubscription(
      { watchlistId, endpointId: id, subscriberId: `s${count}`, cadence: { every: "immediate" }, createdAt: hourAgo() },
      "UTC",
    );
    await hit("story-quiet");
    await quiet(-2, 10);
    expect(await sendSummaries(batchOf({ endpointId: id }))).toEqual({ batchItemFailures: [] });
    expect(await receive()).toEqual([]);

    await quiet(-2, 0);
    await queued();
    const watermark = watermarkTable(tables.tables.Polling, "SUMMARIES");
    const minute = Math.floor(Date.now() / 60_000);
    await watermark.advance(await watermark.read(), minute - 2);
    await scheduleSummaries(tick(new Date(minute * 60_000).toISOString()));
    const woken = (await queued()) as { endpointId: string }[];
    const own = woken.filter(({ endpointId }) => endpointId === id);
    expect(own).toContainEqual({ endpointId: id });
    expect(own).toContainEqual({ endpointId: id, about: "feeds" });
    await sendSummaries(batchOf({ endpointId: id }));
    expect(await receive()).toHaveLength(1);
  });
});

/** Takes all that lies on the summary queue, and gives what is for this endpoint. */
async function queuedFor(endpointId: string): Promise<object[]> {
  const found: object[] = [];
  for (;;) {
    const asked = new ReceiveMessageCommand({ QueueUrl: process.env.SUMMARY_QUEUE_URL, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await messaging.sqs.send(asked);
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body = "{}" }) => JSON.parse(Body)).filter((one) => one.endpointId === endpointId));
  }
}

describe("reconcile-subscriptions", () => {
  test("makes the topic, then learns of confirmation and opt-out, and doesn't ask again", async () => {
    const id = await endpointOf("email");
    await reconcileSubscriptions(sample("reconcile-subscriptions") as unknown as Tick);
    expect(await stored(id)).toMatchObject({ state: "pending", topicArn: expect.stringContaining(id) });
    await confirm(id);
    await queuedFor(id);
    await reconcileSubscriptions(tick());
    expect((await stored(id)).state).toBe("confirmed");
    expect(await queuedFor(id), "what came since the invitation is told, once").toEqual([{ endpointId: id }]);
    await messaging.sns.send(new UnsubscribeCommand({ SubscriptionArn: await subscriptionArn(id) }));
    await reconcileSubscriptions(tick());
    await reconcileSubscriptions(tick());
    expect((await stored(id)).state).toBe("unsubscribed");
    expect(await subscriptionArn(id)).toBe("");
  });

  test("SNS takes a phone for confirmed; here it waits for its code", async () => {
    const id = await endpointOf("sms");
    await reconcileSubscriptions(tick());
    await reconcileSubscriptions(tick());
    expect(await stored(id)).toMatchObject({ state: "pending", topicArn: expect.stringContaining(id) });
    await confirm(id);
    await reconcileSubscriptions(tick());
    expect((await stored(id)).state).toBe("confirmed");
  });

  test("a second time it changes nothing", async () => {
    await endpointOf("sms");
    await reconcileSubscriptions(tick());
    expect(await reconcileSubscriptions(tick())).toMatchObject({ changed: 0 });
  });

  test("one endpoint that SNS refuses doesn't keep the others waiting, and is said in the end", async () => {
    const [bad, good] = [`0bad${count}`, `s${count}`];
    const id = `${bad}-${"x".repeat(300)}`;
    const endpoint = {
      id,
      subscriberId: bad,
      channel: "email",
      address: "",
      topicArn: null,
      state: "pending",
    } as const;
    await subscribers().createEndpoint(endpoint);
    const other = await endpointOf("email", undefined, good);
    await expect(reconcileSubscriptions(tick())).rejects.toThrow(/^expected to reconcile \d+ endpoints, 1 failed$/);
    expect((await stored(other)).topicArn).not.toBeNull();
    await subscribers().removeEndpoint(endpoint);
  });
});

test.each([
  ["schedule-summaries", "SUMMARY_QUEUE_URL"],
  ["send-summaries", "NEWS_TABLE"],
  ["reconcile-subscriptions", "CATALOG_TABLE"],
])("%s fails at init without %s", async (name, variable) => {
  vi.resetModules();
  const value = process.env[variable];
  vi.stubEnv(variable, "");
  await expect(import(`../../functions/${name}.ts`)).rejects.toThrow(`expected ${variable} to be set, got nothing`);
  vi.stubEnv(variable, value);
});
