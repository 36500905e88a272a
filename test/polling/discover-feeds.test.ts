import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { candidatesMax, discoverFeeds } from "../../lib/polling/discover-feeds.ts";
import { fetchFeed } from "../../lib/polling/fetch-feed.ts";
import { parseFeed } from "../../lib/polling/parse-feed.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type TestNetwork, testNetwork } from "../support/fetch-deps.ts";

let server: FeedServer;
let network: TestNetwork;
const now = new Date("2026-03-01T12:00:00.000Z");
const parse = (input: Parameters<typeof parseFeed>[0]) => parseFeed({ ...input, now });
const discover = (path: string) => {
  server.requests.splice(0);
  const fetch = (url: string) => fetchFeed(url, {}, network.deps);
  return discoverFeeds(`${server.url}${path}`, 5, { fetch, parse, now: () => now });
};
const asked = () => server.requests.map(({ path }) => path);

const rss = (title: string, ...items: [title: string, date?: string][]) =>
  `<rss version="2.0"><channel><title>${title}</title>${items
    .map(([name, date]) => `<item><title>${name}</title>${date ? `<pubDate>${date}</pubDate>` : ""}</item>`)
    .join("")}</channel></rss>`;
const html = { "content-type": "text/html; charset=utf-8" };
const page = (head: string, body = "") =>
  `<!doctype html><html><head><title>Harbour &amp; Sea</title>${head}</head><body>${body}</body></html>`;
const alternate = (href: string, type = "application/rss+xml", title = "") =>
  `<link rel="alternate" type="${type}" title="${title}" href="${href}">`;

beforeAll(async () => {
  server = await startFeedServer({
    "/news.rss": { body: rss("Harbour news", ["A crane arrives", "Sun, 01 Mar 2026 10:00:00 GMT"]) },
    "/sport.atom": {
      body: `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour sport</title><entry><id>1</id><title>A regatta</title></entry></feed>`,
    },
  });
  network = testNetwork();
});
afterAll(async () => {
  network.close();
  await server.stop();
});

test("an address that is a feed's is that feed, with its newest items, warnings and interval", async () => {
  const items = Array.from({ length: 7 }, (_, day): [string, string] => [
    `Day ${day}`,
    `0${day + 1} Feb 2026 08:00:00 GMT`,
  ]);
  server.route("/itself", { body: rss("Itself & more", ...items) });
  const found = await discover("/itself");
  if (found.kind !== "feed") throw new Error(`expected a feed, got ${found.kind}`);
  expect(found.feed).toMatchObject({
    url: `${server.url}/itself`,
    title: "Itself & more",
    format: "rss",
    itemCount: 7,
  });
  expect(found.feed.newest.map(({ title }) => title)).toEqual(["Day 6", "Day 5", "Day 4", "Day 3", "Day 2"]);
  expect(found.feed.newest[0]?.publishedAt).toBe("2026-02-07T08:00:00.000Z");
  expect(found.feed.warnings).toEqual([expect.stringContaining("bare & escaped")]);
  expect(found.feed.interval).toEqual({ minutes: 60, because: "rhythm" });
  expect(asked()).toEqual(["/itself"]);
});

test("what the publisher asks for sets the interval, and a feed that has moved for good is its new address", async () => {
  server.route("/slow", { body: rss("Slow").replace("<title>", "<ttl>240</ttl><title>") });
  server.route("/old", { status: 301, headers: { location: "/slow" } });
  const found = await discover("/old");
  expect(found).toMatchObject({ feed: { url: `${server.url}/slow`, interval: { minutes: 240, because: "ttl" } } });
});

test("a page with two feeds gives both, in its order, with their own titles", async () => {
  const links = alternate("/news.rss", undefined, "Fresh") + alternate("/sport.atom", "application/atom+xml");
  server.route("/two", { headers: html, body: page(links) });
  const found = await discover("/two");
  if (found.kind !== "candidates") throw new Error(`expected candidates, got ${found.kind}`);
  expect(found.pageTitle).toBe("Harbour & Sea");
  expect(found.feeds.map(({ url, title, format }) => [url, title, format])).toEqual([
    [`${server.url}/news.rss`, "Harbour news", "rss"],
    [`${server.url}/sport.atom`, "Harbour sport", "atom"],
  ]);
  expect(asked()).toEqual(["/two", "/news.rss", "/sport.atom"]);
});

