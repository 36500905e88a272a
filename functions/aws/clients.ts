import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoTable, type Table } from "./table.ts";
import type { TableName } from "./table-shapes.ts";

// Region, credentials and `AWS_ENDPOINT_URL_DYNAMODB`, `…_SNS`, `…_SQS` are read by the SDK itself: the one difference
// between an account and the embedded default (design §4.1).
const retries = { maxAttempts: 4 } as const;

const ignore = (): void => {};
/** Without `info`: for it the SDK filters a copy of each input and output, a tenth of a request's time, whoever listens. */
const logger = { trace: ignore, debug: ignore, warn: ignore, error: ignore } as unknown as NonNullable<
  DynamoDBClientConfig["logger"]
>;

export const dynamo = (): DynamoDBClient => new DynamoDBClient({ ...retries, logger });
export const sns = (): SNSClient => new SNSClient(retries);
/** For publishing: SNS has no idempotency token, so a try that the SDK repeated by itself could arrive twice. */
export const snsOnce = (): SNSClient => new SNSClient({ maxAttempts: 1 });
/** A queue's URL names it; where to ask is the client's own endpoint, in an account and on the embedded default. */
export const sqs = (): SQSClient => new SQSClient({ ...retries, useQueueUrlAsEndpoint: false });

const variableOf: Record<TableName, string> = {
  Catalog: "CATALOG_TABLE",
  News: "NEWS_TABLE",
  Polling: "POLLING_TABLE",
};

/** The table that the environment names for this part of the state. */
export const tableFrom = (env: Record<string, string | undefined>, client: DynamoDBClient, name: TableName): Table =>
  dynamoTable(client, env[variableOf[name]] ?? name);
