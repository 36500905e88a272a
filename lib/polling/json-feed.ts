import { absoluteUrl } from "./absolute-url.ts";
import type { MarkedText, SourceFeed, SourceItem } from "./feed-item.ts";
import { fieldCharsMax } from "./raw-field.ts";
import { itemsMax } from "./read-feed.ts";
import { repairJson } from "./repair-json.ts";
import type { RepairLog } from "./repair-log.ts";
import { type Unreadable, unreadable } from "./unreadable.ts";

/** A JSON Feed (version 1 or 1.1, jsonfeed.org), or in words what the JSON is instead. */
export function readJsonFeed(
  text: string,
  url: string | null,
  repairs: RepairLog,
  contentType: string | null,
): SourceFeed | Unreadable {
  const json = parsed(text, repairs);
  if (json.kind === "broken") return unreadable(`JSON that can't be read: ${json.reason}`, contentType);
  const feed = asRecord(json.value);
  if (!feed || !Array.isArray(feed.items)) return unreadable("JSON without a list of items", contentType);
  const items = feed.items.map(asRecord).filter((item) => item !== null);
  if (items.length < feed.items.length) repairs.note("items that are no objects left out");
  if (items.length > itemsMax)
    repairs.note(`more than ${itemsMax} items: the last ${items.length - itemsMax} left out`);
  const base = url ?? string(feed.feed_url) ?? string(feed.home_page_url);
  return {
    format: "json",
    titles: texts(feed.title, "title"),
    link: link([feed.home_page_url], base),
    langs: strings([feed.language]),
    items: items.slice(0, itemsMax).map((item) => sourceItem(item, base)),
    hints: null,
  };
}

function sourceItem(item: Record<string, unknown>, base: string | null): SourceItem {
  return {
    titles: texts(item.title, "title"),
    link: link([item.url, item.external_url, addressIn(item.id)], base),
    // Ids and dates should be strings; publishers write numbers, too (JSON Feed 1.1, "id"), and mean seconds since 1970.
    guids: strings([inWords(item.id)]),
    published: strings([inWords(item.date_published)]),
    updated: strings([inWords(item.date_modified)]),
    teasers: texts(item.summary, "title"),
    bodies: [...texts(item.content_text, "title"), ...texts(item.content_html, "html")],
    langs: strings([item.language]),
  };
}

const inWords = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);

/** The first address. */
function link(values: unknown[], base: string | null): string | null {
  for (const value of strings(values)) {
    const url = absoluteUrl(value, base);
    if (url !== null) return url;
  }
  return null;
}

/** An id is an address only if it says so: "12345" is not relative to anything. */
const addressIn = (id: unknown): unknown => (/^https?:\/\//i.test(string(id) ?? "") ? id : null);

type Json = { kind: "value"; value: unknown } | { kind: "broken"; reason: string };

/** Lists in lists have no meaning in a feed, and cost the JSON parser a hundred bytes each. */
const deepNesting = /(?:[[{]\s?){200}/;

function parsed(text: string, repairs: RepairLog): Json {
  if (deepNesting.test(text)) return { kind: "broken", reason: "nested 200 levels deep" };
  try {
    return { kind: "value", value: JSON.parse(text) };
  } catch (fault) {
    return repaired(repairJson(text), repairs) ?? { kind: "broken", reason: (fault as SyntaxError).message };
  }
}

function repaired(text: string, repairs: RepairLog): Json | null {
  try {
    const value = JSON.parse(text);
    repairs.note("JSON repaired: control characters, escapes or commas that it must not have");
    return { kind: "value", value };
  } catch {
    const value = withCompleteItems(text);
    if (value === null) return null;
    repairs.note(`JSON broken or truncated: kept ${value.items.length} complete items`);
    return { kind: "value", value };
  }
}

/** The feed of a document that was cut off within its items: cut after the last complete one. null where that does not help. */
function withCompleteItems(text: string): { items: unknown[] } | null {
  const items = /"items"\s{0,100}:\s{0,100}\[/.exec(text);
  if (!items) return null;
  const end = endOfLastObject(text, items.index + items[0].length);
  try {
    return JSON.parse(`${text.slice(0, end)}]}`);
  } catch {
    return null;
  }
}

/** Where the last complete object of a list ends; `at` is where the list's content begins, and the answer if there is none. */
function endOfLastObject(text: string, from: number): number {
  let end = from;
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length && depth >= 0; at += 1) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (inString) at += character === "\\" ? 1 : 0;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth === 0 && !inString && character === "}") end = at + 1;
  }
  return end;
}

const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const string = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value : null);

const strings = (values: unknown[]): string[] => values.map(string).filter((value) => value !== null);

const texts = (value: unknown, markup: MarkedText["markup"]): MarkedText[] =>
  strings([value]).map((text) => ({ value: text.slice(0, fieldCharsMax), markup }));
