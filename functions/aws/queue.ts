import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { batchesOf } from "../../lib/text/batches.ts";

/** Puts messages on one queue. Throws when any was not taken. */
export interface Queue<Message extends object> {
  /** Delayed by whole seconds, at most 900. */
  send(message: Message, delaySeconds?: number): Promise<void>;
  sendAll(messages: readonly Message[]): Promise<void>;
}

/** What SQS takes in one request. */
const requestLimits = { max: 10, bytesMax: 262_144 };

export function sqsQueue<Message extends object>(client: SQSClient, url: string): Queue<Message> {
  return {
    async send(message, delaySeconds = 0) {
      const MessageBody = JSON.stringify(message);
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, DelaySeconds: delaySeconds }));
    },
    async sendAll(messages) {
      for (const bodies of batchesOf(
        messages.map((message) => JSON.stringify(message)),
        String,
        requestLimits,
      )) {
        const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
        if (Failed.length > 0) {
          throw new Error(
            `expected SQS to take ${Entries.length} messages, it refused ${Failed.length}: ${Failed[0]?.Message}`,
          );
        }
      }
    },
  };
}
