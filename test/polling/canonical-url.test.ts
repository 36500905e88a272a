import { expect, it } from "vitest";
import { canonicalUrl } from "../../lib/polling/canonical-url.ts";

const page = "https://wire.example/news/pakt";

it.each([
  ["the page itself", page],
  ["http", "http://wire.example/news/pakt"],
  ["www and capitals in the host", "https://WWW.Wire.Example/news/pakt"],
  ["the mobile host", "https://m.wire.example/news/pakt"],
  ["a default port", "https://wire.example:443/news/pakt"],
  ["a trailing slash", "https://wire.example/news/pakt/"],
  ["a fragment", "https://wire.example/news/pakt#kommentare"],
  ["campaign parameters", "https://wire.example/news/pakt?utm_source=rss&utm_medium=feed&fbclid=abc"],
  ["a tracking value of a parameter", "https://wire.example/news/pakt?ref=rss"],
  ["an AMP path", "https://wire.example/news/pakt/amp/"],
  ["an AMP host", "https://amp.wire.example/news/pakt"],
  ["an AMP parameter", "https://wire.example/news/pakt?outputType=amp"],
  ["Google's AMP cache", "https://www.google.com/amp/s/www.wire.example/news/pakt"],
  ["the AMP project's cache", "https://wire-example.cdn.ampproject.org/c/s/wire.example/news/pakt"],
  ["needless escapes", "https://wire.example/news/%70akt"],
  ["white space around it", ` ${page}\n`],
])("the same page: %s", (_, address) => {
  expect(canonicalUrl(address)).toBe(page);
});

it.each([
  ["another path", "https://wire.example/news/pakt-2"],
  ["a case-sensitive path", "https://wire.example/news/Pakt"],
  ["a parameter that names the page", "https://wire.example/news/pakt?id=7"],
  ["a reference that is no tracking", "https://wire.example/news/pakt?ref=1234"],
  ["another host below", "https://blog.wire.example/news/pakt"],
  ["another port", "https://wire.example:8443/news/pakt"],
  ["a page named by its hash-bang", "https://wire.example/news/pakt#!/7"],
  ["a word that ends in amp", "https://wire.example/news/paktcamp"],
  ["a name of one label less", "https://m.example/news/pakt"],
])("another page: %s", (_, address) => {
  expect(canonicalUrl(address)).not.toBe(page);
  expect(canonicalUrl(canonicalUrl(address))).toBe(canonicalUrl(address));
});

it("orders parameters, so that their order does not count", () => {
  expect(canonicalUrl("https://wire.example/?b=2&a=1")).toBe(canonicalUrl("https://wire.example/?a=1&b=2"));
});

it("returns what is no http address as it is", () => {
  expect(canonicalUrl("urn:wire:7")).toBe("urn:wire:7");
  expect(canonicalUrl("https://")).toBe("https://");
});
