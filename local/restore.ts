// npm run restore -- --stage prod --table Catalog --from RESTORED [--overwrite]: puts rows of a table that was restored from a backup into the
// table of a deployed Tieup (docs/deploying.md, Backup and restore).
import { parseArgs } from "node:util";
import { copyRows } from "../functions/aws/copy-rows.ts";
import { deployedTable } from "./deployed-table.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

// The lock file decides which SDK runs here; whoever deploys can do nothing about the SDK's plans.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
try {
  const text = { type: "string" } as const;
  const options = { stage: text, table: text, from: text, overwrite: { type: "boolean", default: false } } as const;
  const { stage, table, from, overwrite } = parseArgs({ options }).values;
  if (stage !== "dev" && stage !== "prod") throw new Error(`expected --stage dev or prod, got ${stage}`);
  if (table !== "Catalog" && table !== "News") throw new Error(`expected --table Catalog or News, got ${table}`);
  if (!from) throw new Error("expected --from, the name of the table that was restored, got none");
  const { client, name: to } = await deployedTable(stage, table);
  const { rows, written } = await copyRows(client, { from, to, overwrite });
  say(
    `${from} has ${rows} rows: ${written} were written into ${to}, the others are there${overwrite ? "" : " already"}.`,
  );
} catch (fault) {
  say(`npm run restore: ${(fault as Error).message}`);
  process.exitCode = 1;
}
