import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import type { Delivery } from "../../lib/alerting/delivery.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { sourceOf } from "../alerting/sample-news.ts";
import { plainHit } from "../support/plain-hit.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let walks = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const at = (second: number) => new Date(Date.UTC(2026, 1, 1, 0, 0, second)).toISOString();
const hitAt = (watchlistId: string, owner: string, second: number, lang: string): Hit => ({
  ...{ watchlistId, owner, itemId: `item${second}`, seenAt: at(second) },
  ...{ entityIds: ["bmw"], stories: [], report: { ...plainHit.report, lang } },
});

/** A list with things that are known by the second at which they stand in it; each third is German. */
interface Walked {
  /** Writes the thing of that second; written again it is changed, and stands where it stood. */
  put(second: number): Promise<unknown>;
  /** Its address, with a filter. */
  path: string;
  /** And with one that takes only the German ones. */
  onlyGerman: string;
  secondOf(item: { id: string; itemId: string }): number;
}

interface Owned {
  owner: string;
  token: string;
  watchlistId: string;
}

const isGerman = (second: number): boolean => second % 3 === 0;
const langOf = (second: number) => (isGerman(second) ? "de" : "en");

const lists: Record<string, (owned: Owned, way: number) => Promise<Walked>> = {
  async hits({ owner, watchlistId }, way) {
    return {
      put: (second) => hitTable(api.local.tables.News).put(hitAt(watchlistId, owner, second, langOf(second))),
      path: `/hits?${["", `watchlist=${watchlistId}`, "entity=BMW"][way]}`,
      onlyGerman: "&language=de",
      secondOf: ({ itemId }) => Number(itemId.slice("item".length)),
    };
  },
  async stories({ owner }, way) {
    const stories = storyTable(api.local.tables.News);
    const revisions = new Map<number, number>();
    return {
      // A new fact raises the revision, and the story is seen later; it stays where it began.
      async put(second) {
        const revision = (revisions.get(second) ?? 0) + 1;
        revisions.set(second, revision);
        const id = `${owner} ${second}`;
        const stage = isGerman(second) ? ("ended" as const) : ("agreed" as const);
        const facts = { parties: ["bmw", "toyota"], kind: "cooperation" as const, stage, areas: [] };
        const seen = { firstSeenAt: at(second), lastSeenAt: at(second + 1000 * revision) };
        await stories.put({ id, owner, facts, revision, ...seen });
        await stories.putSource(id, sourceOf({ itemId: `i${revision}`, stage, firstSeenAt: seen.firstSeenAt }));
      },
      path: `/stories?${["", "pair=BMW,Toyota", "entity=BMW"][way]}`,
      onlyGerman: "&stage=ended",
      secondOf: ({ id }) => Number(id.split(" ").at(-1)),
    };
  },
  async deliveries({ token }, way) {
    const post = async (path: string, body: object) =>
      (await api.send("POST", path, { body, token })).body.id as string;
    const subscriber = await post("/subscribers", { name: "Olga", timeZone: "UTC" });
    const addresses = ["a", "b", "c"].slice(0, way + 1).map((name) => `${name}@example.org`);
    const endpoints: string[] = [];
    for (const address of addresses)
      endpoints.push(await post(`/subscribers/${subscriber}/endpoints`, { channel: "email", address }));
    const { begin, finish } = ledgerTable(api.local.tables.News).deliveries;
    return {
      async put(second) {
        const delivery: Delivery = {
          ...{ id: `d${second}`, endpointId: endpoints[second % endpoints.length] ?? "", startedAt: at(second) },
          ...{ channel: "email", told: [], subject: langOf(second), text: "", state: "publishing" },
          ...{ messageId: null, reason: null },
        };
        await begin(delivery);
        await finish({ ...delivery, state: "sent" });
      },
      path: `/deliveries?${["", `subscriber=${subscriber}`, ""][way]}`,
      onlyGerman: "&q=de",
      secondOf: ({ id }) => Number(id.slice(1)),
    };
  },
};

/** Of any size up to the most: as small ones as fast-check prefers fit into one page. */
const seconds = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: max, size: "max" });

describe.each(Object.keys(lists))("%s", (list) => {
  test("are met once each if they were there from the first page on, nothing twice, all in order, whatever is written meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        seconds(40),
        fc.array(seconds(4), { maxLength: 10 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 1, 2),
        fc.boolean(),
        async (before, meanwhile, limit, way, onlyGerman) => {
          const owner = `walker ${++walks}`;
          const token = await api.newToken(owner, ["write"]);
          const body = { name: "Cars", entities: ["BMW", "Toyota"] };
          const watchlistId = (await api.send("POST", "/watchlists", { body, token })).body.id;
          const walked = await (lists[list] as (typeof lists)[string])({ owner, token, watchlistId }, way);
          await Promise.all(before.map(walked.put));
          // What is there is changed meanwhile, too.
          const writes = meanwhile.map((some, n) => [...some, ...before.slice(n, n + 1)]);
          const seen: number[] = [];
          let cursor = "";
          do {
            const path = `${walked.path}&limit=${limit}${onlyGerman ? walked.onlyGerman : ""}${cursor}`;
            const writing = Promise.all([...new Set(writes.shift() ?? [])].map(walked.put));
            const { items, nextCursor } = (await api.send("GET", path.replace("?&", "?"), { token })).body;
            await writing;
            seen.push(...items.map(walked.secondOf));
            cursor = nextCursor === null ? "" : `&cursor=${nextCursor}`;
          } while (cursor !== "");
          expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
          const wanted = before.filter((second) => !onlyGerman || isGerman(second));
          expect(wanted.filter((second) => !seen.includes(second))).toEqual([]);
          if (onlyGerman) expect(seen.every(isGerman)).toBe(true);
        },
      ),
      { numRuns: 15, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
    );
  });
});

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
});
