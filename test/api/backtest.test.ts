import { afterAll, beforeAll, expect, test } from "vitest";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let watchlistId: string;
beforeAll(async () => {
  api = await startApi();
  const feed = (await api.send("POST", "/feeds", { body: { url: "https://wire.example/feed" } })).body.id;
  const entry = (key: string, title: string, day: number) => ({
    ...{ key, title, summary: "", link: null, lang: "en", publishedAt: null, source: "Wire" },
    seenAt: new Date(Date.UTC(2026, 1, day, 9)).toISOString(),
  });
  await journalTable(api.local.tables.News).add(feed, [
    entry("1", "BMW and Toyota agree to build fuel cells together", 20),
    entry("2", "BMW and Toyota end cooperation on batteries", 26),
    entry("3", "BMW and General Motors agree on a partnership", 27),
  ]);
  const body = { name: "Cars", entities: ["BMW", "Toyota"] };
  watchlistId = (await api.send("POST", "/watchlists", { body })).body.id;
});
afterAll(() => api.stop());

const run = (body: object, token?: string) => api.send("POST", "/backtest", { body, ...(token ? { token } : {}) });

test("a change of the saved watchlist: what it would add and remove, and what it would cost", async () => {
  const watchlist = { entities: ["BMW", "Toyota", "General Motors"], rule: { stages: ["agreed"] } };
  const { status, body } = await run({ watchlistId, watchlist, smsPartPriceUsd: 0.1 });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    feeds: 1,
    wordings: 3,
    hits: { saved: 2, changed: 2 },
    stories: { saved: 2, changed: 2 },
  });
  expect(body.added.map(({ title }: { title: string }) => title)).toEqual([
    "BMW and General Motors agree on a partnership",
  ]);
  expect(body.removed.map(({ title }: { title: string }) => title)).toEqual([
    "BMW and Toyota end cooperation on batteries",
  ]);
  expect(body.messagesPerWeek.day).toEqual({ saved: 0.47, changed: 0.47 });
  expect(body.sms.usdPerWeek.changed).toBeCloseTo(0.05, 1);
});

test("a watchlist that isn't saved, and only some days", async () => {
  const watchlist = { name: "New", entities: ["BMW", "Toyota"] };
  expect((await run({ watchlist })).body).toMatchObject({
    hits: { saved: null, changed: 2 },
    sms: { usdPerWeek: null },
  });
  expect((await run({ watchlist, days: 4 })).body.hits.changed).toBe(1);
});

test("the saved watchlist stays as it is, and other owners' feeds bring nothing", async () => {
  await run({ watchlistId, watchlist: { name: "Other" } });
  expect((await api.send("GET", `/watchlists/${watchlistId}`)).body.name).toBe("Cars");
  const token = await api.newToken("otto", ["read"]);
  expect((await run({ watchlistId }, token)).status).toBe(404);
  expect((await run({ watchlist: { name: "Cars", entities: ["BMW", "Toyota"] } }, token)).body.hits.changed).toBe(0);
});

test.each<[string, object, string]>([
  ["with nothing", {}, "watchlist"],
  ["with too many days", { watchlist: { name: "x", entities: ["BMW"] }, days: 91 }, "days"],
  ["with a broken watchlist", { watchlist: { name: "x", entities: [7] } }, "watchlist.entities[0]"],
])("a question %s is refused, naming the field", async (_, body, field) => {
  const answer = await run(body);
  expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
});
