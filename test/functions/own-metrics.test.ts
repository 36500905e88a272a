import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { logTo } from "../../functions/log.ts";
import { type Invocation, startInvocation } from "../../local/invocation.ts";
import { full, functionOf } from "../infra/sample-stages.ts";
import { inWords, ofType } from "../infra/synthesised.ts";

// What alarms and dashboard ask CloudWatch for is what the production handlers write, with the variables that the template gives them.
let invocation: Invocation;
/** Each metric once, as "namespace name dimensions". */
const written = new Set<string>();

beforeAll(async () => {
  logTo(() => {});
  const namespaces = ["poll-feeds", "send-summaries", "api"].map(
    (name) => functionOf(name, full).Environment.Variables.METRICS_NAMESPACE,
  );
  expect(new Set(namespaces).size).toBe(1);
  vi.stubEnv("METRICS_NAMESPACE", namespaces[0]);
  vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    for (const metric of metricsOf(String(line))) written.add(metric);
    return true;
  });
  invocation = await startInvocation();
});

afterAll(async () => {
  await invocation.stop();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

interface EmbeddedMetrics {
  _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
}

function metricsOf(line: string): string[] {
  if (!line.startsWith('{"_aws"')) return [];
  return (JSON.parse(line) as EmbeddedMetrics)._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => `${Namespace} ${Name} ${JSON.stringify(Dimensions.flat())}`),
  );
}

const event = (name: string) => JSON.parse(readFileSync(`events/${name}.json`, "utf8"));

async function request(method: string, path: string, body?: object) {
  const { requestContext, headers, ...rest } = event("api");
  const asked = {
    ...{ ...rest, rawPath: path, body: body && JSON.stringify(body), isBase64Encoded: false },
    headers: { ...headers, authorization: "Bearer tieup_for_one_invocation" },
    requestContext: { ...requestContext, http: { ...requestContext.http, method, path } },
  };
  const { returned } = await invocation.invoke("api", asked);
  return returned as { statusCode: number; body?: string };
}

test("every metric of our own that is asked for is written, and every one that is written is asked for", async () => {
  await invocation.invoke("poll-feeds", event("poll-feeds"));
  await invocation.invoke("send-summaries", event("send-summaries"));
  const sent = await request("POST", "/canaries", { apiUrl: "https://tieup.invalid" });
  expect(sent).toMatchObject({ statusCode: 201 });
  expect(await request("DELETE", `/canaries/${JSON.parse(sent.body ?? "").id}`)).toMatchObject({ statusCode: 204 });

  const alarms = ofType(full.app.resources, "AWS::CloudWatch::Alarm").map(
    ([, { Namespace, MetricName, Dimensions = [] }]) =>
      `${Namespace} ${MetricName} ${JSON.stringify(Dimensions.map(({ Name }: { Name: string }) => Name))}`,
  );
  const [[, dashboard] = ["", { DashboardBody: "" }]] = ofType(full.app.resources, "AWS::CloudWatch::Dashboard");
  // A metric's dimensions would stand between its name and its options.
  const shown = [...inWords(dashboard.DashboardBody).matchAll(/\["(Tieup\/\w+)","(\w+)",(.)/g)].map(
    ([, namespace, name, next]) => `${namespace} ${name} ${next === "{" ? "[]" : "with dimensions"}`,
  );
  const asked = [...alarms, ...shown].filter((each) => each.startsWith("Tieup/"));
  expect([...written].sort()).toEqual([...new Set(asked)].sort());
  expect(alarms.filter((each) => each.startsWith("Tieup/")).length).toBeGreaterThanOrEqual(2);
});

// biome-ignore format: a table, one metric a line
/** AWS's own, as its documentation names them, with the dimensions under which it has them. */
const ofAws = new Set([
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html: by function, and for the account without a dimension.
  `AWS/Lambda Errors ["FunctionName"]`, `AWS/Lambda Duration ["FunctionName"]`, `AWS/Lambda Invocations ["FunctionName"]`, "AWS/Lambda Throttles []",
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  `AWS/SQS ApproximateNumberOfMessagesVisible ["QueueName"]`, `AWS/SQS ApproximateAgeOfOldestMessage ["QueueName"]`,
  // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
  "AWS/SNS SMSMonthToDateSpentUSD []",
  // https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html
  "AWS/SES Reputation.BounceRate []", "AWS/SES Reputation.ComplaintRate []",
]);

test("every other alarm asks for a metric that AWS documents, under its dimensions", () => {
  const alarms = ofType(full.app.resources, "AWS::CloudWatch::Alarm").map(
    ([, { Namespace, MetricName, Dimensions = [] }]) =>
      `${Namespace} ${MetricName} ${JSON.stringify(Dimensions.map(({ Name }: { Name: string }) => Name))}`,
  );
  const others = alarms.filter((each) => !each.startsWith("Tieup/"));
  expect(others.filter((each) => !ofAws.has(each))).toEqual([]);
  expect([...ofAws].filter((each) => !others.includes(each))).toEqual([]);
});
