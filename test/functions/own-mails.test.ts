import { GetTopicAttributesCommand, NotFoundException } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2, SNSEvent, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { subscriberTable, tokenTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { endpointTopics } from "../../functions/aws/topics.ts";
import { giveUpTopic } from "../../lib/alerting/give-up-topic.ts";
import { makeToken, tokenBytes } from "../../lib/api/make-token.ts";
import { type ApiServer, startApiServer } from "../../local/api-server.ts";
import type { SentMail } from "../../local/embedded-ses.ts";
import { sourceOf, storyOf } from "../alerting/sample-news.ts";
import { carAlliances } from "../alerting/told-world.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";
import { type LocalSes, startLocalSes } from "../support/local-ses.ts";
import { plainHit } from "../support/plain-hit.ts";

// A subscriber's life where mails are our own, through the production handlers: asked, confirmed, told, gone.
const address = "reader@example.org";
let tables: LocalTables;
let messaging: LocalMessaging;
let ses: LocalSes;
let queueUrl: string;
let server: ApiServer;
let secret: string;
let sendSummaries: (event: SQSEvent) => Promise<{ batchItemFailures: unknown[] }>;
let receiveFeedback: (event: SNSEvent) => Promise<void>;
let reconcile: (tick: { time: string }) => Promise<unknown>;

beforeAll(async () => {
  [tables, messaging, ses] = await Promise.all([startTables(), startMessaging(), startLocalSes("alerts@example.org")]);
  const queue = async (QueueName: string) =>
    (await messaging.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  queueUrl = await queue("summaries");
  let handler: (event: APIGatewayProxyEventV2) => Promise<unknown> = async () => ({ statusCode: 503 });
  server = await startApiServer(0, (event) => handler(event));
  const variables = {
    ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint, AWS_ENDPOINT_URL_SESV2: ses.endpoint },
    ...{ AWS_ENDPOINT_URL_SNS: messaging.endpoint, AWS_ENDPOINT_URL_SQS: messaging.endpoint },
    ...{ CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling" },
    ...{
      SUMMARY_QUEUE_URL: queueUrl,
      SUMMARY_DEAD_LETTERS_URL: await queue("aside"),
      POLL_QUEUE_URL: await queue("polls"),
      ANALYSE_TEXTS_FUNCTION: "not called here",
    },
    ...{ PUBLIC_URL: server.url, CONTACT: "https://tieup.invalid/" },
    ...{ MAIL_FROM: "Tieup <alerts@example.org>", MAIL_CONFIGURATION_SET: "tieup" },
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  ({ handler: sendSummaries } = await import("../../functions/send-summaries.ts"));
  ({ handler: receiveFeedback } = await import("../../functions/receive-feedback.ts"));
  ({ handler: reconcile } = await import("../../functions/reconcile-subscriptions.ts"));
  const api = await import("../../functions/api.ts");
  handler = api.handler as unknown as typeof handler;
  const described = { owner: "owner", label: "test", createdAt: new Date().toISOString(), expiresAt: null };
  const made = makeToken(Buffer.alloc(tokenBytes, 7), { ...described, scopes: ["admin"] });
  secret = made.secret;
  await tokenTable(tables.tables.Catalog).create(made.token);
  await watchlistTable(tables.tables.Catalog).create(carAlliances);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([server.stop(), tables.stop(), messaging.stop(), ses.stop()]);
});

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
async function ask(method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
  return answer.status === 204 ? null : answer.json();
}

/** Presses the one button of the page behind a link, as a browser does. */
const press = (url: string, body: string) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body });

/** Lets `send-summaries` have what lies on its queue. */
async function work(): Promise<void> {
  for (;;) {
    const { Messages = [] } = await messaging.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return;
    const Records = Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
    expect(await sendSummaries({ Records } as SQSEvent)).toEqual({ batchItemFailures: [] });
    for (const { ReceiptHandle } of Messages)
      await messaging.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  }
}

async function news(storyId: string, watchlistId = "w1"): Promise<void> {
  const seenAt = new Date().toISOString();
  await storyTable(tables.tables.News).putSource(storyId, sourceOf({ itemId: storyId, firstSeenAt: seenAt }));
  await storyTable(tables.tables.News).put({ ...storyOf(storyId), lastSeenAt: seenAt });
  const stories = [{ storyId, revision: 1 }];
  const hit = { ...plainHit, watchlistId, itemId: storyId, seenAt, entityIds: ["bmw", "toyota"], stories };
  await hitTable(tables.tables.News).put(hit);
}

const mailsTo = (to: string) => ses.sent.filter((mail) => mail.to === to);
/** The link in the last line. */
const linkIn = ({ text }: SentMail): string => /https?:\S+$/.exec(text.trimEnd())?.[0] ?? "";

/** What SES would publish of a mail. */
function eventOf(mail: SentMail, what: object): SNSEvent {
  const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]));
  const Message = JSON.stringify({ ...what, mail: { messageId: mail.messageId, tags } });
  return { Records: [{ Sns: { Message, MessageId: "n1" } }] } as unknown as SNSEvent;
}
const hardBounce = {
  eventType: "Bounce",
  bounce: {
    ...{ bounceType: "Permanent", bounceSubType: "OnAccountSuppressionList", timestamp: "2024-07-01T10:00:00.000Z" },
    bouncedRecipients: [{ emailAddress: address }],
  },
};

