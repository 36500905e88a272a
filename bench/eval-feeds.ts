import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "../lib/polling/decode.ts";
import type { ParsedItem } from "../lib/polling/item.ts";
import { parseFeed } from "../lib/polling/parse-feed.ts";
import { repairLog } from "../lib/polling/repair-log.ts";
import { plainText } from "../lib/text/plain-text.ts";

const fields = ["title", "link", "id", "published", "summary"] as const;
type Field = (typeof fields)[number];
/** What a suite expects of one item; a field that it does not carry is absent. */
type Expected = Partial<Record<Field, string[]>>;
type Json = Record<string, unknown>;

export interface FeedDifference {
  suite: string;
  feed: string;
  field: Field | "items";
  item: number;
  expected: string;
  got: string;
}

export interface FeedScores {
  /** Per suite and field: pairs that carry the field, and those of them where every item agrees. */
  scores: Map<string, { carried: number; equal: number }>;
  differences: FeedDifference[];
}

/**
 * How far `parseFeed` agrees with the suites of `pairs.jsonl` in the folder, printed as a table by field and suite with the
 * pairs that differ. A pair counts as equal in a field if all its items are; both sides are normalised the same way.
 */
export async function evalFeeds(dataFolder: string, log: (line: string) => void = console.log): Promise<FeedScores> {
  const lines = (await readFile(join(dataFolder, "pairs.jsonl"), "utf8")).trim().split("\n");
  const result: FeedScores = { scores: new Map(), differences: [] };
  for (const line of lines) {
    const pair = JSON.parse(line) as { suite: string; feed: string; expected: string };
    const bytes = await readFile(join(dataFolder, pair.feed));
    // One golden is stored in the encoding of its feed.
    const { text } = decode(await readFile(join(dataFolder, pair.expected)), null, repairLog());
    const golden = JSON.parse(text) as Json;
    const outcome = await parseFeed({ bytes, contentType: null, url: null });
    const got = outcome.kind === "feed" ? outcome.feed.items : [];
    compare(pair, expectedItems(pair.suite, golden, bytes.toString("latin1")), got, result);
  }
  printTable(result, log);
  return result;
}

function compare(pair: { suite: string; feed: string }, expected: Expected[], got: ParsedItem[], result: FeedScores) {
  const { suite, feed } = pair;
  if (expected.length !== got.length) {
    const lengths = { expected: `${expected.length} items`, got: `${got.length} items` };
    result.differences.push({ suite, feed, field: "items", item: -1, ...lengths });
  }
  for (const field of fields) {
    const carrying = expected.map((item, index) => ({ values: item[field], index })).filter(({ values }) => values);
    if (carrying.length === 0) continue;
    const wrong = carrying.filter(({ values, index }) => !agrees(field, values ?? [], gotOf(field, got[index])));
    for (const { values, index } of wrong) {
      const difference = { expected: String(values?.join(" | ")), got: normalised(field, gotOf(field, got[index])) };
      result.differences.push({ suite, feed, field, item: index, ...difference });
    }
    count(result, `${suite} ${field}`, wrong.length === 0);
    count(result, `all ${field}`, wrong.length === 0);
  }
}

function count(result: FeedScores, key: string, isEqual: boolean): void {
  const score = result.scores.get(key) ?? { carried: 0, equal: 0 };
  result.scores.set(key, { carried: score.carried + 1, equal: score.equal + (isEqual ? 1 : 0) });
}

function gotOf(field: Field, item: ParsedItem | undefined): string {
  if (!item) return "(no item)";
  return (
    { title: item.title, link: item.link, id: item.guid, published: item.publishedAt, summary: item.summary }[field] ??
    ""
  );
}

/** Links agree when they are the same once the suite's, which may be relative, is resolved and spelt as URLs are. */
function agrees(field: Field, expected: string[], got: string): boolean {
  const resolved = (link: string) => (URL.canParse(link, got) ? new URL(link, got).href : link);
  if (field === "link") return expected.some((link) => resolved(link) === resolved(got));
  return expected.includes(normalised(field, got));
}

/** Our summaries end there, and say so. */
const comparedCharsMax = 19_000;

