import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { startMessaging, startTables } from "../support/local-aws.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { servers } from "./servers.ts";
import { type SimulationResult, simulate } from "./simulation.ts";

/** Shorter than in memory: each effect is a request. */
const wildMinutes = 5;

/**
 * A seed's hour on fresh servers for DynamoDB, SNS and SQS (`TIEUP_TEST_DATABASE`, `TIEUP_TEST_MESSAGING`), with faults at the SDK's transport. The seed draws news, people
 * and weather; which request meets which fault hangs on the servers' pace as well.
 */
export async function simulateOnServers(seed: number, bug: PlantedBug | null = null): Promise<SimulationResult> {
  const [tables, messaging] = await Promise.all([startTables(), startMessaging()]);
  try {
    const queue = async (name: string): Promise<string> =>
      (await messaging.sqs.send(new CreateQueueCommand({ QueueName: `${name}-${seed}` }))).QueueUrl ?? "";
    const queueUrls = { polls: await queue("polls"), summaries: await queue("summaries") };
    const endpoints = { dynamo: tables.endpoint, messaging: messaging.endpoint, queueUrls };
    return await simulate(seed, { bug, on: (world) => servers(endpoints, world), wildMinutes });
  } finally {
    await Promise.all([tables.stop(), messaging.stop()]);
  }
}
