import { ConfirmSubscriptionCommand, ListSubscriptionsByTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import { dynamo, sns, sqs, tableFrom } from "../../functions/aws/clients.ts";
import { startEmbeddedAws } from "../../local/embedded-aws.ts";
import { loadHandlers } from "../../local/handlers.ts";
import { type FeedServer, startFeedServer } from "./feed-server.ts";

/** A message as it reached its recipient. */
export interface Told {
  topicArn: string;
  subject: string | null;
  text: string;
}

/** The handlers of a release on the embedded default, driven by hand, with the texts that reached people. */
export interface ReleaseWorld {
  wire: FeedServer;
  handlers: Awaited<ReturnType<typeof loadHandlers>>;
  /** Makes the topics of all endpoints, and confirms them. */
  confirm(): Promise<void>;
  /** Schedules what is due at the time, and lets the handlers work until both queues are empty. */
  minute(time: Date): Promise<void>;
  /** What was told since the last call, in no order. */
  told(): Promise<Told[]>;
  stop(): Promise<void>;
}

/** Starts the embedded default in memory, or in `folder`. `prepare` is called between the database's start and the handlers'. */
export async function startReleaseWorld(
  prepare: (world: { wire: FeedServer; endpoint: string }) => Promise<void> = async () => {},
): Promise<ReleaseWorld> {
  const [aws, wire] = await Promise.all([startEmbeddedAws({ folder: null }), startFeedServer()]);
  const settings = { CONTACT: "https://tieup.invalid/", SIGNING_SECRET: "c".repeat(32), GATHER_SECONDS: "0" };
  Object.assign(process.env, aws.variables, settings, { ALLOW_PRIVATE: "true", EXEMPT_ORIGINS: wire.url });
  await prepare({ wire, endpoint: aws.variables.AWS_ENDPOINT_URL_DYNAMODB as string });
  const handlers = await loadHandlers();
  const clients = { dynamo: dynamo(), sns: sns(), sqs: sqs() };
  const subscribers = subscriberTable(tableFrom(process.env, clients.dynamo, "Catalog"));
  const { QueueUrl: toldUrl = "" } = await clients.sqs.send(new CreateQueueCommand({ QueueName: "told" }));
  const asked = new GetQueueAttributesCommand({ QueueUrl: toldUrl, AttributeNames: ["QueueArn"] });
  const toldArn = (await clients.sqs.send(asked)).Attributes?.QueueArn;

  const take = async (url: string): Promise<Message[]> => {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] }),
    );
    for (const { ReceiptHandle } of Messages)
      await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    return Messages;
  };
  const work = async (url: string, handler: (event: SQSEvent) => Promise<SQSBatchResponse>): Promise<number> => {
    const messages = await take(url);
    const records = messages.map(
      ({ Body = "", MessageId = "" }) => ({ body: Body, messageId: MessageId }) as SQSRecord,
    );
    if (records.length === 0) return 0;
    const { batchItemFailures } = await handler({ Records: records });
    if (batchItemFailures.length > 0)
      throw new Error(`expected all of ${records.map(({ body }) => body)} to be handled`);
    return records.length;
  };
  const drained = async (): Promise<void> => {
    const { POLL_QUEUE_URL = "", SUMMARY_QUEUE_URL = "" } = process.env;
    for (;;) {
      const polls = await work(POLL_QUEUE_URL, handlers.pollFeeds);
      const summaries = await work(SUMMARY_QUEUE_URL, handlers.sendSummaries);
      if (polls + summaries === 0) return;
    }
  };
  return {
    wire,
    handlers,
    async confirm() {
      const tick = { time: new Date().toISOString() };
      await handlers.reconcileSubscriptions(tick);
      for await (const { topicArn: TopicArn, channel, id } of subscribers.allEndpoints()) {
        if (!TopicArn) continue;
        const { Subscriptions = [] } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        for (const { Protocol, SubscriptionArn: Token } of Subscriptions)
          if (Protocol !== "sqs") await clients.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
        await clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: toldArn }));
        if (channel === "sms") await subscribers.setState(id, "confirmed");
      }
      await handlers.reconcileSubscriptions(tick);
    },
    async minute(time) {
      const tick = { time: time.toISOString() };
      await handlers.schedulePolls(tick);
      await drained();
      await handlers.scheduleSummaries(tick);
      await drained();
    },
    async told() {
      const told: Told[] = [];
      for (let some = await take(toldUrl); some.length > 0; some = await take(toldUrl))
        for (const { Body = "" } of some) {
          const { TopicArn, Subject, Message } = JSON.parse(Body);
          told.push({ topicArn: TopicArn, subject: Subject ?? null, text: Message });
        }
      return told;
    },
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await wire.stop();
      await aws.stop();
    },
  };
}
