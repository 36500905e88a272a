import { afterAll, beforeAll, expect, test } from "vitest";
import { journalTable } from "../../functions/aws/journal-table.ts";
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
