import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";

/** What the functions have asked AWS for since counting began. */
export interface RequestCounts {
  /** By command and table: "GetItem Polling". */
  requests: Record<string, number>;
  /** DynamoDB's own numbers, as it reports them with each answer. */
  readUnits: number;
  writeUnits: number;
}

/** From now on counts every request of every client in this process: `send` is counted where all clients have it from. */
export function countRequests(): RequestCounts {
  const counts: RequestCounts = { requests: {}, readUnits: 0, writeUnits: 0 };
  for (const { prototype } of [DynamoDBClient, SQSClient, SNSClient]) countThose(prototype as never, counts);
  return counts;
}

type Send = (...args: unknown[]) => Promise<{ ConsumedCapacity?: { CapacityUnits?: number } }>;

function countThose(prototype: { send: Send }, counts: RequestCounts): void {
  const { send } = prototype;
  prototype.send = async function (this: unknown, ...args: unknown[]) {
    const command = args[0] as { input: Record<string, unknown>; constructor: { name: string } };
    const operation = operationOf(command);
    counts.requests[operation] = (counts.requests[operation] ?? 0) + 1;
    if (command.input.TableName) command.input.ReturnConsumedCapacity = "TOTAL";
    const answer = await send.apply(this, args);
    const units = answer.ConsumedCapacity?.CapacityUnits ?? 0;
    if (/^(Get|Query)/.test(operation)) counts.readUnits += Math.max(units, leastRead(command));
    else counts.writeUnits += units;
    return answer;
  };
}

/** What DynamoDB bills at least, also where a query finds nothing; its stand-in reports 0 for that. */
const leastRead = ({ input }: { input: { ConsistentRead?: boolean } }): number => (input.ConsistentRead ? 1 : 0.5);

function operationOf(command: { input: Record<string, unknown>; constructor: { name: string } }): string {
  const { TableName } = command.input;
  return `${command.constructor.name.replace("Command", "")}${TableName ? ` ${TableName}` : ""}`;
}
