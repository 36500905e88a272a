import { afterAll, beforeAll, expect, test } from "vitest";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import type { Row } from "../../functions/aws/table.ts";
import type { Hit, HitReport, Story, StorySource } from "../../lib/stories/story.ts";
import type { Stage } from "../../lib/tieups/tie-up.ts";
import { plainHit } from "../support/plain-hit.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
/** No two watchlists of an owner have one name. */
let count = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const aWatchlist = async (entities = ["BMW", "Toyota"], token = api.olga) =>
  (await api.send("POST", "/watchlists", { body: { name: `Cars ${++count}`, entities }, token })).body;

const atMinute = (minute: number) => new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString();

const aStory = (id: string, parties: string[]): Story => ({
  id,
  owner: "olga",
  facts: { parties, kind: "cooperation", stage: "agreed", areas: ["batteries"] },
  revision: 1,
  firstSeenAt: atMinute(0),
  lastSeenAt: atMinute(0),
});

const aSource = (itemId: string, firstSeenAt = atMinute(0)): StorySource => ({
  itemId,
  source: "Example wire",
  title: "Two makers build batteries together",
  link: "https://wire.example/1",
  lang: "en",
  publishedAt: null,
  firstSeenAt,
  sentence: "Two makers build batteries together",
  trigger: "together",
  stage: "agreed",
  revision: 1,
});

const aHit = (watchlistId: string, minute: number, stage: Stage = "agreed", report: Partial<HitReport> = {}): Hit => {
  const facts = { parties: ["bmw", "toyota"], kind: "cooperation" as const, stage, areas: [] };
  const said = { storyId: `s${minute}`, ...facts, sentence: `Sentence ${minute}`, trigger: "together" };
  return {
    ...{ watchlistId, owner: "olga", itemId: `item${minute}`, seenAt: atMinute(minute), entityIds: ["bmw", "toyota"] },
    stories: [{ storyId: `s${minute}`, revision: 1 }],
    report: { ...plainHit.report, title: `Title ${minute}`, statements: [said], ...report },
  };
};

async function putHits(watchlistId: string, minutes: number[]): Promise<void> {
  const hits = hitTable(api.local.tables.News);
  await Promise.all(minutes.map((minute) => hits.put(aHit(watchlistId, minute))));
}

const minutesOf = (items: Hit[]) => items.map(({ itemId }) => Number(itemId.slice("item".length)));
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

test("hits come newest first, with what the item said for each story", async () => {
  const { id } = await aWatchlist();
  const hits = hitTable(api.local.tables.News);
  await hits.put(aHit(id, 1));
  await hits.put(aHit(id, 2, "ended"));
  const { items, nextCursor } = (await api.send("GET", `/hits?watchlist=${id}`)).body;
  expect(nextCursor).toBeNull();
  expect(minutesOf(items)).toEqual([2, 1]);
  expect(items[0]).toMatchObject({ title: "Title 2", lang: "en", feedId: "wire", changes: [] });
  expect(items[0].stories).toEqual([
    {
      ...{ storyId: "s2", revision: 1, parties: ["bmw", "toyota"], kind: "cooperation", stage: "ended", areas: [] },
      ...{ sentence: "Sentence 2", trigger: "together" },
    },
  ]);
  expect((await api.send("GET", `/hits/${items[0].id}`)).body).toEqual(items[0]);
});

test.each([1, 2, 7, 10, 100])("pages of %i go through all hits, each once", async (limit) => {
  const { id } = await aWatchlist();
  await putHits(id, upTo(20));
  const seen: number[] = [];
  let path = `/hits?watchlist=${id}&limit=${limit}`;
  for (;;) {
    const { items, nextCursor } = (await api.send("GET", path)).body;
    seen.push(...minutesOf(items));
    if (nextCursor === null) break;
    path = `/hits?watchlist=${id}&limit=${limit}&cursor=${nextCursor}`;
  }
  expect(seen).toEqual(upTo(20).reverse());
});

