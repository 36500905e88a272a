import { readFileSync } from "node:fs";
import type { AttributeDefinition } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { alarms as alarmsBilled } from "../../bench/cost/monthly-cost.ts";
import { tableShapes } from "../../functions/aws/table-shapes.ts";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import { inWords, ofType, synthesised } from "./synthesised.ts";

const bare = synthesised({ stage: "prod", operatorEmail: "operator@example.org" });
const plain = synthesised({
  stage: "prod",
  operatorEmail: "operator@example.org",
  mailFrom: "alerts@example.org",
  dictionaryInS3: "on",
});
const full = synthesised({
  stage: "prod",
  operatorEmail: "operator@example.org",
  contact: "https://example.org",
  publicUrl: "https://tieup.example.org",
  sms: "on",
  smsSenderId: "Tieup",
  smsMaxPrice: "0.10",
  smsMonthlyUsd: "10",
  mailFrom: "Tieup <alerts@mail.example.org>",
  mailIdentity: "example.org",
  tracing: "on",
  apiConcurrency: "20",
  dictionaryInS3: "on",
});
const dev = synthesised({ stage: "dev" });

const resources = plain.app.resources;
const queues = ofType(resources, "AWS::SQS::Queue");
const alarms = ofType(full.app.resources, "AWS::CloudWatch::Alarm").map(([, alarm]) => alarm);
const schedules = ofType(resources, "AWS::Scheduler::Schedule").map(([, schedule]) => schedule);
const names = Object.keys(environmentOf) as FunctionName[];

const functionOf = (name: string, from = plain) => from.app.resources[from.functions[name] ?? ""]?.Properties;
const isDeadLetters = (id: string) => id.includes("DeadLetters");
const arnOf = (id: string | undefined) => `\${${id}.Arn}`;

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

