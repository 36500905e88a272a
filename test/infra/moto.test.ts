import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateConfigurationSetCommand, GetConfigurationSetCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { feedTable, tokenTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { dictionaryBucket } from "../../functions/aws/dictionary-bucket.ts";
import { bucketObjects } from "../../functions/aws/objects.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { tableShapes } from "../../functions/aws/table-shapes.ts";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import type { Tick } from "../../functions/tick.ts";
import { hashOfToken } from "../../lib/api/authenticate.ts";
import { credentials, type EmbeddedServer, embeddedCredentials } from "../../local/embedded-aws.ts";
import { missingFor, startMoto } from "../support/other-servers.ts";
import { carAlliances } from "../support/poll-run.ts";
import { type Resource, type Synthesised, synthesised } from "./synthesised.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const missing =
  process.env.TIEUP_TEST_DATABASE === "moto"
    ? missingFor("moto")
    : "`npm run test:servers` does, where moto is installed";
if (missing) console.warn(`Skipped, the templates are not created here: ${missing}.`);

/** What moto 5.2's CloudFormation doesn't know, and where it is looked at instead. CloudFormation's own schemas are asked of all of it (validity.test). */
const leftOut: Record<string, string> = {
  "AWS::ApiGatewayV2::Api": "template.test: one function answers every route",
  "AWS::ApiGatewayV2::Integration": "template.test",
  "AWS::ApiGatewayV2::Route": "template.test",
  "AWS::ApiGatewayV2::Stage": "template.test: rate, access log",
  "AWS::CloudWatch::Alarm": "template-alarms.test",
  "AWS::Lambda::EventInvokeConfig": "below, by Lambda's own API",
  "AWS::S3::BucketPolicy": "template-options.test",
  "AWS::SES::ConfigurationSet": "below, by SES's own API",
  "AWS::SES::ConfigurationSetEventDestination": "template-options.test; moto's SES has it in its older API only",
  "AWS::SNS::Subscription": "template-alarms.test, template-options.test",
  "AWS::SNS::TopicPolicy": "template-options.test",
  "AWS::SQS::QueuePolicy": "template.test: refuses plain HTTP",
  "AWS::Scheduler::Schedule": "below, by the scheduler's own API",
};

const installations: [sentence: string, context: Record<string, string>][] = [
  ["as it comes", {}],
  [
    "with SMS, mails of our own and the dictionary in S3",
    { sms: "on", mailFrom: "Tieup <alerts@mail.example.org>", mailIdentity: "example.org", dictionaryInS3: "on" },
  ],
];

const region = embeddedCredentials.AWS_REGION;
let server: EmbeddedServer;
let templates: Synthesised;
/** The physical ids of what was made, by stack and logical id. */
const made: Record<"state" | "app", Map<string, string>> = { state: new Map(), app: new Map() };
let config: { endpoint: string; region: string; credentials: typeof credentials };

const stackNames = { state: "tieup-prod-state", app: "tieup-prod-app" } as const;

async function create(stack: "state" | "app", template: object): Promise<void> {
  const client = new CloudFormationClient(config);
  const StackName = stackNames[stack];
  const TemplateBody = JSON.stringify(template);
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ["CAPABILITY_IAM"] }));
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks[0]?.StackStatus).toBe("CREATE_COMPLETE");
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName }));
  for (const { LogicalResourceId = "", ResourceType, PhysicalResourceId = "" } of StackResourceSummaries)
    if (ResourceType) made[stack].set(LogicalResourceId, PhysicalResourceId);
  client.destroy();
}

