import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
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
