import { createServer, type Server } from "node:http";
import {
  ConfirmSubscriptionCommand,
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpointTopics, topicPublisher } from "../../functions/aws/topics.ts";
import type { Topics } from "../../lib/alerting/reconcile-endpoint.ts";
import type { Channel } from "../../lib/alerting/subscriber.ts";
import { listeningQueue, type Notification } from "../support/listening-queue.ts";
import { type LocalMessaging, startMessaging } from "../support/local-aws.ts";

let local: LocalMessaging;
let topics: Topics;

beforeAll(async () => {
  local = await startMessaging();
  topics = endpointTopics(local.sns);
});
afterAll(() => local.stop());

async function subscriptionOf(TopicArn: string): Promise<string> {
  const { Subscriptions } = await local.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions?.[0]?.SubscriptionArn ?? "";
}

describe("endpointTopics", () => {
  test("a topic is named after its endpoint, within SNS's letters", async () => {
    const arn = await topics.ensure("a.b/ü-1", "email", "reader@example.org");
    expect(arn).toMatch(/:tieup-endpoint-a_b__-1$/);
  });

  test("ensured twice and concurrently, it is one topic with one subscription", async () => {
    const ensure = () => topics.ensure("twice", "sms", "+4915112345678");
    const arns = await Promise.all([ensure(), ensure(), ensure()]);
    arns.push(await ensure());
    expect(new Set(arns).size).toBe(1);
    const { Subscriptions } = await local.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arns[0] }));
    expect(Subscriptions).toMatchObject([{ Protocol: "sms", Endpoint: "+4915112345678" }]);
  });

  // moto confirms each subscription by itself.
  const confirmable = process.env.TIEUP_TEST_MESSAGING === "moto" ? test.skip : test;
  confirmable("its state goes from pending over confirmed to none, and the topic from there to gone", async () => {
    const TopicArn = await topics.ensure("states", "email", "reader@example.org");
    expect(await topics.stateOf(TopicArn)).toBe("pending");
    // The embedded SNS takes a subscription's ARN for the token of its confirmation link.
    const SubscriptionArn = await subscriptionOf(TopicArn);
    await local.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: SubscriptionArn }));
    expect(await topics.stateOf(TopicArn)).toBe("confirmed");
    await local.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(await topics.stateOf(TopicArn)).toBe("no-subscription");
    await local.sns.send(new DeleteTopicCommand({ TopicArn }));
    expect(await topics.stateOf(TopicArn)).toBe("no-topic");
  });

  test("a queue that listens to the topic doesn't count as the reader", async () => {
    const { topicArn } = await listeningQueue(local, "listened");
    expect(await topics.stateOf(topicArn)).toBe("no-subscription");
  });
});

