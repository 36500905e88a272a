import { createInterface } from "node:readline";
import { daysMax } from "../lib/api/backtest-routes.ts";
import { lintWatchlist } from "../lib/matching/lint-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type ApiClient, apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { BacktestAnswer } from "./backtest.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { failingHeadlines } from "./failing-headlines.ts";
import { type Change, type Present, plainWatchlist, planOf, presentIn } from "./plan-watches.ts";
import { progressOn, writeJson } from "./show.ts";
import { type Colour, coloured, screenOf } from "./table.ts";
import { onOneLine } from "./terminal-text.ts";
import { unreadableFeeds } from "./unreadable-feeds.ts";
import { loadWatches, type Watches, watchesSchema } from "./watches-file.ts";
import { readWords, wholeNumber } from "./words.ts";

const help = `Usage: tieup apply FILE [--yes] [--dry-run] [--prune] [--skip-feeds] [--days N] [--json]
       tieup apply --schema

Makes feeds, watchlists and subscribers what a YAML or JSON file says, and leaves alone what it doesn't name. First everything is checked
that can be: the file, the headlines of each watchlist (must_match and must_not_match, judged as items will be after the plan), and new
feeds by reading them. What fails stops it, and nothing is changed. Then the plan as a diff, with what each changed watchlist would have
brought in the last days. It asks on a terminal; elsewhere --yes has to be given. A second run changes nothing; one that was stopped
half way goes on. Feeds are known by their address, watchlists and subscribers by their name, several subscribers of one name by their
addresses.

  feeds: [https://wire.example/rss, {url: …, title: …, intervalMinutes: 5}]
  watchlists:
    - {name: Car alliances, entities: [BMW, {name: General Motors, aliases: [GM]}], rule: {…},
       must_match: [BMW and Toyota agree on fuel cells], must_not_match: [Grandmaster GM wins in Toyota City]}
  subscribers:
    - {name: Olga, timeZone: Europe/Berlin, endpoints: [{email: …, subscriptions: [{watchlist: Car alliances, cadence: {every: hour}}]}]}

  --yes            applies without asking
  --dry-run        shows the plan only
  --prune          removes what the file doesn't name
  --days N         of the backtest: 30 if not given, 90 at most; 0 leaves it out
  --skip-feeds     adds new feeds without reading them first: one that can't be read just now doesn't stop it
  --schema         prints the JSON Schema of the file, for editors
  --json           the plan as JSON on stdout
${apiHelp}

Examples:
  tieup apply watches.yaml
  tieup apply watches.yaml --yes
  tieup apply --schema > watches.schema.json`;

const flag = { type: "boolean" } as const;
const options = {
  ...apiOptions,
  ...{ yes: flag, "dry-run": flag, prune: flag, "skip-feeds": flag, schema: flag, json: flag },
  days: { type: "string" },
} as const;

/** Watches as code. */
export const apply: Command = {
  name: "apply",
  summary: "makes feeds, watchlists and subscribers what a file says: tests its headlines, shows the plan, asks",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const { values, words } = readWords(argv, options, { most: 1, expected: "one file" });
    if (values.schema) {
      writeJson(io, watchesSchema());
      return 0;
    }
    const [file] = words;
    if (file === undefined) throw new UsageError("expected FILE, got none");
    const days = values.days === "0" ? 0 : (wholeNumber("--days", values.days, daysMax) ?? 30);
    const wanted = await loadWatches(file, io);
    const api = await apiClient(values);
    const present = await presentIn(api);
    const plan = planOf(wanted, present, api, values.prune === true);
    const problems = await problemsOf(plan, wanted, present, { ...values, api }, io);
    if (problems.length > 0) {
      io.stderr.write(`${problems.map((problem) => onOneLine(problem)).join("\n")}\nNothing was changed.\n`);
      return 1;
    }
    await showPlan(plan, { days, json: values.json === true }, api, io);
    if (plan.length === 0 || values["dry-run"]) return 0;
    if (!values.yes && !(await agreed(io))) return 1;
    return applyAll(plan, present, io);
  },
};

