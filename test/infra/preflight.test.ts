import { createServer, type Server } from "node:http";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, test } from "vitest";
import { readDeployOptions } from "../../infra/deploying/options.ts";
import { type Account, preflight } from "../../infra/deploying/preflight.ts";

/** What an account answers, by the name of the question; a status other than 200 is a fault with that text. */
type Answers = Record<string, string | { status: number; code: string; message: string }>;

const xml = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;

const ready: Answers = {
  GetCallerIdentity: xml("GetCallerIdentity", "<Account>123456789012</Account><Arn>arn:aws:iam::1:user/olga</Arn>"),
  DescribeStacks: xml(
    "DescribeStacks",
    "<Stacks><member><StackName>CDKToolkit</StackName><Outputs><member><OutputKey>BootstrapVersion</OutputKey><OutputValue>30</OutputValue></member></Outputs></member></Stacks>",
  ),
  "account-settings": JSON.stringify({ AccountLimit: { ConcurrentExecutions: 1000 } }),
  ListServiceQuotas: JSON.stringify({ Quotas: [{ QuotaName: "Topics per Account", Value: 100000 }] }),
  GetSMSSandboxAccountStatus: xml("GetSMSSandboxAccountStatus", "<IsInSandbox>false</IsInSandbox>"),
  GetSMSAttributes: xml(
    "GetSMSAttributes",
    "<attributes><entry><key>MonthlySpendLimit</key><value>1</value></entry></attributes>",
  ),
};

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
});

/** An account that answers so. There is none to ask here, and what it answers is little. */
async function accountWith(answers: Answers): Promise<Account> {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const action =
      /Action=(\w+)/.exec(body)?.[1] ??
      String(request.headers["x-amz-target"] ?? request.url).match(/account-settings|\w+$/)?.[0] ??
      "";
    const answer = answers[action] ?? { status: 400, code: "UnknownOperation", message: `nobody answers ${action}` };
    if (typeof answer === "string") response.writeHead(200).end(answer);
    else {
      const fault = `<ErrorResponse><Error><Code>${answer.code}</Code><Message>${answer.message}</Message></Error></ErrorResponse>`;
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(fault);
    }
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const config = {
    endpoint,
    region: "eu-central-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  return {
    sts: new STSClient(config),
    cloudFormation: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    sns: new SNSClient(config),
    quotas: new ServiceQuotasClient(config),
  };
}

const plain = ["--stage", "prod", "--operator-email", "olga@example.org"];
const withSms = [...plain, "--sms", "on", "--sms-sender-id", "Tieup", "--sms-monthly-usd", "10"];

async function findings(argv: string[], changes: Answers = {}): Promise<string[]> {
  const found = await preflight(readDeployOptions(argv).stage, await accountWith({ ...ready, ...changes }));
  return found.map(({ kind, sentence }) => `${kind}: ${sentence}`);
}

describe("preflight", () => {
  test("an account that is ready", async () => {
    expect(await findings(withSms)).toEqual([
      "fine: Region eu-central-1.",
      "fine: Account 123456789012, as arn:aws:iam::1:user/olga.",
      "fine: The CDK is bootstrapped (version 30).",
      "fine: Lambda runs 1000 calls at once.",
      "fine: SNS allows 100000 topics: that many addresses and phones can be told.",
      "fine: SMS go to any phone.",
      "fine: SNS will spend at most 10 US dollars a month on SMS, until now it was 1.",
      "fine: SMS come from Tieup.",
    ]);
  });

  test("without SMS nothing is asked about them", async () => {
    expect((await findings(plain)).join()).not.toContain("SMS");
  });

  const absent = { status: 400, code: "ValidationError", message: "Stack with id CDKToolkit does not exist" };
  const expired = {
    status: 403,
    code: "ExpiredToken",
    message: "The security token included in the request is expired",
  };
  const forbidden = { status: 403, code: "AccessDenied", message: "not allowed" };

  // biome-ignore format: a table, one case a line
  test.each<[string, Answers, string]>([
    ["credentials that ran out", { GetCallerIdentity: expired }, "missing: There are no credentials that AWS takes (The security token included in the request is expired). Set AWS_PROFILE, or run `aws sso login`."],
    ["no bootstrap", { DescribeStacks: absent }, "missing: The CDK is not bootstrapped here. Run `npx cdk bootstrap` once for this account and region."],
    ["an old bootstrap", { DescribeStacks: (ready.DescribeStacks as string).replace("30", "5") }, "missing: The CDK's bootstrap is of version 5, expected 6 or later. Run `npx cdk bootstrap` once for this account and region."],
    ["a new account's concurrency", { "account-settings": JSON.stringify({ AccountLimit: { ConcurrentExecutions: 10 } }) }, "advice: Lambda runs 10 calls at once in this account, Tieup may use 20: work waits a little. Service Quotas → Lambda → Concurrent executions raises it for nothing."],
    ["the SMS sandbox", { GetSMSSandboxAccountStatus: xml("GetSMSSandboxAccountStatus", "<IsInSandbox>true</IsInSandbox>") }, "advice: SMS are in the sandbox: they go only to phones that you verify in SNS → Text messaging. docs/deploying.md says how to leave it."],
    ["a question that may not be asked", { GetSMSAttributes: forbidden }, "advice: The limit of SMS spend could not be asked: not allowed."],
  ])("%s", async (_sentence, changes, expected) => {
    expect(await findings(withSms, changes)).toContain(expected);
  });

  test("a sender id that no phone shows", async () => {
    const argv = [...plain, "--sms", "on", "--sms-sender-id", "Tieup Alerts!"];
    expect((await findings(argv)).at(-1)).toBe(
      'missing: The sender id is to be 1 to 11 letters or digits, one of them a letter, got "Tieup Alerts!".',
    );
  });
});

describe("readDeployOptions", () => {
  test("are the CDK's context", () => {
    expect(readDeployOptions(withSms).context).toEqual([
      ...["-c", "stage=prod", "-c", "operatorEmail=olga@example.org", "-c", "sms=on"],
      ...["-c", "smsSenderId=Tieup", "-c", "smsMonthlyUsd=10"],
    ]);
  });

  test.each([
    ["no stage", [], "expected -c stage=dev or -c stage=prod, got null"],
    ["an option that there is none of", ["--stage", "dev", "--region", "x"], "Unknown option '--region'"],
  ])("%s", (_sentence, argv, message) => expect(() => readDeployOptions(argv)).toThrow(message));
});