/** The template without what is left out, and words in the place of references to it. */
function withinMoto(resources: Record<string, Resource>): Record<string, Resource> {
  const kept = Object.entries(resources).filter(([, { Type }]) => !(Type in leftOut));
  const gone = new Set(Object.keys(resources).filter((id) => !kept.some(([each]) => each === id)));
  const referred = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(referred);
    if (typeof value !== "object" || value === null) return value;
    const { Ref, "Fn::GetAtt": attribute } = value as { Ref?: string; "Fn::GetAtt"?: string[] };
    if (gone.has(Ref ?? attribute?.[0] ?? "")) return "left-out";
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, referred(each)]));
  };
  return Object.fromEntries(
    kept.map(([id, { DependsOn = [], ...resource }]) => {
      const after = [DependsOn].flat().filter((each) => !gone.has(each));
      return [id, { ...(referred(resource) as Resource), ...(after.length > 0 ? { DependsOn: after } : {}) }];
    }),
  );
}

/** What `cdk bootstrap` makes and `cdk deploy` fills: the bucket with the functions' code. */
async function putAssets(resources: Record<string, Resource>): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=embedded/20261127/${region}/s3/aws4_request, SignedHeaders=host, Signature=none`;
  const put = async (path: string, body: Uint8Array<ArrayBuffer>) => {
    const answer = await fetch(`${server.url}/${path}`, {
      method: "PUT",
      headers: { authorization },
      body,
    });
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  };
  const bucket = `cdk-hnb659fds-assets-123456789012-${region}`;
  const where = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await put(bucket, new TextEncoder().encode(where));
  for (const { Type, Properties } of Object.values(resources))
    if (Type === "AWS::Lambda::Function") await put(`${bucket}/${Properties.Code.S3Key}`, emptyZip);
}

/** A zip's end record, and nothing before it. */
const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array(18).fill(0)]);

const physical = (stack: "state" | "app", id: string): string => {
  const found = made[stack].get(id);
  if (found === undefined) throw new Error(`expected ${id} to be made, got ${[...made[stack].keys()]}`);
  return found;
};

describe.skipIf(missing !== null).each(installations)("the templates, created in moto: Tieup %s", (_, context) => {
  beforeAll(async () => {
    server = await startMoto();
    config = { endpoint: server.url, region, credentials };
    made.state.clear();
    made.app.clear();
    vi.resetModules();
    templates = synthesised({ stage: "prod", operatorEmail: "operator@example.org", ...context });
    await create("state", templates.state.template);
    await putAssets(templates.app.resources);
    await create("app", { Resources: withinMoto(templates.app.resources) });
  });
  afterAll(() => server?.stop());

  test("everything comes up but what is left out", () => {
    const expected = Object.entries(templates.app.resources)
      .filter(([, { Type }]) => !(Type in leftOut))
      .map(([id]) => id);
    expect(expected.length).toBeGreaterThan(30);
    expect([...made.app.keys()].sort()).toEqual(expected.sort());
    expect([...made.state.keys()].sort()).toEqual(["Catalog", "News", "Polling"]);
  });

  test.each(Object.entries(tableShapes))("%s has its keys and indexes", async (name, shape) => {
    const client = new DynamoDBClient(config);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: physical("state", name) }));
    expect(Table?.KeySchema).toEqual(shape.KeySchema);
    const names = (indexes: { IndexName?: string | undefined }[] = []) =>
      indexes.map(({ IndexName }) => IndexName).sort();
    expect(names(Table?.GlobalSecondaryIndexes)).toEqual(names(shape.GlobalSecondaryIndexes));
    client.destroy();
  });

  test("every function finds the names of what was made", async () => {
    expect(Object.keys(templates.functions).length).toBeGreaterThan(6);
    for (const name of Object.keys(templates.functions) as FunctionName[]) {
      const variables = await variablesOf(name);
      for (const required of environmentOf[name].required) expect(variables[required], required).toBeTruthy();
      const tables = { CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling" };
      for (const [variable, table] of Object.entries(tables))
        if (variables[variable]) expect(variables[variable]).toBe(physical("state", table));
    }
    const { ANALYSE_TEXTS_FUNCTION } = await variablesOf("api");
    expect(ANALYSE_TEXTS_FUNCTION).toBe(physical("app", templates.functions["analyse-texts"] ?? ""));
  });

  test("calls that nobody waits for are repeated and put aside as the template has it", async () => {
    const configs = resourcesOf("AWS::Lambda::EventInvokeConfig");
    expect(configs.length).toBeGreaterThanOrEqual(3);
    const lambda = new LambdaClient(config);
    for (const [, { Properties }] of configs) {
      const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = Properties;
      const [queue = ""] = DestinationConfig.OnFailure.Destination["Fn::GetAtt"];
      const destination = `arn:aws:sqs:${region}:123456789012:${physical("app", queue).split("/").at(-1)}`;
      const asked = {
        ...{ FunctionName: physical("app", FunctionName.Ref), MaximumRetryAttempts, MaximumEventAgeInSeconds },
        DestinationConfig: { OnFailure: { Destination: destination } },
      };
      expect(await lambda.send(new PutFunctionEventInvokeConfigCommand(asked))).toMatchObject({
        ...{ MaximumRetryAttempts, MaximumEventAgeInSeconds },
        DestinationConfig: { OnFailure: { Destination: destination } },
      });
    }
    lambda.destroy();
  });

  test("schedules are accepted as the template has them", async () => {
    const schedules = resourcesOf("AWS::Scheduler::Schedule");
    expect(schedules).toHaveLength(context.dictionaryInS3 ? 4 : 3);
    for (const [id, { Properties }] of schedules) {
      const authorization = `AWS4-HMAC-SHA256 Credential=embedded/20261127/${region}/scheduler/aws4_request, SignedHeaders=host, Signature=none`;
      const body = JSON.stringify({
        ...Properties,
        Target: { ...Properties.Target, Arn: "arn:aws:lambda:x:1:function:f", RoleArn: "arn:aws:iam::1:role/r" },
      });
      const created = await fetch(`${server.url}/schedules/${id}`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body,
      });
      expect(created.ok, await created.text()).toBe(true);
    }
  });

  test("schedule-polls, with the variables that CloudFormation gave it, puts a due feed on the queue that it made", async () => {
    const variables = await variablesOf("schedule-polls");
    const client = new DynamoDBClient(config);
    const feed = {
      id: "f1",
      owner: "o",
      url: "https://wire.example/",
      title: "Wire",
      intervalMinutes: 1,
      paused: false,
    };
    await feedTable(dynamoTable(client, variables.CATALOG_TABLE ?? "")).create(feed);
    client.destroy();
    runIn(variables);
    const { handler } = await import("../../functions/schedule-polls.ts");
    const { time }: Tick = JSON.parse(readFileSync("events/schedule-polls.json", "utf8"));
    expect(await handler({ time })).toEqual({ scheduled: 1 });
    const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: variables.POLL_QUEUE_URL }));
    expect(JSON.parse(Messages[0]?.Body ?? "")).toMatchObject({ feeds: [{ id: "f1" }] });
    sqs.destroy();
    vi.unstubAllEnvs();
  });

  test.runIf(context.mailFrom)(
    "the configuration set is one that SES takes, and send-summaries sends through it",
    async () => {
      const [[id, { Properties }] = ["", { Properties: {} }]] = resourcesOf("AWS::SES::ConfigurationSet");
      const ses = new SESv2Client(config);
      const { SuppressionOptions } = Properties;
      await ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "set", SuppressionOptions }));
      const set = await ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: "set" }));
      expect(set.SuppressionOptions).toEqual({ SuppressedReasons: ["BOUNCE", "COMPLAINT"] });
      ses.destroy();
      const template = templates.app.resources[templates.functions["send-summaries"] ?? ""]?.Properties;
      expect(template.Environment.Variables.MAIL_CONFIGURATION_SET).toEqual({ Ref: id });
      expect(await variablesOf("send-summaries")).toMatchObject({ MAIL_FROM: context.mailFrom });
    },
  );

  test.runIf(context.dictionaryInS3)(
    "build-dictionary fills the bucket that CloudFormation made, and poll-feeds looks there",
    async () => {
      const variables = await variablesOf("build-dictionary");
      expect((await variablesOf("poll-feeds")).DICTIONARY_BUCKET).toBe(variables.DICTIONARY_BUCKET);
      const client = new DynamoDBClient(config);
      const catalog = dynamoTable(client, physical("state", "Catalog"));
      await watchlistTable(catalog).create(carAlliances);
      runIn(variables);
      const { handler } = await import("../../functions/build-dictionary.ts");
      expect(await handler()).toEqual({ built: true });
      const bucket = { bucket: variables.DICTIONARY_BUCKET ?? "", endpoint: server.url };
      const { watchlists } = await dictionaryBucket(bucketObjects(client.config, bucket)).read();
      expect(watchlists.map(({ id }) => id)).toEqual([carAlliances.id]);
      client.destroy();
      vi.unstubAllEnvs();
    },
  );

  test("`npm run migrate` finds the tables, and nothing to move in new ones; of a stage that isn't deployed it says so", async () => {
    const env = { ...process.env, ...embeddedCredentials, AWS_ENDPOINT_URL: server.url };
    const run = (stage: string) =>
      promisify(execFile)(process.execPath, ["--import", "tsx", "local/migrate.ts", "--stage", stage], { env });
    expect((await run("prod")).stderr).toContain("All rows have this release's keys.");
    await expect(run("dev")).rejects.toThrow(`expected the stack tieup-dev-state in ${region}, found none: deploy it`);
  });

  test("`npm run restore` puts rows into the table that CloudFormation made", async () => {
    const client = new DynamoDBClient(config);
    await client.send(new CreateTableCommand({ TableName: "Restored", ...tableShapes.Catalog }));
    const lost = { id: "lost", owner: "o", url: "https://lost.example/", title: "", intervalMinutes: 5, paused: false };
    await feedTable(dynamoTable(client, "Restored")).create(lost);
    const args = ["local/restore.ts", "--stage", "prod", "--table", "Catalog", "--from", "Restored"];
    const env = { ...process.env, ...embeddedCredentials, AWS_ENDPOINT_URL: server.url };
    const { stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...args], { env });
    expect(stderr).toContain("Restored has 1 rows: 1 were written");
    expect(await feedTable(dynamoTable(client, physical("state", "Catalog"))).feedById("lost")).toMatchObject(lost);
    client.destroy();
  });

  test("`npm run token` makes a token in the table that CloudFormation made, which the API then knows", async () => {
    const env = { ...process.env, ...embeddedCredentials, AWS_ENDPOINT_URL: server.url };
    const args = ["--import", "tsx", "local/token.ts", "--stage", "prod", "--owner", "olga"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    const client = new DynamoDBClient(config);
    const tokens = tokenTable(dynamoTable(client, physical("state", "Catalog")));
    expect(await tokens.tokenByHash(hashOfToken(stdout.trim()))).toMatchObject({
      owner: "olga",
      scopes: ["read", "write", "admin", "operator"],
    });
    client.destroy();
  });
});

const resourcesOf = (type: string): [string, Resource][] =>
  Object.entries(templates.app.resources).filter(([, { Type }]) => Type === type);

/** The next function that is loaded works in moto, with these variables. */
function runIn(variables: Record<string, string>): void {
  const services = ["DYNAMODB", "SQS", "SNS", "S3"].map((name) => [`AWS_ENDPOINT_URL_${name}`, server.url] as const);
  for (const [name, value] of [...Object.entries({ ...embeddedCredentials, ...variables }), ...services])
    vi.stubEnv(name, value);
}

async function variablesOf(name: string): Promise<Record<string, string>> {
  const lambda = new LambdaClient(config);
  const FunctionName = physical("app", templates.functions[name] ?? "");
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  lambda.destroy();
  const { NODE_OPTIONS, ...variables } = Environment?.Variables ?? {};
  return variables;
}

test("what is left out of them is of types that the templates have, so that this list grows no older than moto", () => {
  const all = installations.flatMap(([, context]) => {
    const { app } = synthesised({ stage: "prod", operatorEmail: "operator@example.org", ...context });
    return Object.values(app.resources).map(({ Type }) => Type);
  });
  expect(Object.keys(leftOut).filter((type) => !all.includes(type))).toEqual([]);
});
