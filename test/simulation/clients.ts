import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type SNSClient, SNSServiceException } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Cloud } from "./deployment.ts";
import type { Process } from "./process.ts";

/** The SDK's clients as one process has them. */
export interface Clients {
  dynamo: DynamoDBClient;
  sqs(queue: "polls" | "summaries"): SQSClient;
  sns: SNSClient;
  /** Makes one attempt only. */
  snsOnce: SNSClient;
}

/** Clients whose commands are effects of the process on what is in memory. */
export function memoryClients(process: Process, cloud: Cloud): Clients {
  const dynamo = {
    send(command: object) {
      if (process.isAlive() && cloud.dynamo.isEmptySlot(command)) return Promise.resolve({ Items: [] });
      return process.effect(nameOf(command), () => cloud.dynamo.execute(command));
    },
  };
  const sqs = (queue: "polls" | "summaries") => ({
    send: (command: object) => process.effect(`send to ${queue}`, () => cloud.queues[queue].execute(command)),
  });
  const sns = {
    send: (command: object) => process.effect(nameOf(command), () => cloud.topics.execute(command)),
  };
  const publish = (command: object): object => {
    if (cloud.random.chance(cloud.refuses())) throw refusal();
    cloud.publishing = process;
    return cloud.topics.execute(command);
  };
  const once = cloud.bug !== "a lost publish repeated by the client";
  const snsOnce = {
    send: (command: object) => process.effect("publish", () => publish(command), { once }),
  };
  return {
    dynamo: dynamo as unknown as DynamoDBClient,
    sqs: (queue) => sqs(queue) as unknown as SQSClient,
    sns: sns as unknown as SNSClient,
    snsOnce: snsOnce as unknown as SNSClient,
  };
}

function nameOf(command: object): string {
  const { input } = command as { input: { Key?: Named; Item?: Named; KeyConditionExpression?: string } };
  const key = input.Key ?? input.Item;
  const what = command.constructor.name.replace("Command", "");
  return key ? `${what} ${key.pk?.S} ${key.sk?.S?.slice(0, 60)}` : what;
}

type Named = Record<string, { S?: string }>;

const refusal = (): SNSServiceException =>
  new SNSServiceException({
    name: "ThrottledException",
    message: "Rate exceeded",
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });
