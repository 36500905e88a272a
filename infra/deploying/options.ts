import { parseArgs } from "node:util";
import { type Stage, stageFrom } from "../stage.ts";

/** What is to be deployed, and the same as the context of the CDK's command line. */
export interface DeployOptions {
  stage: Stage;
  context: string[];
}

/** Options that are the same key of the CDK's context in camel case: `--operator-email` is `-c operatorEmail`. */
const described = {
  stage: "dev or prod; needed",
  "operator-email": "who hears of alarms",
  contact: "what publishers find in our User-Agent: an address or a page (default: the operator's address)",
  "public-url": "https://… of a domain that leads to the API, for the links in mails (default: the gateway's address)",
  "mail-from": '"Tieup <alerts@example.org>": mails of our own by SES, from this sender (default: SNS makes them)',
  "mail-identity": "what SES has verified of it, if not the sender's domain",
  sms: "on or off (default): whether phones can be subscribed",
  "sms-sender-id": "who SMS come from, 1 to 11 letters or digits, where the country allows it",
  "sms-max-price": "US dollars; SNS doesn't send a message that costs more",
  "sms-monthly-usd": "whole US dollars a month, after which SNS sends no SMS any more (default: 1)",
  "senders-max":
    "calls that send summaries at once, 2 to 1000 (default: 5); docs/scale.md says how many the channel takes",
  "pollers-max": "calls that poll at once, 2 to 1000 (default: 10)",
  "fan-out-shards": "messages that a large audience is divided among, 1 to 4096 (default: 1, never)",
  "dictionary-in-s3": "on or off (default): whether pollers that start read all watchlists from one object",
  "api-concurrency": "requests answered at once, taken out of the account's",
  "jwt-issuer": "https://… of an identity provider whose tokens the API takes beside its own",
  "jwt-audience": "whom those tokens are for",
  tracing: "on or off (default): X-Ray",
} as const;

export const deployHelp = `npm run deploy -- --stage prod --operator-email you@example.org [options]

Looks whether the account is ready, says what is missing, and deploys Tieup into it. Nothing is changed before all is there.

${Object.entries(described)
  .map(([name, words]) => `  --${name.padEnd(17)}${words}`)
  .join("\n")}

Credentials and region are those of the AWS SDK: AWS_PROFILE, AWS_REGION and so on. docs/deploying.md has the rest.`;

/** The options, checked. Throws an error that says what was expected and what came. */
export function readDeployOptions(argv: string[]): DeployOptions {
  const options = Object.fromEntries(Object.keys(described).map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ args: argv, options });
  const given = new Map(Object.entries(values).map(([name, value]) => [inCamelCase(name), value] as const));
  const stage = stageFrom((key) => given.get(key));
  return { stage, context: [...given].flatMap(([key, value]) => ["-c", `${key}=${value}`]) };
}

const inCamelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