/** What SNS answers where fauxqs, which keeps no opt-outs and no faults, can't: a server of ours in its place. */
async function answering<T>(
  status: number,
  body: string | (() => string),
  act: (client: SNSClient) => Promise<T>,
): Promise<T> {
  const server: Server = createServer((request, response) => {
    request.resume();
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { "content-type": "text/xml" }).end(typeof body === "string" ? body : body());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const client = clientOf(endpoint);
  try {
    return await act(client);
  } finally {
    client.destroy();
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  }
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const clientOf = (endpoint: string) => new SNSClient({ endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });

const listed = (arn: string) =>
  `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions><member><SubscriptionArn>${arn}</SubscriptionArn><Protocol>email</Protocol><Endpoint>reader@example.org</Endpoint></member></Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
const fault = (code: string) =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>says SNS</Message></Error></ErrorResponse>`;

describe("what SNS writes in the place of a subscription's ARN", () => {
  test.each([
    ["PendingConfirmation", "pending"],
    ["Deleted", "no-subscription"],
  ])("%s is %s", async (arn, state) => {
    const found = await answering(200, listed(arn), (client) => endpointTopics(client).stateOf("arn:aws:sns:x:1:t"));
    expect(found).toBe(state);
  });

  test("a topic that isn't there", async () => {
    const found = await answering(404, fault("NotFound"), (client) =>
      endpointTopics(client).stateOf("arn:aws:sns:x:1:t"),
    );
    expect(found).toBe("no-topic");
  });

  test("a fault is no state", async () => {
    const asked = answering(403, fault("AuthorizationError"), (client) =>
      endpointTopics(client).stateOf("arn:aws:sns:x:1:t"),
    );
    await expect(asked).rejects.toThrow("says SNS");
  });
});

describe("a phone", () => {
  const phone = `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions><member><SubscriptionArn>arn:aws:sns:x:1:t:s</SubscriptionArn><Protocol>sms</Protocol><Endpoint>+4917139200123</Endpoint></member></Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
  const answered = (is: boolean) =>
    `<CheckIfPhoneNumberIsOptedOutResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><CheckIfPhoneNumberIsOptedOutResult><isOptedOut>${is}</isOptedOut></CheckIfPhoneNumberIsOptedOutResult></CheckIfPhoneNumberIsOptedOutResponse>`;

  test.each([
    ["that answered STOP has opted out", true, "opted-out"],
    ["that didn't is reached", false, "confirmed"],
  ])("%s", async (_, is, state) => {
    const bodies = [phone, answered(is)];
    const asked = (client: SNSClient) => endpointTopics(client).stateOf("arn:aws:sns:x:1:t");
    expect(await answering(200, () => bodies.shift() ?? "", asked)).toBe(state);
  });

  test("is reached as far as the embedded SNS knows", async () => {
    expect(await topics.stateOf(await topics.ensure("phone", "sms", "+4917139200123"))).toBe("confirmed");
  });
});

describe("topicPublisher", () => {
  const email = { channel: "email", subject: "BMW × Toyota: ä", text: "Größe\n" } as const;

  async function received(channel: Channel): Promise<Notification | undefined> {
    const { topicArn, receive } = await listeningQueue(local, channel);
    const publication =
      channel === "email" ? { ...email, topicArn } : ({ channel: "sms", subject: null, text: "hi", topicArn } as const);
    const publisher = topicPublisher(local.sns, { senderId: "Tieup", maxPriceUsd: "0.10" });
    expect(await publisher.publish(publication)).toMatchObject({ kind: "published", messageId: expect.any(String) });
    return (await receive())[0];
  }

  test("an email has its subject and no attributes", async () => {
    expect(await received("email")).toMatchObject({
      Subject: email.subject,
      Message: email.text,
      MessageAttributes: {},
    });
  });

  test("an SMS is transactional, with sender and price limit", async () => {
    expect(await received("sms")).toMatchObject({
      Subject: null,
      MessageAttributes: {
        "AWS.SNS.SMS.SMSType": { Type: "String", Value: "Transactional" },
        "AWS.SNS.SMS.SenderID": { Type: "String", Value: "Tieup" },
        "AWS.SNS.SMS.MaxPrice": { Type: "Number", Value: "0.10" },
      },
    });
  });

  const publish = (client: SNSClient) => topicPublisher(client).publish({ ...email, topicArn: "arn:aws:sns:x:1:t" });

  test.each([
    ["a parameter that SNS rejects", 400, "InvalidParameter"],
    ["a topic that isn't there", 404, "NotFound"],
    ["no permission", 403, "AuthorizationError"],
    ["throttling", 400, "Throttled"],
  ])("%s: refused, so nothing was sent", async (_, status, code) => {
    const outcome = await answering(status, fault(code), publish);
    expect(outcome).toMatchObject({ kind: "refused", reason: expect.stringContaining("says SNS") });
  });

  test("nobody listens: refused, so nothing was sent", async () => {
    const client = clientOf("http://127.0.0.1:1");
    expect(await publish(client)).toMatchObject({ kind: "refused", reason: expect.stringContaining("ECONNREFUSED") });
    client.destroy();
  });

  test.each([
    ["an internal error", 500],
    ["a connection that breaks off", 0],
  ])("%s: the outcome is unknown, so it throws", async (_, status) => {
    await expect(answering(status, fault("InternalError"), publish)).rejects.toThrow();
  });
});
