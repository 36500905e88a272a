import { type AliasWarning, lintOnCorpus, lintWatchlist } from "../lib/matching/lint-watchlist.ts";
import { type AliasTrial, type AliasUse, tryAliases } from "../lib/matching/try-aliases.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { inputsOf, UnreadableInput } from "./input.ts";
import { linesOf } from "./lines.ts";
import { loadWatchlist } from "./watchlist-file.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup lint WATCHLIST [--corpus FILE] [--json]

Warns about names of a watchlist that will match more than the company: short ones, common words and surnames, names that
longer names of others contain, names that two companies share. Each warning proposes what could be written into the watchlist.
Exit code 0, with or without warnings; 2 where the watchlist can't be read.

  WATCHLIST      YAML or JSON, as for "tieup analyze"; "-" reads stdin
  --corpus FILE  JSON lines {title, text?}: counts where each of these names stands in it and gives up to three examples of what
                 would be matched wrongly by the name alone; warns of names that stand there in small letters, as words do
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

const options = { corpus: { type: "string" }, json: { type: "boolean" } } as const;

async function run(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, options, { least: 1, expected: "one WATCHLIST" });
  const corpusFile = values.corpus;
  const [watchlistFile] = inputsOf(words, corpusFile === undefined ? [] : [corpusFile]) as [string];
  const watchlist = await loadWatchlist(watchlistFile, io);
  const trial = corpusFile === undefined ? null : await tryOn(corpusFile, watchlist, io);
  const byName = lintWatchlist(watchlist);
  const warnings = [...byName, ...(trial ? lintOnCorpus(watchlist, trial, byName) : [])];
  const counted = new Set<string>();
  for (const { entityId, ...warning } of warnings) {
    const line: Line = trial ? { ...warning, corpus: corpusUse(trial, entityId, warning.alias) } : warning;
    // What the name does in the corpus is said once, however much there is to warn of.
    const name = `${entityId}\n${warning.alias}`;
    const isFirst = !counted.has(name);
    counted.add(name);
    io.stdout.write(values.json ? `${JSON.stringify(line)}\n` : inWords(line, isFirst, trial?.items() ?? 0));
  }
  if (!values.json) {
    const names = watchlist.entities.reduce((sum, entity) => sum + entity.aliases.length, 0);
    io.stdout.write(`${count(warnings.length, "warning")} for ${count(names, "name")}.\n`);
  }
  return 0;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;

function corpusUse(trial: AliasTrial, entityId: string, alias: string): AliasUse & Corpus {
  const use = trial.use(entityId, alias);
  return { ...use, share: trial.items() === 0 ? 0 : use.items / trial.items() };
}

function inWords({ entity, alias, message, proposal, corpus }: Line, tellCorpus: boolean, items: number): string {
  const lines = [`${entity}: ${message}.`];
  if (corpus && tellCorpus) {
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
    for await (const line of linesOf(file, io)) {
      const item = line === null ? null : readItem(line);
      if (item) trial.add(item);
      else if (line?.trim() !== "") unread++;
    }
  } catch (fault) {
    if (!(fault instanceof UnreadableInput)) throw fault;
    throw new UsageError(`expected a corpus of JSON lines, got ${file}: ${fault.message}`);
  }
  if (unread > 0) io.stderr.write(`${file}: passed over ${count(unread, "line")} that are no items {title, text?}\n`);
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
