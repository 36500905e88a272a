import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { writeJson } from "./show.ts";
import { coloured, screenOf } from "./table.ts";
import { onOneLine } from "./terminal-text.ts";
import { watchlistMeant, writtenWatchlist } from "./watchlists.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup explain HEADLINE [--text TEASER] [--language L] --watchlist ID | --file FILE [--json]
       tieup explain --url LINK --watchlist ID | --file FILE [--json]
       tieup explain --hit ID [--json]

Why a text, or an item that your feeds brought, would alert on a watchlist or not; or why a hit was one. Exit code 0 whichever it is.

  --watchlist ID   one of yours, by id, its beginning or its name
  --file FILE      a watchlist in a YAML or JSON file, which need not be saved
  --url LINK       the link of an item of the last 30 days
  --hit ID         a hit, as tieup history --json has it
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup explain "BMW and Toyota agree to build fuel cells" --watchlist "Car alliances"
  tieup explain --url https://wire.example/4711 --file cars.yaml
  tieup explain --hit WyJjYXJzIiw… --json`;

interface Explanation {
  hit?: boolean;
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
    const { values, words } = readWords(argv, options, { most: 1, expected: "one headline in quotes" });
    const given = [words[0], values.url, values.hit].filter((one) => one !== undefined).length;
    if (given !== 1) throw new UsageError(`expected a headline, --url or --hit, got ${given} of them`);
    const api = await apiClient(values);
    if (values.hit !== undefined) {
      const { body } = await api.send<Explanation>("GET", `/hits/${encodeURIComponent(values.hit)}/why`);
      tell({ ...body, hit: true }, values.json === true, io);
      return 0;
    }
    if ((values.watchlist === undefined) === (values.file === undefined))
      throw new UsageError("expected --watchlist ID or --file FILE");
    const list =
      values.watchlist === undefined
        ? { watchlist: await writtenWatchlist(values.file as string, io) }
        : { watchlistId: (await watchlistMeant(values.watchlist, api)).id };
    const what = values.url === undefined ? { title: words[0], text: values.text } : { url: values.url };
    const { body } = await api.send<Explanation>("POST", "/explain", { ...list, ...what, lang: values.language });
    tell(body, values.json === true, io);
    return 0;
  },
};

function tell(found: Explanation, asJson: boolean, io: CommandIo): void {
  if (asJson) {
    writeJson(io, found);
    return;
  }
  const { colours } = screenOf(io.stdout);
  const { hit, reasons, mentions, tieUps, dropped, item } = found;
  const lines = [
    ...reasons,
    ...mentions.map(({ text: span, entityId, reason }) => `“${span}” is ${entityId}: ${reason}`),
    ...tieUps.map(({ kind, stage, evidence }) => `${kind}, ${stage}: “${evidence.sentence}” by “${evidence.trigger}”`),
    ...(dropped?.mentions ?? []).map(({ text: span, reason }) => `not “${span}”: ${reason}`),
    ...(dropped?.tieUps ?? []).map(({ reason }) => `no tie-up: ${reason}`),
  ];
  if (item) io.stdout.write(`${onOneLine(`${item.source}, ${item.seenAt}: ${item.title}`)}\n`);
  io.stdout.write(`${coloured(hit ? "ALERTS" : "does not alert", hit ? "green" : "yellow", colours)}\n`);
  io.stdout.write(lines.map((line) => `  ${onOneLine(line)}\n`).join(""));
}