describe("a page names its feed", () => {
  test.each<[sentence: string, head: string, body: string]>([
    ["relative to its <base>", `<base href="/deep/">${alternate("../news.rss")}`, ""],
    ["in upper case and without quotes", "<LINK REL=ALTERNATE TYPE=APPLICATION/RSS+XML HREF=/news.rss>", ""],
    ["with several relations", alternate("/news.rss").replace('"alternate"', '"home alternate"'), ""],
    ["with entities in the address", alternate("&#47;news.rss"), ""],
    ["under the feed: scheme", `<link rel="alternate" type="text/rss" href="feed:HOST/news.rss">`, ""],
    ["as mere XML, where the address says the rest", alternate("/news.rss", "text/xml; charset=utf-8"), ""],
    ["in the body", "", alternate("/news.rss")],
    ["by rel=feed", `<link rel="feed" href="/news.rss">`, ""],
    ["in an anchor", "", `<a class=x href="/news.rss"><img src=icon.png> Subscribe</a>`],
    ["twice", alternate("/news.rss") + alternate("/news.rss#top"), `<a href="/news.rss">RSS</a>`],
  ])("%s", async (_, head, body) => {
    server.route("/names", { headers: html, body: page(head, body).replace("HOST", server.url) });
    const found = await discover("/names");
    expect(found).toMatchObject({
      kind: "candidates",
      feeds: [{ url: `${server.url}/news.rss`, title: "Harbour news" }],
    });
    expect(asked().filter((path) => path === "/news.rss")).toHaveLength(1);
  });

  test("in a Link header", async () => {
    const link = `</style.css>; rel=preload; as=style, </news.rss>; title="News, fresh"; rel="alternate"; type="application/rss+xml"`;
    server.route("/header", { headers: { ...html, link }, body: page("") });
    expect(await discover("/header")).toMatchObject({ feeds: [{ url: `${server.url}/news.rss` }] });
  });
});

describe("a page does not name a feed", () => {
  test.each<[sentence: string, head: string, body: string]>([
    ["by another alternate", alternate("/de", "text/html"), ""],
    ["by a document of the same machine-readable type", alternate("/api/posts/1", "application/json"), ""],
    ["by an alternate style sheet", alternate("/news.rss").replace('"alternate"', '"alternate stylesheet"'), ""],
    ["in a comment", `<!-- ${alternate("/news.rss")} -->`, ""],
    ["in a script", `<script>var a = '${alternate("/news.rss")}';</script>`, ""],
    ["by an anchor to something that only begins so", "", `<a href="/feedback">Feedback</a><a href="/atomic">A</a>`],
    ["by an address of another scheme", alternate("javascript:alert('/news.rss')"), ""],
    ["by nothing", alternate(""), ""],
  ])("%s", async (_, head, body) => {
    server.route("/silent", { headers: html, body: page(head, body) });
    const found = await discover("/silent");
    expect(found).toMatchObject({ kind: "none", pageTitle: "Harbour & Sea", unread: [] });
    expect(asked()).not.toContain("/news.rss");
    expect(asked().filter((path) => /feedback|atomic|api|\/de$/.test(path))).toEqual([]);
  });
});

test("a page that names none is asked for the usual places, its own section first, until one is a feed", async () => {
  server.route("/blog/today.html", { headers: html, body: page("") });
  server.route("/blog/rss.xml", { body: rss("Blog") });
  expect(await discover("/blog/today.html")).toMatchObject({
    kind: "candidates",
    feeds: [{ url: `${server.url}/blog/rss.xml`, title: "Blog" }],
  });
  expect(asked()).not.toContain("/feed");
});

test("one feed under several of the usual addresses is one", async () => {
  const body = rss("Everywhere");
  for (const path of ["/site/feed", "/site/rss", "/site/feed.xml"]) server.route(path, { body });
  server.route("/site/", { headers: html, body: page("") });
  expect(await discover("/site/")).toMatchObject({ feeds: [{ url: `${server.url}/site/feed` }] });
});

test("a page with none says how many addresses were asked", async () => {
  server.route("/none", { headers: html, body: page("") });
  const found = await discover("/none");
  expect(found).toEqual({ kind: "none", pageTitle: "Harbour & Sea", unread: [], tried: asked().length - 1 });
  expect(asked()).toEqual(
    expect.arrayContaining(["/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml"]),
  );
  expect(asked()).toContain("/feed.json");
});

test("a declared feed that can't be read is told with its reason, beside those that can", async () => {
  server.route("/half", {
    headers: html,
    body: page(alternate("/lost.rss") + alternate("/two") + alternate("/news.rss")),
  });
  const found = await discover("/half");
  expect(found).toMatchObject({
    kind: "candidates",
    feeds: [{ title: "Harbour news" }],
    unread: [
      { url: `${server.url}/lost.rss`, reason: "HTTP 404" },
      { url: `${server.url}/two`, reason: expect.stringContaining("got an HTML page titled “Harbour") },
    ],
  });
});

