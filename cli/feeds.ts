import { feedTitle } from "../lib/api/new-feed.ts";
import { pollIntervals } from "../lib/polling/slots.ts";
import { addFeed } from "./add-feed.ts";
import { type ApiClient, apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { feedMeant } from "./feed-meant.ts";
import { type FeedRow, feedsTable, feedsTotal, inOrder } from "./feeds-table.ts";
import { importFeeds } from "./import-feeds.ts";
import { optionValue } from "./option-value.ts";
import { writeJson } from "./show.ts";
import { screenOf } from "./table.ts";
import { onOneLine } from "./terminal-text.ts";
import { type Action, noWords, onlyOptions, readWords, wholeNumber, withActions } from "./words.ts";

const help = `Usage: tieup feeds [--json]                      how polling each feed goes, the troubled ones first
       tieup feeds add URL [--title T] [--every MINUTES] [--pick N] [--dry-run] [--json]
       tieup feeds change ID [--title T] [--every MINUTES] [--json]
       tieup feeds pause|resume|remove ID…
       tieup feeds import FILE.opml [--json]     "-" reads stdin; feeds that are there stay as they are
       tieup feeds export                        OPML on stdout

"add" takes a feed's address or a web page's: then what the page declares, mentions or has in the usual places (/feed, /rss.xml …)
is looked for and read. It shows what would be polled before it adds. Where a page has several feeds it asks which one; without
a terminal it lists them and exits with 1. An ID is as the table shows it: its beginning, or the feed's address or title,
will do.

  --title T        what to call the feed; else as it calls itself
  --every MINUTES  poll it no more often than that: 1, 2, 5 (if not given), 10, 15, 30, 60, 120, 180, 240, 360, 480, 720 or 1440
  --pick N         which of the page's feeds, counted from 1
  --dry-run        only show what would be polled
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup feeds
  tieup feeds add https://www.example.org/ --dry-run
  tieup feeds add www.example.org --pick 2 --every 15
  tieup feeds change 3kfT9q --every 60
  tieup feeds pause 3kfT9q
  tieup feeds import feeds.opml
  tieup feeds export > feeds.opml
  tieup feeds --api https://api.example.org --token "$TOKEN" --json`;

const actions: Record<string, Action> = {
  list,
  add,
  change: changeFeed,
  pause: (rest, to) => change("pause", rest, to),
  resume: (rest, to) => change("resume", rest, to),
  remove: (rest, to) => change("remove", rest, to),
  import: importFile,
  export: exportFeeds,
};

/** The feeds of a running Tieup: how polling them goes, and adding, pausing, removing, importing and exporting them. */
export const feeds = withActions({
  name: "feeds",
  summary: "the feeds of a running Tieup: their health; add, change, pause, import",
  help,
  actions,
  otherwise: onlyOptions(actions, list),
});

const json = { json: { type: "boolean" } } as const;
const adding = {
  title: { type: "string" },
  every: { type: "string" },
  pick: { type: "string" },
  "dry-run": { type: "boolean" },
} as const;

async function list(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, { ...apiOptions, ...json }, noWords);
  const found = inOrder(await (await apiClient(values)).all<FeedRow>("/feeds"));
  if (values.json) io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else if (found.length > 0) io.stdout.write(feedsTable(found, new Date(), screenOf(io.stdout)));
  if (!values.json) io.stderr.write(`${feedsTotal(found)}\n`);
  return 0;
}

async function add(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(
    argv,
    { ...apiOptions, ...json, ...adding },
    { least: 1, expected: "one address of a feed or a page" },
  );
  const wish = {
    title: optionValue("--title", values.title, feedTitle),
    intervalMinutes: intervalOf(values.every),
    pick: wholeNumber("--pick", values.pick),
  };
  const show = { json: values.json === true, dryRun: values["dry-run"] === true };
  return addFeed(withScheme(words[0] as string), wish, show, await apiClient(values), io);
}

/** The minutes of `--every`, which have to be some that can be chosen. */
function intervalOf(text: string | undefined): number | undefined {
  const minutes = wholeNumber("--every", text);
  if (minutes === undefined || (pollIntervals as readonly number[]).includes(minutes)) return minutes;
  throw new UsageError(`expected --every to be ${pollIntervals.join(", ")} minutes, got "${text}"`);
}

async function changeFeed(argv: string[], io: CommandIo): Promise<number> {
  const { title, every } = adding;
  const options = { ...apiOptions, ...json, title, every } as const;
  const { values, words } = readWords(argv, options, { least: 1, expected: "the id of a feed" });
  const wished = {
    title: optionValue("--title", values.title, feedTitle),
    intervalMinutes: intervalOf(values.every),
  };
  if (Object.values(wished).every((wish) => wish === undefined))
    throw new UsageError("expected --title T, --every MINUTES or both, got neither");
  const api = await apiClient(values);
  const { id } = feedMeant(words[0] as string, await api.all<FeedRow>("/feeds"));
  const { body } = await api.send<FeedRow>("PATCH", `/feeds/${encodeURIComponent(id)}`, wished);
  if (values.json) writeJson(io, body);
  else io.stdout.write(`changed ${body.id} ${onOneLine(body.title)}\n`);
  return 0;
}

type Change = "pause" | "resume" | "remove";

async function change(what: Change, argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, apiOptions, {
    ...{ least: 1, most: Number.POSITIVE_INFINITY },
    expected: "the id of a feed",
  });
  const api = await apiClient(values);
  const all = await api.all<FeedRow>("/feeds");
  // All are found before the first is changed: of a misspelt line nothing is done.
  for (const feed of words.map((word) => feedMeant(word, all))) {
    await changeOne(what, feed, api);
    io.stdout.write(`${what.replace(/e$/, "")}ed ${feed.id} ${onOneLine(feed.title)}\n`);
  }
  return 0;
}

async function changeOne(what: Change, { id }: FeedRow, api: ApiClient): Promise<void> {
  const path = `/feeds/${encodeURIComponent(id)}`;
  if (what === "remove") await api.send("DELETE", path);
  else await api.send("PATCH", path, { paused: what === "pause" });
}

async function importFile(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, { least: 1, expected: "one OPML file" });
  return importFeeds(words[0] as string, values.json === true, () => apiClient(values), io);
}

async function exportFeeds(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, apiOptions, noWords);
  io.stdout.write(await (await apiClient(values)).text("/feeds.opml"));
  return 0;
}

/** People write addresses as they read them: "www.example.org/news". */
const withScheme = (address: string): string =>
  /^([a-z][a-z0-9+.-]*:\/\/|feed:)/i.test(address.trim()) ? address.trim() : `https://${address.trim()}`;
