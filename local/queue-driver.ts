import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

export interface QueueDriver {
  /** Messages that wait, are delayed or are being handled. */
  depth(): Promise<number>;
  /** Messages are left where they are until `resume`. */
  pause(): void;
  resume(): void;
  /** Resolves when the batch under way is done. */
  stop(): Promise<void>;
}

type BatchHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

const waitSeconds = 1;
const batchMax = 10;
/** Locally a failed record comes again soon; it still ends in the dead-letter queue. */
const retryAfterSeconds = 2;

/**
 * Drives a handler from a queue as Lambda's event source mapping does: batches, records that the handler reports are
 * left for another try, the others deleted; a handler that throws fails its whole batch.
 */
export function driveQueue(client: SQSClient, url: string, name: string, handler: BatchHandler): QueueDriver {
  let stopped = false;
  let paused = false;
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped) {
      if (paused) await pause(50);
      else await receive().catch(() => pause(stopped ? 0 : 200));
    }
  };
  const receive = async (): Promise<void> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: batchMax,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["All"],
      }),
      { abortSignal: stopping.signal },
    );
    if (Messages.length > 0) await settle(Messages, await failedIn(Messages, name, handler));
  };
  const settle = async (messages: Message[], failed: Set<string>): Promise<void> => {
    for (const { MessageId = "", ReceiptHandle } of messages) {
      const message = { QueueUrl: url, ReceiptHandle };
      if (failed.has(MessageId)) {
        await client.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: retryAfterSeconds }));
      } else await client.send(new DeleteMessageCommand(message));
    }
  };
  const running = run();
  return {
    depth: () => depthOf(client, url),
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    async stop() {
      stopped = true;
      stopping.abort();
      await running;
    },
  };
}

async function failedIn(messages: Message[], name: string, handler: BatchHandler): Promise<Set<string>> {
  try {
    const { batchItemFailures } = await handler({ Records: messages.map((message) => recordFrom(message, name)) });
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return new Set(messages.map(({ MessageId = "" }) => MessageId));
  }
}

function recordFrom({ MessageId = "", ReceiptHandle = "", Body = "", Attributes }: Message, name: string): SQSRecord {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes as unknown as SQSRecord["attributes"],
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-central-1:000000000000:${name}`,
    awsRegion: "eu-central-1",
  };
}

async function depthOf(client: SQSClient, url: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, ApproximateNumberOfMessagesDelayed } =
    Attributes;
  const counts = [
    ApproximateNumberOfMessages,
    ApproximateNumberOfMessagesNotVisible,
    ApproximateNumberOfMessagesDelayed,
  ];
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