test("hits that come and go between two pages make no gap and no repeat", async () => {
  const { id } = await aWatchlist();
  await putHits(id, [10, 20, 30, 40]);
  const first = (await api.send("GET", `/hits?watchlist=${id}&limit=2`)).body;
  expect(minutesOf(first.items)).toEqual([40, 30]);
  await putHits(id, [50, 35, 15]);
  const second = (await api.send("GET", `/hits?watchlist=${id}&limit=5&cursor=${first.nextCursor}`)).body;
  expect(minutesOf(second.items)).toEqual([20, 15, 10]);
});

test.each<[string, string, number[]]>([
  ["from a time on, inclusive", `from=${atMinute(3)}`, [5, 4, 3]],
  ["up to a time, inclusive", `to=${atMinute(2)}`, [2, 1, 0]],
  ["between two times", `from=${atMinute(1)}&to=${atMinute(3)}`, [3, 2, 1]],
  ["at one time", `from=${atMinute(4)}&to=${atMinute(4)}`, [4]],
  ["from a day on", "from=2026-02-01", [5, 4, 3, 2, 1, 0]],
  ["up to a day's beginning", "to=2026-02-01", [0]],
  ["from another zone's time on", "from=2026-02-01T01:03:00%2B01:00", [5, 4, 3]],
  ["in a time without any", "from=2027-01-01", []],
])("hits %s", async (_, range, minutes) => {
  const { id } = await aWatchlist();
  await putHits(id, upTo(6));
  expect(minutesOf((await api.send("GET", `/hits?watchlist=${id}&${range}`)).body.items)).toEqual(minutes);
});

test("expired hits, stories and sources are left out before DynamoDB removes them", async () => {
  const { id } = await aWatchlist(["BMW"]);
  await putHits(id, [1]);
  const { News } = api.local.tables;
  const ttl = Math.floor(api.clock.now.getTime() / 1000);
  const rows: Row[] = [
    { ...aHit(id, 2), pk: `WATCHLIST#${id}`, sk: `HIT#${atMinute(2)}#item2`, ttl },
    { ...aStory("old", ["bmw"]), pk: "STORY#old", sk: "STORY", ttl },
  ];
  for (const row of rows) await News.create(row);
  expect(minutesOf((await api.send("GET", `/hits?watchlist=${id}`)).body.items)).toEqual([1]);
  expect((await api.send("GET", "/stories/old")).status).toBe(404);
});

test("a story comes with its sources, the first report first, to its owner alone", async () => {
  const stories = storyTable(api.local.tables.News);
  const joining = { rule: "copy", why: "a copy of the same text", hours: 0.5 } as const;
  await stories.put(aStory("shared", ["bmw", "~acme"]));
  await stories.putSource("shared", aSource("later", atMinute(9)));
  await stories.putSource("shared", { ...aSource("first", atMinute(1)), joining });
  const { body } = await api.send("GET", "/stories/shared");
  expect(body).toMatchObject({ id: "shared", parties: ["bmw", "~acme"], stage: "agreed" });
  expect(body.sources.map(({ itemId }: StorySource) => itemId)).toEqual(["first", "later"]);
  expect(body.sources[0].joining).toEqual(joining);
  expect(body.sources[1].joining, "from before reasons were kept").toBeNull();
  const token = await api.newToken("otto", ["write"]);
  await aWatchlist(["BMW"], token);
  expect((await api.send("GET", "/stories/shared", { token })).status).toBe(404);
  expect((await api.send("GET", "/stories", { token })).body.items).toEqual([]);
});

test("deliveries of an endpoint come newest first, with what was said", async () => {
  const subscriber = (await api.send("POST", "/subscribers", { body: { name: "Olga", timeZone: "UTC" } })).body;
  const body = { channel: "email", address: "olga@example.org" };
  const { id } = (await api.send("POST", `/subscribers/${subscriber.id}/endpoints`, { body })).body;
  const delivery = (minute: number) => ({
    id: `d${minute}`,
    endpointId: id,
    startedAt: atMinute(minute),
    state: "sent",
    channel: "email",
    told: [{ storyId: "s1", revision: 1 }],
    subject: "BMW × Toyota",
    text: "words",
    messageId: "m",
    reason: null,
  });
  for (const minute of [1, 3, 2]) {
    const sk = `DELIVERY#${atMinute(minute)}#d${minute}`;
    await api.local.tables.News.create({ ...delivery(minute), pk: `ENDPOINT#${id}`, sk, ttl: 4_000_000_000 });
  }
  const { items } = (await api.send("GET", `/deliveries?endpoint=${id}`)).body;
  expect(items).toEqual([delivery(3), delivery(2), delivery(1)]);
});

