import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";

/** Outside of the repository, where there is no package to be found but those in the bundle. */
const folder = mkdtempSync(join(tmpdir(), "tieup-bundles-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bytesMax = 700_000;
/** Above the limit: docs/performance.md says why. This only catches what nobody meant to add. */
const apiBytesMax = 1_000_000;

/** Code and data, without the source map. */
const bytesIn = (made: string): number =>
  readdirSync(made)
    .filter((file) => !file.endsWith(".map"))
    .reduce((sum, file) => sum + statSync(join(made, file)).size, 0);

test.each(Object.keys(environmentOf) as FunctionName[])(
  "the bundle of %s is small and needs nothing beside it",
  (name) => {
    const outfile = join(folder, name, "index.mjs");
    const bundle = ["--import", "tsx", "infra/bundle.ts", resolve("functions", `${name}.ts`), outfile];
    expect(spawnSync(process.execPath, bundle, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    expect(bytesIn(join(folder, name))).toBeLessThanOrEqual(name === "api" ? apiBytesMax : bytesMax);
    // Loaded without a variable it gets as far as asking for them: past each import, and past the data that it inflates.
    const loaded = spawnSync(process.execPath, [outfile], { cwd: folder, env: {}, encoding: "utf8" });
    expect(loaded.status).toBe(1);
    for (const variable of environmentOf[name].required) expect(loaded.stderr).toContain(variable);
    expect(loaded.stderr).toContain("to be set, got nothing");
  },
  60_000,
);
