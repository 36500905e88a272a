import { Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { Clock } from "./clock.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { Observability } from "./observability.ts";
import { QueueWithDeadLetters } from "./queue-with-dead-letters.ts";
import type { Stage } from "./stage.ts";
import { grantReads, grantReadsAndWrites, type Tables } from "./tables.ts";

export interface AlertingProps {
  tables: Tables;
  stage: Stage;
  observability: Observability;
}

const sendTimeout = Duration.seconds(60);
const messagesPerInvocation = 10;
const sendersMax = 5;

/** Whose summary is due, the sending of it, and what SNS knows of confirmations and opt-outs. */
export class Alerting extends Construct {
  readonly summaries: IQueue;

  constructor(scope: Construct, id: string, { tables, stage, observability }: AlertingProps) {
    super(scope, id);
    const topics = endpointTopics(stage);
    const summaries = new QueueWithDeadLetters(this, "Summaries", {
      readerTimeout: sendTimeout,
      retention: Duration.days(4),
      attempts: 5,
    });
    this.summaries = summaries.queue;

    const scheduleSummaries = new LambdaFunction(this, "schedule-summaries", {
      description: "Puts the endpoints whose summary is due this minute on the summary queue",
      memoryMb: 256,
      timeout: Duration.seconds(50),
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        POLLING_TABLE: tables.polling.tableName,
        SUMMARY_QUEUE_URL: summaries.queue.queueUrl,
      },
    });
    grantReads(scheduleSummaries, tables.catalog);
    grantReadsAndWrites(scheduleSummaries, tables.polling);
    summaries.queue.grantSendMessages(scheduleSummaries);

    const sendSummaries = new LambdaFunction(this, "send-summaries", {
      description: "Writes a summary from the stored hits, publishes it and keeps the ledger",
      memoryMb: 256,
      timeout: sendTimeout,
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        NEWS_TABLE: tables.news.tableName,
        POLLING_TABLE: tables.polling.tableName,
        SUMMARY_QUEUE_URL: summaries.queue.queueUrl,
        ...smsVariables(stage),
      },
    });
    summaries.queue.grantSendMessages(sendSummaries);
    grantReads(sendSummaries, tables.catalog);
    grantReadsAndWrites(sendSummaries, tables.news, tables.polling);
    grantOnTopics(sendSummaries, topics, ["sns:Publish"]);
    sendSummaries.addEventSource(
      new SqsEventSource(summaries.queue, {
        batchSize: messagesPerInvocation,
        reportBatchItemFailures: true,
        maxConcurrency: sendersMax,
      }),
    );

    const reconcileSubscriptions = new LambdaFunction(this, "reconcile-subscriptions", {
      description: "Learns from SNS who confirmed and who left",
      memoryMb: 256,
      timeout: Duration.minutes(10),
      environment: { CATALOG_TABLE: tables.catalog.tableName, TOPIC_PREFIX: topics.prefix },
    });
    grantReadsAndWrites(reconcileSubscriptions, tables.catalog);
    grantSubscribing(reconcileSubscriptions, topics);

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

    observability.alarmOnErrors(scheduleSummaries, sendSummaries, reconcileSubscriptions);
    observability.alarmOnSilence(scheduleSummaries);
    observability.alarmOnDeadLetters(summaries.deadLetters, clock.deadLetters);
    observability.alarmOnAge(summaries.queue, Duration.minutes(15));
  }
}

/** The topics that the functions make themselves, one per endpoint: known here only by how their names begin. */
export interface EndpointTopics {
  prefix: string;
  /** The means by which people may be subscribed. */
  protocols: string[];
}

export const endpointTopics = (stage: Stage): EndpointTopics => ({
  prefix: `tieup-${stage.name}-endpoint-`,
  protocols: stage.sms ? ["email", "sms"] : ["email"],
});

/** Making a topic, subscribing an address to it, and asking what became of that. */
export function grantSubscribing(grantee: IFunction, topics: EndpointTopics): void {
  grantOnTopics(grantee, topics, ["sns:CreateTopic", "sns:ListSubscriptionsByTopic", "sns:GetSubscriptionAttributes"]);
  grantOnTopics(grantee, topics, ["sns:Subscribe"], { StringEquals: { "sns:Protocol": topics.protocols } });
}

/**
 * The wildcard stands for the endpoint's id: the topics come and go at run time, so no template can name them
 * (design §4.10). Everything before it is fixed: no topic of anybody else is in reach.
 */
function grantOnTopics(grantee: IFunction, { prefix }: EndpointTopics, actions: string[], conditions = {}): void {
  const resource = Stack.of(grantee).formatArn({ service: "sns", resource: `${prefix}*` });
  grantee.addToRolePolicy(new PolicyStatement({ actions, resources: [resource], conditions }));
}

function smsVariables({ sms }: Stage): Record<string, string> {
  return {
    ...(sms?.senderId ? { SMS_SENDER_ID: sms.senderId } : {}),
    ...(sms?.maxPriceUsd ? { SMS_MAX_PRICE: sms.maxPriceUsd } : {}),
  };
}
