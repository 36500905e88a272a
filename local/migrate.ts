// npm run migrate -- --stage prod [--check | --before-deploying]: brings the tables of a deployed Tieup to the keys of this release (docs/deploying.md, Upgrades).
import { parseArgs } from "node:util";
import { migrate } from "../functions/aws/migrate.ts";
import { deployedTable } from "./deployed-table.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

// The lock file decides which SDK runs here; whoever deploys can do nothing about the SDK's plans.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
try {
  const flag = { type: "boolean", default: false } as const;
  const options = { stage: { type: "string" }, check: flag, "before-deploying": flag } as const;
  const { stage, check, "before-deploying": beforeDeploying } = parseArgs({ options }).values;
  if (stage !== "dev" && stage !== "prod") throw new Error(`expected --stage dev or prod, got ${stage}`);
  const state = { catalog: await deployedTable(stage, "Catalog"), news: await deployedTable(stage, "News") };
  const moved = await migrate(state, { check, beforeDeploying });
  for (const { what, rows } of moved) say(`${check ? "Would move" : "Moved"} ${what}: ${rows} rows.`);
  if (moved.length === 0) say("All rows have this release's keys.");
} catch (fault) {
  say(`npm run migrate: ${(fault as Error).message}`);
  process.exitCode = 1;
}
