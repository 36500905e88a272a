import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hitTable, itemTable, recentStoriesTable, storyTable } from "../../functions/aws/news-table.ts";
import type { RecentList } from "../../lib/pipeline/claim-story.ts";
import type { Item } from "../../lib/polling/item.ts";
import type { Hit, RecentStory, Story } from "../../lib/stories/story.ts";
import { sourceOf } from "../alerting/sample-news.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { plainHit } from "../support/plain-hit.ts";
import { newsRows } from "../support/poll-run.ts";

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

let count = 0;
/** Keys of their own for each test, so that one table serves them all. */
let id = "";
beforeEach(() => {
  id = `row-${++count}`;
});

const item = (change: Partial<Item> = {}): Item => ({
  id,
  feedId: "wire",
  source: "Wire",
  key: "guid-1",
  title: "First wording",
  summary: "",
  link: null,
  lang: "en",
  publishedAt: null,
  firstSeenAt: "2026-03-02T10:00:00.000Z",
  revisions: [{ title: "First wording", summary: "", seenAt: "2026-03-02T10:00:00.000Z" }],
  ...change,
});
test("an item is found as it was stored and revised, and nothing where there is none", async () => {
  const items = itemTable(tables.tables.News);
  expect(await items.find(id)).toBeNull();
  await items.create(item());
  expect(await items.find(id)).toMatchObject(item());
  await items.revise(id, wording("Second wording"));
  expect(await items.find(id)).toMatchObject({ id, title: "Second wording", revisions: [{}, {}] });
});

const wording = (title: string, minute = 5) => ({
  title,
  summary: "",
  seenAt: `2026-03-02T10:${String(minute).padStart(2, "0")}:00.000Z`,
});

describe("items", () => {
  test("twice: the second creation returns the first item, with its time of first sight", async () => {
    const items = itemTable(tables.tables.News);
    await items.create(item());
    const again = await items.create(item({ firstSeenAt: "2026-03-02T11:00:00.000Z", title: "Other" }));
    expect(again).toMatchObject({ firstSeenAt: "2026-03-02T10:00:00.000Z", title: "First wording" });
  });

  test("concurrently: of ten creations one is stored, and all return it", async () => {
    const items = itemTable(tables.tables.News);
    const created = await Promise.all(
      Array.from({ length: 10 }, (_, n) => items.create(item({ title: `by poller ${n}` }))),
    );
    expect(new Set(created.map(({ title }) => title)).size).toBe(1);
  });

  test("absent: an item that isn't stored can't be revised", async () => {
    expect(await itemTable(tables.tables.News).revise(id, wording("Second"))).toBeNull();
    expect(await newsRows(tables, `ITEM#${id}`)).toEqual([]);
  });

  test("a revision adds a wording and keeps the first; the same wording again adds nothing", async () => {
    const items = itemTable(tables.tables.News);
    await items.create(item());
    await items.revise(id, wording("Second"));
    const revised = await items.revise(id, wording("Second", 9));
    expect(revised?.title).toBe("Second");
    expect(revised?.revisions).toEqual([wording("First wording", 0), wording("Second")]);
  });

  test("concurrently: of two revisions at once none is lost", async () => {
    const items = itemTable(tables.tables.News);
    await items.create(item());
    await Promise.all([items.revise(id, wording("Second")), items.revise(id, wording("Third"))]);
    const stored = await items.create(item());
    expect(stored.revisions.map(({ title }) => title).sort()).toEqual(["First wording", "Second", "Third"]);
  });

  test("a live ticker's hundredth wording doesn't make the row grow for ever", async () => {
    const items = itemTable(tables.tables.News);
    await items.create(item());
    for (let n = 1; n <= 40; n++) await items.revise(id, wording(`Wording ${n}`, n));
    const stored = await items.create(item());
    expect(stored.revisions).toHaveLength(20);
    expect(stored.revisions[0]?.title).toBe("First wording");
    expect(stored.title).toBe("Wording 40");
  });
});

const hit = (change: Partial<Hit> = {}): Hit => ({
  ...plainHit,
  watchlistId: id,
  itemId: "item-1",
  seenAt: "2026-03-02T10:00:00.000Z",
  entityIds: [`${id}-bmw`, `${id}-toyota`],
  stories: [{ storyId: "story-1", revision: 1 }],
  ...change,
});

describe("hits", () => {
  test("absent, then stored under the watchlist, each entity and the pair", async () => {
    const hits = hitTable(tables.tables.News);
    expect(await hits.read(id, "item-1", ["2026-03-02T10:00:00.000Z"])).toEqual([]);
    await hits.put(hit());
    expect(await hits.read(id, "item-1", ["2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z"])).toEqual([hit()]);
    const rows = await newsRows(tables, "");
    const keys = rows.map(({ pk }) => pk).filter((pk) => pk.includes(id));
    expect(keys).toEqual([
      `OWNER#anna#ENTITY#${id}-bmw`,
      `OWNER#anna#ENTITY#${id}-toyota`,
      `OWNER#anna#PAIR#${id}-bmw#${id}-toyota`,
      `WATCHLIST#${id}`,
    ]);
  });

  test("twice and concurrently: the first row stays as it was", async () => {
    const hits = hitTable(tables.tables.News);
    await hits.put(hit());
    const other = { stories: [{ storyId: "story-2", revision: 7 }] };
    await Promise.all([hits.put(hit(other)), hits.put(hit(other))]);
    expect(await newsRows(tables, `WATCHLIST#${id}`)).toMatchObject([
      { stories: [{ storyId: "story-1", revision: 1 }] },
    ]);
  });
});

