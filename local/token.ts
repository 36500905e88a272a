// npm run -s token -- --stage prod --owner NAME [--label LABEL]: makes a token of the API of a deployed Tieup, with the AWS
// credentials of whoever deployed it: the first, or another when the last is lost. The secret comes on stdout, once.
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { tokenTable } from "../functions/aws/catalog-table.ts";
import { makeToken, tokenBytes } from "../lib/api/make-token.ts";
import { ownerName } from "../lib/api/token-routes.ts";
import { deployedTable } from "./deployed-table.ts";

// The lock file decides which SDK runs here; whoever deploys can do nothing about the SDK's plans.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
try {
  const { values } = parseArgs({
    options: { stage: { type: "string" }, owner: { type: "string" }, label: { type: "string", default: "first" } },
  });
  const { stage, owner, label } = values;
  if (stage !== "dev" && stage !== "prod") throw new Error(`expected --stage dev or prod, got ${stage}`);
  if (!owner) throw new Error("expected --owner, the name under which feeds and watchlists will be kept, got none");
  if (!ownerName.safeParse(owner).success) throw new Error("expected --owner to be at most 100 characters without #");
  const catalog = await deployedTable(stage, "Catalog");
  const createdAt = new Date().toISOString();
  const { secret, token } = makeToken(randomBytes(tokenBytes), {
    ...{ owner, label, createdAt, expiresAt: null },
    scopes: ["read", "write", "admin", "operator"],
  });
  await tokenTable(catalog).create(token);
  process.stderr.write(
    `A token for ${owner}, shown this once; it can read, write and make tokens, for other owners, too:\n`,
  );
  process.stdout.write(`${secret}\n`);
} catch (fault) {
  process.stderr.write(`npm run token: ${(fault as Error).message}\n`);
  process.exitCode = 1;
}
