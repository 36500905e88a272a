import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alarms as alarmsBilled } from "../../bench/cost/monthly-cost.ts";
import { bare, dev, full, functionOf, isDeadLetters, plain } from "./sample-stages.ts";
import { inWords, ofType } from "./synthesised.ts";

const resources = plain.app.resources;
const queues = ofType(resources, "AWS::SQS::Queue");
const alarms = ofType(full.app.resources, "AWS::CloudWatch::Alarm").map(([, alarm]) => alarm);

describe("alarms", () => {
  const headings = readFileSync("docs/runbook.md", "utf8").match(/(?<=^## ).+$/gm) ?? [];
  const headingOf = (alarm: { AlarmDescription: string }) =>
    /docs\/runbook\.md, "(.+)"/.exec(alarm.AlarmDescription)?.[1];
  const watching = (metric: string, dimension: string) =>
    alarms
      .filter(({ MetricName }) => MetricName === metric)
      .map(({ Dimensions }) => {
        const found = Dimensions.find(({ Name }: { Name: string }) => Name === dimension);
        return inWords(found.Value);
      });

  test.each(alarms.map((alarm) => [alarm.AlarmDescription, alarm]))("%s", (_sentence, alarm) => {
    expect(headings).toContain(headingOf(alarm));
    expect(alarm.AlarmActions.map(inWords)).toEqual([expect.stringContaining("Operator")]);
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  });

  test("every heading of the runbook belongs to an alarm", () => {
    expect(headings.toSorted()).toEqual([...new Set(alarms.map(headingOf))].sort());
  });

  test("every function is watched for errors", () => {
    expect(watching("Errors", "FunctionName").sort()).toEqual(
      Object.values(plain.functions)
        .map((id) => `\${${id}}`)
        .sort(),
    );
  });

  test("every dead-letter queue is watched for messages, every other queue for old ones", () => {
    const namesOf = (dead: boolean) =>
      queues
        .map(([id]) => id)
        .filter((id) => isDeadLetters(id) === dead)
        .map((id) => `\${${id}.QueueName}`);
    expect(watching("ApproximateNumberOfMessagesVisible", "QueueName").sort()).toEqual(namesOf(true).sort());
    expect(watching("ApproximateAgeOfOldestMessage", "QueueName").sort()).toEqual(namesOf(false).sort());
  });

  test("every function is watched for calls that nearly don't end in time", () => {
    for (const [name, id] of Object.entries(plain.functions)) {
      const alarm = alarms.find(
        ({ MetricName, Dimensions }) => MetricName === "Duration" && inWords(Dimensions?.[0].Value) === `\${${id}}`,
      );
      const timeoutMs = functionOf(name).Timeout * 1000;
      expect(alarm, name).toMatchObject({ Statistic: "Maximum" });
      expect(alarm.Threshold).toBeGreaterThan(timeoutMs / 2);
      expect(alarm.Threshold).toBeLessThan(timeoutMs);
    }
  });

  const own = (from: typeof plain, name: string) =>
    ofType(from.app.resources, "AWS::CloudWatch::Alarm").find(([, { MetricName }]) => MetricName === name)?.[1];

  test("throttles are watched for the whole account, as its functions share what can run at once", () => {
    expect(own(plain, "Throttles")).toMatchObject({ Namespace: "AWS/Lambda", Statistic: "Sum" });
    expect(own(plain, "Throttles")).not.toHaveProperty("Dimensions");
  });

  test("the share of failing feeds is watched by the metric that poll-feeds writes", () => {
    const { METRICS_NAMESPACE } = functionOf("poll-feeds").Environment.Variables;
    expect(own(plain, "PollFailed")).toMatchObject({
      Namespace: METRICS_NAMESPACE,
      Statistic: "Average",
      Threshold: 0.2,
    });
  });

  test("SMS spend is watched where SMS is on, before the month's limit is reached", () => {
    expect(own(plain, "SMSMonthToDateSpentUSD")).toBeUndefined();
    expect(own(full, "SMSMonthToDateSpentUSD")).toMatchObject({ Namespace: "AWS/SNS", Threshold: 8 });
  });

  test("mails that come back or are called spam are watched where mails are ours, before AWS does something", () => {
    for (const [rate, least] of [
      ["BounceRate", 0.05],
      ["ComplaintRate", 0.001],
    ] as const) {
      expect(own(bare, `Reputation.${rate}`)).toBeUndefined();
      expect(own(plain, `Reputation.${rate}`)).toMatchObject({ Namespace: "AWS/SES" });
      expect(own(plain, `Reputation.${rate}`).Threshold).toBeLessThan(least);
    }
  });

  test("the one dashboard shows every alarm and answers how healthy, how late, how dear", () => {
    const dashboards = ofType(resources, "AWS::CloudWatch::Dashboard");
    expect(dashboards).toHaveLength(1);
    const body = inWords(dashboards[0]?.[1].DashboardBody);
    const ids = ofType(resources, "AWS::CloudWatch::Alarm").map(([id]) => id);
    expect(ids.filter((id) => !body.includes(`\${${id}.Arn}`))).toEqual([]);
    for (const question of ["is it healthy", "How late is it", "What does it cost"]) expect(body).toContain(question);
  });

  test("are as many as docs/cost.md reckons with", () => {
    expect(ofType(bare.app.resources, "AWS::CloudWatch::Alarm")).toHaveLength(alarmsBilled);
  });

  test("the operator is told by email, if there is one", () => {
    const emails = (from: typeof plain) =>
      ofType(from.app.resources, "AWS::SNS::Subscription").flatMap(([, { Protocol, Endpoint }]) =>
        Protocol === "email" ? [Endpoint] : [],
      );
    expect([emails(plain), emails(dev)]).toEqual([["operator@example.org"], []]);
  });
});