/** What would make it fail, or an alert come out otherwise than the file says. */
async function problemsOf(
  plan: Change[],
  wanted: Watches,
  present: Present,
  { prune, "skip-feeds": skipped, api }: { prune?: boolean; "skip-feeds"?: boolean; api: ApiClient },
  io: CommandIo,
): Promise<string[]> {
  const before = present.watchlists as unknown as Watchlist[];
  const named = new Map(wanted.watchlists.map((watchlist) => [watchlist.name, watchlist]));
  const kept = before.filter(({ name }) => !named.has(name) && !prune);
  const replaced = wanted.watchlists.map((one) => ({
    ...one,
    id: before.find(({ name }) => name === one.name)?.id ?? one.id,
  }));
  const headlines = failingHeadlines(before, [...kept, ...replaced], ({ name }) => named.has(name));
  const feeds = skipped ? [] : plan.flatMap(({ feed }) => (feed ? [feed] : []));
  const progress = progressOn(io.stderr);
  const unreadable = await unreadableFeeds(feeds, api, (done) =>
    progress.say(`Reading feeds: ${done} of ${feeds.length}`),
  );
  progress.done();
  return [...headlines, ...unreadable];
}

/** Does what is planned, in its order; where something fails in spite of all checks, says how far it came. */
async function applyAll(plan: Change[], present: Present, io: CommandIo): Promise<number> {
  const ids = { watchlists: new Map(present.watchlists.map(({ id, name }) => [name, id])) };
  let count = 0;
  for (const { kind, what, apply } of plan) {
    try {
      await apply(ids);
    } catch (fault) {
      const left = `${count} of ${plan.length} changes were made, those above; the same command again goes on with the others.`;
      io.stderr.write(`${onOneLine(what)} failed: ${(fault as Error).message}\n${left}\n`);
      return 1;
    }
    count++;
    io.stderr.write(`${done[kind]} ${onOneLine(what)}\n`);
  }
  return 0;
}

const done = { create: "made", change: "changed", remove: "removed" } as const;

const signs: Record<Change["kind"], [sign: string, colour: Colour]> = {
  create: ["+", "green"],
  change: ["~", "yellow"],
  remove: ["-", "red"],
};

async function showPlan(
  plan: Change[],
  { days, json }: { days: number; json: boolean },
  api: ApiClient,
  io: CommandIo,
): Promise<void> {
  const progress = progressOn(io.stderr);
  const shown = [];
  for (const { kind, what, details, watchlist } of plan) {
    if (watchlist && days > 0) progress.say(`Backtesting ${what} …`);
    const delta = watchlist && days > 0 ? await deltaOf(watchlist, days, api) : null;
    const risky = watchlist ? lintWatchlist(watchlist.written).map(({ message }) => `warning: ${message}`) : [];
    shown.push({ kind, what, details: [...details, ...risky, ...(delta === null ? [] : [delta])] });
  }
  progress.done();
  if (json) {
    writeJson(io, shown);
    return;
  }
  if (plan.length === 0) io.stderr.write("Nothing to change.\n");
  const { colours } = screenOf(io.stdout);
  for (const { kind, what, details } of shown) {
    const [sign, colour] = signs[kind];
    io.stdout.write(`${coloured(`${sign} ${onOneLine(what)}`, colour, colours)}\n`);
    io.stdout.write(details.map((detail) => `    ${onOneLine(detail)}\n`).join(""));
  }
}

/** "in 30 days +3 −1 hits; 0.7 mails a day's digest a week (now 0.5)". */
async function deltaOf(
  { id, written }: { id: string | null; written: Watchlist },
  days: number,
  api: ApiClient,
): Promise<string> {
  const asked = { ...(id === null ? {} : { watchlistId: id }), watchlist: plainWatchlist(written), days };
  const { body } = await api.send<BacktestAnswer>("POST", "/backtest", asked);
  const { hits, messagesPerWeek, wordings } = body;
  const now = hits.saved === null ? "" : ` (now ${hits.saved})`;
  const { day } = messagesPerWeek;
  const before = day.saved === null ? "" : ` (now ${day.saved})`;
  const change = id === null ? "" : `: +${body.added.length} -${body.removed.length}`;
  return `backtest, ${days} days, ${wordings} items: ${hits.changed} hits${now}${change}; daily mails a week ${day.changed}${before}`;
}

async function agreed(io: CommandIo): Promise<boolean> {
  const isTerminal = [io.stdin, io.stderr].every((stream) => "isTTY" in stream && stream.isTTY === true);
  if (!isTerminal) {
    io.stderr.write("Nothing was changed: expected --yes, as nobody can be asked.\n");
    return false;
  }
  io.stderr.write("Apply this? y or n: ");
  const lines = createInterface({ input: io.stdin, terminal: false });
  try {
    for await (const line of lines) {
      if (/^y(es)?$/i.test(line.trim())) return true;
      break;
    }
  } finally {
    lines.close();
  }
  io.stderr.write("Nothing was changed.\n");
  return false;
}
