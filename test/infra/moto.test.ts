import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { feedTable, tokenTable } from "../../functions/aws/catalog-table.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { tableShapes } from "../../functions/aws/table-shapes.ts";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import type { Tick } from "../../functions/tick.ts";
import { hashOfToken } from "../../lib/api/authenticate.ts";
import { credentials, type EmbeddedServer, embeddedCredentials } from "../../local/embedded-aws.ts";
import { missingFor, startMoto } from "../support/other-servers.ts";
import { type Resource, type Synthesised, synthesised } from "./synthesised.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const missing =
  process.env.TIEUP_TEST_DATABASE === "moto"
    ? missingFor("moto")
    : "`npm run test:servers` does, where moto is installed";
if (missing) console.warn(`Skipped, the templates are not created here: ${missing}.`);

/** What moto's CloudFormation can't make; schedules it can by their own API. Alarms and mails are checked in template-alarms and -options. */
const beyondMoto = /^AWS::(CloudWatch|ApiGatewayV2|SecretsManager|SES)::/;
const leftByMoto =
  /^AWS::(SQS::QueuePolicy|SNS::TopicPolicy|SNS::Subscription|Lambda::EventInvokeConfig|Scheduler::Schedule)$/;

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

/** The template without what is beyond moto, and words in the place of references to it. */
function withinMoto(resources: Record<string, Resource>): Record<string, Resource> {
  const kept = Object.entries(resources).filter(([, { Type }]) => !beyondMoto.test(Type));
  const gone = new Set(Object.keys(resources).filter((id) => !kept.some(([each]) => each === id)));
  const referred = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(referred);
    if (typeof value !== "object" || value === null) return value;
    const { Ref, "Fn::GetAtt": attribute } = value as { Ref?: string; "Fn::GetAtt"?: string[] };
    if (gone.has(Ref ?? attribute?.[0] ?? "")) return "left-out";
    if (JSON.stringify(value).includes("resolve:secretsmanager") && "Fn::Join" in value) return "left-out";
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, referred(each)]));
  };
  return Object.fromEntries(kept.map(([id, resource]) => [id, referred(resource) as Resource]));
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

describe.skipIf(missing !== null)("the templates, created in moto", () => {
  beforeAll(async () => {
    server = await startMoto();
    config = { endpoint: server.url, region, credentials };
    const contacts = { operatorEmail: "operator@example.org", mailFrom: "alerts@example.org" };
    templates = synthesised({ stage: "prod", ...contacts, sms: "on" });
    await create("state", templates.state.template);
    await putAssets(templates.app.resources);
    await create("app", { Resources: withinMoto(templates.app.resources) });
  });
  afterAll(() => server?.stop());

  test("everything comes up but what moto leaves out, and that is only what we know", () => {
    const expected = Object.entries(templates.app.resources)
      .filter(([, { Type }]) => !beyondMoto.test(Type) && !leftByMoto.test(Type))
      .map(([id]) => id);
    expect(expected.length).toBeGreaterThan(30);
    expect(expected.filter((id) => !made.app.has(id))).toEqual([]);
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

  /** build-dictionary is made with the dictionary in S3 only, and the templates here are without. */
  const inTemplates = (Object.keys(environmentOf) as FunctionName[]).filter((name) => name !== "build-dictionary");

  test.each(inTemplates)("%s finds the names of what was made", async (name) => {
    const variables = await variablesOf(name);
    for (const required of environmentOf[name].required) expect(variables[required], required).toBeTruthy();
    const tables = { CATALOG_TABLE: "Catalog", NEWS_TABLE: "News", POLLING_TABLE: "Polling" };
    for (const [variable, table] of Object.entries(tables))
      if (variables[variable]) expect(variables[variable]).toBe(physical("state", table));
  });

  test("schedules are accepted as the template has them", async () => {
    const schedules = Object.entries(templates.app.resources).filter(
      ([, { Type }]) => Type === "AWS::Scheduler::Schedule",
    );
    expect(schedules).toHaveLength(3);
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
    const endpoints = { AWS_ENDPOINT_URL_DYNAMODB: server.url, AWS_ENDPOINT_URL_SQS: server.url };
    for (const [name, value] of Object.entries({ ...embeddedCredentials, ...endpoints, ...variables }))
      vi.stubEnv(name, value);
    const { handler } = await import("../../functions/schedule-polls.ts");
    const { time }: Tick = JSON.parse(readFileSync("events/schedule-polls.json", "utf8"));
    expect(await handler({ time })).toEqual({ scheduled: 1 });
    const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: variables.POLL_QUEUE_URL }));
    expect(JSON.parse(Messages[0]?.Body ?? "")).toMatchObject({ feeds: [{ id: "f1" }] });
    sqs.destroy();
    vi.unstubAllEnvs();
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

async function variablesOf(name: string): Promise<Record<string, string>> {
  const lambda = new LambdaClient(config);
  const FunctionName = physical("app", templates.functions[name] ?? "");
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  lambda.destroy();
  const { NODE_OPTIONS, ...variables } = Environment?.Variables ?? {};
  return variables;
}
