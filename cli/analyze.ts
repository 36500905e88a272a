import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import { judgeHit } from "../lib/pipeline/judge-hit.ts";
import { analysisLine } from "./analysis-line.ts";
import { type Answer, answerLines } from "./answer-lines.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { explainAnalysis } from "./explain-analysis.ts";
import { inputsOf } from "./input.ts";
import { readItem } from "./read-item.ts";
import { loadWatchlist } from "./watchlist-file.ts";
import { anyFiles, readWords } from "./words.ts";

const help = `Usage: tieup analyze --watchlist FILE [--explain] [FILE…]

Reads items as JSON lines {id, title, text?, lang?, publishedAt?, source?} from the files, else from stdin ("-"), and
prints one JSON line each, in the same order:
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
  const watchlist = await loadWatchlist(watchlistFile, io);
  const session = { watchlist, dictionary: compileDictionary(watchlist.entities), explain, io };
  return answerLines("analyze", files, io, (line) => answerTo(line, session));
}

function answerTo(line: string, { watchlist, dictionary, explain, io }: Session): Answer {
  const item = readItem(line);
  if ("error" in item) return item;
  const analysis = analyseItem(item, dictionary);
  const judgement = judgeHit(watchlist, analysis);
  if (explain) io.stderr.write(explainAnalysis(item, analysis, judgement, watchlist.entities));
  return { idJson: item.idJson, fields: analysisLine(analysis, judgement, watchlist.entities) };
}

function readArgv(argv: string[]): { watchlistFile: string; explain: boolean; files: string[] } {
  const options = { watchlist: { type: "string" }, explain: { type: "boolean" } } as const;
  const { values, words } = readWords(argv, options, anyFiles);
  if (values.watchlist === undefined) throw new UsageError("expected --watchlist FILE, got none");
  const files = inputsOf(words, [values.watchlist]);
  return { watchlistFile: values.watchlist, explain: values.explain === true, files };
}
