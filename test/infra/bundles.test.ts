import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import { bytesOf, filesIn, loadedAtStart } from "../support/bundle-files.ts";

/** Outside of the repository, where there is no package to be found but those in the bundle. */
const folder = mkdtempSync(join(tmpdir(), "tieup-bundles-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a start loads, code and data. */
const startBytesMax = 700_000;
/** With what is loaded when it is asked for. The api is above the limit: docs/performance.md says why. This only catches what nobody meant to add. */
const bytesMaxOf = (name: FunctionName): number => (name === "api" ? 1_030_000 : 700_000);

test.each(Object.keys(environmentOf) as FunctionName[])(
  "the bundle of %s is small and needs nothing beside it",
  (name) => {
    const made = join(folder, name);
    const bundle = ["--import", "tsx", "infra/bundle.ts", resolve("functions", `${name}.ts`), join(made, "index.mjs")];
    expect(spawnSync(process.execPath, bundle, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const atStart = loadedAtStart(made);
    expect(bytesOf(made, atStart)).toBeLessThanOrEqual(startBytesMax);
    expect(bytesOf(made, filesIn(made))).toBeLessThanOrEqual(bytesMaxOf(name));
    // Loaded without a variable it gets as far as asking for them: past each import, and past the data that it inflates.
    const loaded = spawnSync(process.execPath, [join(made, "index.mjs")], { cwd: folder, env: {}, encoding: "utf8" });
    expect(loaded.status).toBe(1);
    for (const variable of environmentOf[name].required) expect(loaded.stderr).toContain(variable);
    expect(loaded.stderr).toContain("to be set, got nothing");
    // What is imported later finds what it needs, too.
    const later = filesIn(made).filter((file) => file.endsWith(".mjs") && !atStart.has(file));
    const loadLater = `for (const file of ${JSON.stringify(later)}) await import("./" + file)`;
    const run = ["--input-type=module", "--eval", loadLater];
    expect(spawnSync(process.execPath, run, { cwd: made, env: {}, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  },
  60_000,
);
