import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { match } from "../../cli/match.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tieup-match-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(argv: string[], input: string) {
  const written = { stdout: "", stderr: "" };
  const collect = (stream: "stdout" | "stderr"): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        written[stream] += String(chunk);
        done();
      },
    });
  const io = { stdin: Readable.from([input]), stdout: collect("stdout"), stderr: collect("stderr") };
  const code = await match.run(argv, io);
  const lines = written.stdout.split("\n").filter((line) => line !== "");
  return { code, lines: lines.map((line) => JSON.parse(line)), stderr: written.stderr };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test("prints the names of each text, title and text, in order", async () => {
  const names = await file("names.txt", "BMW\r\nContinental AG\n\nDeutsche Bank\n");
  const input =
    '{"id":1,"text":"BMW-Chef lobt Continental"}\n\n{"id":"b","title":"Bei der Deutschen Bank","text":"bmw"}\n';
  expect(await run(["--names", names], input)).toEqual({
    code: 0,
    lines: [
      {
        id: 1,
        mentions: [
          { entity: "BMW", field: "text", start: 0, end: 3, text: "BMW" },
          { entity: "Continental AG", field: "text", start: 14, end: 25, text: "Continental" },
        ],
      },
      { id: "b", mentions: [{ entity: "Deutsche Bank", field: "title", start: 8, end: 22, text: "Deutschen Bank" }] },
    ],
    stderr: "",
  });
});

test("reads files instead of stdin, one after the other", async () => {
  const names = await file("names.txt", "Toyota\n");
  const texts = [await file("a.jsonl", '{"id":1,"text":"Toyota"}\n'), await file("b.jsonl", '{"id":2,"text":""}\n')];
  expect((await run(["--names", names, ...texts], "nonsense")).lines.map(({ id }) => id)).toEqual([1, 2]);
});

test("answers a line that it can't read with what it expected, goes on, and fails at the end", async () => {
  const names = await file("names.txt", "Toyota\nX\n");
  const { code, lines, stderr } = await run(
    ["--names", names],
    'foo\n{"text":"x"}\n{"id":1,"text":3}\n{"id":4,"text":"Toyota"}\n',
  );
  expect(code).toBe(1);
  expect(lines.slice(0, 3)).toEqual([
    { line: 1, error: "expected a JSON object, got foo" },
    { line: 2, error: 'expected an "id" (a string or a number), got none' },
    { line: 3, error: 'expected "text" to be a string, got 3' },
  ]);
  expect(lines[3].mentions).toHaveLength(1);
  expect(stderr).toContain("passed over 1 names");
});

test.each([
  ["no names", [], "expected --names FILE, got none"],
  ["a file that is not there", ["--names", "/nowhere/names.txt"], "expected a file of names, got /nowhere/names.txt"],
  ["an unknown option", ["--name", "x"], "--name"],
])("refuses %s", async (_, argv, message) => {
  const refused = run(argv, "");
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(message);
});

test("refuses a file without names", async () => {
  const names = await file("names.txt", "\n\nX\n");
  await expect(run(["--names", names], "")).rejects.toThrow("one a line, got none");
});
