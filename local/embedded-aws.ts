import { rmSync } from "node:fs";
import type { Server } from "node:http";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import dynalite from "dynalite";
import { buildApp } from "fauxqs";
import type { TextEvent } from "../functions/asked-texts.ts";
import { type TableName, tableShapes } from "../functions/aws/table-shapes.ts";
import { startLambda } from "./embedded-lambda.ts";

/** What the handlers' SDK clients are pointed at: the only difference from an account. */
export const embeddedCredentials = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "embedded",
  AWS_SECRET_ACCESS_KEY: "embedded",
} as const;

export interface EmbeddedAws {
  /** The variables that the handlers and their SDK clients read. */
  variables: Record<string, string>;
  stop(): Promise<void>;
}

const loopback = "127.0.0.1";
/** A record that fails this often goes to the dead-letter queue, as in `infra/`. */
const receivesMax = 3;

/** dynalite, fauxqs and the functions that others call, on free loopback ports, with the tables and queues made. State lasts in `folder`, or in memory. */
export async function startEmbeddedAws({ folder }: { folder: string | null }): Promise<EmbeddedAws> {
  const database = await startDatabase(folder);
  const messaging = await startMessagingServer();
  const lambda = await startCalledFunctions();
  const endpoints = {
    ...embeddedCredentials,
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
    AWS_ENDPOINT_URL_SQS: messaging.url,
    AWS_ENDPOINT_URL_SNS: messaging.url,
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    ANALYSE_TEXTS_FUNCTION: "analyse-texts",
  };
  const queues = await createQueues(endpoints.AWS_ENDPOINT_URL_SQS);
  return {
    variables: { ...endpoints, CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling", ...queues },
    async stop() {
      await lambda.stop();
      await messaging.stop();
      await database.stop();
    },
  };
}

/** Those of our functions that another one calls. A function reads its variables while it loads, so not before it is called. */
export const startCalledFunctions = (): Promise<EmbeddedServer> =>
  startLambda({
    "analyse-texts": async (event) => (await import("../functions/analyse-texts.ts")).handler(event as TextEvent),
  });

/** The database with its tables. One whose first start died while it made them holds nothing yet, and is made anew. */
async function startDatabase(folder: string | null): Promise<EmbeddedServer> {
  const database = await startDynamoDb(folder);
  if ((await createTables(database.url)) === "ready" || folder === null) return database;
  await database.stop();
  rmSync(folder, { recursive: true });
  const anew = await startDynamoDb(folder);
  await createTables(anew.url);
  return anew;
}

export interface EmbeddedServer {
  url: string;
  stop(): Promise<void>;
}

/** fauxqs: SNS and SQS. Its own start function listens on all interfaces, so we listen for it. */
export async function startMessagingServer(): Promise<EmbeddedServer> {
  const app = buildApp({ logger: false, defaultRegion: embeddedCredentials.AWS_REGION });
  const url = await app.listen({ port: 0, host: loopback });
  return {
    url,
    async stop() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** dynalite: DynamoDB without tables. State lasts in `folder`, or in memory. */
export async function startDynamoDb(folder: string | null): Promise<EmbeddedServer> {
  const immediately = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const server: Server = dynalite({ ...(folder ? { path: folder } : {}), ...immediately });
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(0, loopback, ready));
  return {
    url: `http://${loopback}:${(server.address() as { port: number }).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

export const credentials = {
  accessKeyId: embeddedCredentials.AWS_ACCESS_KEY_ID,
  secretAccessKey: embeddedCredentials.AWS_SECRET_ACCESS_KEY,
};

/**
 * Makes the three tables where they are missing, and waits until they can be used. "unfinished" where an earlier process
 * died while it made one and none holds anything; dynalite neither ends nor deletes such a table.
 */
export async function createTables(endpoint: string): Promise<"ready" | "unfinished"> {
  const client = new DynamoDBClient({ endpoint, region: embeddedCredentials.AWS_REGION, credentials });
  try {
    for (const name of Object.keys(tableShapes) as TableName[]) {
      if ((await statusOf(client, name)) === "absent") {
        await client.send(new CreateTableCommand({ TableName: name, ...tableShapes[name] }));
      }
      if (await becomesActive(client, name)) continue;
      if (await holdsAnything(client)) throw new Error(`expected table ${name} to be usable, it is only half made`);
      return "unfinished";
    }
    return "ready";
  } finally {
    client.destroy();
  }
}

async function statusOf(client: DynamoDBClient, name: string): Promise<string> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    return Table?.TableStatus ?? "absent";
  } catch (fault) {
    if (fault instanceof ResourceNotFoundException) return "absent";
    throw fault;
  }
}

/** dynalite makes a table in no time, or never. */
const activeAfterMsMax = 2_000;
const lookAgainMs = 20;

async function becomesActive(client: DynamoDBClient, name: string): Promise<boolean> {
  for (let waited = 0; waited <= activeAfterMsMax; waited += lookAgainMs) {
    if ((await statusOf(client, name)) === "ACTIVE") return true;
    await new Promise((done) => setTimeout(done, lookAgainMs));
  }
  return false;
}

async function holdsAnything(client: DynamoDBClient): Promise<boolean> {
  for (const name of Object.keys(tableShapes)) {
    if ((await statusOf(client, name)) !== "ACTIVE") continue;
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name, Limit: 1 }));
    if (Items.length > 0) return true;
  }
  return false;
}

async function createQueues(endpoint: string) {
  const client = new SQSClient({ endpoint, region: embeddedCredentials.AWS_REGION, credentials });
  const queue = async (name: string, attributes: Record<string, string> = {}): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    return QueueUrl as string;
  };
  const arnOf = async (QueueUrl: string): Promise<string> => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
    return (await client.send(asked)).Attributes?.QueueArn as string;
  };
  const withDeadLetters = async (name: string, deadLetters: string): Promise<string> => {
    const deadLetterTargetArn = await arnOf(deadLetters);
    return queue(name, {
      VisibilityTimeout: "60",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: receivesMax }),
    });
  };
  const [outbox, failedPolls, failedSummaries] = await Promise.all(
    ["outbox", "poll-dead-letters", "summary-dead-letters"].map((name) => queue(name)),
  );
  const urls = {
    POLL_QUEUE_URL: await withDeadLetters("poll", failedPolls as string),
    SUMMARY_QUEUE_URL: await withDeadLetters("summary", failedSummaries as string),
    SUMMARY_DEAD_LETTERS_URL: failedSummaries as string,
    SUMMARY_ATTEMPTS: String(receivesMax),
    OUTBOX_QUEUE_URL: outbox as string,
    OUTBOX_QUEUE_ARN: await arnOf(outbox as string),
  };
  client.destroy();
  return urls;
}