/** HTML stripped on both sides, instants instead of spellings of dates, white space collapsed. */
function normalised(field: Field, value: string): string {
  if (field === "published") return Number.isNaN(Date.parse(value)) ? value : new Date(value).toISOString();
  // Twice, because a text that was escaped twice shows its markup only then.
  const text = plainText(plainText(value));
  return field === "title" || field === "summary" ? text.slice(0, comparedCharsMax) : text;
}

/** Of one field of one pair: a feed that differs in one item differs in all, as a rule. */
const differencesShownMax = 2;

const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(record) : []);

function expectedItems(suite: string, golden: Json, source: string): Expected[] {
  if (suite === "feed-rs") return list(golden.entries).map((entry) => feedRsItem(entry, source));
  if (suite === "rss-parser") return list(record(golden.feed).items).map(rssParserItem);
  return list(golden.items ?? golden.entries).map(gofeedItem);
}

/** The values that are there, as one expectation; several where the suite itself gives several for one field. */
function expectation(values: Record<Field, unknown[]>): Expected {
  const item: Expected = {};
  for (const field of fields) {
    const carried = values[field].filter((value): value is string => typeof value === "string" && value.trim() !== "");
    const texts = carried.map((value) => normalised(field, value)).filter((value) => value !== "");
    if (texts.length > 0) item[field] = texts;
  }
  return item;
}

/** gofeed's parsers keep Atom's and RSS's own names; its translator's `description` and `content` are teaser and body. */
function gofeedItem(item: Json): Expected {
  const alternate = list(item.links).find(({ rel, href }) => href && (rel === undefined || rel === "alternate"));
  const content = record(item.content).value ?? item.content;
  return expectation({
    title: [item.title],
    link: [item.link ?? alternate?.href],
    id: [record(item.guid).value ?? item.guid ?? item.id],
    published: [item.publishedParsed ?? item.pubDateParsed],
    summary: [first(item.description, item.summary, content)],
  });
}

/** feed-rs makes an id where the feed has none: only ids that stand in the feed are expected. */
function feedRsItem(entry: Json, source: string): Expected {
  const links = list(entry.links).filter(({ rel }) => rel === null || rel === "alternate");
  const id = String(entry.id);
  return expectation({
    title: [record(entry.title).content],
    link: [links[0]?.href],
    id: [source.includes(id) || source.includes(id.replaceAll("&", "&amp;")) ? id : undefined],
    published: [entry.published],
    summary: [first(record(entry.summary).content, record(entry.content).body)],
  });
}

function rssParserItem(item: Json): Expected {
  return expectation({
    title: [item.title],
    link: [item.link],
    id: [item.guid ?? item.id ?? item["rdf:about"]],
    published: [item.isoDate],
    // `content` is RSS's description, but Atom's content, which `summary` comes before.
    summary: [first(item.summary, item.content, item["content:encoded"])],
  });
}

const first = (...values: unknown[]): unknown =>
  values.find((value) => typeof value === "string" && plainText(value) !== "");

function printTable({ scores, differences }: FeedScores, log: (line: string) => void): void {
  const suites = ["gofeed", "feed-rs", "rss-parser", "all"];
  log(`field     ${suites.map((suite) => suite.padStart(20)).join("")}`);
  for (const field of fields) {
    const cells = suites.map((suite) => {
      const { carried, equal } = scores.get(`${suite} ${field}`) ?? { carried: 0, equal: 0 };
      return (carried === 0 ? "-" : `${equal}/${carried} ${((100 * equal) / carried).toFixed(1)}%`).padStart(20);
    });
    log(field.padEnd(10) + cells.join(""));
  }
  const shown = new Map<string, number>();
  for (const { feed, field, item, expected, got } of differences) {
    const before = shown.get(feed + field) ?? 0;
    shown.set(feed + field, before + 1);
    if (before >= differencesShownMax) continue;
    log(
      `${feed} item ${item} ${field}\n  expected ${JSON.stringify(expected.slice(0, 200))}\n  got      ${JSON.stringify(got.slice(0, 200))}`,
    );
  }
}
