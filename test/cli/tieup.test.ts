import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { tieup } from "../../cli/tieup.ts";
import { runTieup } from "./run-tieup.ts";

const folder = mkdtempSync(join(tmpdir(), "tieup-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const mark = "\ufeff";
const watchlist = file("cars.yaml", `${mark}name: Cars\r\nentities: [BMW, Toyota]\r\n`);
const names = file("names.txt", `${mark}BMW\r\nToyota`);
const missing = join(folder, "missing");
const directory = join(folder, "directory");
mkdirSync(directory);

/** Every command that reads items as JSON lines. */
const commands: [name: string, argv: string[]][] = [
  ["analyze", ["analyze", "--watchlist", watchlist]],
  ["group", ["group", "--watchlist", watchlist]],
  ["match", ["match", "--names", names]],
];

async function lines(argv: string[], input = "") {
  const { code, stdout, stderr } = await runTieup(argv, {}, input);
  expect(stdout === "" || stdout.endsWith("\n")).toBe(true);
  const raw = stdout.split("\n").slice(0, -1);
  return { code, raw, answers: raw.map((line) => JSON.parse(line) as Record<string, unknown>), stderr };
}

const item = (id: unknown, title = "BMW und Toyota") => JSON.stringify({ id, title });

describe.each(commands)("tieup %s", (name, argv) => {
  test.each([
    ["a number", "7"],
    ["a number as a string", '"7"'],
    ["an empty string", '""'],
    ["a number with a fraction", "-0.25"],
    ["a number of more digits than fit", "12345678901234567890"],
    ["a number beyond all that fit", "1e400"],
    ["half a surrogate pair", '"\\ud83d"'],
    ["quotes and a backslash", '"a\\"\\\\"'],
  ])("gives the id back as it came: %s", async (_, id) => {
    const { code, raw } = await lines(argv, `{"x":{"id":5e500},"id":9e900,"title":"\\"id\\":1e300","id" : ${id}}`);
    expect(code).toBe(0);
    expect(raw[0]?.startsWith(`{"id":${id},`)).toBe(true);
  });

  test.each([
    ["nothing", "null"],
    ["true or false", "true"],
    ["a list", "[1]"],
  ])("refuses an id that is %s", async (_, id) => {
    const { code, answers } = await lines(argv, `{"id":${id},"title":"BMW"}`);
    expect(code).toBe(1);
    expect(answers).toEqual([{ line: 1, error: `expected an "id" (a string or a number), got ${id}` }]);
  });

  test("answers every line once and in order: byte order mark, CRLF, empty lines, ids that come twice, no last line end", async () => {
    const input = `${mark}${item("a")}\r\n\r\n${item("b", "Wetter")}\n   \n${item("a")}\n${item(3)}`;
    const { code, answers, stderr } = await lines(argv, input);
    expect(answers.map(({ id }) => id)).toEqual(["a", "b", "a", 3]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("cuts lines at line feeds only: JSON may hold other separators as they are", async () => {
    const { code, answers } = await lines(argv, `{"id":1,\r"title":"BMW\u2028Toyota\u2029\u0085"}\n`);
    expect([code, answers.map(({ id }) => id)]).toEqual([0, [1]]);
  });

  test("decodes letters that are cut between two chunks", async () => {
    const bytes = Buffer.from(`{"id":"Zürich 🚗","title":"BMW"}`);
    const stdout = new PassThrough();
    const io = { stdin: Readable.from([...bytes].map((byte) => Buffer.of(byte))), stdout, stderr: new PassThrough() };
    expect(await tieup(argv, io)).toBe(0);
    expect(JSON.parse(String(stdout.read()))).toMatchObject({ id: "Zürich 🚗" });
  });

  test("takes null for absent", async () => {
    const nothing = { text: null, lang: null, publishedAt: null, source: null };
    const { code, answers } = await lines(argv, JSON.stringify({ id: 1, title: "BMW", ...nothing }));
    expect([code, answers.map(({ id }) => id)]).toEqual([0, [1]]);
  });

  test.each([
    ["no JSON", "{broken", "expected a JSON object, got {broken"],
    ["a list", "[1]", "expected a JSON object, got [1]"],
    ["null", "null", "expected a JSON object, got null"],
    ["a title that is no text", '{"id":1,"title":5}', 'expected a string "title", got 5'],
    ["a text that is no text", '{"id":1,"title":"x","text":{}}', 'expected "text" to be a string, got {}'],
    ["a language that is no text", '{"id":1,"title":"x","lang":1}', 'expected "lang" to be a string, got 1'],
    ["a source that is no text", '{"id":1,"title":"x","source":false}', 'expected "source" to be a string, got false'],
    [
      "a date that is none",
      '{"id":1,"title":"x","publishedAt":"nonsense"}',
      'expected "publishedAt" to be an ISO 8601 date, got "nonsense"',
    ],
    [
      "a day that isn't in the calendar",
      '{"id":1,"title":"x","publishedAt":"2031-02-30T10:00:00Z"}',
      'expected "publishedAt" to be an ISO 8601 date, got "2031-02-30T10:00:00Z"',
    ],
  ])("a line that can't be read gets its own answer and the others go on: %s", async (_, bad, error) => {
    const { code, answers } = await lines(argv, `${item("a")}\n\n${bad}\n${item("b")}\n`);
    expect(code).toBe(1);
    expect(answers.map(({ id }) => id)).toEqual(["a", undefined, "b"]);
    expect(answers[1]).toEqual({ line: 3, error });
  });

  test("goes on after files that can't be read, says which, and fails at the end", async () => {
    const good = file("good.jsonl", `${mark}${item("a")}`);
    const { code, answers, stderr } = await lines([...argv, missing, directory, good, "-"], `${item("b")}\nnothing`);
    expect(code).toBe(1);
    expect(answers.map(({ id }) => id)).toEqual(["a", "b", undefined]);
    expect(answers[2]).toMatchObject({ file: "-", line: 2 });
    expect(stderr.split("\n").slice(0, -1)).toEqual([
      `tieup ${name}: expected ${missing} to be a file that can be read: no such file or directory`,
      `tieup ${name}: expected ${directory} to be a file that can be read: illegal operation on a directory`,
    ]);
  });

  test('"-" is standard input, for the other file of the command, too, but not for both', async () => {
    const [command = "", option = ""] = argv;
    expect((await lines([...argv, "-"], item("a"))).answers).toHaveLength(1);
    const given = command === "match" ? "BMW" : "entities: [BMW]";
    const good = file("good.jsonl", item("a"));
    expect(await lines([command, option, "-", good], given)).toMatchObject({ code: 0, answers: [{ id: "a" }] });
    for (const twice of [
      [command, option, "-"],
      [...argv, "-", "-"],
    ]) {
      const { code, stderr } = await lines(twice, given);
      expect(code).toBe(2);
      expect(stderr).toContain("to be read once, got 2 uses of it");
    }
  });

  test("answers a line of five megabytes", async () => {
    const long = JSON.stringify({ id: 1e22, title: "BMW", text: `Stille. "Ruhe"\n${"wort ".repeat(1_000_000)}` });
    const { code, answers } = await lines(argv, `${long}\n${item("b")}`);
    expect([code, answers.map(({ id }) => id)]).toEqual([0, [1e22, "b"]]);
  });

  test("ends quietly when its reader has gone", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    stdout.destroy();
    expect(await tieup(argv, { stdin: Readable.from([item("a")]), stdout, stderr })).toBe(0);
    expect(stderr.read()).toBeNull();
  });
});

test("analyze and match count offsets in the text as it came, with halves of surrogate pairs in it", async () => {
  for (const argv of [commands[0]?.[1], commands[2]?.[1]] as string[][]) {
    const { raw, answers } = await lines(argv, '{"id":1,"title":"\\ud83d \\ud83d\\ude97 BMW"}');
    expect(answers[0]).toMatchObject({ mentions: [{ entity: "BMW", field: "title", start: 5, end: 8, text: "BMW" }] });
    expect(raw[0]).not.toContain("\ufffd");
  }
});

test("analyze reads relative times by the item's own clock", async () => {
  const title = "Sperrfrist: Sonntag 18 Uhr - BMW kooperiert mit Toyota";
  const [dated, undated] = ["2031-05-06T08:00:00Z", null].map((publishedAt) =>
    JSON.stringify({ id: 1, title, lang: "de", publishedAt }),
  );
  const explained = async (input = "") =>
    (await lines(["analyze", "--explain", "--watchlist", watchlist], input)).stderr;
  expect(await explained(dated)).toContain("embargo until 2031-05-11T16:00");
  expect(await explained(undated)).not.toContain("2031");
});

test("group takes an id that comes again for an edit of that item", async () => {
  const { answers } = await lines(["group"], `${item("a", "Sturm über Brisk")}\n${item("a", "Hafen von Lindau")}`);
  expect(answers.map(({ story }) => story)).toEqual(["s-a", "s-a"]);
});

test('parse goes on after what can\'t be read, and reads standard input for "-" once', async () => {
  const feed = "<rss version='2.0'><channel><title>Wire</title></channel></rss>";
  const { code, answers } = await lines(["parse", missing, directory, "-"], mark + feed);
  expect(code).toBe(1);
  expect(answers.map(({ file: name, error, title }) => [name, error ?? title])).toEqual([
    [missing, `expected ${missing} to be a file that can be read: no such file or directory`],
    [directory, `expected ${directory} to be a file that can be read: illegal operation on a directory`],
    ["-", "Wire"],
  ]);
  expect((await lines(["parse", "-", "-"], feed)).code).toBe(2);
});

test("parse ends a document that has no end, and goes on", async () => {
  const good = file("good.xml", "<rss version='2.0'><channel><title>Wire</title></channel></rss>");
  const stdout = new PassThrough();
  const stdin = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1 << 20, "<a>");
    })(),
  );
  expect(await tieup(["parse", "-", good], { stdin, stdout, stderr: new PassThrough() })).toBe(1);
  const answers = String(stdout.read())
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  expect(answers).toMatchObject([{ file: "-", error: "expected at most 16777216 bytes, got more" }, { title: "Wire" }]);
});