// moto tells of no mail what stood in it.
describe.skipIf(process.env.TIEUP_TEST_MESSAGING === "moto")("a subscriber's life, with mails of our own", () => {
  let endpointId: string;
  const shown = () => ask("GET", `/endpoints/${endpointId}`);

  test("an address that is added is asked by a mail, and told nothing before it agrees", async () => {
    const subscriber = await ask("POST", "/subscribers", { name: "Olga", timeZone: "UTC" });
    const endpoint = await ask("POST", `/subscribers/${subscriber.id}/endpoints`, { channel: "email", address });
    endpointId = endpoint.id;
    await ask("PUT", `/endpoints/${endpointId}/subscriptions/w1`, { cadence: { every: "immediate" } });
    await news("story1");
    const MessageBody = JSON.stringify({ endpointId });
    await messaging.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    await work();
    expect(mailsTo(address)).toMatchObject([{ subject: "Tieup: confirm this address?", configurationSet: "tieup" }]);
    expect(Object.keys(mailsTo(address)[0]?.headers ?? {})).not.toContain("List-Unsubscribe");
  });

  test("the hourly look at all endpoints asks nobody twice", async () => {
    await reconcile({ time: "2024-07-01T10:17:00Z" });
    await work();
    expect(mailsTo(address)).toHaveLength(1);
    expect((await shown()).state).toBe("pending");
  });

  test("opening the link changes nothing, its button confirms, and what waited comes at once", async () => {
    const link = linkIn(mailsTo(address)[0] as SentMail);
    expect((await fetch(link)).status).toBe(200);
    expect((await shown()).state).toBe("pending");
    expect((await press(link, "confirm=yes")).status).toBe(200);
    expect((await shown()).state).toBe("confirmed");
    await work();
    const [, alert] = mailsTo(address);
    expect(alert?.subject).toBe("BMW × Toyota: partnership expanded");
    expect(alert?.html).toContain("BMW × Toyota</h2>");
    expect(alert?.headers["List-Unsubscribe"]).toBe(`<${linkIn(alert as SentMail)}>`);
  });

  test("a suppressed address is an outcome: in the ledger, the endpoint off with the reason, and no mail any more", async () => {
    await receiveFeedback(eventOf(mailsTo(address)[1] as SentMail, hardBounce));
    expect(await shown()).toMatchObject({
      state: "unsubscribed",
      off: { because: "bounced", detail: expect.stringContaining("suppression list, nothing was sent") },
    });
    const { items } = await ask("GET", `/deliveries?endpoint=${endpointId}`);
    expect(items[0]).toMatchObject({ state: "bounced", reason: expect.stringContaining("OnAccountSuppressionList") });
    await news("story2");
    await sendSummaries({ Records: [{ messageId: "m", body: JSON.stringify({ endpointId }) }] } as SQSEvent);
    await work();
    expect(mailsTo(address)).toHaveLength(2);
  });

  test("asked again, it agrees again; one click in the mail program ends it (RFC 8058)", async () => {
    await ask("POST", `/endpoints/${endpointId}/invitation`);
    await work();
    await press(linkIn(mailsTo(address).at(-1) as SentMail), "confirm=yes");
    await work();
    const alert = mailsTo(address).at(-1) as SentMail;
    expect(alert.subject).toContain("BMW × Toyota");
    const url = alert.headers["List-Unsubscribe"]?.slice(1, -1) ?? "";
    expect((await press(url, alert.headers["List-Unsubscribe-Post"] ?? "")).status).toBe(200);
    expect(await shown()).toMatchObject({ state: "unsubscribed" });
    expect(await shown()).not.toHaveProperty("off");
  });

  test("the row holds no topic: none was ever made", async () => {
    const endpoint = await subscriberTable(tables.tables.Catalog).endpointById(endpointId);
    expect(endpoint).toMatchObject({ topicArn: null, invitedAt: expect.any(String) });
  });

  test("a canary goes by SES as well, to its mailbox simulator, and leaves nothing", async () => {
    const canary = await ask("POST", "/canaries", { apiUrl: server.url });
    const reader = `canary-${canary.id}`;
    await reconcile({ time: "2024-07-01T11:17:00Z" });
    await news("canary story", reader);
    await sendSummaries({ Records: [{ messageId: "m", body: JSON.stringify({ endpointId: reader }) }] } as SQSEvent);
    expect(mailsTo("success@simulator.amazonses.com")).toHaveLength(1);
    expect(await ask("GET", `/canaries/${canary.id}`)).toMatchObject({ done: true });
    await ask("DELETE", `/canaries/${canary.id}`);
    expect(await subscriberTable(tables.tables.Catalog).endpointById(reader)).toBeNull();
  });
});

test("a topic of SNS's that a call left, and died before it removed it, is removed by the next one; the consent stays", async () => {
  const { sns } = messaging;
  const endpoint = { id: "moved", subscriberId: "s", channel: "email", address, state: "confirmed" } as const;
  const topicArn = await endpointTopics(sns).ensure(endpoint.id, "email", address);
  const endpoints = subscriberTable(tables.tables.Catalog);
  await endpoints.createEndpoint({ ...endpoint, topicArn });
  const dies = { removeTopic: () => Promise.reject(new Error("died")) };
  await expect(giveUpTopic({ ...endpoint, topicArn }, endpoints, dies)).rejects.toThrow("died");
  const topic = () => sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
  await topic();
  expect(await endpoints.endpointById(endpoint.id)).toMatchObject({ topicArn: null, state: "confirmed" });
  await reconcile({ time: "2024-07-01T12:17:00Z" });
  await expect(topic()).rejects.toThrow(NotFoundException);
  expect(await endpoints.endpointById(endpoint.id)).toEqual({ ...endpoint, topicArn: null });
});