const story = (change: Partial<Story> = {}): Story => ({
  id,
  owner: "anna",
  facts: { parties: [`${id}-bmw`, "~acme"], kind: "cooperation", stage: "agreed", areas: [] },
  revision: 1,
  firstSeenAt: "2026-03-02T10:00:00.000Z",
  lastSeenAt: "2026-03-02T10:00:00.000Z",
  ...change,
});

describe("stories", () => {
  test("a late writer never puts an older revision over a newer one", async () => {
    const stories = storyTable(tables.tables.News);
    await stories.put(story({ revision: 2 }));
    await stories.put(story({ revision: 1 }));
    expect(await newsRows(tables, `STORY#${id}`, "STORY")).toMatchObject([{ revision: 2 }]);
  });

  test("a source that is written again keeps why it joined, and nothing else that its new wording doesn't say", async () => {
    const stories = storyTable(tables.tables.News);
    const joining = { rule: "first", why: "no recent story is near" } as const;
    const life = [{ kind: "correction" as const, until: null }];
    const source = sourceOf({ itemId: "report" });
    await stories.putSource(id, { ...source, joining, life, feedId: "wire" });
    await stories.putSource(id, { ...source, revision: 2, sentence: "Edited." });
    await stories.putSource(id, { ...source, sentence: "Late, of a revision before." });
    const [row] = await newsRows(tables, `STORY#${id}`, "ITEM#");
    expect(row).toMatchObject({ sentence: "Edited.", revision: 2, joining });
    expect([row?.life, row?.feedId]).toEqual([undefined, undefined]);
  });

  test("a wording changes the revision that was noted for it first; another wording, or another item, its own", async () => {
    const stories = storyTable(tables.tables.News);
    const change = { kind: "correction", storyId: id, revision: 1 } as const;
    const wording = { itemId: "report", seenAt: "2026-03-02T09:00:00.000Z" };
    expect(await stories.noteChange(change, wording)).toBe(1);
    expect(await stories.noteChange({ ...change, revision: 2 }, wording)).toBe(1);
    expect(await stories.noteChange({ ...change, kind: "withdrawal", revision: 2 }, wording)).toBe(2);
    expect(await stories.noteChange({ ...change, revision: 3 }, { ...wording, itemId: "reprint" })).toBe(3);
    expect(
      await stories.noteChange({ ...change, revision: 4 }, { ...wording, seenAt: "2026-03-02T09:05:00.000Z" }),
    ).toBe(4);
  });

  test("twice: the story is on each party's list once, on those that nobody watches, too", async () => {
    const stories = storyTable(tables.tables.News);
    await stories.put(story());
    await stories.put(story({ lastSeenAt: "2026-03-02T12:00:00.000Z" }));
    for (const list of [`ENTITY#${id}-bmw`, "ENTITY#~acme", `PAIR#${id}-bmw#~acme`])
      expect((await newsRows(tables, `OWNER#anna#${list}`, "STORY#")).filter((row) => row.storyId === id)).toHaveLength(
        1,
      );
  });
});

describe("an entity's recent stories", () => {
  const recentStory: RecentStory = {
    id: "story-1",
    facts: { parties: ["bmw"], kind: null, stage: null, areas: [] },
    revision: 1,
    firstSeenAt: "2026-03-02T10:00:00.000Z",
    lastSeenAt: "2026-03-02T10:00:00.000Z",
    lang: "de",
    signature: [1, 2, 3],
    itemIds: ["item-1"],
  };
  const list = (version: number): RecentList => ({ entityId: id, version, stories: [recentStory] });

  test("absent: an empty list at version 0", async () => {
    expect(await recentStoriesTable(tables.tables.News, "anna").read(id)).toEqual({
      entityId: id,
      version: 0,
      stories: [],
    });
  });

  test("twice: what was saved is read; the same version can't be saved again", async () => {
    const recent = recentStoriesTable(tables.tables.News, "anna");
    expect(await recent.save(list(1))).toBe(true);
    expect(await recent.save(list(1))).toBe(false);
    expect(await recent.read(id)).toEqual(list(1));
  });

  test("concurrently: of five savers one succeeds", async () => {
    const recent = recentStoriesTable(tables.tables.News, "anna");
    await recent.save(list(1));
    const saved = await Promise.all(Array.from({ length: 5 }, () => recent.save(list(2))));
    expect(saved.filter(Boolean)).toHaveLength(1);
  });
});
