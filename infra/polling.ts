import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { Clock } from "./clock.ts";
import { DictionaryInS3 } from "./dictionary-in-s3.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { Observability } from "./observability.ts";
import { QueueWithDeadLetters } from "./queue-with-dead-letters.ts";
import { metricsNamespace, type Stage } from "./stage.ts";
import { grantDeletes, grantIndex, grantReads, grantReadsAndWrites, grantWritesBelow, type Tables } from "./tables.ts";

/** Measured with 8 feeds of 5 MB (docs/performance.md), and with a million names, for which the dictionary in S3 is (docs/scale.md). */
const pollMemoryMb = { fewNames: 512, manyNames: 1024 };

export interface PollingProps {
  tables: Tables;
  stage: Stage;
  observability: Observability;
  /** Where poll-feeds tells of news for immediate subscribers. */
  summaries: IQueue;
}

/**
 * Seldom more than seconds. Forty feeds of one host, two at a time and each until its own deadline, would take longer: those
 * for which there is no time left go back on the queue.
 */
const pollTimeout = Duration.minutes(4);
/** Polling is waiting, and waiting is billed: five messages at once wait once. */
const messagesPerInvocation = 5;
const gatherMessages = Duration.seconds(5);
/** Bounds what a runaway can cost. Reserved concurrency would too, but a new account has none to reserve. */

/** Every minute: which feeds are due, and the polling of them. */
export class Polling extends Construct {
  readonly polls: IQueue;

  constructor(scope: Construct, id: string, { tables, stage, observability, summaries }: PollingProps) {
    super(scope, id);
    const polls = new QueueWithDeadLetters(this, "Polls", {
      readerTimeout: pollTimeout,
      gathering: gatherMessages,
      // Long enough for the attempts; a poll that waited longer is covered by later ones.
      retention: Duration.hours(2),
      attempts: 3,
    });

    this.polls = polls.queue;

    const schedulePolls = new LambdaFunction(this, "schedule-polls", {
      description: "Puts the feeds that are due this minute on the poll queue",
      memoryMb: 256,
      stage,
      timeout: Duration.seconds(50),
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        POLLING_TABLE: tables.polling.tableName,
        POLL_QUEUE_URL: polls.queue.queueUrl,
      },
    });
    grantIndex(schedulePolls, tables.catalog, "BySlot");
    grantReadsAndWrites(schedulePolls, tables.polling);
    polls.queue.grantSendMessages(schedulePolls);

    const pollFeeds = new LambdaFunction(this, "poll-feeds", {
      description: "Fetches feeds and stores their new items, hits and stories",
      memoryMb: pollMemoryMb[stage.scale.dictionaryInS3 ? "manyNames" : "fewNames"],
      stage,
      timeout: pollTimeout,
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        NEWS_TABLE: tables.news.tableName,
        POLLING_TABLE: tables.polling.tableName,
        POLL_QUEUE_URL: polls.queue.queueUrl,
        SUMMARY_QUEUE_URL: summaries.queueUrl,
        CONTACT: stage.contact,
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
    });
    grantReads(pollFeeds, tables.catalog);
    // An owner's feeds, for what was missed under a name that was added.
    grantIndex(pollFeeds, tables.catalog, "ByOwner");
    // Where a feed has moved, how often it is polled, that it is gone: of all that people typed in nothing else.
    grantWritesBelow(pollFeeds, tables.catalog, "FEED#*");
    grantReadsAndWrites(pollFeeds, tables.news, tables.polling);
    // That a feed which failed is well again.
    grantDeletes(pollFeeds, tables.polling);
    // A feed that failed beside others comes again by itself.
    polls.queue.grantSendMessages(pollFeeds);
    summaries.grantSendMessages(pollFeeds);
    polls.feed(pollFeeds, {
      batchSize: messagesPerInvocation,
      maxBatchingWindow: gatherMessages,
      maxConcurrency: stage.scale.pollersMax,
    });

    const clock = new Clock(this, "Clock");
    clock.tick("EveryMinute", {
      target: schedulePolls,
      expression: ScheduleExpression.cron({}),
      description: "Tieup: which feeds are due?",
      worthRetrying: Duration.minutes(5),
    });

    if (stage.scale.dictionaryInS3)
      new DictionaryInS3(this, "Dictionary", { tables, stage, observability, clock }).serve(pollFeeds);

    observability.watchFunctions(schedulePolls, pollFeeds);
    observability.alarmOnSilence(schedulePolls);
    observability.alarmOnDeadLetters(polls.deadLetters, clock.deadLetters);
    observability.alarmOnAge(polls.queue, Duration.minutes(10));
    observability.alarmOnFailingFeeds();
  }
}
