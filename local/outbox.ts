import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfirmSubscriptionCommand, ListSubscriptionsByTopicCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

/** A message as it reached its recipient. */
export interface Posted {
  channel: "email" | "sms";
  to: string;
  subject: string | null;
  text: string;
  file: string;
}

/** What SNS puts around a message for a queue. */
interface Notification {
  MessageId: string;
  TopicArn: string;
  Subject: string | null;
  Message: string;
  Timestamp: string;
}

/**
 * The recipients of the embedded default: every topic's messages also go to the outbox queue (`OUTBOX_QUEUE_ARN`), and what
 * arrives there is written as the file that its email or SMS would be.
 */
export function outbox(client: SNSClient, folder: string) {
  mkdirSync(folder, { recursive: true });
  const subscriptionsOf = async (topicArn: string) =>
    (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))).Subscriptions ?? [];
  return {
    /** Confirms the topic's address as its owner would by clicking the link. */
    async confirm(topicArn: string): Promise<void> {
      for (const { Protocol, SubscriptionArn } of await subscriptionsOf(topicArn)) {
        if (Protocol === "sqs") continue;
        // The embedded SNS takes a subscription's ARN for the token of its confirmation link.
        await client.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: SubscriptionArn }));
      }
    },
    /** Handles the outbox queue; calls `posted` for each message that was written. */
    handler:
      (posted: (message: Posted) => void) =>
      async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
        for (const { body } of Records) {
          const notification = JSON.parse(body) as Notification;
          for (const { Protocol, Endpoint = "" } of await subscriptionsOf(notification.TopicArn)) {
            if (Protocol === "email" || Protocol === "sms") posted(write(notification, Protocol, Endpoint, folder));
          }
        }
        return { batchItemFailures: [] };
      },
  };
}

/** The file's name follows from the message, so that a repeat by the queue writes the same file. */
function write(notification: Notification, channel: "email" | "sms", to: string, folder: string): Posted {
  const { MessageId, Message, Subject, Timestamp } = notification;
  const name = `${Timestamp.slice(0, 19).replaceAll(":", "-")}-${MessageId.slice(0, 8)}`;
  const file = join(folder, channel === "email" ? `${name}.eml` : `${name}.txt`);
  writeFileSync(file, channel === "email" ? asEml(notification, to) : `To: ${to}\n\n${Message}\n`);
  return { channel, to, subject: Subject, text: Message, file };
}

/** A message as RFC 5322, 2045 and 2047 have it: CRLF line ends, UTF-8 text, an encoded subject. */
function asEml({ MessageId, Message, Subject, Timestamp }: Notification, to: string): string {
  const head = [
    "From: Tieup <no-reply@sns.amazonaws.com>",
    `To: ${to}`,
    `Subject: ${encodedWords(Subject ?? "")}`,
    `Date: ${new Date(Timestamp).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${MessageId}@tieup.invalid>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ];
  return [...head, "", ...Message.split("\n"), ""].join("\r\n");
}

/** RFC 2047 §2: an encoded word has at most 75 characters; 12 are its frame, and base64 makes 4 of 3 bytes. */
const bytesPerWord = 45;

/** Text that isn't ASCII as encoded words, one a line. */
export function encodedWords(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > bytesPerWord) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString("base64")}?=`).join("\r\n ");
}
