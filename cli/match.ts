import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { compileNames, matchNames, type NameList } from "../lib/matching/match-names.ts";
import type { Field } from "../lib/matching/mention.ts";
import { withTrailingSigns } from "../lib/matching/trailing-signs.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";

const help = `Usage: tieup match --names FILE [FILE…]

Finds the names of FILE, one a line and up to millions of them, in texts: JSON lines {id, text} or {id, title, text} from the
files, else from stdin. Prints one JSON line each, in the same order:
  {id, mentions: [{entity, field, start, end, text}]}
Names are whole words, with inflection, compounds and spelling variants; the longest wins; nothing is decided by context (that
is "tieup analyze"). Offsets are UTF-16 code units. A line that can't be read gives {line, error}; the others go on, and the
exit code is 1.

  --names FILE      the names, one a line; empty lines and names of one letter are passed over

Example: tieup match --names companies.txt items.jsonl`;

/** Texts as JSON lines → the names of a large list that they mention, as JSON lines in the same order. */
export const match: Command = {
  name: "match",
  summary: "texts (JSON lines) → mentions of the names of a list, however large",
  help,
  run,
};

async function run(argv: string[], io: CommandIo): Promise<number> {
  const { namesFile, files } = readArgv(argv);
  const names = await readNames(namesFile, io);
  const list = compileNames(names);
  let line = 0;
  let failures = 0;
  for await (const text of linesOf(files, io.stdin)) {
    line++;
    if (text.trim() === "") continue;
    const answer = answerTo(text, line, names, list);
    if ("error" in answer) failures++;
    await writeLine(io.stdout, answer);
  }
  return failures > 0 ? 1 : 0;
}

function answerTo(line: string, number: number, names: string[], list: NameList): object {
  const item = readItem(line);
  if ("error" in item) return { line: number, error: item.error };
  const mentions = (["title", "text"] as const).flatMap((field: Field) =>
    matchNames(list, item[field]).map(({ name, start, end: lettersEnd }) => {
      const end = withTrailingSigns([names[name] ?? ""], item[field], lettersEnd);
      return { entity: names[name], field, start, end, text: item[field].slice(start, end) };
    }),
  );
  return { id: item.id, mentions };
}

function readArgv(argv: string[]): { namesFile: string; files: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { names: { type: "string" } },
      allowPositionals: true,
    });
    if (values.names === undefined) throw new UsageError("expected --names FILE, got none");
    return { namesFile: values.names, files: positionals };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

async function readNames(file: string, io: CommandIo): Promise<string[]> {
  const names: string[] = [];
  let passedOver = 0;
  try {
    for await (const line of linesOf([file], io.stdin)) {
      const name = line.trim();
      if (/[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(name)) names.push(name);
      else if (name !== "") passedOver++;
    }
  } catch (error) {
    throw new UsageError(`expected a file of names, got ${file}: ${(error as Error).message}`);
  }
  if (passedOver > 0) io.stderr.write(`${file}: passed over ${passedOver} names of less than two letters or digits\n`);
  if (names.length === 0) throw new UsageError(`expected names in ${file}, one a line, got none`);
  return names;
}

async function* linesOf(files: string[], stdin: Readable): AsyncGenerator<string> {
  const sources = files.length > 0 ? files.map((file) => () => createReadStream(file)) : [() => stdin];
  for (const open of sources) yield* createInterface({ input: open(), crlfDelay: Number.POSITIVE_INFINITY });
}

type TextLine = { id: string | number; title: string; text: string } | { error: string };

function readItem(line: string): TextLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { error: `expected a JSON object, got ${excerpt(line)}` };
  }
  const { id, title = "", text = "" } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== "string" && typeof id !== "number") return { error: `expected an "id", got ${shown(id)}` };
  if (typeof title !== "string") return { error: `expected a string "title", got ${shown(title)}` };
  if (typeof text !== "string") return { error: `expected a string "text", got ${shown(text)}` };
  return { id, title, text };
}

const excerptLengthMax = 80;
const excerpt = (text: string): string =>
  text.length > excerptLengthMax ? `${text.slice(0, excerptLengthMax)}…` : text;
const shown = (value: unknown): string => excerpt(JSON.stringify(value) ?? "none");

async function writeLine(stream: Writable, value: object): Promise<void> {
  if (stream.write(`${JSON.stringify(value)}\n`)) return;
  await new Promise<void>((resolve) => stream.once("drain", resolve));
}
