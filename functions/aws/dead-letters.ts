import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { DeadLetter, DeadLetters } from "../../lib/api/dead-letter-routes.ts";

/** Nobody else is handed a message for so long while we decide what becomes of it. */
const heldSeconds = 60;
const atOnce = 10;
/** What a person reads of a fault; SQS takes 256 KB with the message. */
const reasonCharactersMax = 500;

/** One that takes messages out of the way of others, with the reason and the time as attributes beside the body as it was. */
export const deadLetterWriter =
  (client: SQSClient, url: string, now: () => Date) =>
  async (body: string, reason: string): Promise<void> => {
    const text = (StringValue: string) => ({ DataType: "String", StringValue });
    const MessageAttributes = { reason: text(readable(reason)), failedAt: text(now().toISOString()) };
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes }));
  };

/** SQS takes the characters of XML 1.0 (#x9, #xA, #xD, from #x20 on), and no empty value. */
const readable = (reason: string): string =>
  reason.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "?").slice(0, reasonCharactersMax) || "no reason given";

/** What was put aside, by `deadLetterWriter` or by SQS itself, which gives no reason. */
export function deadLetterQueue(client: SQSClient, QueueUrl: string): DeadLetters {
  return {
    async take(max) {
      const taken: DeadLetter[] = [];
      while (taken.length < max) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: Math.min(atOnce, max - taken.length),
            VisibilityTimeout: heldSeconds,
            MessageAttributeNames: ["reason", "failedAt"],
          }),
        );
        if (Messages.length === 0) break;
        for (const { Body = "", ReceiptHandle = "", MessageAttributes } of Messages) {
          const said = (name: string) => MessageAttributes?.[name]?.StringValue ?? null;
          taken.push({ body: Body, reason: said("reason"), failedAt: said("failedAt"), handle: ReceiptHandle });
        }
      }
      return taken;
    },
    async remove({ handle }) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handle }));
    },
    async release({ handle }) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: handle, VisibilityTimeout: 0 }));
    },
  };
}
