import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Stage } from "./stage.ts";

/** Single failures are retried and heal; this many in five minutes do not. */
const errorsTolerated = 2;
const period = Duration.minutes(5);

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
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    // Unencrypted: CloudWatch can't publish through SNS's own key, and an alarm's text names no subscriber.
    const operator = new Topic(this, "Operator", { displayName: `Tieup ${stage.name} alarms`, enforceSSL: true });
    if (stage.operatorEmail) operator.addSubscription(new EmailSubscription(stage.operatorEmail));
    this.action = new SnsAction(operator);
  }

  /** More invocations fail than a retry explains. */
  alarmOnErrors(...functions: IFunction[]): void {
    for (const each of functions) {
      this.alarm(each, "Errors", {
        metric: each.metricErrors({ period }),
        heading: "Function errors",
        sentence: `${each.node.id} keeps failing.`,
        threshold: errorsTolerated,
      });
    }
  }

  /** A function that should run every minute does not. */
  alarmOnSilence(each: IFunction): void {
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
  }
}

/** "Polling/Polls/DeadLetters": where the construct stands in its stack, which is how its generated name begins. */
const nameOf = (queue: IQueue): string => queue.node.path.split("/").slice(1).join("/");
