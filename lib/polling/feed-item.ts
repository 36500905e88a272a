import { itemLanguage } from "../text/language.ts";
import { type Markup, plainText } from "../text/plain-text.ts";
import { feedDate } from "./feed-date.ts";
import type { FeedFormat, FeedHints, ParsedItem } from "./item.ts";
import type { RepairLog } from "./repair-log.ts";

export interface MarkedText {
  value: string;
  markup: Markup;
}

/** What a feed says of an item, the best value of each kind first. */
export interface SourceItem {
  titles: MarkedText[];
  link: string | null;
  guids: string[];
  published: string[];
  updated: string[];
  teasers: MarkedText[];
  bodies: MarkedText[];
  langs: string[];
}

/** What a feed says, whatever its format, before its texts, dates and keys are made. */
export interface SourceFeed {
  format: FeedFormat;
  titles: MarkedText[];
  link: string | null;
  langs: string[];
  items: SourceItem[];
  hints: FeedHints | null;
}

export const titleCharsMax = 1_000;
export const summaryCharsMax = 20_000;
export const guidCharsMax = 2_048;

/** The item for the rows that follow, all but its key, which only the whole feed decides. Dates are read against `now`. */
export function feedItem(
  source: SourceItem,
  feedLang: string | null,
  now: Date | null,
  repairs: RepairLog,
): Omit<ParsedItem, "key"> {
  const published = firstDate(source.published, now, repairs);
  const updatedAt = firstDate(source.updated, now, repairs);
  const title = cut(firstText(source.titles), titleCharsMax, "title", repairs);
  const summary = cut(firstText([...source.teasers, ...source.bodies]), summaryCharsMax, "summary", repairs);
  return {
    guid: cut(source.guids[0]?.trim() ?? "", guidCharsMax, "guid", repairs) || null,
    title,
    link: source.link,
    publishedAt: published ?? updatedAt,
    updatedAt,
    summary,
    lang: firstLang(source.langs) ?? (feedLang && itemLanguage(`${title} ${summary}`, feedLang)),
  };
}

/** The first text that is not empty once its markup is gone. */
export function firstText(texts: MarkedText[]): string {
  for (const { value, markup } of texts) {
    const text = plainText(value, markup);
    if (text !== "") return text;
  }
  return "";
}

/** The primary subtag (BCP 47) of the first value that is a language tag: "de" of "de-AT" and "de_DE". */
export function firstLang(langs: string[]): string | null {
  for (const lang of langs) {
    const tag = /^\s*([a-z]{2,3})([-_][a-z0-9_-]*)?\s*$/i.exec(lang)?.[1];
    if (tag) return canonicalSubtag(tag.toLowerCase());
  }
  return null;
}

/** Each subtag's canonical form ("he" of "iw"); making a locale for every item takes longer than reading its date. */
const canonicalSubtags = new Map<string, string>();

function canonicalSubtag(tag: string): string {
  const known = canonicalSubtags.get(tag);
  if (known !== undefined) return known;
  const { language } = new Intl.Locale(tag);
  canonicalSubtags.set(tag, language);
  return language;
}

function firstDate(dates: string[], now: Date | null, repairs: RepairLog): string | null {
  for (const text of dates) {
    if (text.trim() === "") continue;
    const date = feedDate(text, now);
    if (date.kind === "date") return date.iso;
    repairs.note(`${date.kind} date left out`, text);
  }
  return null;
}

function cut(text: string, charsMax: number, field: string, repairs: RepairLog): string {
  if (text.length <= charsMax) return text;
  repairs.note(`${field} cut to ${charsMax} characters`);
  return text.slice(0, charsMax).toWellFormed().trimEnd();
}
