import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { lint } from "../../cli/lint.ts";
import { runTieup } from "./run-tieup.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tieup-lint-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(argv: string[]) {
  const written = { stdout: "", stderr: "" };
  const collect = (stream: "stdout" | "stderr"): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        written[stream] += String(chunk);
        done();
      },
    });
  const io = { stdin: Readable.from([]), stdout: collect("stdout"), stderr: collect("stderr") };
  const code = await lint.run(argv, io);
  return { code, ...written };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test("warns in words, with what the name does in a corpus, and exits with 0", async () => {
  const list = await file("list.yaml", "entities: [GM, Toyota]");
  const corpus = await file(
    "items.jsonl",
    '{"title":"GM Magnus Carlsen wins"}\n\nnothing\n{"title":"Toyota","text":"GM, too"}\n',
  );
  const { code, stdout, stderr } = await run([list, "--corpus", corpus]);
  expect(code).toBe(0);
  expect(stdout).toContain('"GM" stands 2 times in 2 of 2 items (100.0%); 1 count as GM');
  expect(stdout).toContain("[GM] Magnus Carlsen wins   (does not count: a role: GM Magnus)");
  expect(stdout).toContain("try: needsContext: true, caseSensitive: true, context: [");
  expect(stdout).toMatch(/1 warning for 2 names\.\n$/);
  expect(stderr).toContain("passed over 1 line that");
});

test("what a name with two problems does in the corpus is said once; each warning of --json has it", async () => {
  const list = await file(
    "list.yaml",
    "entities: [{name: Ford, aliases: [GM]}, {name: General Motors, aliases: [GM]}]",
  );
  const corpus = await file("items.jsonl", '{"title":"GM hires"}\n{"title":"Ford sells"}\n');
  const { stdout } = await run([list, "--corpus", corpus]);
  const lines = (await run([list, "--corpus", corpus, "--json"])).stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const named = lines.map(({ entity, alias }) => `${entity}: ${alias}`);
  expect(named.length).toBeGreaterThan(new Set(named).size);
  expect(stdout.match(/" stands \d+ times/g)).toHaveLength(new Set(named).size);
  expect(lines.every((line) => line.corpus.examples)).toBe(true);
});

test("reads a watchlist from stdin", async () => {
  const { code, stdout } = await runTieup(["lint", "-"], {}, "\ufeffentities: [Toyota]");
  expect([code, stdout]).toEqual([0, "0 warnings for 1 name.\n"]);
});

test("prints one JSON line a warning", async () => {
  const list = await file("list.yaml", "entities: [GM, Shell, Toyota]");
  const { code, stdout } = await run([list, "--json"]);
  expect(code).toBe(0);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ entity, alias, problem }) => [entity, alias, problem])).toEqual([
    ["GM", "GM", "short"],
    ["Shell", "Shell", "common"],
  ]);
});

test("says so where there is nothing to warn of", async () => {
  const list = await file("list.yaml", "entities: [Toyota]");
  expect(await run([list])).toEqual({ code: 0, stdout: "0 warnings for 1 name.\n", stderr: "" });
});

test.each([
  ["no watchlist", [], "expected one WATCHLIST, got none"],
  ["two of them", ["a", "b"], 'expected one WATCHLIST, got "a" "b"'],
  ["one that is not there", ["nowhere.yaml"], "expected a watchlist as YAML or JSON"],
  ["an unknown option", ["--corpse", "x"], "--corpse"],
])("refuses %s", async (_, argv, message) => {
  await expect(run(argv)).rejects.toThrow(UsageError);
  await expect(run(argv)).rejects.toThrow(message);
});

test("refuses a corpus that is not there", async () => {
  const list = await file("list.yaml", "entities: [Toyota]");
  await expect(run([list, "--corpus", join(folder, "none")])).rejects.toThrow("expected a corpus of JSON lines");
});
