import { readFileSync } from "node:fs";
import { ConfirmSubscriptionCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { deadLetterQueue } from "../../functions/aws/dead-letters.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import type { Tick } from "../../functions/tick.ts";
import type { Cadence, Channel } from "../../lib/alerting/subscriber.ts";
import { reader, sourceOf, storyOf } from "../alerting/sample-news.ts";
import { carAlliances } from "../alerting/told-world.ts";
import { listeningQueue } from "../support/listening-queue.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";
import { plainHit } from "../support/plain-hit.ts";

interface Handlers {
  scheduleSummaries(tick: Tick): Promise<{ scheduled: number }>;
  sendSummaries(event: SQSEvent): Promise<SQSBatchResponse>;
  reconcileSubscriptions(tick: Tick): Promise<{ checked: number; changed: number }>;
}

/**
 * The functions of alerting on local servers that last as long as the file's tests, and what the tests do to them. Each test has
 * its own watchlist, and with it its own news.
 */
export function alertingWorld() {
  let tables: LocalTables;
  let messaging: LocalMessaging;
  let queueUrl: string;
  let deadLettersUrl: string;
  let handlers: Handlers;
  let watchlistId: string;
  let count = 0;

  beforeAll(async () => {
    [tables, messaging] = await Promise.all([startTables(), startMessaging()]);
    const made = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "summaries" }));
    queueUrl = made.QueueUrl ?? "";
    const aside = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "summaries-dead-letters" }));
    deadLettersUrl = aside.QueueUrl ?? "";
    const variables = variablesFor(tables, messaging, {
      SUMMARY_QUEUE_URL: queueUrl,
      SUMMARY_DEAD_LETTERS_URL: deadLettersUrl,
    });
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    handlers = {
      scheduleSummaries: (await import("../../functions/schedule-summaries.ts")).handler,
      sendSummaries: (await import("../../functions/send-summaries.ts")).handler,
      reconcileSubscriptions: (await import("../../functions/reconcile-subscriptions.ts")).handler,
    };
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([tables.stop(), messaging.stop()]);
  });

  beforeEach(async () => {
    count += 1;
    watchlistId = `w${count}`;
    await watchlistTable(tables.tables.Catalog).create({ ...carAlliances, id: watchlistId });
  });

  const scheduleSummaries = (at: Tick) => handlers.scheduleSummaries(at);
  const sendSummaries = (event: SQSEvent) => handlers.sendSummaries(event);
  const reconcileSubscriptions = (at: Tick) => handlers.reconcileSubscriptions(at);
  /** An id of this test's own. */
  const named = (prefix: string) => `${prefix}${count}`;
  const failed = () => deadLetterQueue(messaging.sqs, deadLettersUrl);
  const subscribers = () => subscriberTable(tables.tables.Catalog);

  /** A subscriber with an endpoint that hears of this test's watchlist; its topic is made by `reconcile-subscriptions`. */
  async function endpointOf(channel: Channel, cadence: Cadence = { every: "immediate" }, subscriberId = named("s")) {
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

  return {
    get tables() {
      return tables.tables;
    },
    get messaging() {
      return messaging;
    },
    get watchlistId() {
      return watchlistId;
    },
    ...{ scheduleSummaries, sendSummaries, reconcileSubscriptions },
    ...{ named, failed, subscribers, endpointOf, stored, subscriptionArn, confirm, confirmedEndpoint, hit, queued },
  };
}

const variablesFor = (tables: LocalTables, messaging: LocalMessaging, queues: Record<string, string>) => ({
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
  AWS_ENDPOINT_URL_SNS: messaging.endpoint,
  AWS_ENDPOINT_URL_SQS: messaging.endpoint,
  CATALOG_TABLE: "Catalog",
  NEWS_TABLE: "News",
  POLLING_TABLE: "Polling",
  ...queues,
});

export const tick = (time = "2024-07-01T10:17:00Z"): Tick => ({ time });

export const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();

export const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), "utf8")) as SQSEvent;

export function batchOf(...messages: unknown[]): SQSEvent {
  const [record] = sample("send-summaries").Records;
  if (!record) throw new Error("expected the sample to have a record");
  const body = (message: unknown) => (typeof message === "string" ? message : JSON.stringify(message));
  return { Records: messages.map((message, n) => ({ ...record, messageId: `m${n}`, body: body(message) })) };
}

/** A function that lacks a variable says so as it is loaded. */
export async function expectToFailWithout(variable: string, name: string): Promise<void> {
  vi.resetModules();
  const value = process.env[variable];
  vi.stubEnv(variable, "");
  await expect(import(`../../functions/${name}.ts`)).rejects.toThrow(`expected ${variable} to be set, got nothing`);
  vi.stubEnv(variable, value);
}
