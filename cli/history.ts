import { type ApiClient, apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { type Answered, checkFilters, filterHelp, filterOptions, queryOf } from "./history-filter.ts";
import { type Names, namesIn } from "./names.ts";
import { cell, progressOn, stageCell, writeJson, writeTable } from "./show.ts";
import { noWords, readWords, wholeNumber } from "./words.ts";

const help = `Usage: tieup history [FILTERS] [--stories] [--limit N] [--json | --csv | --ndjson]

What hit your watchlists, newest first; with --stories the stories that these reports tell, each once.

${filterHelp}
  --stories        stories in place of hits
  --limit N        so many at most, 20 if not given; "all" for all
  --json, --csv, --ndjson
${apiHelp}

Examples:
  tieup history --entity BMW --since 2026-01-01
  tieup history --pair BMW,Toyota --stage agreed,expanded
  tieup history --words "fuel cell" --stories
  tieup history --watchlist 3kfT9q --limit all --csv > hits.csv`;

interface HitRow {
  id: string;
  watchlistId: string;
  feedId: string;
  seenAt: string;
  source: string;
  title: string;
  link: string | null;
  stories: { parties: string[]; kind: string | null; stage: string | null; sentence: string }[];
}
interface StoryRow {
  id: string;
  firstSeenAt: string;
  parties: string[];
  kind: string | null;
  stage: string | null;
  areas: string[];
  independentSources: number;
  sources: { title: string; source: string; link: string | null }[];
}

const options = {
  ...apiOptions,
  ...filterOptions,
  stories: { type: "boolean" },
  limit: { type: "string" },
  json: { type: "boolean" },
  csv: { type: "boolean" },
  ndjson: { type: "boolean" },
} as const;

/** The history of hits and stories. */
export const history: Command = {
  name: "history",
  summary: "what hit your watchlists: by company, pair, stage, kind, feed, language, time and words",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const { values } = readWords(argv, options, noWords);
    const formats = (["json", "csv", "ndjson"] as const).filter((format) => values[format]);
    if (formats.length > 1) throw new UsageError(`expected one of --json, --csv and --ndjson, got ${formats.length}`);
    const limit = limitOf(values.limit);
    checkFilters(values);
    const api = await apiClient(values);
    const query = await queryOf(values, api);
    const list = `/${values.stories ? "stories" : "hits"}`;
    const [format] = formats;
    if (format === "csv") return csv(list, query, limit, api, io);
    const rows = await readUpTo<HitRow & StoryRow>(`${list}?${query}`, limit, api, io);
    if (format === "json") writeJson(io, rows);
    else if (format === "ndjson") io.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    else if (rows.length === 0) io.stderr.write("Nothing found.\n");
    else (values.stories ? storiesTable : hitsTable)(rows, await namesIn(api), io);
    return 0;
  },
};

/** How many at most, of `--limit`: 20 if not given. */
export const limitOf = (text: string | undefined): number =>
  text === "all" ? Number.POSITIVE_INFINITY : (wholeNumber("--limit", text) ?? 20);

/** The first so many of a list, whichever pages they are on. */
export async function readUpTo<T>(path: string, limit: number, api: ApiClient, io: CommandIo): Promise<T[]> {
  const progress = progressOn(io.stderr);
  const rows: T[] = [];
  for await (const page of api.pages<T>(path, Math.min(limit, 100))) {
    rows.push(...page);
    if (rows.length >= limit) break;
    progress.say(`${rows.length} found so far …`);
  }
  progress.done();
  return rows.slice(0, limit);
}

/** Page by page as the API writes it, with one head. */
async function csv(list: string, query: string, limit: number, api: ApiClient, io: CommandIo): Promise<number> {
  const progress = progressOn(io.stderr);
  let left = limit;
  let next: string | null = `${list}?${query}&format=csv&limit=${Math.min(limit, 100)}`;
  for (let first = true; next !== null && left > 0; first = false) {
    const page: Answered = await api.document(next);
    const at = page.text.indexOf("\r\n") + 2;
    io.stdout.write(first ? page.text : page.text.slice(at));
    left -= 100;
    progress.say(`${left === Number.POSITIVE_INFINITY ? "" : `${left} left of ${limit} `}…`);
    next = page.next;
  }
  progress.done();
  return 0;
}

const day = (time: string): string => time.slice(0, "2026-03-01".length);

function hitsTable(hits: HitRow[], names: Names, io: CommandIo): void {
  const rows = hits.map(({ seenAt, stories, title, source, watchlistId, feedId }) => {
    const [first] = stories;
    return {
      cells: [
        cell(day(seenAt)),
        cell(names.watchlist(watchlistId)),
        cell(names.parties(first?.parties ?? [])),
        cell(first?.kind ?? ""),
        stageCell(first?.stage ?? null),
        cell(names.feed(feedId)),
        cell(source),
        cell(title),
      ],
    };
  });
  const columns = [
    { title: "SEEN" },
    { title: "WATCHLIST", least: 9, goes: 4 },
    { title: "PARTIES", least: 12 },
    { title: "KIND", goes: 3 },
    { title: "STAGE" },
    { title: "FEED", least: 8, goes: 1 },
    { title: "OUTLET", least: 8, goes: 2 },
    { title: "HEADLINE", least: 24, goes: 5 },
  ];
  writeTable(io, columns, rows, "");
}

function storiesTable(stories: StoryRow[], names: Names, io: CommandIo): void {
  const rows = stories.map(({ firstSeenAt, parties, kind, stage, areas, independentSources, sources }) => ({
    cells: [
      cell(day(firstSeenAt)),
      cell(names.parties(parties)),
      cell(kind ?? ""),
      stageCell(stage),
      cell(areas.join(", ")),
      cell(String(independentSources)),
      cell(sources[0]?.title ?? ""),
    ],
  }));
  const columns = [
    { title: "BEGAN" },
    { title: "PARTIES", least: 12 },
    { title: "KIND", goes: 2 },
    { title: "STAGE" },
    { title: "AREAS", least: 8, goes: 1 },
    { title: "SOURCES", right: true as const, goes: 4 },
    { title: "FIRST HEADLINE", least: 16, goes: 3 },
  ];
  writeTable(io, columns, rows, "");
}
