import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { SQSEvent } from "aws-lambda";
import { feedTable, subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { endpointTopics } from "../../functions/aws/topics.ts";
import { logTo } from "../../functions/log.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { type CountingServer, startCountingServer } from "./counting-server.ts";
import { startFeedServer } from "./feed-server.ts";
import { startMessaging, startTables } from "./local-aws.ts";

export type Requests = Record<string, number>;

/**
 * The production handlers of polling and sending on dynalite and fauxqs, whose requests are counted: one feed, one watchlist
 * (BMW, Toyota), and readers of it. Sets `process.env`, as the handlers read it while they load.
 */
export async function countedPath() {
  const [tables, messaging, wire] = await Promise.all([startTables(), startMessaging(), startFeedServer()]);
  const [database, messages] = await Promise.all([
    startCountingServer(tables.endpoint),
    startCountingServer(messaging.endpoint),
  ]);
  const queue = async (QueueName: string) =>
    (await messaging.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl as string;
  const summaryQueue = await queue("summaries");
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
    AWS_ENDPOINT_URL_SQS: messages.url,
    AWS_ENDPOINT_URL_SNS: messages.url,
    ...{ CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling" },
    ...{ POLL_QUEUE_URL: await queue("polls"), SUMMARY_QUEUE_URL: summaryQueue },
    SUMMARY_DEAD_LETTERS_URL: await queue("dead-letters"),
    ...{ CONTACT: "https://example.org/", GATHER_SECONDS: "0", EXEMPT_ORIGINS: wire.url, ALLOW_PRIVATE: "true" },
  });
  logTo(() => {});
  const { handler: poll } = await import("../../functions/poll-feeds.ts");
  const { handler: send } = await import("../../functions/send-summaries.ts");
  const { Catalog } = tables.tables;
  const feed: Feed = {
    id: "wire",
    owner: "anna",
    url: `${wire.url}/rss`,
    title: "Wire",
    intervalMinutes: 5,
    paused: false,
  };
  await feedTable(Catalog).create(feed);
  const watchlist = readWatchlist({ name: "Cars", entities: ["BMW", "Toyota"] });
  await watchlistTable(Catalog).create({ ...watchlist, id: "cars", owner: "anna" });
  const items: string[] = [];
  const taken = (server: CountingServer): Requests => server.take();

  return {
    /** What the feed shows from now on, besides what it showed. */
    publish(title: string): void {
      const item = `<item><guid>${items.length}</guid><title>${title}</title><pubDate>${new Date().toUTCString()}</pubDate></item>`;
      items.unshift(item);
      const body = `<rss version="2.0"><channel><title>Wire</title>${items.join("")}</channel></rss>`;
      wire.route("/rss", { body, etag: true, headers: { "content-type": "application/rss+xml" } });
    },
    /** Requests that one poll of the feed made. */
    async poll(): Promise<Requests> {
      await poll(eventOf({ feeds: [feed] }));
      return { ...taken(database), ...taken(messages) };
    },
    /** Requests that the handling of one message on the summary queue made. */
    async send(message: object): Promise<Requests> {
      await send(eventOf(message));
      return { ...taken(database), ...taken(messages) };
    },
    /** So many that wait on the summary queue; they are taken off it. */
    async waiting(): Promise<number> {
      for (let count = 0; ; ) {
        const receive = new ReceiveMessageCommand({ QueueUrl: summaryQueue, MaxNumberOfMessages: 10 });
        const { Messages = [] } = await messaging.sqs.send(receive);
        if (Messages.length === 0) return count;
        count += Messages.length;
        for (const { ReceiptHandle } of Messages)
          await messaging.sqs.send(new DeleteMessageCommand({ QueueUrl: summaryQueue, ReceiptHandle }));
      }
    },
    /** A confirmed address that hears of the watchlist at once. */
    async reader(id: string): Promise<void> {
      const audience = subscriberTable(Catalog);
      const person = { id: `${id}-person`, owner: "anna", name: id, language: "en", timeZone: "UTC" } as const;
      await audience.createSubscriber(person);
      const endpoint = { id, subscriberId: person.id, channel: "email", address: `${id}@example.org` } as const;
      await audience.createEndpoint({ ...endpoint, topicArn: null, state: "confirmed" });
      await audience.setTopic(id, await endpointTopics(messaging.sns).ensure(id, "email", endpoint.address));
      await audience.putSubscription(subscriptionOf(id, person.id), "UTC");
    },
    /** Subscriptions of so many more, by their rows alone. */
    async crowd(size: number): Promise<void> {
      const rows = Array.from({ length: size }, (_, n) => `crowd-${n}`).flatMap((id) => [
        { pk: "WATCHLIST#cars", sk: `SUBSCRIPTION#${id}` },
        { pk: `ENDPOINT#${id}`, sk: "SUBSCRIPTION#cars", ...subscriptionOf(id, id) },
      ]);
      for (let at = 0; at < rows.length; at += 25) {
        const puts = rows.slice(at, at + 25).map((row) => ({ PutRequest: { Item: marshall(row) } }));
        await tables.client.send(new BatchWriteItemCommand({ RequestItems: { Catalog: puts } }));
      }
    },
    async stop(): Promise<void> {
      await Promise.all([database.stop(), messages.stop(), wire.stop()]);
      await Promise.all([tables.stop(), messaging.stop()]);
    },
  };
}

const subscriptionOf = (endpointId: string, subscriberId: string) => ({
  ...{ watchlistId: "cars", endpointId, subscriberId },
  cadence: { every: "immediate" as const },
  createdAt: "2026-01-01T00:00:00.000Z",
});

const eventOf = (message: object): SQSEvent =>
  ({ Records: [{ messageId: "m0", body: JSON.stringify(message), attributes: {} }] }) as unknown as SQSEvent;
