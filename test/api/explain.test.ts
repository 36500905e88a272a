import { afterAll, beforeAll, expect, test } from "vitest";
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
  ["without title", { watchlist: cars }, "title"],
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