test.each<[string, string, string]>([
  ["with an unknown stage", "/hits?stage=agreed,wished", "stage[1]"],
  ["with one company for a pair", "/stories?pair=BMW", "pair"],
  ["with words for a language", "/hits?language=German", "language[0]"],
  ["with an unknown filter", "/hits?watchlist=x&colour=red", "colour"],
  ["with a limit of nothing", "/hits?watchlist=x&limit=0", "limit"],
  ["with a limit too high", "/hits?watchlist=x&limit=101", "limit"],
  ["with a limit in words", "/hits?watchlist=x&limit=ten", "limit"],
  ["with a time in words", "/hits?watchlist=x&from=yesterday", "from"],
  ["with a day that isn't", "/hits?watchlist=x&from=2026-02-30", "from"],
  ["with a filter twice", "/hits?watchlist=x&watchlist=y", "watchlist"],
  ["in a format that we don't have", "/hits?format=xml", "format"],
])("a list %s is refused, naming the parameter", async (_, path, field) => {
  const { status, body } = await api.send("GET", path);
  expect(status).toBe(422);
  expect(body.errors[0].field).toBe(field);
});

test("a range that ends before it begins is refused, and so is a cursor of other filters", async () => {
  const { id } = await aWatchlist();
  await putHits(id, upTo(5));
  const backwards = await api.send("GET", `/hits?watchlist=${id}&from=2026-02-02&to=2026-02-01`);
  expect(backwards.body.errors[0].field).toBe("to");
  const { nextCursor } = (await api.send("GET", `/hits?watchlist=${id}&limit=2`)).body;
  const other = await api.send("GET", `/hits?watchlist=${id}&from=2026-02-01&cursor=${nextCursor}`);
  expect([other.status, other.body.errors[0].field]).toEqual([422, "cursor"]);
});

test("a story says how many of its outlets are sources of their own, and whose text the others print", async () => {
  await aWatchlist();
  const stories = storyTable(api.local.tables.News);
  await stories.put(aStory("s-reprinted", ["bmw", "~reprint works"]));
  const copy = { title: "Two makers build batteries in Leipzig", sentence: "They will build batteries in Leipzig." };
  const sources: Partial<StorySource>[] = [
    { source: "dpa", ...copy },
    { source: "Morning Post", ...copy, wire: { agency: "dpa", place: "Leipzig" } },
    { source: "Evening Post", ...copy },
    { source: "Works Gazette", title: "Who pays for it?", sentence: "An expert has doubts on the cost of it all." },
  ];
  for (const [n, source] of sources.entries())
    await stories.putSource("s-reprinted", { ...aSource(`reprint-${n}`, atMinute(n)), ...source });
  const counted = { outlets: 4, independentSources: 2, reprints: [{ agency: "dpa", outlets: 2 }] };
  expect((await api.send("GET", "/stories/s-reprinted")).body).toMatchObject(counted);
  expect((await api.send("GET", "/pairs/bmw/Reprint%20Works")).body.items).toMatchObject([counted]);
});

test("a canary's news is in no history and no feed", async () => {
  const id = "canary-abc";
  const stories = storyTable(api.local.tables.News);
  await stories.put(aStory("s-canary", ["kanarvik", "zeisholm"]));
  await stories.putSource("s-canary", { ...aSource("planted"), feedId: id, title: "Kanarvik and Zeisholm agree" });
  await hitTable(api.local.tables.News).put(aHit(id, 3, "agreed", { title: "Kanarvik and Zeisholm agree" }));
  for (const path of ["/hits", "/stories", "/stories.atom", "/stories.json"]) {
    const { status, body } = await api.send("GET", path);
    expect([path, status]).toEqual([path, 200]);
    expect(JSON.stringify(body)).not.toContain("Kanarvik");
  }
});
