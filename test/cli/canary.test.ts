import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { logTo } from "../../functions/log.ts";
import { readStartOptions } from "../../local/options.ts";
import { type Runner, startRunner } from "../../local/runner.ts";
import { runTieup } from "./run-tieup.ts";

// On the embedded default, whose poller fetches the canary's feed from its own API.
const folder = mkdtempSync(join(tmpdir(), "tieup-canary-"));
let runner: Runner;
const posted: string[] = [];
beforeAll(async () => {
  logTo(() => {});
  const options = ["--port", "0", "--allow-private", "--state", folder, "--speed", "1"];
  runner = await startRunner(readStartOptions(options), { posted: ({ to }) => posted.push(to), say() {} });
  vi.stubEnv("TIEUP_API", runner.apiUrl as string);
  vi.stubEnv("TIEUP_TOKEN", readFileSync(join(folder, "token"), "utf8"));
});
afterAll(async () => {
  await runner.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a canary goes through the whole path, twice, and its age is told at each step", async () => {
  for (const _ of [1, 2]) {
    const { code, stdout } = await runTieup(["canary", "--json", "--wait", "60"]);
    const { done, steps } = JSON.parse(stdout) as { done: boolean; steps: { step: string; ageSeconds: number }[] };
    expect([code, done]).toEqual([0, true]);
    expect(steps.map(({ step }) => step)).toEqual(["sent", "fetched", "stored", "story", "summary", "published"]);
    const ages = steps.map(({ ageSeconds }) => ageSeconds);
    expect(ages[0]).toBe(0);
    expect(ages.every((age, at) => age >= (ages[at - 1] ?? 0) - 0.1)).toBe(true);
  }
  // Nothing is left of them, and nobody heard them.
  expect((await runTieup(["watchlists", "--json"])).stdout).not.toContain("Canary");
  expect(posted.filter((to) => to.startsWith("canary"))).toEqual([]);
  for (const list of [["history"], ["history", "--stories"]])
    expect((await runTieup([...list, "--json", "--limit", "all"])).stdout).not.toContain("Kanarvik");
}, 150_000);

test("one that doesn't arrive in time says how far it came", async () => {
  const { code, stdout } = await runTieup(["canary", "--wait", "1"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ *sent +0\.0 s/m);
  expect(stdout).toMatch(/^ *published +not yet/m);
});

test("Ctrl-C takes it away, too; meanwhile it is in no export", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "canary", "--wait", "60"]);
  const closed = once(child, "close");
  const lists = async () => (await runTieup(["watchlists", "--json"])).stdout;
  await vi.waitFor(async () => expect(await lists()).toContain("Canary"), { timeout: 30_000, interval: 20 });
  child.kill("SIGINT");
  const exported = await runTieup(["export"]);
  expect(exported.stdout).not.toContain("anary");
  expect(await closed).toEqual([null, "SIGINT"]);
  expect(await lists()).not.toContain("Canary");
});
