import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { addEntity, changeWatchlist, removeEntities } from "./change-watchlist.ts";
import type { CommandIo } from "./command.ts";
import { meant } from "./meant.ts";
import { ruleHelp } from "./rule-options.ts";
import { shortIds } from "./short-ids.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import { onOneLine } from "./terminal-text.ts";
import { writtenWatchlist } from "./watchlist-file.ts";
import {
  type SavedWatchlist,
  tellSaved,
  type WatchlistRow,
  watchlistMeant,
  watchlistNaming,
} from "./watchlist-rows.ts";
import { type Action, noWords, onlyOptions, readWords, withActions } from "./words.ts";

const help = `Usage: tieup watchlists [--json]               your watchlists
       tieup watchlists show ID                as JSON, with its rule
       tieup watchlists add FILE               makes one of a YAML or JSON file; "-" reads stdin
       tieup watchlists replace ID FILE        puts the file's in place of it
       tieup watchlists change ID [--name N] [RULE]
       tieup watchlists add-entity ID COMPANY [--alias A]… [--context W]… [--exclude P]…
       tieup watchlists remove-entity ID COMPANY…
       tieup watchlists remove ID…

An ID is as the table shows it: its beginning, or the watchlist's name, will do. What is risky about its names is said on stderr
when it is saved; nothing is refused for it. "change" leaves alone what isn't said; "tieup backtest" shows before what it would bring.

  --name N         what it is called from now on
RULE:
${ruleHelp}

  --alias A        another spelling, also of a company that is on the list already
  --context W      a word that, near by, shows that this company is meant
  --exclude P      a phrase in which a spelling doesn't mean it
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup watchlists
  tieup watchlists add cars.yaml
  tieup watchlists replace "Car alliances" cars.yaml
  tieup watchlists change "Car alliances" --stages agreed,expanded,ended --min-sources 2
  tieup watchlists add-entity "Car alliances" "General Motors" --alias GM --context Detroit
  tieup watchlists show 3kfT9q > cars.json`;

const json = { json: { type: "boolean" } } as const;

const actions: Record<string, Action> = {
  list,
  show,
  add,
  replace,
  change: changeWatchlist,
  ...{ "add-entity": addEntity, "remove-entity": removeEntities },
  remove,
};

/** The watchlists of a running Tieup. */
export const watchlists = withActions({
  name: "watchlists",
  summary: "your watchlists: list, show, add, replace, change, remove; their companies",
  help,
  actions,
  otherwise: onlyOptions(actions, list),
});

async function list(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, { ...apiOptions, ...json }, noWords);
  const all = await (await apiClient(values)).all<WatchlistRow>("/watchlists");
  if (values.json) {
    writeJson(io, all);
    return 0;
  }
  const ids = shortIds(all);
  const rows = all
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((one) => ({
      cells: [
        cell(one.name),
        cell(String(one.entities.length)),
        cell(whichInWords(one)),
        cell(ruleInWords(one)),
        cell(ids.get(one.id) ?? one.id, "dim"),
      ],
    }));
  const columns = [
    { title: "WATCHLIST", least: 12 },
    { title: "COMPANIES", right: true as const, goes: 1 },
    { title: "WHICH", least: 12, goes: 2 },
    { title: "RULE", least: 12, goes: 3 },
    { title: "ID" },
  ];
  writeTable(io, columns, rows, "No watchlists yet: tieup watchlists add FILE makes one.");
  return 0;
}

/** A list of thousands would make every row of a table in a file as long as its names. */
const namesShownMax = 12;

function whichInWords({ entities }: WatchlistRow): string {
  const shown = entities.slice(0, namesShownMax).map(({ name }) => name);
  const more = entities.length - shown.length;
  return [...shown, ...(more > 0 ? [`… ${more} more`] : [])].join(", ");
}

function ruleInWords({ rule }: WatchlistRow): string {
  if (rule.news === "any-mention") return "any mention";
  const parties = typeof rule.parties === "string" ? rule.parties.replace("-", " ") : "one pair";
  const more = [rule.languages?.join("+"), rule.minSources ? `${rule.minSources} sources` : ""].filter(Boolean);
  return ["tie-ups", parties, rule.stages.join("/"), ...more].join(", ");
}

async function show(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(
    argv,
    { ...apiOptions, ...json },
    { least: 1, expected: "the id of a watchlist" },
  );
  const api = await apiClient(values);
  writeJson(io, await watchlistMeant(words[0] as string, api));
  return 0;
}

async function add(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, { least: 1, expected: "one file" });
  const written = await writtenWatchlist(words[0] as string, io);
  const { body } = await (await apiClient(values)).send<SavedWatchlist>("POST", "/watchlists", written);
  tellSaved("made", body, values.json === true, io);
  return 0;
}

async function replace(argv: string[], io: CommandIo): Promise<number> {
  const expected = { least: 2, expected: "the id of a watchlist and a file" };
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, expected);
  const [word, file] = words as [string, string];
  const written = await writtenWatchlist(file, io);
  const api = await apiClient(values);
  const { id } = await watchlistMeant(word, api);
  const { body } = await api.send<SavedWatchlist>("PUT", `/watchlists/${encodeURIComponent(id)}`, written);
  tellSaved("replaced", body, values.json === true, io);
  return 0;
}

async function remove(argv: string[], io: CommandIo): Promise<number> {
  const expected = { least: 1, most: Number.POSITIVE_INFINITY, expected: "the id of a watchlist" };
  const { values, words } = readWords(argv, apiOptions, expected);
  const api = await apiClient(values);
  const all = await api.all<WatchlistRow>("/watchlists");
  // All are found before the first is removed: of a misspelt line nothing is done.
  for (const one of words.map((word) => meant(word, all, watchlistNaming))) {
    await api.send("DELETE", `/watchlists/${encodeURIComponent(one.id)}`);
    io.stdout.write(`removed ${one.id} ${onOneLine(one.name)}\n`);
  }
  return 0;
}
