import type { AttributeDefinition } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { tableShapes } from "../../functions/aws/table-shapes.ts";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import { arnOf, dev, full, functionOf, isDeadLetters, plain } from "./sample-stages.ts";
import { inWords, ofType } from "./synthesised.ts";

const resources = plain.app.resources;
const queues = ofType(resources, "AWS::SQS::Queue");
const schedules = ofType(resources, "AWS::Scheduler::Schedule").map(([, schedule]) => schedule);
const names = Object.keys(environmentOf) as FunctionName[];

describe("tables", () => {
  test("State holds exactly the three tables, under ids that never change", () => {
    expect(Object.keys(plain.state.resources)).toEqual(["Catalog", "News", "Polling"]);
  });

  test.each(Object.entries(tableShapes))(
    "%s has the keys with which the embedded default creates it",
    (name, shape) => {
      const table = plain.state.resources[name]?.Properties;
      const byName = (a: AttributeDefinition, b: AttributeDefinition) =>
        String(a.AttributeName).localeCompare(String(b.AttributeName));
      expect({
        AttributeDefinitions: table.AttributeDefinitions.toSorted(byName),
        KeySchema: table.KeySchema,
        BillingMode: table.BillingMode,
        GlobalSecondaryIndexes: table.GlobalSecondaryIndexes,
      }).toEqual({
        GlobalSecondaryIndexes: undefined,
        ...shape,
        AttributeDefinitions: shape.AttributeDefinitions?.toSorted(byName),
      });
    },
  );

  // biome-ignore format: a table, one case a line
  test.each([
    ["Catalog in prod lasts", plain, "Catalog", { policy: "Retain", guarded: true, backedUp: true, ttl: undefined }],
    ["News in prod lasts, until its rows expire", plain, "News", { policy: "Retain", guarded: true, backedUp: true, ttl: "ttl" }],
    ["Polling in prod is disposable", plain, "Polling", { policy: "Delete", guarded: false, backedUp: false, ttl: "ttl" }],
    ["Catalog in dev can be thrown away", dev, "Catalog", { policy: "Delete", guarded: false, backedUp: false, ttl: undefined }],
  ])("%s", (_sentence, { state }, name, expected) => {
    const table = state.resources[name];
    expect({
      policy: table?.DeletionPolicy,
      guarded: table?.Properties.DeletionProtectionEnabled,
      backedUp: table?.Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
      ttl: table?.Properties.TimeToLiveSpecification?.AttributeName,
    }).toEqual(expected);
  });

  test("the stack of prod can't be deleted by mistake, that of dev can be", () => {
    expect([plain.state.terminationProtection, dev.state.terminationProtection]).toEqual([true, false]);
  });
});

describe("queues", () => {
  test.each(queues)("%s is encrypted, forgets at a stated time and refuses plain HTTP", (id, queue) => {
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: expect.any(Number) });
    const policies = ofType(resources, "AWS::SQS::QueuePolicy").map(([, policy]) => policy);
    const policy = policies.find(({ Queues }) => Queues.some((each: unknown) => inWords(each) === `\${${id}}`));
    expect(policy.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
  });

  test.each(queues.filter(([id]) => !isDeadLetters(id)))(
    "%s puts aside what keeps failing",
    (_id, { RedrivePolicy }) => {
      expect(RedrivePolicy.maxReceiveCount).toBeGreaterThan(1);
      expect(queues.map(([id]) => arnOf(id)).filter(isDeadLetters)).toContain(
        inWords(RedrivePolicy.deadLetterTargetArn),
      );
    },
  );

  test.each(ofType(resources, "AWS::Lambda::EventSourceMapping"))(
    "%s fails single messages, is bounded, and waits six timeouts before a repeat",
    (_id, { FunctionName, EventSourceArn, ...source }) => {
      expect(source.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      expect(source.ScalingConfig.MaximumConcurrency).toBeGreaterThan(1);
      const queue = queues.find(([id]) => arnOf(id) === inWords(EventSourceArn))?.[1];
      const reader = resources[FunctionName.Ref]?.Properties;
      expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * reader.Timeout + (source.MaximumBatchingWindowInSeconds ?? 0),
      );
      const attempts = queue.RedrivePolicy.maxReceiveCount;
      expect(queue.MessageRetentionPeriod, "lives through its attempts").toBeGreaterThan(
        attempts * queue.VisibilityTimeout,
      );
    },
  );
});

