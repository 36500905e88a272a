import { readFileSync } from "node:fs";
import { environmentOf, type FunctionName } from "../functions/environment.ts";
import { logTo } from "../functions/log.ts";
import { startInvocation } from "./invocation.ts";
import { terminalLog } from "./terminal-log.ts";

/** Without the one that needs S3, of which there is none here. */
const functionNames: FunctionName[] = (Object.keys(environmentOf) as FunctionName[]).filter(
  (name) => name !== "build-dictionary",
);

const usage = `npm run invoke -- FUNCTION [FILE]

Runs a production handler on an event against an in-process DynamoDB, SNS and SQS, with the sample wire behind it, and prints
what it returned and what it stored as JSON. FILE is events/FUNCTION.json where none is named.`;

/** Returns the exit code: 0, 1 where the handler threw or reported a record, 2 for a command line that makes no sense. */
async function main([name, file]: string[]): Promise<number> {
  if (!name || name.startsWith("-")) {
    process.stderr.write(`${usage}\n`);
    return name ? 0 : 2;
  }
  if (!functionNames.includes(name as FunctionName)) {
    throw new Error(`expected FUNCTION to be one of ${functionNames.join(", ")}, got ${JSON.stringify(name)}`);
  }
  const event: unknown = JSON.parse(readFileSync(file ?? `events/${name}.json`, "utf8"));
  logTo(terminalLog((sentence) => process.stderr.write(`${sentence}\n`)));
  // The lock file decides which SDK runs here; whoever starts Tieup can do nothing about the SDK's plans.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const invocation = await startInvocation();
  try {
    const done = await invocation.invoke(name, event);
    process.stdout.write(`${JSON.stringify(done, null, 2)}\n`);
    return done.outcome === "failed" ? 1 : 0;
  } finally {
    await invocation.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  process.stderr.write(`invoke: ${(fault as Error).message}\n\n${usage}\n`);
  process.exitCode = 2;
}
