import { expect, it } from "vitest";
import type { ParsedFeed, ParsedItem } from "../../lib/polling/item.ts";
import { parseFeed } from "../../lib/polling/parse-feed.ts";

/** What must come out of the first item, or of the feed where the key says so. */
interface Outcome extends Partial<ParsedItem> {
  count?: number;
  /** The items after the first. */
  others?: Partial<ParsedItem>[];
  feedTitle?: string;
  format?: string;
  /** A part of one warning; "" where there must be none. */
  warning?: string;
  /** A part of the reason why there is no feed. */
  unreadable?: string;
}

export type Case = [sentence: string, source: string | Uint8Array, outcome: Outcome, contentType?: string];

export const latin1 = (text: string) => Buffer.from(text, "latin1");

export const utf16 = (text: string, swap = false) => {
  const bytes = Buffer.from(text, "utf16le");
  return swap ? bytes.swap16() : bytes;
};

export const rss = (item: string, root = "", head = "") =>
  `<?xml version="1.0"?>${head}<rss version="2.0"${root}><channel><title>Wire</title><link>https://wire.example/</link><item>${item}</item></channel></rss>`;

export const atom = (entry: string, root = "") =>
  `<feed xmlns="http://www.w3.org/2005/Atom"${root}><title>Wire</title><entry>${entry}</entry></feed>`;

export const json = (item: object) =>
  JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Wire", items: [item] });

/** One test a case: the document as it would be polled from https://feeds.example/wire.xml on 1 February 2026. */
export function tableOfCases(cases: Case[]): void {
  it.each(cases)("%s", async (_sentence, source, { unreadable, ...outcome }, contentType) => {
    const parsed = await parseFeed({
      bytes: typeof source === "string" ? Buffer.from(source) : source,
      contentType: contentType ?? null,
      url: "https://feeds.example/wire.xml",
      now: new Date("2026-02-01T00:00:00Z"),
    });
    if (parsed.kind === "unreadable") expect(parsed.reason).toContain(unreadable ?? "a feed where none was expected");
    else {
      expect(unreadable).toBeUndefined();
      expectOutcome(parsed.feed, outcome);
    }
  });
}

function expectOutcome(feed: ParsedFeed, outcome: Omit<Outcome, "unreadable">): void {
  const { others = [], count = 1 + others.length, feedTitle, format, warning, ...fields } = outcome;
  expect(feed.items).toHaveLength(count);
  if (count > 0) expect(feed.items[0]).toMatchObject(fields);
  for (const [at, other] of others.entries()) expect(feed.items[at + 1]).toMatchObject(other);
  if (feedTitle !== undefined) expect(feed.title).toBe(feedTitle);
  if (format !== undefined) expect(feed.format).toBe(format);
  if (warning === "") expect(feed.warnings).toEqual([]);
  else if (warning !== undefined) expect(feed.warnings.join("; ")).toContain(warning);
}
