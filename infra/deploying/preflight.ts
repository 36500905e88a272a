import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetAccountSettingsCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { ListServiceQuotasCommand, type ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from "@aws-sdk/client-sesv2";
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, type SNSClient } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { MailStage, Stage } from "../stage.ts";

/** What was looked at, and what came of it. What is `missing` must be there before anything is deployed. */
export interface Finding {
  kind: "fine" | "advice" | "missing";
  sentence: string;
}

export interface Account {
  sts: STSClient;
  cloudFormation: CloudFormationClient;
  lambda: LambdaClient;
  sns: SNSClient;
  ses: SESv2Client;
  quotas: ServiceQuotasClient;
}

const fine = (sentence: string): Finding => ({ kind: "fine", sentence });
const advice = (sentence: string): Finding => ({ kind: "advice", sentence });
const missing = (sentence: string): Finding => ({ kind: "missing", sentence });

/** Whether the account is ready for this stage, in the order in which it can be mended. Changes nothing. */
export async function preflight(stage: Stage, account: Account): Promise<Finding[]> {
  const region = await regionOf(account);
  if (region.kind === "missing") return [region];
  const credentials = await credentialsOf(account);
  if (credentials.kind === "missing") return [region, credentials];
  const asked = [bootstrapOf(account), concurrencyOf(account), topicsOf(account)];
  const mail = stage.mail ? [identityOf(stage.mail, account), sendingOf(stage, account)] : [];
  const sms = stage.sms ? [sandboxOf(account), spendOf(stage.sms, account), senderOf(stage.sms)] : [];
  return [region, credentials, ...(await Promise.all([...asked, ...mail, ...sms]))];
}

/** A question that we may not ask is no reason not to deploy: whoever set up the account may have had reasons. */
async function orAdvice(question: string, ask: () => Promise<Finding>): Promise<Finding> {
  try {
    return await ask();
  } catch (fault) {
    return advice(`${question} could not be asked: ${firstLineOf(fault)}.`);
  }
}

/** The SDK says in the next ones how its users would look into it. */
const firstLineOf = (fault: unknown): string => (fault as Error).message.split("\n")[0] ?? "";

async function regionOf({ sts }: Account): Promise<Finding> {
  try {
    return fine(`Region ${await sts.config.region()}.`);
  } catch {
    return missing("There is no region. Set AWS_REGION=eu-central-1, or one in the profile that AWS_PROFILE names.");
  }
}

async function credentialsOf({ sts }: Account): Promise<Finding> {
  try {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return fine(`Account ${Account}, as ${Arn}.`);
  } catch (fault) {
    return missing(
      `There are no credentials that AWS takes (${(fault as Error).message}). Set AWS_PROFILE, or run \`aws sso login\`.`,
    );
  }
}

/** The CDK's commands of this version ask for it. */
const bootstrapVersionMin = 6;

async function bootstrapOf({ cloudFormation }: Account): Promise<Finding> {
  const remedy = "Run `npx cdk bootstrap` once for this account and region.";
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "CDKToolkit" }));
    const output = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === "BootstrapVersion");
    const version = Number(output?.OutputValue ?? 0);
    if (version >= bootstrapVersionMin) return fine(`The CDK is bootstrapped (version ${version}).`);
    return missing(`The CDK's bootstrap is of version ${version}, expected ${bootstrapVersionMin} or later. ${remedy}`);
  } catch (fault) {
    if (/does not exist/.test((fault as Error).message)) return missing(`The CDK is not bootstrapped here. ${remedy}`);
    return advice(`Whether the CDK is bootstrapped could not be asked: ${firstLineOf(fault)}.`);
  }
}

/** 10 polls, 5 summaries, the clock's three, and somebody who asks the API. */
const concurrencyMin = 20;

const concurrencyOf = ({ lambda }: Account): Promise<Finding> =>
  orAdvice("Lambda's concurrency", async () => {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    const limit = AccountLimit?.ConcurrentExecutions ?? 0;
    if (limit >= concurrencyMin) return fine(`Lambda runs ${limit} calls at once.`);
    return advice(
      `Lambda runs ${limit} calls at once in this account, Tieup may use ${concurrencyMin}: work waits a little. Service Quotas → Lambda → Concurrent executions raises it for nothing.`,
    );
  });

