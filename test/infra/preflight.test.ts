import { createServer, type Server } from "node:http";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, test } from "vitest";
import { deployHelp, readDeployOptions } from "../../infra/deploying/options.ts";
import { type Account, preflight } from "../../infra/deploying/preflight.ts";
import { stageFrom } from "../../infra/stage.ts";

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
  account: JSON.stringify({
    ...{ ProductionAccessEnabled: true, SendingEnabled: true },
    SendQuota: { Max24HourSend: 50000, MaxSendRate: 14 },
  }),
  identities: JSON.stringify({ VerifiedForSendingStatus: true, DkimAttributes: { Status: "SUCCESS" } }),
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
      String(request.headers["x-amz-target"] ?? request.url).match(
        /account-settings|(?<=\/v2\/email\/)(?:account|identities)|\w+$/,
      )?.[0] ??
      "";
    const answer = answers[action] ?? { status: 400, code: "UnknownOperation", message: `nobody answers ${action}` };
    if (typeof answer === "string") response.writeHead(200).end(answer);
    else {
      const { status, code, message } = answer;
      // SES speaks JSON, of which the code is a header.
      const isSes = request.url?.startsWith("/v2/email") === true;
      const fault = `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
      const type = isSes ? "application/json" : "text/xml";
      response.writeHead(status, { "content-type": type, "x-amzn-errortype": code });
      response.end(isSes ? JSON.stringify({ message }) : fault);
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
    ses: new SESv2Client(config),
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

  const withMail = [...plain, "--mail-from", "Tieup <alerts@mail.example.org>", "--mail-identity", "example.org"];

  test("without a sender nothing is asked of SES", async () => {
    expect((await findings(plain)).join()).not.toContain("SES");
  });

  test("with one it is verified, signs and may send", async () => {
    const found = await findings(withMail);
    expect(found).toContain(
      "fine: Mails come from Tieup <alerts@mail.example.org>; example.org is verified and signs.",
    );
    expect(found).toContain("fine: SES sends 50000 mails a day, 14 a second.");
  });

  const unknown = { status: 404, code: "NotFoundException", message: "no such identity" };
  const account = (changed: object) => ({
    account: JSON.stringify({ ...JSON.parse(ready.account as string), ...changed }),
  });
  // biome-ignore format: a table, one case a line
  test.each<[string, Answers, string]>([
    ["a sender that SES doesn't know", { identities: unknown }, "missing: SES doesn't know example.org. SES → Identities → *Create identity* says which DNS records example.org needs."],
    ["one that isn't verified yet", { identities: JSON.stringify({ VerifiedForSendingStatus: false }) }, "missing: SES hasn't verified example.org yet. SES → Identities → *Create identity* says which DNS records example.org needs."],
    ["one that doesn't sign", { identities: JSON.stringify({ VerifiedForSendingStatus: true, DkimAttributes: { Status: "PENDING" } }) }, "advice: Mails come from Tieup <alerts@mail.example.org>, unsigned: without DKIM large mailboxes take them for spam and ignore the one-click link. SES → Identities → *Create identity* says which DNS records example.org needs."],
    ["the sandbox", account({ ProductionAccessEnabled: false }), "missing: SES is in the sandbox: mails reach only addresses that you verify there. SES → Account dashboard → *Request production access*."],
    ["an account that was stopped", account({ SendingEnabled: false }), "missing: SES has paused sending in this account and region: SES → Account dashboard says why."],
    ["what we may not ask of SES", { account: forbidden }, "advice: SES's sending could not be asked: not allowed."],
  ])("%s", async (_sentence, changes, expected) => {
    expect(await findings(withMail, changes)).toContain(expected);
  });

  test("the sandbox is good enough to try things", async () => {
    const found = await findings(
      ["--stage", "dev", "--mail-from", "alerts@example.org"],
      account({ ProductionAccessEnabled: false }),
    );
    expect(found.join()).toContain("advice: SES is in the sandbox");
  });

  test("a sender id that no phone shows", async () => {
    const argv = [...plain, "--sms", "on", "--sms-sender-id", "Tieup Alerts!"];
    await expect(findings(argv)).rejects.toThrow(
      'expected -c smsSenderId to be 1 to 11 letters and digits, one of them a letter, got "Tieup Alerts!"',
    );
  });
});

describe("readDeployOptions", () => {
  test("has an option for all that a stage can be given", () => {
    const asked = new Set<string>();
    stageFrom((key) => {
      asked.add(key);
      return key === "stage" ? "dev" : undefined;
    });
    const options = [...deployHelp.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name = ""]) =>
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(options.sort()).toEqual([...asked].sort());
  });

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
