import Parser from "rss-parser";
import type { Markup } from "../text/plain-text.ts";
import { decode } from "./decode.ts";
import { feedHints } from "./feed-hints.ts";
import { feedItem, firstLang, firstText, type MarkedText, type SourceFeed, titleCharsMax } from "./feed-item.ts";
import type { ParsedFeed } from "./item.ts";
import { withKeys } from "./item-key.ts";
import { readJsonFeed } from "./json-feed.ts";
import { type NoFeed, readFeed } from "./read-feed.ts";
import { type RepairLog, repairLog, shortened } from "./repair-log.ts";
import { type Unreadable, unreadable } from "./unreadable.ts";
import { writeFeed } from "./write-feed.ts";

export interface FeedInput {
  bytes: Uint8Array;
  /** The Content-Type as the server sent it. */
  contentType: string | null;
  /** Where the bytes came from, after redirects: the base of relative links. */
  url: string | null;
  /** Our clock, against which missing years and dates in the future are read. */
  now?: Date;
}

export type ParseOutcome = { kind: "feed"; feed: ParsedFeed } | Unreadable;

/**
 * A document's feed, or in words why it is none. Every repair is a warning; a clean document gives none. No input throws;
 * time is linear in the bytes.
 */
export async function parseFeed({ bytes, contentType, url, now }: FeedInput): Promise<ParseOutcome> {
  const repairs = repairLog();
  const { text } = decode(bytes, contentType, repairs);
  const beginning = text.slice(0, 1_000).trimStart();
  if (beginning === "" && text.trim() === "") return unreadable("an empty document", contentType);
  const json = /^[{[]/.test(beginning) ? text : jsonBehindJunk(text, repairs);
  const source =
    json === null ? await readXmlFeed(text, url, repairs, contentType) : readJsonFeed(json, url, repairs, contentType);
  if ("kind" in source) return source;
  return { kind: "feed", feed: feedOf(source, now ?? null, repairs) };
}

const junkCharsMax = 2_000;
const jsonFeedBeginning = /\{\s{0,50}"version"\s{0,50}:\s{0,50}"https?:(?:\\?\/){2}(?:www\.)?jsonfeed\.org/;

/** A JSON Feed that a guard against inclusion (")]}'") or a server's message stands before; null where there is none. */
function jsonBehindJunk(text: string, repairs: RepairLog): string | null {
  const begins = jsonFeedBeginning.exec(text.slice(0, junkCharsMax))?.index;
  if (begins === undefined) return null;
  repairs.note("text before the document ignored", text.slice(0, begins));
  return text.slice(begins);
}

function feedOf(source: SourceFeed, now: Date | null, repairs: RepairLog): ParsedFeed {
  const lang = firstLang(source.langs);
  const items = source.items.map((item) => feedItem(item, lang, now, repairs));
  return {
    format: source.format,
    title: firstText(source.titles).slice(0, titleCharsMax),
    link: source.link,
    lang,
    items: withKeys(items, repairs),
    warnings: repairs.warnings(),
    ...(source.hints ? { hints: source.hints } : {}),
  };
}

/** An element as rss-parser gives it with `keepArray`: its text, or an object where it has attributes. */
type Kept = string | { _?: string; $?: { type?: Markup } };
type Fields = Partial<Record<"titles" | "guids" | "dates" | "updates" | "teasers" | "bodies" | "languages", Kept[]>>;

const keep = { keepArray: true };
const parser = new Parser<Fields, Fields>({
  customFields: {
    feed: [
      ["title", "titles", keep],
      ["language", "languages", keep],
    ] as never,
    item: [
      ["title", "titles", keep],
      ["guid", "guids", keep],
      ["pubDate", "dates", keep],
      ["updated", "updates", keep],
      ["teaser", "teasers", keep],
      ["body", "bodies", keep],
      ["language", "languages", keep],
    ],
  },
});

async function readXmlFeed(
  text: string,
  url: string | null,
  repairs: RepairLog,
  contentType: string | null,
): Promise<SourceFeed | Unreadable> {
  const raw = readFeed(text, url, repairs);
  if (!("format" in raw)) return unreadable(whatCame(raw, text), contentType);
  const feed = await parser.parseString(writeFeed(raw, url, repairs));
  return {
    format: raw.format,
    titles: marked(feed.titles),
    link: feed.link ?? null,
    langs: strings(feed.languages),
    items: feed.items.map((item) => ({
      titles: marked(item.titles),
      link: item.link ?? null,
      guids: strings(item.guids),
      published: strings(item.dates),
      updated: strings(item.updates),
      teasers: marked(item.teasers),
      bodies: marked(item.bodies),
      langs: strings(item.languages),
    })),
    hints: feedHints(raw.channel.fields),
  };
}

const marked = (kept: Kept[] = []): MarkedText[] =>
  kept.map((value) =>
    typeof value === "string" ? { value, markup: "html" } : { value: value._ ?? "", markup: value.$?.type ?? "html" },
  );

const strings = (kept: Kept[] = []): string[] => marked(kept).map(({ value }) => value);

function whatCame({ element }: NoFeed, text: string): string {
  const isPage = element === "html" || element === "head" || /^\s*<!doctype html/i.test(text.slice(0, 1_000));
  const title = isPage ? shortened(/<title[^>]{0,200}>([^<]{0,300})/i.exec(text.slice(0, 20_000))?.[1] ?? "") : "";
  if (isPage) return title === "" ? "an HTML page" : `an HTML page titled “${title}”`;
  if (element !== null) return `a document of <${shortened(element)}>`;
  return `text that begins with “${shortened(text)}”`;
}
