import { expect, it } from "vitest";
import { parseFeed } from "../../lib/polling/parse-feed.ts";

it.each([
  ["an empty body", "", null, "got an empty document"],
  ["white space", " \n\t ", "application/rss+xml", "got an empty document (Content-Type application/rss+xml)"],
  [
    "a web page",
    "<!DOCTYPE html><html><head><title>Kein Zutritt</title></head></html>",
    "text/html",
    "an HTML page titled “Kein Zutritt”",
  ],
  ["a web page with an element named item", "<html><body><item>A</item></body></html>", null, "an HTML page"],
  ["another XML document", "<opml version='2.0'><body/></opml>", null, "a document of <opml>"],
  ["plain text", "Service unavailable", "text/plain", "text that begins with “Service unavailable”"],
  ["JSON of another kind", '{"error": "not found"}', "application/json", "JSON without a list of items"],
  ["broken JSON", "{ items", null, "JSON that can't be read"],
  ["a picture", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png", "(Content-Type image/png)"],
  ["a feed cut off before its root", "<?xml version='1.0'?><rs", null, "text that begins with"],
])("says what came instead of a feed: %s", async (_, body, contentType, reason) => {
  const outcome = await parseFeed({ bytes: Buffer.from(body, "latin1"), contentType, url: null });
  expect(outcome.kind).toBe("unreadable");
  expect(outcome.kind === "unreadable" && outcome.reason).toContain(
    "expected a feed (RSS, RDF, Atom or JSON Feed), got ",
  );
  expect(outcome.kind === "unreadable" && outcome.reason).toContain(reason);
});

it("reads a feed without items", async () => {
  const outcome = await parseFeed({
    bytes: Buffer.from("<rss version='2.0'><channel/></rss>"),
    contentType: null,
    url: null,
  });
  expect(outcome).toEqual({
    kind: "feed",
    feed: { format: "rss", title: "", link: null, lang: null, items: [], warnings: [] },
  });
});

it("reads a feed that is served as a web page", async () => {
  const bytes = Buffer.from("<rss version='2.0'><channel><item><title>A</title></item></channel></rss>");
  const outcome = await parseFeed({ bytes, contentType: "text/html; charset=utf-8", url: null });
  expect(outcome.kind === "feed" && outcome.feed.warnings).toEqual([]);
});