test.each<[sentence: string, route: Parameters<FeedServer["route"]>[1], reason: RegExp]>([
  ["that is not there", { status: 404, body: page(alternate("/news.rss")) }, /^HTTP 404$/],
  ["without content", { status: 200 }, /^empty body$/],
  ["of another format", { headers: { "content-type": "text/plain" }, body: "Nothing to see" }, /got text that begins/],
  ["of OPML", { body: "<opml><head><title>All</title></head><body><outline/></body></opml>" }, /a document of <opml>/],
])("an address %s is unreadable, and nothing else is asked", async (_, route, reason) => {
  server.route("/odd", route);
  const found = await discover("/odd");
  expect(found).toEqual({ kind: "unreadable", reason: expect.stringMatching(reason) });
  expect(asked()).toEqual(["/odd"]);
});

// Where the time for one grew with its square, these would take minutes, which a test isn't given.
describe("hostile pages", () => {
  test("a page of 5 MB of links costs a bounded number of requests", async () => {
    const links = Array.from({ length: 60_000 }, (_, n) => alternate(`/dead/${n}.rss?${"x".repeat(10)}`)).join("");
    const body = page(links);
    expect(body.length).toBeGreaterThan(5 * 1024 * 1024);
    server.route("/links", { headers: html, body });
    const found = await discover("/links");
    expect(found).toMatchObject({ kind: "none", tried: candidatesMax });
    expect(asked()).toHaveLength(1 + candidatesMax);
    if (found.kind === "none") expect(found.unread.at(-1)?.reason).toMatch(/not asked any more after 14 others/);
  });

  test.each<[sentence: string, body: string]>([
    ["a million open elements", `<html>${"<div>".repeat(1_000_000)}`],
    ["a million attributes", `<html><link rel=alternate ${"a=1 ".repeat(1_000_000)}href=/x.rss>`],
    ["an attribute of 5 MB", `<html>${alternate(`/${"a".repeat(5_000_000)}`)}`],
    ["a tag that never ends", `<html><link rel="alternate" href="${"/a ".repeat(1_500_000)}`],
    ["a million bare brackets", `<html>${"<".repeat(5_000_000)}`],
    ["anchors without text", `<html>${'<a href="/feed">'.repeat(300_000)}`],
  ])("%s: read in no time", async (_, body) => {
    server.route("/deep", { headers: html, body });
    expect((await discover("/deep")).kind).toBe("none");
  });

  test("candidates on private addresses are refused without a connection, wherever the page is", async () => {
    const strict = testNetwork({
      names: { "wire.example": ["93.184.216.34"], "inside.example": ["10.1.2.3"] },
      policy: { allowPrivate: false },
      everythingIsHere: true,
    });
    const inside = ["http://127.0.0.1:8080/rss", "http://169.254.169.254/feed", "http://inside.example/feed"];
    server.route("/lure", {
      headers: html,
      body: page(inside.map((url) => alternate(url)).join("") + alternate("/jump")),
    });
    server.route("/jump", { status: 302, headers: { location: "http://[::1]/feed" } });
    const address = `http://wire.example:${server.port}/lure`;
    const fetch = (url: string) => fetchFeed(url, {}, strict.deps);
    const found = await discoverFeeds(address, 5, { fetch, parse, now: () => now });
    strict.close();
    if (found.kind !== "none") throw new Error(`expected none, got ${found.kind}`);
    expect(found.unread.map(({ reason }) => reason)).toEqual([
      "refused: 127.0.0.1 is a loopback address",
      "refused: 169.254.169.254 is a link-local address",
      "refused: inside.example resolves to a private address",
      "refused: redirected to a place that we do not go to: [::1] is a loopback address",
    ]);
    expect(new Set(strict.connected)).toEqual(new Set(["93.184.216.34"]));
  });

  test("when the time for asking is over, the rest is not asked", async () => {
    let time = now.getTime();
    const links = Array.from({ length: 8 }, (_, n) => alternate(`/late/${n}.rss`)).join("");
    server.route("/late", { headers: html, body: page(links) });
    server.requests.splice(0);
    const fetch = async (url: string) => {
      time += 6_000;
      return fetchFeed(url, {}, network.deps);
    };
    const found = await discoverFeeds(`${server.url}/late`, 5, { fetch, parse, now: () => new Date(time) });
    expect(found).toMatchObject({ kind: "none", tried: 4 });
    expect(asked()).toHaveLength(5);
  });
});
