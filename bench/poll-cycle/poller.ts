import { readFileSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import type { Feed } from "../../lib/polling/item.ts";
import { type PollMessage, schedulePolls } from "../../lib/polling/schedule-polls.ts";

/** What one cycle took, without starting the process. */
export interface CycleCounts {
  /** DynamoDB and SQS requests by command, as the SDK was asked for them. */
  requests: Record<string, number>;
  readUnits: number;
  writeUnits: number;
  cycleSeconds: number;
  cycleCpuSeconds: number;
}

/** As in `infra/polling.ts`. */
const messagesPerInvocation = 5;

const counts = { requests: {} as Record<string, number>, readUnits: 0, writeUnits: 0 };
countRequests(DynamoDBClient.prototype);
countRequests(SQSClient.prototype);
const { handler } = await import("../../functions/poll-feeds.ts");

const feeds = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Feed[];
const messages: PollMessage[] = [];
await schedulePolls(0, {
  feeds: { feedsInSlots: async () => feeds },
  watermark: { read: async () => null, advance: async () => true },
  queue: { sendAll: async (sent) => void messages.push(...sent) },
});
const cpu = process.cpuUsage();
const began = performance.now();
let failedRecords = 0;
for (let at = 0; at < messages.length; at += messagesPerInvocation) {
  const { batchItemFailures } = await handler(eventOf(messages.slice(at, at + messagesPerInvocation)));
  failedRecords += batchItemFailures.length;
}
const used = process.cpuUsage(cpu);
const cycle: CycleCounts = {
  ...counts,
  cycleSeconds: (performance.now() - began) / 1000,
  cycleCpuSeconds: (used.user + used.system) / 1e6,
};
process.stdout.write(JSON.stringify(cycle), () => process.exit(failedRecords > 0 ? 1 : 0));

function eventOf(polls: PollMessage[]): SQSEvent {
  const records = polls.map((poll, at) => ({ messageId: String(at), body: JSON.stringify(poll) }));
  return { Records: records } as unknown as SQSEvent;
}

/** The functions make their own clients, so requests are counted where all clients have their `send` from. */
function countRequests(prototype: { send: unknown }): void {
  const send = prototype.send as (...args: unknown[]) => Promise<{ ConsumedCapacity?: { CapacityUnits?: number } }>;
  prototype.send = async function (this: unknown, ...args: unknown[]) {
    const command = args[0] as { input: Record<string, unknown>; constructor: { name: string } };
    const operation = operationOf(command);
    counts.requests[operation] = (counts.requests[operation] ?? 0) + 1;
    if (command.input.TableName) command.input.ReturnConsumedCapacity = "TOTAL";
    const answer = await send.apply(this, args);
    const units = answer.ConsumedCapacity?.CapacityUnits ?? 0;
    if (/^(Get|Query)/.test(operation)) counts.readUnits += units;
    else counts.writeUnits += units;
    return answer;
  };
}

function operationOf(command: { input: Record<string, unknown>; constructor: { name: string } }): string {
  const { TableName } = command.input;
  return `${command.constructor.name.replace("Command", "")}${TableName ? ` ${TableName}` : ""}`;
}
