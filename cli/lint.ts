import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { type AliasWarning, lintWatchlist } from "../lib/matching/lint-watchlist.ts";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import { type AliasTrial, type AliasUse, tryAliases } from "../lib/matching/try-aliases.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";

const help = `Usage: tieup lint WATCHLIST [--corpus FILE] [--json]

Warns about names of a watchlist that will match more than the company: short ones, common words and surnames, names that
longer names of others contain, names that two companies share. Each warning proposes what could be written into the watchlist.
Exit code 0, with or without warnings; 2 where the watchlist can't be read.

  WATCHLIST      YAML or JSON, as for "tieup analyze"
  --corpus FILE  JSON lines {title, text?}: counts where each of these names stands in it and gives up to three examples of what
                 would be matched wrongly by the name alone
  --json         one JSON line a warning: {entity, alias, problem, message, proposal, corpus?}

Example: tieup lint cars.yaml --corpus items.jsonl`;

/** A watchlist → warnings about its aliases, with what they match in a corpus. */
export const lint: Command = {
  name: "lint",
  summary: "a watchlist → warnings about short, common or contained names",
  help,
  run,
};

interface Corpus {
  items: number;
  share: number;
}

type Line = Omit<AliasWarning, "entityId"> & { corpus?: AliasUse & Corpus };

async function run(argv: string[], io: CommandIo): Promise<number> {
  const { watchlistFile, corpusFile, json } = readArgv(argv);
  const watchlist = await loadWatchlist(watchlistFile);
  const warnings = lintWatchlist(watchlist);
  const trial = corpusFile === undefined ? null : await tryOn(corpusFile, watchlist, io);
  for (const { entityId, ...warning } of warnings) {
    const line: Line = trial ? { ...warning, corpus: corpusUse(trial, entityId, warning.alias) } : warning;
    io.stdout.write(json ? `${JSON.stringify(line)}\n` : inWords(line, trial?.items() ?? 0));
  }
  if (!json) {
    const names = watchlist.entities.reduce((sum, entity) => sum + entity.aliases.length, 0);
    io.stdout.write(`${warnings.length} warning${warnings.length === 1 ? "" : "s"} for ${names} names.\n`);
  }
  return 0;
}

function corpusUse(trial: AliasTrial, entityId: string, alias: string): AliasUse & Corpus {
  const use = trial.use(entityId, alias);
  return { ...use, share: trial.items() === 0 ? 0 : use.items / trial.items() };
}

function inWords({ entity, alias, message, proposal, corpus }: Line, items: number): string {
  const lines = [`${entity}: ${message}.`];
  if (corpus) {
    const share = `${(100 * corpus.share).toFixed(1)}%`;
    const { places, kept } = corpus;
    lines.push(
      `  "${alias}" stands ${places} times in ${corpus.items} of ${items} items (${share}); ${kept} count as ${entity}`,
    );
    lines.push(
      ...corpus.examples.map(
        (example) => `    ${example.text}   (${example.counted ? "counts" : "does not count"}: ${example.reason})`,
      ),
    );
  }
  const settings = [
    proposal.needsContext ? "needsContext: true" : "",
    proposal.caseSensitive ? "caseSensitive: true" : "",
    proposal.context.length > 0 ? `context: ${JSON.stringify(proposal.context)}` : "",
    proposal.exclude.length > 0 ? `exclude: ${JSON.stringify(proposal.exclude)}` : "",
  ].filter(Boolean);
  if (settings.length > 0) lines.push(`  try: ${settings.join(", ")}`);
  return `${lines.join("\n")}\n`;
}

async function tryOn(file: string, watchlist: Watchlist, io: CommandIo): Promise<AliasTrial> {
  const trial = tryAliases(watchlist);
  let unread = 0;
  try {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) {
      const item = readItem(line);
      if (item) trial.add(item);
      else if (line.trim() !== "") unread++;
    }
  } catch (error) {
    throw new UsageError(`expected a corpus of JSON lines, got ${file}: ${messageOf(error)}`);
  }
  if (unread > 0) io.stderr.write(`${file}: passed over ${unread} lines that are no items {title, text?}\n`);
  return trial;
}

function readItem(line: string): { title: string; text: string } | null {
  try {
    const { title = "", text = "" } = (JSON.parse(line) ?? {}) as Record<string, unknown>;
    return typeof title === "string" && typeof text === "string" ? { title, text } : null;
  } catch {
    return null;
  }
}

function readArgv(argv: string[]): { watchlistFile: string; corpusFile: string | undefined; json: boolean } {
  const options = { corpus: { type: "string" }, json: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    const [watchlistFile, ...others] = positionals;
    if (watchlistFile === undefined) throw new UsageError("expected WATCHLIST, got none");
    if (others.length > 0) throw new UsageError(`expected one WATCHLIST, got ${positionals.join(" ")}`);
    return { watchlistFile, corpusFile: values.corpus, json: values.json === true };
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
