import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { LocalMessaging } from "./local-aws.ts";

/** What SNS puts around a message for a queue. */
export interface Notification {
  Subject: string | null;
  Message: string;
  MessageAttributes: Record<string, { Type: string; Value: string }>;
}

/** A queue that is subscribed to the topic of this name or, where one is given, to this topic. */
export async function listeningQueue({ sns, sqs }: LocalMessaging, name: string, topicArn?: string) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-listener` }));
  const made = topicArn ?? (await sns.send(new CreateTopicCommand({ Name: name }))).TopicArn ?? "";
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const Endpoint = Attributes?.QueueArn;
  await sns.send(new SubscribeCommand({ TopicArn: made, Protocol: "sqs", Endpoint }));
  return {
    topicArn: made,
    queueUrl: QueueUrl ?? "",
    /** Takes all messages that lie there now, in no order that is certain. */
    async receive(): Promise<Notification[]> {
      const bodies: Notification[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return bodies;
        for (const { Body = "", ReceiptHandle } of Messages) {
          // moto leaves out what is empty.
          bodies.push({ Subject: null, MessageAttributes: {}, ...JSON.parse(Body) });
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
  };
}
