// npm run destroy -- --stage dev: takes the stacks away. Of prod only the App stack goes; what must last stays.
import { cdk } from "./deploy.ts";
import { readDeployOptions } from "./options.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const options = readDeployOptions(process.argv.slice(2));
  const { name } = options.stage;
  const stacks = name === "prod" ? ["App"] : ["App", "State"];
  process.exitCode = cdk("destroy", options, [...stacks, ...(name === "prod" ? ["--exclusively"] : [])]);
  if (process.exitCode === 0 && name === "prod") {
    say(`
The stack tieup-prod-app is gone: nothing is polled, sent or billed by the hour any more. What people typed in, and the history, is
still in tieup-prod-state. \`npm run deploy\` takes it up again. docs/deploying.md says how to remove that, too, for ever.
Topics that were made for addresses and phones stay in SNS; they cost nothing.`);
  }
} catch (fault) {
  say(`npm run destroy: ${(fault as Error).message}`);
  process.exitCode = 2;
}
