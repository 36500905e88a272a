import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import { withoutSpans } from "../lib/polling/wire-span.ts";
import type { StoryCandidate } from "../lib/stories/assign-story.ts";
import { factsOfMentions, factsOfTieUp } from "../lib/stories/facts-of-tie-up.ts";
import { createStoryIndex, type StoryIndex } from "../lib/stories/story-index.ts";
import { detectLanguage } from "../lib/text/language.ts";
import { type Answer, answerLines } from "./answer-lines.ts";
import type { Command, CommandIo } from "./command.ts";
import { inputsOf } from "./input.ts";
import { type GivenItem, readItem } from "./read-item.ts";
import { loadWatchlist } from "./watchlist-file.ts";
import { anyFiles, readWords } from "./words.ts";

const help = `Usage: tieup group [--watchlist FILE] [--explain] [FILE…]

Reads items as JSON lines {id, title, text?, lang?, publishedAt?, source?} from the files, else from stdin ("-"), in the order
in which they were seen, and prints {id, story} for each, one JSON line each in the same order. Items with the same story are
about one event. An id that comes again is an edit of that item. Items without publishedAt count as published with the one
before. A line that can't be read gives {line, error}; the others go on, and the exit code is 1.

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
  const entities = watchlistFile === null ? [] : (await loadWatchlist(watchlistFile, io)).entities;
  const session: Session = {
    dictionary: compileDictionary(entities),
    stories: createStoryIndex(),
    languages: new Map(),
    seenAt: new Date(0).toISOString(),
    explain,
    io,
  };
  return answerLines("group", files, io, (line) => answerTo(line, session));
}

function answerTo(line: string, session: Session): Answer {
  const item = readItem(line);
  if ("error" in item) return item;
  if (item.publishedAt) session.seenAt = item.publishedAt;
  const { story, newFacts, joining } = session.stories.assign(candidateOf(item, session));
  const why = joining?.why ?? "the item is already in this story";
  if (session.explain) session.io.stderr.write(`${item.id}: ${story.id}, ${[why, ...newFacts].join("; ")}\n`);
  return { idJson: item.idJson, fields: { story: story.id } };
}

/** What the pipeline would compare: the facts of the item's main tie-up, else the watched companies it mentions, else its text alone. */
function candidateOf(item: GivenItem, session: Session): StoryCandidate {
  const lang = item.lang ?? detectLanguage(`${item.title} ${item.text}`, commonest(session.languages));
  session.languages.set(lang, (session.languages.get(lang) ?? 0) + 1);
  const { mentions, tieUps, masked } = analyseItem({ ...item, lang }, session.dictionary);
  const tieUp = tieUps.find(({ parties }) => parties.length > 1) ?? tieUps[0];
  const facts = tieUp ? factsOfTieUp(tieUp) : factsOfMentions(mentions.map(({ entityId }) => entityId));
  const title = withoutSpans(item.title, "title", masked);
  const summary = withoutSpans(item.text, "text", masked);
  return { itemId: item.id, facts, title, summary, lang, source: item.source, seenAt: session.seenAt };
}

const commonest = (languages: Map<string, number>): string | undefined =>
  [...languages].sort((a, b) => b[1] - a[1])[0]?.[0];

function readArgv(argv: string[]): { watchlistFile: string | null; explain: boolean; files: string[] } {
  const options = { watchlist: { type: "string" }, explain: { type: "boolean" } } as const;
  const { values, words } = readWords(argv, options, anyFiles);
  const watchlistFile = values.watchlist ?? null;
  const files = inputsOf(words, watchlistFile === null ? [] : [watchlistFile]);
  return { watchlistFile, explain: values.explain === true, files };
}
