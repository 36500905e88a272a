import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoTable, type Table } from "../../functions/aws/table.ts";
import { type TableName, tableShapes } from "../../functions/aws/table-shapes.ts";
import {
  createTables,
  credentials,
  type EmbeddedServer,
  embeddedCredentials,
  startDynamoDb,
  startMessagingServer,
} from "../../local/embedded-aws.ts";
import { startDynamoDbLocal, startMoto } from "./other-servers.ts";

const region = embeddedCredentials.AWS_REGION;

/** What `npm run test:servers` runs the contracts on; by itself it is what Tieup runs on locally. */
const databases: Record<string, () => Promise<EmbeddedServer>> = {
  dynalite: () => startDynamoDb(null),
  "dynamodb-local": () => emptied(startDynamoDbLocal),
  moto: () => emptied(startMoto),
};
const messagings: Record<string, () => Promise<EmbeddedServer>> = { fauxqs: startMessagingServer, moto: startMoto };

function chosen<T>(from: Record<string, T>, variable: string, byItself: string): T {
  const name = process.env[variable] ?? byItself;
  const found = from[name];
  if (found === undefined) throw new Error(`expected ${variable} to be one of ${Object.keys(from)}, got ${name}`);
  return found;
}

let kept: Promise<EmbeddedServer> | undefined;

/** A server that takes seconds to start is started once for a test file, emptied for each of its tests, and ends with it. */
async function emptied(start: () => Promise<EmbeddedServer>): Promise<EmbeddedServer> {
  kept ??= start();
  const { url } = await kept;
  const client = new DynamoDBClient({ endpoint: url, region, credentials });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const TableName of TableNames) await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
  return { url, stop: async () => {} };
}

export interface LocalTables {
  endpoint: string;
  client: DynamoDBClient;
  tables: Record<TableName, Table>;
  stop(): Promise<void>;
}

/** dynalite (or what TIEUP_TEST_DATABASE names) in memory on a free loopback port, with the three tables made. */
export async function startTables(): Promise<LocalTables> {
  const server = await chosen(databases, "TIEUP_TEST_DATABASE", "dynalite")();
  await createTables(server.url);
  const client = new DynamoDBClient({ endpoint: server.url, region, credentials });
  const names = Object.keys(tableShapes) as TableName[];
  return {
    endpoint: server.url,
    client,
    tables: Object.fromEntries(names.map((name) => [name, dynamoTable(client, name)])) as Record<TableName, Table>,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

export interface LocalMessaging {
  endpoint: string;
  sns: SNSClient;
  sqs: SQSClient;
  stop(): Promise<void>;
}

/** fauxqs (SNS and SQS; or what TIEUP_TEST_MESSAGING names) on a free loopback port. */
export async function startMessaging(): Promise<LocalMessaging> {
  const server = await chosen(messagings, "TIEUP_TEST_MESSAGING", "fauxqs")();
  const sns = new SNSClient({ endpoint: server.url, region, credentials });
  const sqs = new SQSClient({ endpoint: server.url, region, credentials });
  return {
    endpoint: server.url,
    sns,
    sqs,
    async stop() {
      sns.destroy();
      sqs.destroy();
      await server.stop();
    },
  };
}
