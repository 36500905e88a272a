import { Duration } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource, type SqsEventSourceProps } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

export interface QueueWithDeadLettersProps {
  /** The timeout of the function that reads the queue. */
  readerTimeout: Duration;
  /** How long the reader waits for a batch to fill. */
  gathering?: Duration;
  /** How old a message may get before it is worth nothing. */
  retention: Duration;
  /** After how many attempts a message is put aside. */
  attempts: number;
}

/** AWS's advice: a retry must not begin while the first attempt, throttled a few times, can still be running. */
const visibilityPerTimeout = 6;

/** A queue whose messages are put aside, and not lost, when they keep failing. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    { readerTimeout, gathering = Duration.seconds(0), retention, attempts }: QueueWithDeadLettersProps,
  ) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.queue = new Queue(this, "Queue", {
      ...encrypted,
      retentionPeriod: retention,
      visibilityTimeout: Duration.seconds(readerTimeout.toSeconds() * visibilityPerTimeout + gathering.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: attempts },
    });
  }

  /** Has the function called with the queue's messages; one that it names as failed comes again alone. */
  feed(
    reader: IFunction,
    bounds: Pick<SqsEventSourceProps, "batchSize" | "maxBatchingWindow" | "maxConcurrency">,
  ): void {
    reader.addEventSource(new SqsEventSource(this.queue, { ...bounds, reportBatchItemFailures: true }));
    acknowledge(reader, {
      "Serverless-LambdaEventSourceMappingDestination":
        "Of a queue's messages its own dead-letter queue keeps those that failed",
    });
  }
}

const encrypted = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** What failed for good waits two weeks, the longest that SQS allows, for somebody to look at it. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, { ...encrypted, retentionPeriod: Duration.days(14) });
  acknowledge(queue, whyNoFurtherQueue);
  return queue;
}

const whyLast = "Dead letters end here; an alarm tells of the first";
const whyNoFurtherQueue = { "AwsSolutions-SQS3": whyLast, "Serverless-SQSRedrivePolicy": whyLast };
