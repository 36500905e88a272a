import { compileNames, matchNames, type NameList } from "../lib/matching/match-names.ts";
import type { Field } from "../lib/matching/mention.ts";
import { withTrailingSigns } from "../lib/matching/trailing-signs.ts";
import { type Answer, answerLines } from "./answer-lines.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { inputsOf, UnreadableInput } from "./input.ts";
import { linesOf } from "./lines.ts";
import { readItem } from "./read-item.ts";
import { anyFiles, readWords } from "./words.ts";

const help = `Usage: tieup match --names FILE [FILE…]

Finds the names of FILE, one a line and up to millions of them, in texts: JSON lines {id, text} or {id, title, text} from the
files, else from stdin ("-"). Prints one JSON line each, in the same order:
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
  return answerLines("match", files, io, (line) => answerTo(line, names, list));
}

function answerTo(line: string, names: string[], list: NameList): Answer {
  const item = readItem(line, true);
  if ("error" in item) return item;
  const mentions = (["title", "text"] as const).flatMap((field: Field) =>
    matchNames(list, item[field]).map(({ name, start, end: lettersEnd }) => {
      const end = withTrailingSigns([names[name] ?? ""], item[field], lettersEnd);
      return { entity: names[name], field, start, end, text: item[field].slice(start, end) };
    }),
  );
  return { idJson: item.idJson, fields: { mentions } };
}

function readArgv(argv: string[]): { namesFile: string; files: string[] } {
  const { values, words } = readWords(argv, { names: { type: "string" } } as const, anyFiles);
  if (values.names === undefined) throw new UsageError("expected --names FILE, got none");
  return { namesFile: values.names, files: inputsOf(words, [values.names]) };
}

async function readNames(file: string, io: CommandIo): Promise<string[]> {
  const names: string[] = [];
  let passedOver = 0;
  try {
    for await (const line of linesOf(file, io)) {
      const name = line?.trim() ?? "";
      if (/[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(name)) names.push(name);
      else if (name !== "") passedOver++;
    }
  } catch (fault) {
    if (!(fault instanceof UnreadableInput)) throw fault;
    throw new UsageError(`expected a file of names, got ${file}: ${fault.message}`);
  }
  if (passedOver > 0) io.stderr.write(`${file}: passed over ${passedOver} names of less than two letters or digits\n`);
  if (names.length === 0) throw new UsageError(`expected names in ${file}, one a line, got none`);
  return names;
}
