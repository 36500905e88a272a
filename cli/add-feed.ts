import { createInterface } from "node:readline";
import type { Discovery } from "../lib/polling/discover-feeds.ts";
import { everyInWords, reasonsInWords } from "../lib/polling/feed-health.ts";
import type { FoundFeed } from "../lib/polling/found-feed.ts";
import { type ApiClient, ApiRefusal, type Sent } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import type { FeedRow } from "./feeds-table.ts";
import { sayTime } from "./say-when.ts";
import { cutToWidth, onOneLine } from "./terminal-text.ts";

export interface AddWish {
  title: string | undefined;
  intervalMinutes: number | undefined;
  /** Which of the page's feeds, from 1. */
  pick: number | undefined;
}

export interface AddShow {
  json: boolean;
  dryRun: boolean;
}

/** Finds what the address leads to, shows it, and adds it unless that was all that was wanted. */
export async function addFeed(
  url: string,
  wish: AddWish,
  show: AddShow,
  api: ApiClient,
  io: CommandIo,
): Promise<number> {
  const asked = { url, ...(wish.intervalMinutes ? { intervalMinutes: wish.intervalMinutes } : {}) };
  const { body: found } = await api.send<Discovery>("POST", "/feeds/discover", asked);
  if (show.json && show.dryRun) {
    io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return isFound(found) ? 0 : 1;
  }
  if (!isFound(found)) {
    io.stderr.write(nothingFound(url, found));
    return 1;
  }
  const feeds = found.kind === "feed" ? [found.feed] : found.feeds;
  const chosen = await choose(feeds, wish.pick, io);
  if (!chosen) return 1;
  (show.dryRun ? io.stdout : io.stderr).write(preview(chosen, wish.title));
  return show.dryRun ? 0 : add(chosen, wish, show, api, io);
}

type Found = Extract<Discovery, { kind: "feed" | "candidates" }>;
const isFound = (discovery: Discovery): discovery is Found =>
  discovery.kind === "feed" || discovery.kind === "candidates";

function nothingFound(url: string, found: Exclude<Discovery, Found>): string {
  const expected = `expected a feed, or a page that leads to one, at ${url}`;
  if (found.kind === "unreadable") return `${expected}; ${onOneLine(found.reason)}\n`;
  const page = found.pageTitle ? `the page “${onOneLine(found.pageTitle)}”` : "a page";
  const unread = found.unread.map((link) => `  ${onOneLine(link.url)}: ${onOneLine(link.reason)}\n`);
  const declares = unread.length > 0 ? "which declares only what can't be read:" : "which declares none";
  const usual = `${found.tried} addresses were asked, those where a feed usually is among them.`;
  return `${expected}; got ${page}, ${declares}\n${unread.join("")}${usual}\n`;
}

/** The one there is, or the one that is picked; null, and said why, where nobody picks. */
async function choose(feeds: FoundFeed[], pick: number | undefined, io: CommandIo): Promise<FoundFeed | null> {
  if (pick !== undefined) {
    const picked = feeds[pick - 1];
    if (picked) return picked;
    throw new UsageError(
      `expected --pick to be ${feeds.length === 1 ? "1" : `from 1 to ${feeds.length}`}, got ${pick}`,
    );
  }
  if (feeds.length === 1) return feeds[0] as FoundFeed;
  io.stderr.write(`The page leads to ${feeds.length} feeds:\n${feeds.map(listed).join("")}`);
  if (isTerminal(io.stdin) && isTerminal(io.stderr)) return ask(feeds, io);
  io.stderr.write(`--pick N takes one of them: tieup feeds add … --pick 1\n`);
  return null;
}

const isTerminal = (stream: object): boolean => "isTTY" in stream && stream.isTTY === true;

function listed({ title, url, format, itemCount, newest }: FoundFeed, at: number): string {
  const latest = newest[0] ? `     newest: ${cutToWidth(onOneLine(newest[0].title), titleColumns)}\n` : "";
  return `${String(at + 1).padStart(3)}. ${onOneLine(title) || "no title"} (${format}, ${items(itemCount)})\n     ${url}\n${latest}`;
}

async function ask(feeds: FoundFeed[], io: CommandIo): Promise<FoundFeed | null> {
  const lines = createInterface({ input: io.stdin, terminal: false });
  try {
    const prompt = `Which one? 1 to ${feeds.length}, or Enter for none: `;
    io.stderr.write(prompt);
    for await (const line of lines) {
      const answer = line.trim();
      if (answer === "") break;
      const feed = /^\d{1,3}$/.test(answer) ? feeds[Number(answer) - 1] : undefined;
      if (feed) return feed;
      io.stderr.write(prompt);
    }
  } finally {
    lines.close();
  }
  io.stderr.write("Nothing was added.\n");
  return null;
}

const titleColumns = 100;
const summaryColumns = 160;

/** What would be polled, and what the parser makes of it. */
function preview({ url, title, format, itemCount, newest, warnings, interval }: FoundFeed, called?: string): string {
  const every = `polled ${everyInWords(interval.minutes)}, ${reasonsInWords[interval.because]}`;
  const shown = newest.map(({ title: headline, publishedAt, link, summary }) =>
    [
      `  ${publishedAt ? sayTime(publishedAt) : "no date"}  ${cutToWidth(onOneLine(headline), titleColumns) || "no title"}`,
      ...[link === null ? "no link" : onOneLine(link), cutToWidth(onOneLine(summary), summaryColumns)]
        .filter(Boolean)
        .map((line) => `    ${line}`),
    ].join("\n"),
  );
  return `${[
    `${onOneLine(called ?? title) || "no title"} (${format}, ${items(itemCount)}), ${every}`,
    url,
    ...shown,
    ...warnings.map((warning) => `  warning: ${onOneLine(warning)}`),
  ].join("\n")}\n`;
}

const items = (count: number): string => `${count} ${count === 1 ? "item" : "items"}`;

const storedTitleCharsMax = 200;

async function add(feed: FoundFeed, wish: AddWish, show: AddShow, api: ApiClient, io: CommandIo): Promise<number> {
  const title = wish.title ?? feed.title.slice(0, storedTitleCharsMax).toWellFormed().trim();
  const { intervalMinutes } = wish;
  const body = { url: feed.url, ...(title ? { title } : {}), ...(intervalMinutes ? { intervalMinutes } : {}) };
  const { status, body: added } = await addOrFind(body, wish, api);
  const outcome = status === 201 ? "added" : "there already:";
  io.stdout.write(
    show.json ? `${JSON.stringify(added, null, 2)}\n` : `${outcome} ${added.id} ${onOneLine(added.title)}\n`,
  );
  return 0;
}

interface WrittenFeed {
  url: string;
  title?: string;
  intervalMinutes?: number;
}

/** The feed as it is there now. A title that nobody chose, but the feed has itself, is no reason to refuse one that is there under another. */
async function addOrFind(body: WrittenFeed, wish: AddWish, api: ApiClient): Promise<Sent<FeedRow>> {
  try {
    return await api.send<FeedRow>("POST", "/feeds", body);
  } catch (fault) {
    if (!(fault instanceof ApiRefusal && fault.status === 409)) throw fault;
    const { title, ...untitled } = body;
    if (wish.title === undefined && title !== undefined) return addOrFind(untitled, wish, api);
    const changing = `tieup feeds change ${body.url} [--title T] [--every MINUTES]`;
    throw new Error(`this feed is there already, with another title or interval; this changes it: ${changing}`);
  }
}
