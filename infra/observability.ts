import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  type MetricOptions,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { metricsNamespace, type Stage } from "./stage.ts";

/** Single failures are retried and heal; this many in five minutes do not. */
const errorsTolerated = 2;
const period = Duration.minutes(5);
const nearTimeout = 0.8;
const failingShareTolerated = 0.2;
/** Early enough to raise the limit before SNS stops. */
const smsSpendTolerated = 0.8;
/** A little before AWS puts an account under review: at 5 % bounces and 0.1 % complaints, over a volume of its own choice. */
const mailTolerated = { BounceRate: 0.04, ComplaintRate: 0.0008 } as const;

interface AlarmProps {
  metric: IMetric;
  /** A heading of docs/runbook.md. */
  heading: string;
  sentence: string;
  threshold: number;
  comparison?: ComparisonOperator;
  periods?: number;
  missing?: TreatMissingData;
}

/** Alarms, each with its heading in docs/runbook.md, and the one topic on which the operator hears of them. */
export class Observability extends Construct {
  /** All that was given to watch, for the dashboard. */
  readonly watched: { functions: LambdaFunction[]; queues: IQueue[]; deadLetters: IQueue[]; alarms: Alarm[] } = {
    functions: [],
    queues: [],
    deadLetters: [],
    alarms: [],
  };
  private readonly action: SnsAction;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    // Unencrypted: CloudWatch can't publish through SNS's own key, and an alarm's text names no subscriber.
    const operator = new Topic(this, "Operator", { displayName: `Tieup ${stage.name} alarms`, enforceSSL: true });
    if (stage.operatorEmail) operator.addSubscription(new EmailSubscription(stage.operatorEmail));
    this.action = new SnsAction(operator);
    this.namespace = metricsNamespace(stage);
    acknowledge(operator, {
      "Serverless-SNSRedrivePolicy": "A mail that can't be delivered could only be told by mail",
    });
    this.alarmOnThrottles();
  }

  /** Failures beyond what a retry explains, and calls that nearly don't end in time. */
  watchFunctions(...functions: LambdaFunction[]): void {
    for (const each of functions) {
      this.alarmOnErrors(each);
      this.alarmOnDuration(each);
    }
    this.watched.functions.push(...functions);
  }

  private alarmOnErrors(each: LambdaFunction): void {
    this.alarm(each, "Errors", {
      metric: each.metricErrors({ period }),
      heading: "Function errors",
      sentence: `${each.node.id} keeps failing.`,
      threshold: errorsTolerated,
    });
  }

  private alarmOnDuration(each: LambdaFunction): void {
    const timeout = each.timeout;
    if (!timeout) throw new Error(`expected ${each.node.path} to state its timeout, found none`);
    this.alarm(each, "Slow", {
      metric: each.metricDuration({ period, statistic: "Maximum" }),
      heading: "Near the time limit",
      sentence: `${each.node.id} needs more than ${nearTimeout * 100} % of its ${timeout.toSeconds()} seconds, again and again.`,
      threshold: timeout.toMilliseconds() * nearTimeout,
      periods: 3,
    });
  }

  /** A function that should run every minute does not. */
  alarmOnSilence(each: LambdaFunction): void {
    this.alarm(each, "Silence", {
      metric: each.metricInvocations({ period }),
      heading: "The clock stands still",
      sentence: `${each.node.id} was not called for ten minutes.`,
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 2,
      missing: TreatMissingData.BREACHING,
    });
  }

  /** Something was given up and waits to be looked at. */
  alarmOnDeadLetters(...queues: IQueue[]): void {
    for (const queue of queues) {
      this.alarm(queue, "Waiting", {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: "Maximum" }),
        heading: "Dead letters",
        sentence: `A message in ${nameOf(queue)} failed for good.`,
        threshold: 0,
      });
    }
    this.watched.deadLetters.push(...queues);
  }

  /** Messages wait longer than `limit`. */
  alarmOnAge(queue: IQueue, limit: Duration): void {
    this.alarm(queue, "Age", {
      metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
      heading: "Old messages",
      sentence: `A message in ${nameOf(queue)} waits for more than ${limit.toMinutes()} minutes.`,
      threshold: limit.toSeconds(),
      periods: 2,
    });
    this.watched.queues.push(queue);
  }

  /** Of the polls of an hour too many found their feed failing: it is hardly all the publishers' fault. */
  alarmOnFailingFeeds(): void {
    this.alarm(this, "FailingFeeds", {
      metric: this.own("PollFailed", { statistic: "Average", period: Duration.hours(1) }),
      heading: "Failing feeds",
      sentence: `More than ${failingShareTolerated * 100} % of the polls of an hour failed.`,
      threshold: failingShareTolerated,
    });
  }

  /**
   * The news that we plant ourselves didn't come out as an alert, or late. Where nobody plants any (`tieup canary`, on a schedule
   * of one's own), it is quiet.
   */
  alarmOnCanaryAge(limit: Duration): void {
    this.alarm(this, "Canary", {
      metric: this.own("CanaryAgeSeconds", { statistic: "Maximum", period }),
      heading: "The canary",
      sentence: `A planted story became an alert late, or was given up, older than ${limit.toMinutes()} minutes.`,
      threshold: limit.toSeconds(),
      // One value a canary.
      periods: 1,
    });
  }

  /** SMS of this month cost nearly what the account may spend; then SNS sends none until the next month. */
  alarmOnSmsSpend(monthlyUsd: number): void {
    this.alarm(this, "SmsSpend", {
      metric: new Metric({
        namespace: "AWS/SNS",
        metricName: "SMSMonthToDateSpentUSD",
        statistic: "Maximum",
        period: Duration.hours(1),
      }),
      heading: "SMS spend",
      sentence: `SMS of this month cost more than ${smsSpendTolerated * 100} % of ${monthlyUsd} US dollars.`,
      threshold: monthlyUsd * smsSpendTolerated,
    });
  }

  /** Too many mails come back or are called spam; SES measures it for the account, and may stop it as a whole. */
  alarmOnMailReputation(): void {
    this.alarmOnRate("BounceRate", "Bounces", "come back");
    this.alarmOnRate("ComplaintRate", "Complaints", "are called spam by their readers");
  }

  private alarmOnRate(rate: keyof typeof mailTolerated, heading: string, what: string): void {
    this.alarm(this, rate, {
      metric: new Metric({
        namespace: "AWS/SES",
        metricName: `Reputation.${rate}`,
        statistic: "Average",
        period: Duration.hours(1),
      }),
      heading,
      sentence: `More than ${mailTolerated[rate] * 100} % of the account's mails ${what}.`,
      threshold: mailTolerated[rate],
    });
  }

  /** What the functions write themselves, see `functions/metrics.ts`. */
  own(metricName: string, options: MetricOptions): Metric {
    return new Metric({ namespace: this.namespace, metricName, ...options });
  }

  /** One for all functions of the account: they share its concurrency, and whoever uses it up starves the others. */
  private alarmOnThrottles(): void {
    this.alarm(this, "Throttles", {
      metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", statistic: "Sum", period }),
      heading: "Throttles",
      sentence: "Lambda refuses calls in this account and region, for a quarter of an hour now.",
      threshold: 0,
      periods: 3,
    });
  }

  private alarm(guarded: Construct, id: string, { metric, heading, sentence, ...props }: AlarmProps): void {
    const alarm = new Alarm(guarded, id, {
      metric,
      alarmDescription: `${sentence} What to do: docs/runbook.md, "${heading}".`,
      threshold: props.threshold,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.missing ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
    this.watched.alarms.push(alarm);
  }
}

/** "Polling/Polls/DeadLetters": where the construct stands in its stack, which is how its generated name begins. */
const nameOf = (queue: IQueue): string => queue.node.path.split("/").slice(1).join("/");
