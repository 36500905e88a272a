import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hitTable } from "../../functions/aws/news-table.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { plainHit } from "../support/plain-hit.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let walks = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const hitAt = (watchlistId: string, owner: string, second: number, lang: string): Hit => ({
  ...{
    watchlistId,
    owner,
    itemId: `item${second}`,
    seenAt: new Date(Date.UTC(2026, 1, 1, 0, 0, second)).toISOString(),
  },
  ...{ entityIds: ["bmw"], stories: [], report: { ...plainHit.report, lang } },
});

const seconds = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: max });

test("whatever is written while somebody pages: what was there from the first page on is met once, nothing twice, all in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      seconds(60),
      fc.array(seconds(4), { maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom("watchlist", "entity", "owner"),
      fc.boolean(),
      async (before, meanwhile, limit, list, onlyGerman) => {
        const owner = `walker ${++walks}`;
        const token = await api.newToken(owner, ["write"]);
        const { id } = (await api.send("POST", "/watchlists", { body: { name: "Cars", entities: ["BMW"] }, token }))
          .body;
        const langOf = (second: number) => (second % 3 === 0 ? "de" : "en");
        const put = (second: number) => hitTable(api.local.tables.News).put(hitAt(id, owner, second, langOf(second)));
        await Promise.all(before.map(put));
        const filter = { watchlist: `watchlist=${id}`, entity: "entity=BMW", owner: "" }[list];
        const seen: number[] = [];
        const writes = [...meanwhile];
        let cursor = "";
        do {
          const path = `/hits?${filter}&limit=${limit}${onlyGerman ? "&language=de" : ""}${cursor}`;
          const writing = Promise.all((writes.shift() ?? []).map(put));
          const { items, nextCursor } = (await api.send("GET", path, { token })).body;
          await writing;
          seen.push(...items.map(({ itemId }: Hit) => Number(itemId.slice("item".length))));
          cursor = nextCursor === null ? "" : `&cursor=${nextCursor}`;
        } while (cursor !== "");
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
        const wanted = before.filter((second) => !onlyGerman || langOf(second) === "de");
        expect(wanted.filter((second) => !seen.includes(second))).toEqual([]);
        if (onlyGerman) expect(seen.every((second) => langOf(second) === "de")).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test("a filter that nearly nothing has reads so many rows for a page and no more, and finds it page by page", async () => {
  const token = await api.newToken("seeker", ["write"]);
  const { id } = (await api.send("POST", "/watchlists", { body: { name: "Cars", entities: ["BMW"] }, token })).body;
  const hits = hitTable(api.local.tables.News);
  for (let second = 0; second < 700; second++) await hits.put(hitAt(id, "seeker", second, second === 5 ? "fr" : "en"));
  const pages: number[] = [];
  for (let cursor = ""; ; ) {
    const { items, nextCursor } = (await api.send("GET", `/hits?language=fr${cursor}`, { token })).body;
    pages.push(items.length);
    if (nextCursor === null) break;
    cursor = `&cursor=${nextCursor}`;
  }
  expect(pages).toEqual([0, 0, 0, 1]);
}, 60_000);