const topicsOf = ({ quotas }: Account): Promise<Finding> =>
  orAdvice("SNS's quotas", async () => {
    const { Quotas = [] } = await quotas.send(new ListServiceQuotasCommand({ ServiceCode: "sns" }));
    const topics = Quotas.find(({ QuotaName }) => /topics per account/i.test(QuotaName ?? ""))?.Value;
    if (topics === undefined)
      return advice("Service Quotas doesn't say how many SNS topics there may be; AWS's default is 100,000.");
    return fine(`SNS allows ${topics} topics: that many addresses and phones can be told.`);
  });

const identityOf = ({ identity, from }: MailStage, { ses }: Account): Promise<Finding> =>
  orAdvice("SES's identity of the sender", async () => {
    const remedy = `SES → Identities → *Create identity* says which DNS records ${identity} needs.`;
    try {
      const asked = new GetEmailIdentityCommand({ EmailIdentity: identity });
      const { VerifiedForSendingStatus, DkimAttributes } = await ses.send(asked);
      if (!VerifiedForSendingStatus) return missing(`SES hasn't verified ${identity} yet. ${remedy}`);
      if (DkimAttributes?.Status === "SUCCESS")
        return fine(`Mails come from ${from}; ${identity} is verified and signs.`);
      return advice(
        `Mails come from ${from}, unsigned: without DKIM large mailboxes take them for spam and ignore the one-click link. ${remedy}`,
      );
    } catch (fault) {
      if ((fault as Error).name === "NotFoundException") return missing(`SES doesn't know ${identity}. ${remedy}`);
      throw fault;
    }
  });

/** In the sandbox mails reach verified addresses only: of use to try things, and of none to anybody else. */
const sendingOf = ({ name }: Stage, { ses }: Account): Promise<Finding> =>
  orAdvice("SES's sending", async () => {
    const { ProductionAccessEnabled, SendingEnabled, SendQuota } = await ses.send(new GetAccountCommand({}));
    if (!SendingEnabled)
      return missing("SES has paused sending in this account and region: SES → Account dashboard says why.");
    if (ProductionAccessEnabled)
      return fine(`SES sends ${SendQuota?.Max24HourSend} mails a day, ${SendQuota?.MaxSendRate} a second.`);
    const sandbox =
      "SES is in the sandbox: mails reach only addresses that you verify there. SES → Account dashboard → *Request production access*.";
    return name === "prod" ? missing(sandbox) : advice(sandbox);
  });

const sandboxOf = ({ sns }: Account): Promise<Finding> =>
  orAdvice("The SMS sandbox", async () => {
    const { IsInSandbox } = await sns.send(new GetSMSSandboxAccountStatusCommand({}));
    if (!IsInSandbox) return fine("SMS go to any phone.");
    return advice(
      "SMS are in the sandbox: they go only to phones that you verify in SNS → Text messaging. docs/deploying.md says how to leave it.",
    );
  });

const spendOf = ({ monthlyUsd }: NonNullable<Stage["sms"]>, { sns }: Account): Promise<Finding> =>
  orAdvice("The limit of SMS spend", async () => {
    const { attributes } = await sns.send(new GetSMSAttributesCommand({ attributes: ["MonthlySpendLimit"] }));
    const now = attributes?.MonthlySpendLimit;
    const limit = `SNS will spend at most ${monthlyUsd} US dollars a month on SMS`;
    return fine(now === undefined || Number(now) === monthlyUsd ? `${limit}.` : `${limit}, until now it was ${now}.`);
  });

async function senderOf({ senderId }: NonNullable<Stage["sms"]>): Promise<Finding> {
  if (senderId === null) {
    return advice(
      "SMS have no sender id: phones show a number that changes. Germany and most of Europe take --sms-sender-id.",
    );
  }
  return fine(`SMS come from ${senderId}.`);
}
