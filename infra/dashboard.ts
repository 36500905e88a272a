import { Duration } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  type MetricOptions,
  SingleValueWidget,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Architecture } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { listPrices } from "./list-prices.ts";
import type { Observability } from "./observability.ts";
import type { Stage } from "./stage.ts";
import type { Tables } from "./tables.ts";

export interface OneDashboardProps {
  tables: Tables;
  stage: Stage;
  observability: Observability;
}

const whole = 24;
const half = whole / 2;
const day = Duration.days(1);

/** The one dashboard: is it healthy, how late is it, what does it cost? */
export class OneDashboard extends Construct {
  constructor(scope: Construct, id: string, { tables, stage, observability }: OneDashboardProps) {
    super(scope, id);
    new Dashboard(this, "Dashboard", {
      defaultInterval: day,
      widgets: [...health(stage, observability), ...lateness(observability), ...cost(tables, observability)],
    });
  }
}

const heading = (markdown: string) => [new TextWidget({ markdown, width: whole, height: 1 })];
const graph = (title: string, left: IMetric[], width = half) => new GraphWidget({ title, left, width });

function health(stage: Stage, observability: Observability) {
  const { watched } = observability;
  const own: Observability["own"] = (name, options) => observability.own(name, options);
  const { functions, deadLetters, alarms } = watched;
  return [
    heading(`# Tieup ${stage.name}: is it healthy? What to do about an alarm: docs/runbook.md`),
    [new AlarmStatusWidget({ title: "Alarms", alarms, width: whole })],
    [
      graph("Polls whose feed failed (share)", [own("PollFailed", { statistic: "Average", label: "failing" })]),
      graph("Summaries that the channel refused (share)", [
        own("SummaryRefused", { statistic: "Average", label: "refused" }),
      ]),
    ],
    [
      graph(
        "Function errors",
        functions.map((each) => each.metricErrors({ label: each.node.id })),
      ),
      graph(
        "Dead letters",
        deadLetters.map((each) => each.metricApproximateNumberOfMessagesVisible({ label: each.node.path })),
      ),
    ],
  ];
}

function lateness(observability: Observability) {
  const { watched } = observability;
  const own: Observability["own"] = (name, options) => observability.own(name, options);
  const { functions, queues } = watched;
  return [
    heading("# How late is it?"),
    [
      graph("Age of the last planted story that became an alert (s)", [
        own("CanaryAgeSeconds", { statistic: "Maximum", label: "canary" }),
      ]),
      graph(
        "Oldest message (s)",
        queues.map((each) => each.metricApproximateAgeOfOldestMessage({ statistic: "Maximum", label: each.node.path })),
      ),
    ],
    [
      graph("Polls and summaries", [
        own("PollFailed", { statistic: "SampleCount", label: "polls" }),
        own("SummaryRefused", { statistic: "SampleCount", label: "summaries" }),
      ]),
      graph(
        "Duration of a call, maximum (ms)",
        functions.map((each) => each.metricDuration({ statistic: "Maximum", label: each.node.id })),
      ),
    ],
  ];
}

/** List price of the last days, each part as one expression over AWS's own metrics. */
function cost(tables: Tables, { watched }: Observability) {
  const { usd, region, asOf } = listPrices;
  const options: MetricOptions = { statistic: "Sum", period: day };
  const units = (name: string) =>
    [tables.catalog, tables.news, tables.polling].map((table) => table.metric(name, options));
  const millions = (name: string, perMillion: number, label: string) => sum(units(name), perMillion, label);
  const memoryGb = (each: { node: { defaultChild?: unknown } }) =>
    Number((each.node.defaultChild as { memorySize?: number } | undefined)?.memorySize ?? 0) / 1024;
  const gbSeconds = watched.functions.map(
    (each, at) =>
      new MathExpression({
        expression: `ms${at} / 1000 * ${memoryGb(each)} * ${usd.lambdaGbSecondArm}`,
        usingMetrics: { [`ms${at}`]: each.metricDuration(options) },
        label: each.node.id,
        period: day,
      }),
  );
  const requests = watched.queues.flatMap((each) => [
    each.metricNumberOfMessagesSent(options),
    each.metricNumberOfMessagesReceived(options),
    each.metricNumberOfMessagesDeleted(options),
    each.metricNumberOfEmptyReceives(options),
  ]);
  return [
    heading(`# What does it cost? US dollars a day at list price (${region}, ${asOf}); all of it: docs/cost.md`),
    [
      new GraphWidget({
        title: "Database and queues",
        left: [
          millions("ConsumedReadCapacityUnits", usd.dynamoMillionReads, "reads"),
          millions("ConsumedWriteCapacityUnits", usd.dynamoMillionWrites, "writes"),
          sum(requests, usd.sqsMillionRequests, "messages"),
        ],
        stacked: true,
        width: half,
      }),
      new GraphWidget({
        title: `Computing (${Architecture.ARM_64.name})`,
        left: gbSeconds,
        stacked: true,
        width: half,
      }),
    ],
    [
      new SingleValueWidget({
        title: "SMS this month (US dollars)",
        metrics: [
          new Metric({ namespace: "AWS/SNS", metricName: "SMSMonthToDateSpentUSD", statistic: "Maximum", period: day }),
        ],
        width: half,
      }),
    ],
  ];
}

/** What so many metrics cost together at a price for a million; `label` is a word, and so can begin their ids. */
function sum(metrics: IMetric[], perMillion: number, label: string): MathExpression {
  const named = metrics.map((metric, at) => [`${label}${at}`, metric] as const);
  return new MathExpression({
    expression: `(${named.map(([each]) => `FILL(${each}, 0)`).join(" + ")}) / 1000000 * ${perMillion}`,
    usingMetrics: Object.fromEntries(named),
    label,
    period: day,
  });
}
