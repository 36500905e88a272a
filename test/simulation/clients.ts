import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
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
  /** Makes one attempt only. */
  sesOnce: SESv2Client;
}

/** Clients whose commands are effects of the process on what is in memory. */
export function memoryClients(process: Process, cloud: Cloud): Clients {
  const dynamo = {
    send(command: object) {
      if (process.isAlive() && cloud.dynamo.isEmptySlot(command)) return Promise.resolve({ Items: [] });
      return process.effect(
        () => nameOf(command),
        () => cloud.dynamo.execute(command),
      );
    },
  };
  const sqs = (queue: "polls" | "summaries") => ({
    send: (command: object) =>
      process.effect(
        () => `send to ${queue}`,
        () => cloud.queues[queue].execute(command),
      ),
  });
  const sns = {
    send: (command: object) =>
      process.effect(
        () => nameOf(command),
        () => cloud.topics.execute(command),
      ),
  };
  const publishBy = (channel: { execute(command: object): object }, command: object): object => {
    if (cloud.random.chance(cloud.refuses())) throw refusal();
    cloud.publishing = process;
    return channel.execute(command);
  };
  const once = cloud.bug !== "a lost publish repeated by the client";
  const snsOnce = {
    send: (command: object) =>
      process.effect(
        () => "publish",
        () => publishBy(cloud.topics, command),
        { once },
      ),
  };
  const sesOnce = {
    send: (command: object) =>
      process.effect(
        () => "send mail",
        () => publishBy(cloud.mails, command),
        { once },
      ),
  };
  return {
    dynamo: dynamo as unknown as DynamoDBClient,
    sqs: (queue) => sqs(queue) as unknown as SQSClient,
    sns: sns as unknown as SNSClient,
    snsOnce: snsOnce as unknown as SNSClient,
    sesOnce: sesOnce as unknown as SESv2Client,
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