describe("clocks", () => {
  // biome-ignore format: a table, one case a line
  test.each([
    ["schedule-polls every minute", "schedule-polls", "cron(* * * * ? *)"],
    ["schedule-summaries every minute", "schedule-summaries", "cron(* * * * ? *)"],
    ["build-dictionary every minute", "build-dictionary", "cron(* * * * ? *)"],
    ["reconcile-subscriptions every hour", "reconcile-subscriptions", "cron(17 * * * ? *)"],
  ])("%s, with the time that was due", (_sentence, name, expression) => {
    const arn = arnOf(plain.functions[name]);
    const schedule = schedules.find(({ Target }) => inWords(Target.Arn) === arn);
    expect(schedule).toMatchObject({ ScheduleExpression: expression, State: "ENABLED" });
    expect(JSON.parse(schedule.Target.Input)).toEqual({ time: "<aws.scheduler.scheduled-time>" });
  });

  test("nothing else is on a schedule", () => expect(schedules).toHaveLength(4));

  test("a tick that fails, at the scheduler or in the function, is retried for a while and then put aside", () => {
    const asynchronous = ofType(resources, "AWS::Lambda::EventInvokeConfig").map(([, each]) => each);
    for (const { Target } of schedules) {
      expect(inWords(Target.DeadLetterConfig.Arn)).toContain("DeadLetters");
      expect(Target.RetryPolicy.MaximumEventAgeInSeconds).toBeLessThan(3600);
      const invoked = asynchronous.find(({ FunctionName }) => arnOf(FunctionName.Ref) === inWords(Target.Arn));
      expect(inWords(invoked.DestinationConfig.OnFailure.Destination)).toBe(inWords(Target.DeadLetterConfig.Arn));
      expect(invoked.MaximumEventAgeInSeconds).toBe(Target.RetryPolicy.MaximumEventAgeInSeconds);
    }
  });
});

test("one function answers every route of the HTTP API, within the gateway's time and rate", () => {
  expect(ofType(resources, "AWS::ApiGatewayV2::Route").map(([, { RouteKey }]) => RouteKey)).toEqual(["$default"]);
  expect(ofType(resources, "AWS::ApiGatewayV2::Integration")).toMatchObject([
    [expect.any(String), { PayloadFormatVersion: "2.0" }],
  ]);
  expect(
    ofType(resources, "AWS::ApiGatewayV2::Stage")[0]?.[1].DefaultRouteSettings.ThrottlingRateLimit,
  ).toBeGreaterThan(0);
  expect(functionOf("api").Timeout).toBeLessThan(30);
});

test("the API's address is an output, under the name that `npm run deploy` looks for at its end", () => {
  const found = Object.entries(plain.app.outputs).filter(([key]) => key.startsWith("ApiUrl"));
  expect(found).toEqual([[expect.any(String), expect.objectContaining({ Value: expect.anything() })]]);
  expect(inWords(found[0]?.[1].Value)).toMatch(/^https:\/\/\$\{\w+\}\.execute-api\./);
});

test("the gateway logs who asked what, without tokens, for a month", () => {
  const [[, stage] = ["", {}]] = ofType(resources, "AWS::ApiGatewayV2::Stage");
  const { DestinationArn, Format } = stage.AccessLogSettings;
  const log = resources[/^\$\{(\w+)\.Arn\}$/.exec(inWords(DestinationArn))?.[1] ?? ""];
  expect(log).toMatchObject({ Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 30 } });
  expect(Object.keys(JSON.parse(Format))).toEqual(expect.arrayContaining(["time", "requestId", "status", "latencyMs"]));
  expect(Format).not.toMatch(/authorization|header|querystring/i);
});

test("mails link to the gateway, or to the domain of one's own", () => {
  const [gateway, own] = [plain, full].map((from) =>
    inWords(functionOf("send-summaries", from).Environment.Variables.PUBLIC_URL),
  );
  expect(gateway).toMatch(/^https:\/\/\$\{\w+\}\.execute-api\./);
  expect(own).toBe("https://tieup.example.org");
});

test("whatever takes tags says which installation it is of", () => {
  const all = [...Object.values(resources), ...Object.values(plain.state.resources)];
  const tagged = all.filter(({ Type }) =>
    /Lambda::Function|DynamoDB::Table|SQS::Queue$|SNS::Topic$|Logs::LogGroup|S3::Bucket$|IAM::Role/.test(Type),
  );
  expect(tagged.length).toBeGreaterThan(names.length * 3);
  for (const { Properties } of tagged)
    expect(Properties.Tags).toEqual(
      expect.arrayContaining([
        { Key: "app", Value: "tieup" },
        { Key: "stage", Value: "prod" },
      ]),
    );
});

test("nothing has a hand-written physical name, and all that holds data says what becomes of it", () => {
  const all = [...Object.values(resources), ...Object.values(plain.state.resources)];
  const named = [
    "TableName",
    "QueueName",
    "TopicName",
    "FunctionName",
    "RoleName",
    "LogGroupName",
    "AlarmName",
    "BucketName",
  ];
  const owners = all.filter(({ Type }) => !/EventInvokeConfig|EventSourceMapping|Permission/.test(Type));
  expect(
    owners.flatMap(({ Properties }) => Object.keys(Properties ?? {})).filter((key) => named.includes(key)),
  ).toEqual([]);
  const holding = all.filter(({ Type }) => /DynamoDB::Table|LogGroup|S3::Bucket$/.test(Type));
  expect(holding.map(({ DeletionPolicy }) => DeletionPolicy)).not.toContain(undefined);
  // Tables, the functions' logs, the gateway's log, the dictionary's bucket.
  expect(holding).toHaveLength(3 + names.length + 1 + 1);
});
