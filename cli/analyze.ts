import { once } from "node:events";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type AnalysedItem, analyseItem } from "../lib/pipeline/analyse-item.ts";
import { judgeHit } from "../lib/pipeline/judge-hit.ts";
import { analysisLine } from "./analysis-line.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { explainAnalysis } from "./explain-analysis.ts";

const help = `Usage: tieup analyze --watchlist FILE [--explain] [FILE…]

Reads items as JSON lines {id, title, text?, lang?, publishedAt?, source?} from the files, else from stdin, and prints one
JSON line each, in the same order:
  {id, lang, mentions: [{entity, field, start, end, text}],
   tieups: [{parties: [{entity, text}], kind, stage, areas, evidence: {field, sentence, trigger, cues}, confidence}],
   hit, reasons}
A line that can't be read gives {line, error}; the others go on, and the exit code is 1.

  --watchlist FILE  YAML or JSON: {name, entities: ["BMW", {name, aliases, context}], rule}
  --explain         the chain of reasons in words on stderr

Example: tieup analyze --watchlist cars.yaml --explain items.jsonl`;

/** Items as JSON lines → mentions, tie-ups and whether they hit a watchlist, as JSON lines in the same order. */
export const analyze: Command = {
  name: "analyze",
  summary: "items (JSON lines) → mentions, tie-ups and whether they hit a watchlist",
  help,
  run,
};

interface Session {
  watchlist: Watchlist;
  dictionary: Dictionary;
  explain: boolean;
  io: CommandIo;
}

async function run(argv: string[], io: CommandIo): Promise<number> {
  const { watchlistFile, explain, files } = readArgv(argv);
  const watchlist = await loadWatchlist(watchlistFile);
  const session = { watchlist, dictionary: compileDictionary(watchlist.entities), explain, io };
  const sources = files.length > 0 ? files.map((file) => createReadStream(file)) : [io.stdin];
  const progress = { line: 0, failures: 0 };
  for (const source of sources) {
    try {
      await answerAll(source, session, progress);
    } catch (error) {
      if (!isFileError(error)) throw error;
      io.stderr.write(`tieup analyze: expected a readable file; ${messageOf(error)}\n`);
      progress.failures++;
    }
  }
  return progress.failures > 0 ? 1 : 0;
}

async function answerAll(
  source: Readable,
  session: Session,
  progress: { line: number; failures: number },
): Promise<void> {
  // Opened first: a file that is not there must fail here, not as an event that nobody hears.
  if ("pending" in source && source.pending) await once(source, "open");
  for await (const text of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    progress.line++;
    if (text.trim() !== "" && !(await answer(text, progress.line, session))) progress.failures++;
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Writes the line's answer; false where the line could not be read. */
async function answer(text: string, line: number, session: Session): Promise<boolean> {
  const { watchlist, dictionary, explain, io } = session;
  const item = readItem(text);
  if ("error" in item) {
    await writeLine(io.stdout, { line, error: item.error });
    return false;
  }
  const analysis = analyseItem(item, dictionary);
  const judgement = judgeHit(watchlist, analysis);
  await writeLine(io.stdout, analysisLine(item.givenId, analysis, judgement, watchlist.entities));
  if (explain) io.stderr.write(explainAnalysis(item, analysis, judgement, watchlist.entities));
  return true;
}

function readArgv(argv: string[]): { watchlistFile: string; explain: boolean; files: string[] } {
  const options = { watchlist: { type: "string" }, explain: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    if (values.watchlist === undefined) throw new UsageError("expected --watchlist FILE, got none");
    return { watchlistFile: values.watchlist, explain: values.explain === true, files: positionals };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(messageOf(error));
  }
}

async function loadWatchlist(file: string): Promise<Watchlist> {
  try {
    return readWatchlist(parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof WatchlistError) throw new UsageError(`${file}: ${error.message}`);
    throw new UsageError(`${file}: expected a watchlist as YAML or JSON; ${messageOf(error)}`);
  }
}

/** An item with its id as it was given: what comes as a number goes back as one. */
type GivenItem = AnalysedItem & { givenId: string | number };

/** An item from one JSON line, or what is wrong with the line. */
function readItem(line: string): GivenItem | { error: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { error: `expected a JSON object, got ${excerpt(line)}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { error: `expected a JSON object, got ${excerpt(line)}` };
  }
  const fields = value as Record<string, unknown>;
  for (const name of ["text", "lang", "publishedAt", "source"]) {
    const field = fields[name];
    if (field !== undefined && field !== null && typeof field !== "string") {
      return { error: `expected "${name}" to be a string, got ${excerpt(JSON.stringify(field))}` };
    }
  }
  const { id, title } = fields;
  if (typeof title !== "string")
    return { error: `expected a string "title", got ${excerpt(JSON.stringify(title) ?? "none")}` };
  if (typeof id !== "string" && typeof id !== "number") {
    return { error: `expected an "id", got ${excerpt(JSON.stringify(id) ?? "none")}` };
  }
  const lang = typeof fields.lang === "string" ? fields.lang : null;
  return { id: String(id), givenId: id, title, text: typeof fields.text === "string" ? fields.text : "", lang };
}

const excerptLengthMax = 80;

function excerpt(text: string): string {
  return text.length > excerptLengthMax ? `${text.slice(0, excerptLengthMax)}…` : text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function writeLine(stream: Writable, value: unknown): Promise<void> {
  if (stream.write(`${JSON.stringify(value)}\n`)) return;
  await new Promise<void>((resolve) => stream.once("drain", resolve));
}
