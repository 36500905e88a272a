// npm run deploy -- --stage prod --operator-email you@example.org: see deployHelp.
import { spawnSync } from "node:child_process";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SetSMSAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { type DeployOptions, deployHelp, readDeployOptions } from "./options.ts";
import { type Account, type Finding, preflight } from "./preflight.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export async function deploy(argv: string[], { checkOnly = false } = {}): Promise<number> {
  const options = readDeployOptions(argv);
  const account = accountFromEnvironment();
  const findings = await preflight(options.stage, account);
  for (const finding of findings) say(inWords(finding));
  if (findings.some(({ kind }) => kind === "missing")) {
    say("\nNothing was deployed. Mend what is missing and run the same command again.");
    return 1;
  }
  if (checkOnly) return 0;
  const { sms } = options.stage;
  if (sms) {
    const attributes = { MonthlySpendLimit: String(sms.monthlyUsd) };
    await account.sns.send(new SetSMSAttributesCommand({ attributes }));
  }
  // Before, so that the new functions find what they look for; after, for what the old ones wrote meanwhile.
  const isUpgrade = await isDeployed(options, account);
  if (isUpgrade && migrate(options, ["--before-deploying"]) !== 0) return 1;
  const code = cdk("deploy", options, ["--all", "--require-approval", "never"]) || migrate(options);
  if (code === 0) say(await whatNext(options, account));
  return code;
}

const signs: Record<Finding["kind"], string> = { fine: "  ok     ", advice: "  note   ", missing: "  MISSING" };
const inWords = ({ kind, sentence }: Finding): string => `${signs[kind]} ${sentence}`;

/** Few tries: that there are no credentials shall be said at once. */
function accountFromEnvironment(): Account {
  const config = { maxAttempts: 2 };
  return {
    sts: new STSClient(config),
    cloudFormation: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    sns: new SNSClient(config),
    ses: new SESv2Client(config),
    quotas: new ServiceQuotasClient(config),
  };
}

/** Runs the CDK's command line of this repository; returns its exit code. */
export function cdk(command: string, { context }: DeployOptions, args: string[]): number {
  const { status } = spawnSync("npx", ["--no-install", "cdk", command, ...args, ...context], { stdio: "inherit" });
  return status ?? 1;
}

/** Brings the tables to this release's keys; returns the exit code. */
function migrate({ stage }: DeployOptions, args: string[] = []): number {
  const command = ["run", "-s", "migrate", "--", "--stage", stage.name, ...args];
  return spawnSync("npm", command, { stdio: "inherit" }).status ?? 1;
}

async function isDeployed({ stage }: DeployOptions, { cloudFormation }: Account): Promise<boolean> {
  const asked = new DescribeStacksCommand({ StackName: `tieup-${stage.name}-state` });
  const stacks = await cloudFormation.send(asked).catch((fault: Error) => {
    if (/does not exist/.test(fault.message)) return { Stacks: [] };
    throw fault;
  });
  return (stacks.Stacks ?? []).length > 0;
}

async function whatNext({ stage }: DeployOptions, { cloudFormation }: Account): Promise<string> {
  const { Stacks = [] } = await cloudFormation.send(
    new DescribeStacksCommand({ StackName: `tieup-${stage.name}-app` }),
  );
  const url = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey?.startsWith("ApiUrl"))?.OutputValue;
  return `
Tieup runs. Its API: ${url ?? "see the outputs of the stack"}

The first token, which can make others:
  npm run -s token -- --stage ${stage.name} --owner you
${stage.operatorEmail ? `\nAlarms come by mail once ${stage.operatorEmail} has confirmed the mail that AWS has just sent.\n` : ""}
docs/deploying.md goes on from here to the first alert.`;
}

if (process.argv[1] === import.meta.filename) {
  // The lock file decides which SDK runs here; whoever deploys can do nothing about the SDK's plans.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const argv = process.argv.slice(2);
  if (argv.includes("--help")) say(deployHelp);
  else {
    try {
      process.exitCode = await deploy(
        argv.filter((each) => each !== "--check"),
        { checkOnly: argv.includes("--check") },
      );
    } catch (fault) {
      say(`npm run deploy: ${(fault as Error).message}\n\n${deployHelp}`);
      process.exitCode = 2;
    }
  }
}
