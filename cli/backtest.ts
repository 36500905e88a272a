import { daysMax, smsPriceMaxUsd } from "../lib/api/backtest-routes.ts";
import { timeZone } from "../lib/api/time-zone.ts";
import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import { cell, progressOn, writeJson, writeTable } from "./show.ts";
import { onOneLine } from "./terminal-text.ts";
import { writtenWatchlist } from "./watchlist-file.ts";
import { watchlistMeant } from "./watchlist-rows.ts";
import { readWords, wholeNumber } from "./words.ts";

const help = `Usage: tieup backtest FILE [--watchlist ID] [--days N] [--zone Z] [--sms-price USD] [--json]
       tieup backtest --watchlist ID [--days N] …

What the watchlist in a YAML or JSON file would have brought from what your feeds had in the last days, beside the saved one: hits
that would come and go, messages a week at each cadence, parts of SMS and their cost. Nothing is stored.

  --watchlist ID   the saved watchlist that it would replace, by id, its beginning or its name
  --days N         30 if not given, 90 at most
  --zone Z         in which hours, days and weeks are counted; else this machine's
  --sms-price USD  what a part of an SMS costs where you send to
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup backtest cars.yaml --watchlist "Car alliances"
  tieup backtest cars.yaml --days 90 --sms-price 0.08
  tieup backtest --watchlist 3kfT9q --json`;

interface Pair {
  saved: number | null;
  changed: number;
}
/** As the API answers it. */
export interface BacktestAnswer {
  from: string;
  until: string;
  feeds: number;
  wordings: number;
  hits: Pair;
  stories: Pair;
  added: { title: string; source: string }[];
  removed: { title: string; source: string }[];
  messagesPerWeek: Record<"immediate" | "hour" | "day" | "week", Pair>;
  sms: { partsPerWeek: Pair; usdPerWeek: Pair | null };
}

const text = { type: "string" } as const;
const options = {
  ...apiOptions,
  ...{ watchlist: text, days: text, zone: text, "sms-price": text },
  json: { type: "boolean" },
} as const;

/** What a watchlist would have brought. */
export const backtest: Command = {
  name: "backtest",
  summary: "what a changed watchlist would have brought in the last days",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const { values, words } = readWords(argv, options, { most: 1, expected: "one file at most" });
    const [file] = words;
    if (file === undefined && values.watchlist === undefined)
      throw new UsageError("expected FILE, --watchlist ID or both");
    const price = values["sms-price"];
    if (price !== undefined && !(/^\d+(\.\d+)?$/.test(price) && Number(price) <= smsPriceMaxUsd))
      throw new UsageError(
        `expected --sms-price to be dollars such as 0.08, ${smsPriceMaxUsd} at most, got "${price}"`,
      );
    const days = wholeNumber("--days", values.days, daysMax);
    const zone = optionValue("--zone", values.zone, timeZone);
    const api = await apiClient(values);
    const asked = {
      ...(file === undefined ? {} : { watchlist: await writtenWatchlist(file, io) }),
      ...(values.watchlist === undefined ? {} : { watchlistId: (await watchlistMeant(values.watchlist, api)).id }),
      days,
      timeZone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(price === undefined ? {} : { smsPartPriceUsd: Number(price) }),
    };
    const progress = progressOn(io.stderr);
    progress.say("Reading what your feeds had …");
    const { body } = await api.send<BacktestAnswer>("POST", "/backtest", asked).finally(progress.done);
    if (values.json) writeJson(io, body);
    else tell(body, io);
    return 0;
  },
};

function tell(answer: BacktestAnswer, io: CommandIo): void {
  const { from, feeds, wordings, hits, stories, added, removed, messagesPerWeek: messages, sms } = answer;
  io.stderr.write(`${wordings} items and edits of ${feeds} feeds since ${from.slice(0, 10)}\n`);
  const rows: [string, Pair][] = [
    ["hits", hits],
    ["stories", stories],
    ["mails a week, at once", messages.immediate],
    ["mails a week, hourly", messages.hour],
    ["mails a week, daily", messages.day],
    ["mails a week, weekly", messages.week],
    ["SMS parts a week", sms.partsPerWeek],
    ...(sms.usdPerWeek ? [["SMS a week, USD", sms.usdPerWeek] as [string, Pair]] : []),
  ];
  const columns = [{ title: "" }, { title: "SAVED", right: true as const }, { title: "CHANGED", right: true as const }];
  const cells = rows.map(([what, { saved, changed }]) => ({
    cells: [cell(what), cell(saved === null ? "" : String(saved)), cell(String(changed))],
  }));
  writeTable(io, columns, cells, "");
  const listed = [
    ...added.map(({ source, title }) => `+ ${source}: ${title}`),
    ...removed.map(({ source, title }) => `- ${source}: ${title}`),
  ];
  io.stdout.write(listed.map((line) => `${onOneLine(line)}\n`).join(""));
}
