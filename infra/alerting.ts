import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { Clock } from "./clock.ts";
import { EndpointTopics } from "./endpoint-topics.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { Observability } from "./observability.ts";
import { OwnMails } from "./own-mails.ts";
import { QueueWithDeadLetters } from "./queue-with-dead-letters.ts";
import { metricsNamespace, type Stage } from "./stage.ts";
import { grantIndex, grantReads, grantReadsAndWrites, grantWritesBelow, type Tables } from "./tables.ts";

export interface AlertingProps {
  tables: Tables;
  stage: Stage;
  observability: Observability;
}

const sendTimeout = Duration.seconds(60);
const messagesPerInvocation = 10;
const sendAttempts = 5;

/** Whose summary is due, the sending of it, and what SNS knows of confirmations and opt-outs. */
export class Alerting extends Construct {
  readonly summaries: QueueWithDeadLetters;
  private readonly sendSummaries: LambdaFunction;

  constructor(scope: Construct, id: string, { tables, stage, observability }: AlertingProps) {
    super(scope, id);
    const topics = new EndpointTopics(stage);
    const summaries = new QueueWithDeadLetters(this, "Summaries", {
      readerTimeout: sendTimeout,
      retention: Duration.days(4),
      attempts: sendAttempts,
    });
    this.summaries = summaries;

    const scheduleSummaries = new LambdaFunction(this, "schedule-summaries", {
      description: "Puts the endpoints whose summary is due this minute on the summary queue",
      memoryMb: 256,
      stage,
      timeout: Duration.seconds(50),
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        POLLING_TABLE: tables.polling.tableName,
        SUMMARY_QUEUE_URL: summaries.queue.queueUrl,
        ...fanOutVariables(stage),
      },
    });
    grantReads(scheduleSummaries, tables.catalog);
    grantIndex(scheduleSummaries, tables.catalog, "BySlot");
    grantReadsAndWrites(scheduleSummaries, tables.polling);
    summaries.queue.grantSendMessages(scheduleSummaries);

    const sendSummaries = new LambdaFunction(this, "send-summaries", {
      description: "Writes a summary from the stored hits, publishes it and keeps the ledger",
      memoryMb: 256,
      stage,
      timeout: sendTimeout,
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        NEWS_TABLE: tables.news.tableName,
        POLLING_TABLE: tables.polling.tableName,
        SUMMARY_QUEUE_URL: summaries.queue.queueUrl,
        SUMMARY_DEAD_LETTERS_URL: summaries.deadLetters.queueUrl,
        METRICS_NAMESPACE: metricsNamespace(stage),
        ...fanOutVariables(stage),
        ...smsVariables(stage),
      },
    });
    this.sendSummaries = sendSummaries;
    grantReads(sendSummaries, tables.catalog, tables.polling);
    // Whoever first asks for the secret of links and cursors makes it up.
    grantWritesBelow(sendSummaries, tables.catalog, "SECRET");
    grantIndex(sendSummaries, tables.catalog, "ByOwner");
    // Those who are due, where they are so many that they are divided.
    grantIndex(sendSummaries, tables.catalog, "BySlot");
    grantReadsAndWrites(sendSummaries, tables.news);
    // News of a watchlist becomes a message for each endpoint that wants it at once.
    summaries.queue.grantSendMessages(sendSummaries);
    // What fails for good is put aside with the reason.
    summaries.deadLetters.grantSendMessages(sendSummaries);
    topics.grantPublish(sendSummaries);
    const { mail } = stage;
    if (mail) new OwnMails(this, "OwnMails", { mail, tables, stage, observability }).sendFrom(sendSummaries);
    summaries.feed(sendSummaries, { batchSize: messagesPerInvocation, maxConcurrency: stage.scale.sendersMax });

    const reconcileSubscriptions = new LambdaFunction(this, "reconcile-subscriptions", {
      description: "Learns from SNS who confirmed and who left",
      memoryMb: 256,
      stage,
      // The longest that Lambda allows: SNS answers 30 such questions a second, which is 27,000 endpoints.
      timeout: Duration.minutes(15),
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        TOPIC_PREFIX: topics.prefix,
        SUMMARY_QUEUE_URL: summaries.queue.queueUrl,
        ...(mail ? { MAIL_FROM: mail.from } : {}),
      },
    });
    grantReadsAndWrites(reconcileSubscriptions, tables.catalog);
    grantIndex(reconcileSubscriptions, tables.catalog, "BySlot");
    topics.grantSubscribe(reconcileSubscriptions);
    topics.grantAskState(reconcileSubscriptions);
    summaries.queue.grantSendMessages(reconcileSubscriptions);
    if (mail) {
      // Who was never asked is, and topics of when SNS made the mails are given up.
      topics.grantDelete(reconcileSubscriptions);
    }

    const clock = new Clock(this, "Clock");
    clock.tick("EveryMinute", {
      target: scheduleSummaries,
      expression: ScheduleExpression.cron({}),
      description: "Tieup: whose summary is due?",
      worthRetrying: Duration.minutes(5),
    });
    clock.tick("EveryHour", {
      target: reconcileSubscriptions,
      expression: ScheduleExpression.cron({ minute: "17" }),
      description: "Tieup: who confirmed, who left?",
      worthRetrying: Duration.minutes(30),
    });

    observability.watchFunctions(scheduleSummaries, sendSummaries, reconcileSubscriptions);
    observability.alarmOnSilence(scheduleSummaries);
    observability.alarmOnDeadLetters(summaries.deadLetters, clock.deadLetters);
    observability.alarmOnAge(summaries.queue, Duration.minutes(15));
    observability.alarmOnCanaryAge(Duration.minutes(30));
    if (stage.sms) observability.alarmOnSmsSpend(stage.sms.monthlyUsd);
  }

  /** Mails link to the API, which is made after this. */
  linkTo({ publicUrl }: { publicUrl: string }): void {
    this.sendSummaries.addEnvironment("PUBLIC_URL", publicUrl);
  }
}

const fanOutVariables = ({ scale }: Stage): Record<string, string> =>
  scale.fanOutShards > 1 ? { FAN_OUT_SHARDS: String(scale.fanOutShards) } : {};

/** What every SMS has beside its text, as the stage wants it. */
export function smsVariables({ sms }: Stage): Record<string, string> {
  return {
    ...(sms?.senderId ? { SMS_SENDER_ID: sms.senderId } : {}),
    ...(sms?.maxPriceUsd ? { SMS_MAX_PRICE: sms.maxPriceUsd } : {}),
  };
}
