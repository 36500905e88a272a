import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { analyze } from "../../cli/analyze.ts";
import { UsageError } from "../../cli/command.ts";

const folder = mkdtempSync(join(tmpdir(), "tieup-analyze-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const watchlist = file("cars.yaml", "name: Cars\nentities: [BMW, Toyota, {name: General Motors, aliases: [GM]}]\n");

async function run(argv: string[], input = "") {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += chunk;
        done();
      },
    });
  const code = await analyze.run(argv, {
    stdin: Readable.from([input]),
    stdout: sink("stdout"),
    stderr: sink("stderr"),
  });
  const lines = written.stdout.split("\n").filter((line) => line !== "");
  return { code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), stderr: written.stderr };
}

const item = (id: string, title: string) => `${JSON.stringify({ id, title, lang: "de" })}\n`;

test("one line an item, in input order, with names for ids", async () => {
  const { code, lines } = await run(
    ["--watchlist", watchlist],
    item("a", "BMW kooperiert mit Toyota") + item("b", "Wetter"),
  );
  expect(code).toBe(0);
  expect(lines.map(({ id, hit }) => [id, hit])).toEqual([
    ["a", true],
    ["b", false],
  ]);
  expect(lines[0]).toMatchObject({
    lang: "de",
    mentions: [
      { entity: "BMW", field: "title", start: 0, end: 3, text: "BMW" },
      { entity: "Toyota", field: "title", start: 19, end: 25, text: "Toyota" },
    ],
    tieups: [
      {
        parties: [
          { entity: "BMW", text: "BMW" },
          { entity: "Toyota", text: "Toyota" },
        ],
        kind: "cooperation",
        stage: "agreed",
        evidence: { field: "title", sentence: "BMW kooperiert mit Toyota", trigger: "kooperiert" },
      },
    ],
  });
});

test("a number as id stays a number", async () => {
  const { lines } = await run(["--watchlist", watchlist], '{"id":7,"title":"BMW"}');
  expect(lines[0]?.id).toBe(7);
});

test("an unwatched party has no entity", async () => {
  const { lines } = await run(["--watchlist", watchlist], item("a", "BMW kooperiert mit BioNTech"));
  expect(lines[0]?.tieups).toMatchObject([{ parties: [{ entity: "BMW" }, { entity: null, text: "BioNTech" }] }]);
});

test("files are read one after the other, and an item without text is fine", async () => {
  const first = file("1.jsonl", item("a", "BMW"));
  const second = file("2.jsonl", item("b", "Toyota"));
  const { lines } = await run(["--watchlist", watchlist, first, second]);
  expect(lines.map(({ id }) => id)).toEqual(["a", "b"]);
});

test.each([
  ["no JSON", "{broken", "expected a JSON object"],
  ["no object", "[1]", "expected a JSON object"],
  ["no title", '{"id":"x"}', 'expected a string "title"'],
  ["no id", '{"title":"x"}', 'expected an "id"'],
  ["text of a wrong type", '{"id":"x","title":"x","text":5}', 'expected "text" to be a string, got 5'],
])("a bad line gets its own answer and the others go on: %s", async (_what, bad, expected) => {
  const { code, lines } = await run(["--watchlist", watchlist], `${item("a", "BMW")}${bad}\n\n${item("b", "BMW")}`);
  expect(code).toBe(1);
  expect(lines.map(({ id, line }) => id ?? line)).toEqual(["a", 2, "b"]);
  expect(lines[1]?.error).toContain(expected);
});

test("--explain tells the chain in words, also why not", async () => {
  const input = item("a", "BMW kooperiert mit Toyota") + item("b", "BMW kooperiert mit der Polizei");
  const { stderr } = await run(["--watchlist", watchlist, "--explain"], input);
  expect(stderr).toContain('trigger: "kooperiert"');
  expect(stderr).toContain("hit: BMW × Toyota");
  expect(stderr).toContain("Polizei is no organisation");
});

test("--explain tells which alias was found, and what stands for a name", async () => {
  const input = item("a", "Toyotas Gewinn steigt. Die Japaner zahlen mehr als der Konzern BMW");
  const { stderr } = await run(["--watchlist", watchlist, "--explain"], input);
  expect(stderr).toContain('name: "Toyotas" in the title at 0 is Toyota (alias "Toyota"; exact)');
  expect(stderr).toContain('stands for: "Die Japaner" in the title at 23 is Toyota (Toyotas: nation jp)');
});

test.each([
  ["no watchlist", [], "--watchlist FILE"],
  ["an unknown option", ["--watchlist", watchlist, "--loud"], "--loud"],
  ["a watchlist that is not there", ["--watchlist", join(folder, "none.yaml")], "none.yaml"],
  ["a watchlist without entities", ["--watchlist", file("empty.yaml", "name: x\n")], "entities"],
])("words that make no sense are a usage error: %s", async (_what, argv, expected) => {
  await expect(run(argv)).rejects.toThrow(expected);
  await expect(run(argv)).rejects.toThrow(UsageError);
});

test("an item file that is not there is a fault that names it", async () => {
  const { code, stderr } = await run(["--watchlist", watchlist, join(folder, "none.jsonl")]);
  expect(code).toBe(1);
  expect(stderr).toContain("none.jsonl");
});
