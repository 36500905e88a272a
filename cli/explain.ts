import { explainQuestion } from "../lib/api/explain-routes.ts";
import { type ApiClient, apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import { writeJson } from "./show.ts";
import { coloured, screenOf } from "./table.ts";
import { onOneLine } from "./terminal-text.ts";
import { writtenWatchlist } from "./watchlist-file.ts";
import { watchlistMeant } from "./watchlist-rows.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup explain HEADLINE [--text TEASER] [--language L] --watchlist ID | --file FILE [--json]
       tieup explain LINK [--language L] --watchlist ID | --file FILE [--json]
       tieup explain --hit ID [--json]

Why a text, or an item that your feeds brought, would alert on a watchlist or not; or why a hit was one. Exit code 0 whichever it is.

  --watchlist ID   one of yours, by id, its beginning or its name
  --file FILE      a watchlist in a YAML or JSON file, which need not be saved
  LINK, or --url LINK   of an item of the last 30 days
  --text TEASER    what stands below the headline
  --language L     de or en; else found from the words
  --hit ID         a hit, as tieup history --json has it
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup explain "BMW and Toyota agree to build fuel cells" --watchlist "Car alliances"
  tieup explain https://wire.example/4711 --file cars.yaml
  tieup explain --hit WyJjYXJzIiw… --json`;

interface Explanation {
  hit?: boolean;
  alerts: boolean;
  sources: { wanted: number; known: number } | null;
  lang: string;
  reasons: string[];
  title?: string;
  item?: { source: string; title: string; seenAt: string } | null;
  mentions: { entityId: string; text: string; reason: string }[];
  tieUps: { kind: string; stage: string; evidence: { sentence: string; trigger: string } }[];
  dropped?: { mentions: { text: string; reason: string }[]; tieUps: { sentence: string; reason: string }[] };
}

const text = { type: "string" } as const;
const options = {
  ...apiOptions,
  ...{ text, language: text, watchlist: text, file: text, url: text, hit: text },
  json: { type: "boolean" },
} as const;

/** Why something alerts, or not. */
export const explain: Command = {
  name: "explain",
  summary: "why a text, a link or a hit alerts on a watchlist, or not",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const { values, words } = readWords(argv, options, { most: 1, expected: "one headline in quotes, or one link" });
    const question = questionOf(words[0], values);
    const api = await apiClient(values);
    const found = "hit" in question ? await whyHit(question.hit, api) : await judged(question, values, api, io);
    tell(found, values.json === true, io);
    return 0;
  },
};

type Given = Partial<Record<"text" | "language" | "watchlist" | "file" | "url" | "hit", string>>;
type Question = { hit: string } | { url: string } | { title: string; text: string };

/** What is asked about. A word that is an address is a link: nobody writes such headlines. */
function questionOf(word: string | undefined, values: Given): Question {
  const { text: teaser, language, watchlist, file, url, hit } = values;
  const given = [word, url, hit].filter((one) => one !== undefined).length;
  if (given !== 1) throw new UsageError(`expected a headline, a link or --hit, got ${given} of them`);
  if (hit !== undefined) {
    const idle = (["watchlist", "file", "text", "language"] as const).find((name) => values[name] !== undefined);
    if (idle) throw new UsageError(`expected no --${idle} with --hit: a hit was judged when it came, on its watchlist`);
    return { hit };
  }
  if ((watchlist === undefined) === (file === undefined))
    throw new UsageError("expected either --watchlist ID or --file FILE");
  optionValue("--language", language, explainQuestion.shape.lang);
  const link = url ?? (/^https?:\/\/\S+$/i.test(word?.trim() ?? "") ? word?.trim() : undefined);
  if (link === undefined) return { title: word ?? "", text: teaser ?? "" };
  if (teaser !== undefined) throw new UsageError("expected no --text with a link: the item has one of its own");
  return { url: link };
}

async function whyHit(hit: string, api: ApiClient): Promise<Explanation> {
  const { body } = await api.send<Explanation>("GET", `/hits/${encodeURIComponent(hit)}/why`);
  return { ...body, hit: true };
}

async function judged(
  question: Exclude<Question, { hit: string }>,
  { watchlist, file, language }: Given,
  api: ApiClient,
  io: CommandIo,
): Promise<Explanation> {
  const list =
    watchlist === undefined
      ? { watchlist: await writtenWatchlist(file as string, io) }
      : { watchlistId: (await watchlistMeant(watchlist, api)).id };
  return (await api.send<Explanation>("POST", "/explain", { ...list, ...question, lang: language })).body;
}

function tell(found: Explanation, asJson: boolean, io: CommandIo): void {
  if (asJson) {
    writeJson(io, found);
    return;
  }
  const { colours } = screenOf(io.stdout);
  const { reasons, mentions, tieUps, dropped, item } = found;
  const lines = [
    ...reasons,
    ...mentions.map(({ text: span, entityId, reason }) => `“${span}” is ${entityId}: ${reason}`),
    ...tieUps.map(({ kind, stage, evidence }) => `${kind}, ${stage}: “${evidence.sentence}” by “${evidence.trigger}”`),
    ...(dropped?.mentions ?? []).map(({ text: span, reason }) => `not “${span}”: ${reason}`),
    ...(dropped?.tieUps ?? []).map(({ reason }) => `no tie-up: ${reason}`),
  ];
  if (item) io.stdout.write(`${onOneLine(`${item.source}, ${item.seenAt}: ${item.title}`)}\n`);
  io.stdout.write(`${coloured(verdictOf(found), found.alerts ? "green" : "yellow", colours)}\n`);
  // What stands in the title and in the text has the same reason in both.
  io.stdout.write([...new Set(lines)].map((line) => `  ${onOneLine(line)}\n`).join(""));
}

function verdictOf({ alerts, sources }: Explanation): string {
  if (alerts) return "ALERTS";
  return sources && sources.known < sources.wanted
    ? `does not alert yet: ${sources.known} of ${sources.wanted} independent sources`
    : "does not alert";
}
