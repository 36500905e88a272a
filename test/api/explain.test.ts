import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { hitId } from "../../lib/api/hit-id.ts";
import { itemId } from "../../lib/polling/item-id.ts";
import { sourceOf, storyOf } from "../alerting/sample-news.ts";
import { plainHit } from "../support/plain-hit.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const cars = { name: "Cars", entities: ["BMW", "Toyota"] };
const explain = (body: object) => api.send("POST", "/explain", { body });

test("a text is explained for a stored watchlist and for one that is not stored, alike", async () => {
  const { id } = (await api.send("POST", "/watchlists", { body: cars })).body;
  const title = "BMW and Toyota agree to develop fuel cells together";
  const stored = await explain({ watchlistId: id, title });
  expect(stored.status).toBe(200);
  expect(stored.body).toMatchObject({ lang: "en", hit: true });
  expect(stored.body.mentions.map(({ text }: { text: string }) => text)).toEqual(["BMW", "Toyota"]);
  expect(stored.body.tieUps[0].evidence.sentence).toContain("agree");
  expect((await explain({ watchlist: cars, title })).body).toEqual(stored.body);
});

test("a text without a watched name says so", async () => {
  const { body } = await explain({ watchlist: cars, title: "Rain is expected in the north", lang: "en" });
  expect(body).toMatchObject({ hit: false, mentions: [], tieUps: [] });
  expect(body.reasons.length).toBeGreaterThan(0);
});

test.each<[string, object, string]>([
  ["with neither watchlist", { title: "x" }, "watchlistId"],
  ["with both watchlists", { title: "x", watchlistId: "y", watchlist: cars }, "watchlistId"],
  ["without title and url", { watchlist: cars }, "title"],
  ["with title and url", { watchlist: cars, title: "x", url: "https://wire.example/1" }, "title"],
  ["with a title too long", { watchlist: cars, title: "x".repeat(2001) }, "title"],
  ["with a text too long", { watchlist: cars, title: "x", text: "x".repeat(100_001) }, "text"],
  ["with a bad language", { watchlist: cars, title: "x", lang: "german, please" }, "lang"],
  ["with a broken watchlist", { watchlist: { name: "x", entities: [7] }, title: "x" }, "watchlist.entities[0]"],
  ["with an unknown field", { watchlist: cars, title: "x", headline: "y" }, "headline"],
])("a question %s is refused, naming the field", async (_, body, field) => {
  const { status, body: problem } = await explain(body);
  expect(status).toBe(422);
  expect(problem.errors[0].field).toBe(field);
});

test("a watchlist that isn't there is not found", async () => {
  expect((await explain({ watchlistId: "none", title: "x" })).status).toBe(404);
});

test("an item that a feed brought is explained by its link, in its newest wording, to its owner alone", async () => {
  const feed = (await api.send("POST", "/feeds", { body: { url: "https://wire.example/feed" } })).body.id;
  const entry = (title: string, minute: number) => ({
    ...{
      key: "1",
      title,
      summary: "Beide bauen Akkus.",
      link: "https://www.wire.example/1?utm_source=rss",
      lang: "de",
    },
    ...{ publishedAt: null, source: "Wire", seenAt: `2026-02-28T10:0${minute}:00.000Z` },
  });
  const journal = journalTable(api.local.tables.News);
  await journal.add(feed, [entry("BMW und Toyota reden", 1)]);
  await journal.add(feed, [entry("BMW und Toyota kooperieren", 2)]);
  const { status, body } = await explain({ watchlist: cars, url: "https://wire.example/1" });
  expect(status).toBe(200);
  expect(body.item).toMatchObject({
    feedId: feed,
    title: "BMW und Toyota kooperieren",
    seenAt: "2026-02-28T10:02:00.000Z",
  });
  expect(body).toMatchObject({ hit: true, lang: "de" });
  expect((await explain({ watchlist: cars, url: "https://wire.example/2" })).status).toBe(404);
  const token = await api.newToken("otto", ["read"]);
  const asked = { watchlist: cars, url: "https://wire.example/1" };
  expect((await api.send("POST", "/explain", { body: asked, token })).status).toBe(404);
});

test("what another of the owner's watchlists says of a company counts, as it does live", async () => {
  const token = await api.newToken("ines", ["write"]);
  const ask = async (title: string) =>
    (
      await api.send("POST", "/explain", {
        body: { watchlist: { name: "x", entities: ["Quandt Motors"], rule: { news: "any-mention" } }, title },
        token,
      })
    ).body;
  expect((await ask("QM builds a plant")).hit).toBe(false);
  const entities = [{ name: "Quandt Motors", aliases: [{ text: "QM", needsContext: false }] }];
  await api.send("POST", "/watchlists", { body: { name: "Others", entities }, token });
  expect((await ask("QM builds a plant")).hit).toBe(true);
});

describe("a rule that wants two independent sources", () => {
  const rule = { minSources: 2 };
  const title = "BMW and Toyota agree to develop fuel cells together";

  test("doesn't alert by one text, and says what it waits for", async () => {
    const { body } = await explain({ watchlist: { ...cars, rule }, title });
    expect(body).toMatchObject({ hit: true, alerts: false, sources: { wanted: 2, known: 1 } });
    expect(body.reasons).toContain("told once 2 independent sources report it");
    expect((await explain({ watchlist: cars, title })).body).toMatchObject({ alerts: true, sources: { wanted: 1 } });
    const none = (await explain({ watchlist: { ...cars, rule }, title: "Rain is expected" })).body;
    expect(none).toMatchObject({ hit: false, alerts: false, sources: null });
  });

  test("alerts by an item and a hit whose story two have told, and not while a copy is all there is", async () => {
    const { id } = (await api.send("POST", "/watchlists", { body: { ...cars, name: "Confirmed", rule } })).body;
    const feed = (await api.send("POST", "/feeds", { body: { url: "https://second.example/feed" } })).body.id;
    const seenAt = "2026-02-28T10:00:00.000Z";
    const entry = { key: "1", title, summary: "", link: "https://second.example/1", lang: "en", publishedAt: null };
    await journalTable(api.local.tables.News).add(feed, [{ ...entry, source: "Second", seenAt }]);
    const hit = {
      ...{ ...plainHit, owner: "olga", watchlistId: id, itemId: itemId(feed, "1"), seenAt, entityIds: ["bmw"] },
      stories: [{ storyId: "s-two", revision: 1 }],
    };
    await hitTable(api.local.tables.News).put(hit);
    const stories = storyTable(api.local.tables.News);
    await stories.put({ ...storyOf("s-two", { parties: ["bmw", "toyota"] }), owner: "olga" });
    const reported = (n: number, source: string, words: string) =>
      stories.putSource("s-two", sourceOf({ itemId: `i${n}`, source, title: words, sentence: words }));
    await reported(1, "Second", title);
    await reported(2, "Reprint", title);
    const asked = async () => [
      (await explain({ watchlistId: id, url: entry.link })).body,
      (await api.send("GET", `/hits/${hitId(hit)}/why`)).body,
    ];
    for (const body of await asked()) expect(body).toMatchObject({ alerts: false, sources: { wanted: 2, known: 1 } });
    await reported(3, "Other", "Munich carmaker and Japanese rival sign accord on hydrogen drive systems, sources say");
    for (const body of await asked()) expect(body).toMatchObject({ alerts: true, sources: { wanted: 2, known: 2 } });
    await api.send("DELETE", `/watchlists/${id}`);
    const { body } = await api.send("GET", `/hits/${hitId(hit)}/why`);
    expect(body).toMatchObject({ alerts: false });
  });
});