describe("functions", () => {
  test("there is one for each name in functions/environment.ts, two of them only where they are configured", () => {
    expect(Object.keys(plain.functions).sort()).toEqual(names.toSorted());
    expect(Object.keys(bare.functions).sort()).toEqual(
      names.filter((name) => name !== "receive-feedback" && name !== "build-dictionary").sort(),
    );
  });

  const cases = [bare, plain, full].flatMap((from) =>
    Object.keys(from.functions).map(
      (name) =>
        [
          name as FunctionName,
          `${from.stage.mail ? "" : "no "}mails, ${from.stage.sms ? "" : "no "}SMS`,
          from,
        ] as const,
    ),
  );
  test.each(cases)("the variables of %s (%s) are those that it reads", (name, _sms, from) => {
    const { NODE_OPTIONS, ...variables } = functionOf(name, from).Environment.Variables;
    const { required, optional } = environmentOf[name];
    expect(NODE_OPTIONS).toMatch(/^--enable-source-maps --max-old-space-size=\d+$/);
    expect(Object.keys(variables)).toEqual(expect.arrayContaining([...required]));
    expect([...required, ...optional]).toEqual(expect.arrayContaining(Object.keys(variables)));
    expect(Object.values(variables)).not.toContain("");
  });

  test.each(names)("%s never opens the private network, whatever is optional", (name) => {
    for (const from of [plain, full, dev].filter(({ functions }) => functions[name])) {
      expect(Object.keys(functionOf(name, from).Environment.Variables)).not.toContain("ALLOW_PRIVATE");
      expect(Object.keys(functionOf(name, from).Environment.Variables)).not.toContain("EXEMPT_ORIGINS");
    }
  });

  test.each(names)("%s runs on Node 24 on arm64, with bounds, and logs JSON that expires", (name) => {
    const { Runtime, Architectures, Timeout, MemorySize, LoggingConfig, TracingConfig } = functionOf(name);
    expect({ Runtime, Architectures, TracingConfig }).toEqual({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    expect(Timeout).toBeGreaterThan(0);
    expect(MemorySize).toBeGreaterThan(0);
    expect(LoggingConfig.LogFormat).toBe("JSON");
    expect(resources[LoggingConfig.LogGroup.Ref]).toMatchObject({
      DeletionPolicy: "Delete",
      Properties: { RetentionInDays: 30 },
    });
  });

  test.each(names)("the heap of %s ends before its memory does", (name) => {
    const { MemorySize, Environment } = functionOf(name);
    const heapMb = Number(/--max-old-space-size=(\d+)/.exec(Environment.Variables.NODE_OPTIONS)?.[1]);
    expect(heapMb).toBe(MemorySize - 64);
  });

  test.each(names)("%s is outside any VPC, and traced only where that is asked for", (name) => {
    expect(functionOf(name).VpcConfig).toBeUndefined();
    expect([functionOf(name), functionOf(name, full)].map(({ TracingConfig }) => TracingConfig?.Mode)).toEqual([
      undefined,
      "Active",
    ]);
  });

  test("what the internet can call is bounded by the gateway's rate, and by concurrency where that is asked for", () => {
    const bounds = [plain, full].map((from) => functionOf("api", from).ReservedConcurrentExecutions);
    expect(bounds).toEqual([undefined, 20]);
  });

  test("SMS settings reach send-summaries only where SMS is on", () => {
    const settings = { SMS_SENDER_ID: "Tieup", SMS_MAX_PRICE: "0.10" };
    expect(functionOf("send-summaries", full).Environment.Variables).toMatchObject(settings);
    expect(Object.keys(functionOf("send-summaries").Environment.Variables)).not.toContain("SMS_SENDER_ID");
  });

  test("the sender of mails is set where mails are ours, and nowhere else", () => {
    const variables = (from: typeof plain, name: string) => functionOf(name, from).Environment.Variables;
    for (const name of ["send-summaries", "reconcile-subscriptions", "api"]) {
      expect(variables(full, name).MAIL_FROM, name).toBe("Tieup <alerts@mail.example.org>");
      expect(Object.keys(variables(bare, name)), name).not.toContain("MAIL_FROM");
    }
    expect(inWords(variables(full, "send-summaries").MAIL_CONFIGURATION_SET)).toMatch(/OwnMailsSet/);
  });

  test("publishers find the contact, or the operator where there is none", () => {
    expect(functionOf("poll-feeds", full).Environment.Variables.CONTACT).toBe("https://example.org");
    expect(functionOf("poll-feeds").Environment.Variables.CONTACT).toBe("operator@example.org");
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

describe("mails of our own", () => {
  const [[setId, set] = ["", {}]] = ofType(resources, "AWS::SES::ConfigurationSet");
  const [[topicId] = [""]] = ofType(resources, "AWS::SNS::Topic").filter(([id]) => id.includes("Feedback"));

  test("are off until there is a sender", () => {
    const types = Object.values(bare.app.resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith("AWS::SES::"))).toEqual([]);
  });

  test("addresses that bounced or complained are suppressed by SES, too", () => {
    expect(set.SuppressionOptions).toEqual({ SuppressedReasons: ["BOUNCE", "COMPLAINT"] });
  });

  test("nothing is opened or clicked under observation: no open and click events are asked for", () => {
    const destinations = ofType(resources, "AWS::SES::ConfigurationSetEventDestination").map(([, each]) => each);
    expect(destinations).toHaveLength(1);
    const { ConfigurationSetName, EventDestination } = destinations[0];
    expect(inWords(ConfigurationSetName)).toBe(`\${${setId}}`);
    expect(EventDestination.MatchingEventTypes).toEqual(["bounce", "complaint", "reject"]);
    expect(inWords(EventDestination.SnsDestination.TopicARN)).toBe(`\${${topicId}}`);
    expect(set.TrackingOptions).toBeUndefined();
  });

  test("only this configuration set of this account publishes to the feedback topic, and nobody in plain HTTP", () => {
    const policies = ofType(resources, "AWS::SNS::TopicPolicy").map(([, each]) => each);
    const policy = policies.find(({ Topics }) => Topics.some((each: unknown) => inWords(each) === `\${${topicId}}`));
    const statements = policy.PolicyDocument.Statement as { Effect: string; Principal: object; Condition: object }[];
    expect(statements.filter(({ Effect }) => Effect === "Allow")).toMatchObject([
      { Principal: { Service: "ses.amazonaws.com" }, Condition: { StringEquals: { "AWS:SourceAccount": {} } } },
    ]);
    expect(JSON.stringify(statements)).toContain(setId);
    expect(statements.filter(({ Effect }) => Effect === "Deny")).toMatchObject([
      { Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
  });

  test("what comes back and can't be taken is tried again and then put aside, wherever it failed", () => {
    const id = plain.functions["receive-feedback"] ?? "";
    const subscriptions = ofType(resources, "AWS::SNS::Subscription").map(([, each]) => each);
    const own = subscriptions.find(({ Endpoint }) => inWords(Endpoint) === arnOf(id));
    const invoked = ofType(resources, "AWS::Lambda::EventInvokeConfig").find(
      ([, { FunctionName }]) => FunctionName.Ref === id,
    )?.[1];
    expect(invoked.MaximumRetryAttempts).toBe(2);
    const aside = inWords(invoked.DestinationConfig.OnFailure.Destination);
    expect(aside).toContain("OwnMailsDeadLetters");
    expect(inWords(own.RedrivePolicy.deadLetterTargetArn)).toBe(aside);
  });
});

describe("the dictionary in S3", () => {
  const [[bucketId, bucket] = ["", {}]] = ofType(resources, "AWS::S3::Bucket");
  const variable = (from: typeof plain) => functionOf("poll-feeds", from).Environment.Variables.DICTIONARY_BUCKET;

  test("is off unless asked for, and then pollers know its bucket", () => {
    expect(ofType(bare.app.resources, "AWS::S3::Bucket")).toEqual([]);
    expect([bare, plain].map((from) => variable(from) && inWords(variable(from)))).toEqual([
      undefined,
      `\${${bucketId}}`,
    ]);
  });

  test("is encrypted, nobody else's, without old versions, and empties itself where nobody writes it", () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ Status: "Enabled", ExpirationInDays: 7 }] },
    });
    expect(JSON.stringify(bucket.BucketEncryption)).toContain("AES256");
    expect(bucket.VersioningConfiguration).toBeUndefined();
    expect(resources[bucketId]?.DeletionPolicy).toBe("Retain");
  });

  test("refuses plain HTTP and old TLS", () => {
    const [[, policy] = ["", {}]] = ofType(resources, "AWS::S3::BucketPolicy");
    const denied = policy.PolicyDocument.Statement.map(
      ({ Effect, Condition }: { Effect: string; Condition: object }) => [Effect, Condition],
    );
    expect(denied).toEqual([
      ["Deny", { Bool: { "aws:SecureTransport": "false" } }],
      ["Deny", { NumericLessThan: { "s3:TlsVersion": 1.2 } }],
    ]);
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