describe("words that make no sense", () => {
  test.each(["toString", "__proto__", "constructor", "Analyze", "analyse", ""])("no command: %j", async (name) => {
    const { code, stdout, stderr } = await runTieup([name]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^expected a command, got "/);
    expect(stderr).toContain("usage: tieup COMMAND");
  });

  test.each([
    ["no command at all", []],
    ["no watchlist", ["analyze"]],
    ["no names", ["match"]],
    ["an unknown option", ["group", "--loud"]],
    ["a watchlist that is not there", ["group", "--watchlist", missing]],
    ["a watchlist that is no YAML", ["analyze", "--watchlist", file("broken.yaml", "{a: [")]],
    ["names that are not there", ["match", "--names", directory]],
    ["a base that is no address", ["parse", "--url", "wire.example"]],
  ])("%s: exit code 2, and nothing on stdout", async (_, argv) => {
    const { code, stdout, stderr } = await runTieup(argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("tieup");
  });
});

describe("as a process", () => {
  const start = (...argv: string[]) => spawn(process.execPath, ["--import", "tsx", "cli/main.ts", ...argv]);

  test("reads standard input, prints JSON lines and exits with the command's code", async () => {
    const child = start("match", "--names", names);
    child.stdin.end(`${mark}${item(1)}\r\nnothing`);
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    expect((await once(child, "close"))[0]).toBe(1);
    expect(printed.split("\n").map((line) => line.slice(0, 9))).toEqual(['{"id":1,"', '{"line":2', ""]);
  });

  test("ends quietly and with 0 when its reader has seen enough", async () => {
    const many = file("many.jsonl", `${item("a")}\n`.repeat(20_000));
    const child = start("match", "--names", names, many);
    let talk = "";
    child.stderr.on("data", (chunk) => {
      talk += chunk;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    expect([(await once(child, "close"))[0], talk]).toEqual([0, ""]);
  });
});
