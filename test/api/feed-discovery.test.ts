import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let server: FeedServer;
const feed = (title: string) =>
  `<rss version="2.0"><channel><title>${title}</title><item><guid>1</guid><title>A & B</title><link>/a</link>` +
  `<pubDate>Sun, 01 Mar 2026 10:00:00 +0100</pubDate><description>${"Long. ".repeat(200)}</description></item></channel></rss>`;
const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`;

beforeAll(async () => {
  server = await startFeedServer({
    "/news.rss": { body: feed("News") },
    "/sport.rss": { body: feed("Sport") },
    "/": {
      headers: { "content-type": "text/html" },
      body: `<html><title>Site</title>${link("/news.rss")}${link("/sport.rss")}${link("http://10.0.0.1/feed")}`,
    },
    "/plain": { headers: { "content-type": "text/plain" }, body: "Nothing" },
  });
  api = await startApi({ names: { "wire.example": ["93.184.216.34"], "inside.example": ["192.168.1.1"] } });
});
afterAll(async () => {
  await api.stop();
  await server.stop();
});

const discover = (url: string, more: object = {}) => api.send("POST", "/feeds/discover", { body: { url, ...more } });
const at = (path: string) => `http://wire.example:${server.port}${path}`;

test("a feed's address answers the feed as it would be polled, and nothing is stored", async () => {
  const { status, body } = await discover(at("/news.rss"), { intervalMinutes: 30 });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    kind: "feed",
    feed: { url: at("/news.rss"), title: "News", format: "rss", itemCount: 1 },
  });
  expect(body.feed.newest).toMatchObject([{ title: "A & B", link: at("/a"), publishedAt: "2026-03-01T09:00:00.000Z" }]);
  expect(body.feed.newest[0].summary.length).toBeLessThan(600);
  expect(body.feed.warnings).toEqual(expect.arrayContaining([expect.stringContaining("bare & escaped")]));
  expect(body.feed.interval).toEqual({ minutes: 30, because: "wish" });
  expect((await api.send("GET", "/feeds")).body.items).toEqual([]);
});

test("a page's address answers its feeds, and why one of them is none", async () => {
  const { body } = await discover(at("/"));
  expect(body).toMatchObject({
    kind: "candidates",
    pageTitle: "Site",
    feeds: [{ title: "News" }, { title: "Sport" }],
    unread: [{ url: "http://10.0.0.1/feed", reason: "refused: 10.0.0.1 is a private address" }],
  });
});

test.each([
  ["of something else is unreadable, in words", "/plain", /expected a feed .* got text that begins/],
  ["that is not there is unreadable, in words", "/missing", /HTTP 404/],
])("an address %s", async (_, path, reason) => {
  expect((await discover(at(path))).body).toEqual({ kind: "unreadable", reason: expect.stringMatching(reason) });
});

test("a name that leads inside is not asked", async () => {
  server.requests.splice(0);
  const { body } = await discover(`http://inside.example:${server.port}/news.rss`);
  expect(body).toEqual({ kind: "unreadable", reason: "refused: inside.example resolves to a private address" });
  expect(server.requests).toEqual([]);
});

test.each([
  ["on loopback", { url: "http://127.0.0.1/" }, "url"],
  ["of another scheme", { url: "file:///etc/passwd" }, "url"],
  ["with an interval that can't be chosen", { url: "https://wire.example/", intervalMinutes: 7 }, "intervalMinutes"],
  ["that is missing", {}, "url"],
])("an address %s is refused, naming the field", async (_, body, field) => {
  const answer = await api.send("POST", "/feeds/discover", { body });
  expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
});

test("looking needs a token that may add feeds", async () => {
  const token = await api.newToken("olga", ["read"]);
  expect((await api.send("POST", "/feeds/discover", { body: { url: at("/") }, token })).status).toBe(403);
});
