import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Puts messages on one queue. Throws when any was not taken. */
export interface Queue<Message extends object> {
  /** Delayed by whole seconds, at most 900. */
  send(message: Message, delaySeconds?: number): Promise<void>;
  sendAll(messages: readonly Message[]): Promise<void>;
}

/** SQS takes this many messages in one request. */
const batchMax = 10;

export function sqsQueue<Message extends object>(client: SQSClient, url: string): Queue<Message> {
  return {
    async send(message, delaySeconds = 0) {
      const MessageBody = JSON.stringify(message);
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, DelaySeconds: delaySeconds }));
    },
    async sendAll(messages) {
      for (let at = 0; at < messages.length; at += batchMax) {
        const Entries = messages
          .slice(at, at + batchMax)
          .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
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
