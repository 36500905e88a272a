import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoTable, type Table } from "../../functions/aws/table.ts";
import { type TableName, tableShapes } from "../../functions/aws/table-shapes.ts";
import {
  createTables,
  credentials,
  embeddedCredentials,
  startDynamoDb,
  startMessagingServer,
} from "../../local/embedded-aws.ts";

const region = embeddedCredentials.AWS_REGION;

export interface LocalTables {
  endpoint: string;
  client: DynamoDBClient;
  tables: Record<TableName, Table>;
  stop(): Promise<void>;
}

/** dynalite in memory on a free loopback port, with the three tables made. */
export async function startTables(): Promise<LocalTables> {
  const server = await startDynamoDb(null);
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

/** fauxqs (SNS and SQS) on a free loopback port. */
export async function startMessaging(): Promise<LocalMessaging> {
  const server = await startMessagingServer();
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
