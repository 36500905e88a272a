// npx tsx bench/bundle-sizes.ts: what each function's bundle weighs, as the CDK app makes it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { App } from "aws-cdk-lib";
import { addStacks } from "../infra/stacks.ts";
import { stageFrom } from "../infra/stage.ts";
import { filesIn } from "../test/support/bundle-files.ts";

/** Code and data, unpacked and without source maps. */
const bundleBytesMax = 700_000;

interface FunctionResource {
  Type: string;
  Metadata?: { "aws:asset:path"?: string; "aws:cdk:path"?: string };
}

const outdir = mkdtempSync(join(tmpdir(), "tieup-bundles-"));
try {
  const rows = bundles(outdir).sort((a, b) => b.bytes - a.bytes);
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
  const heavy = rows.filter(({ bytes }) => bytes > bundleBytesMax).map(({ name }) => name);
  if (heavy.length > 0)
    throw new Error(`expected bundles of at most ${bundleBytesMax} bytes, ${heavy.join(", ")} have more`);
} finally {
  rmSync(outdir, { recursive: true });
}

function bundles(outdir: string): { name: string; bytes: number; gzipped: number }[] {
  const context = { "aws:cdk:enable-asset-metadata": true, "aws:cdk:enable-path-metadata": true };
  const app = new App({ outdir, context });
  addStacks(
    app,
    stageFrom((key) => ({ stage: "dev", mailFrom: "alerts@example.org", dictionaryInS3: "on" })[key]),
  );
  const resources = app.synth().getStackArtifact("App").template.Resources as Record<string, FunctionResource>;
  return Object.values(resources).flatMap(({ Type, Metadata }) => {
    const asset = Metadata?.["aws:asset:path"];
    if (Type !== "AWS::Lambda::Function" || !asset) return [];
    const folder = join(outdir, asset);
    const code = Buffer.concat(filesIn(folder).map((file) => readFileSync(join(folder, file))));
    // "App/Polling/poll-feeds/Resource"
    const name = Metadata?.["aws:cdk:path"]?.split("/").at(-2) ?? asset;
    return [{ name, bytes: code.length, gzipped: gzipSync(code).length }];
  });
}
