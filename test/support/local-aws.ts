import type { Server } from "node:http";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import dynalite from "dynalite";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { dynamoTable, type Table } from "../../functions/aws/table.ts";
import { type TableName, tableShapes } from "../../functions/aws/table-shapes.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

export interface LocalTables {
  endpoint: string;
  client: DynamoDBClient;
  tables: Record<TableName, Table>;
  stop(): Promise<void>;
}

/** dynalite in memory on a free loopback port, with the three tables made. */
export async function startTables(): Promise<LocalTables> {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials });
  const names = Object.keys(tableShapes) as TableName[];
  for (const name of names) await client.send(new CreateTableCommand({ TableName: name, ...tableShapes[name] }));
  return {
    endpoint,
    client,
    tables: Object.fromEntries(names.map((name) => [name, dynamoTable(client, name)])) as Record<TableName, Table>,
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

export interface LocalMessaging {
  endpoint: string;
  server: FauxqsServer;
  sns: SNSClient;
  sqs: SQSClient;
  stop(): Promise<void>;
}

/** fauxqs (SNS and SQS) on a free loopback port. */
export async function startMessaging(): Promise<LocalMessaging> {
  const server = await startFauxqs({ port: 0, host: "127.0.0.1", logger: false, defaultRegion: "eu-central-1" });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const sns = new SNSClient({ endpoint, region: "eu-central-1", credentials });
  const sqs = new SQSClient({ endpoint, region: "eu-central-1", credentials });
  return {
    endpoint,
    server,
    sns,
    sqs,
    async stop() {
      sns.destroy();
      sqs.destroy();
      await server.stop();
    },
  };
}
