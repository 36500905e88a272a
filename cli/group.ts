import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import { type AnalysedItem, analyseItem } from "../lib/pipeline/analyse-item.ts";
import type { StoryCandidate } from "../lib/stories/assign-story.ts";
import { factsOfMentions, factsOfTieUp } from "../lib/stories/facts-of-tie-up.ts";
import { createStoryIndex, type StoryIndex } from "../lib/stories/story-index.ts";
import { detectLanguage } from "../lib/text/language.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";

const help = `Usage: tieup group [--watchlist FILE] [--explain] [FILE…]

Reads items as JSON lines {id, title, text?, lang?, publishedAt?, source?} from the files, else from stdin, in the order in
which they were seen, and prints {id, story} for each, one JSON line each in the same order. Items with the same story are about one event.
Items without publishedAt count as published with the one before. A line that can't be read gives {line, error}; the others go
on, and the exit code is 1.

  --watchlist FILE  YAML or JSON: {name, entities: ["BMW", {name, aliases, context}], rule}; its companies are the parties by
                    which items are told apart, in any language
  --explain         why each item is in its story, on stderr

Example: tieup group --watchlist cars.yaml items.jsonl`;

/** Items as JSON lines → the story of each, as JSON lines in the same order. */
export const group: Command = { name: "group", summary: "items (JSON lines) → the story of each", help, run };

interface Session {
  dictionary: Dictionary;
  stories: StoryIndex;
  /** How many items were in each language: a headline that shows none is taken to be in the commonest. */
  languages: Map<string, number>;
  /** ISO 8601 UTC: the time of the last item that had one. */
  seenAt: string;
  explain: boolean;
  io: CommandIo;
}

async function run(argv: string[], io: CommandIo): Promise<number> {
  const { watchlistFile, explain, files } = readArgv(argv);
  const entities = watchlistFile === null ? [] : (await loadWatchlist(watchlistFile)).entities;
  const dictionary = compileDictionary(entities);
  const session: Session = {
    dictionary,
    stories: createStoryIndex(),
    languages: new Map(),
    seenAt: new Date(0).toISOString(),
    explain,
    io,
  };
  let line = 0;
  let failures = 0;
  for await (const text of linesOf(files, io.stdin)) {
    line++;
    if (text.trim() !== "" && !(await answer(text, line, session))) failures++;
  }
  return failures > 0 ? 1 : 0;
}

/** Writes the line's answer; false where the line could not be read. */
async function answer(text: string, line: number, session: Session): Promise<boolean> {
  const item = readItem(text);
  if ("error" in item) {
    await writeLine(session.io.stdout, { line, error: item.error });
    return false;
  }
  if (item.publishedAt) session.seenAt = item.publishedAt;
  const { story, newFacts, why } = session.stories.assign(candidateOf(item, session));
  await writeLine(session.io.stdout, { id: item.id, story: story.id });
  if (session.explain) session.io.stderr.write(`${item.id}: ${story.id}, ${[why, ...newFacts].join("; ")}\n`);
  return true;
}

/** What the pipeline would compare: the facts of the item's main tie-up, else the watched companies it mentions, else its text alone. */
function candidateOf(item: AnalysedItem, session: Session): StoryCandidate {
  const lang = item.lang ?? detectLanguage(`${item.title} ${item.text}`, commonest(session.languages));
  session.languages.set(lang, (session.languages.get(lang) ?? 0) + 1);
  const { mentions, tieUps } = analyseItem({ ...item, lang }, session.dictionary);
  const tieUp = tieUps.find(({ parties }) => parties.length > 1) ?? tieUps[0];
  const facts = tieUp ? factsOfTieUp(tieUp) : factsOfMentions(mentions.map(({ entityId }) => entityId));
  const { id: itemId, title, text: summary, source = "" } = item;
  return { itemId, facts, title, summary, lang, source, seenAt: session.seenAt };
}

const commonest = (languages: Map<string, number>): string | undefined =>
  [...languages].sort((a, b) => b[1] - a[1])[0]?.[0];

function readArgv(argv: string[]): { watchlistFile: string | null; explain: boolean; files: string[] } {
  const options = { watchlist: { type: "string" }, explain: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    return { watchlistFile: values.watchlist ?? null, explain: values.explain === true, files: positionals };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

async function loadWatchlist(file: string): Promise<ReturnType<typeof readWatchlist>> {
  try {
    return readWatchlist(parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof WatchlistError) throw new UsageError(`${file}: ${error.message}`);
    throw new UsageError(`${file}: expected a watchlist as YAML or JSON; ${messageOf(error)}`);
  }
}

async function* linesOf(files: string[], stdin: Readable): AsyncGenerator<string> {
  const sources = files.length > 0 ? files.map((file) => () => createReadStream(file)) : [() => stdin];
  for (const open of sources) yield* createInterface({ input: open(), crlfDelay: Number.POSITIVE_INFINITY });
}

const optionalFields = ["text", "lang", "publishedAt", "source"] as const;

/** The item of one JSON line, its publishedAt as ISO 8601 UTC, or what was expected and what came. */
function readItem(line: string): AnalysedItem | { error: string } {
  const fields = readObject(line);
  if (!fields) return { error: `expected a JSON object, got ${excerpt(line)}` };
  const { id, title } = fields;
  if (typeof id !== "string" && typeof id !== "number") return { error: `expected an "id", got ${shown(id)}` };
  if (typeof title !== "string") return { error: `expected a string "title", got ${shown(title)}` };
  const wrong = optionalFields.find((name) => fields[name] != null && typeof fields[name] !== "string");
  if (wrong) return { error: `expected "${wrong}" to be a string, got ${shown(fields[wrong])}` };
  const [text, lang, publishedAt, source] = optionalFields.map((name) => (fields[name] as string | null) ?? null);
  const time = publishedAt ? Date.parse(publishedAt) : null;
  if (Number.isNaN(time)) return { error: `expected "publishedAt" to be an ISO 8601 date, got ${shown(publishedAt)}` };
  const iso = time == null ? null : new Date(time).toISOString();
  return { id: String(id), title, text: text ?? "", lang: lang ?? null, publishedAt: iso, source: source ?? "" };
}

function readObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const excerptLengthMax = 80;
const excerpt = (text: string): string =>
  text.length > excerptLengthMax ? `${text.slice(0, excerptLengthMax)}…` : text;
const shown = (value: unknown): string => excerpt(JSON.stringify(value) ?? "none");
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function writeLine(stream: Writable, value: unknown): Promise<void> {
  if (stream.write(`${JSON.stringify(value)}\n`)) return;
  await new Promise<void>((resolve) => stream.once("drain", resolve));
}
