import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import type { Item } from "../../lib/polling/item.ts";
import type { StoryChange } from "../../lib/stories/story.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances, newsRows, rss, runPoll, type WireItem } from "../support/poll-run.ts";

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

const at = (time: string): Date => new Date(`2026-03-02T${time}:00.000Z`);
const poll = async (time: string, ...items: WireItem[]) => {
  const announced: string[] = [];
  const announce = async (watchlistId: string) => void announced.push(watchlistId);
  const comeAgain = async ({ title }: Item, until: string) => void announced.push(`${title} at ${until}`);
  await runPoll(tables, { outcome: rss(items, at(time)), now: at(time), announce, comeAgain });
  return announced;
};
const hits = () => newsRows(tables, "WATCHLIST#cars", "HIT#");
/** What was filed with the watchlist that is no news: what changes of the news. */
const changes = async () => (await hits()).filter((hit) => hit.changes).map((hit) => hit.changes as StoryChange[]);
const storyId = async () => (await stories())[0]?.id as string;
const stories = async () => await newsRows(tables, "STORY#", "STORY");
const sources = async () => await newsRows(tables, "STORY#", "ITEM#");
const items = () => newsRows(tables, "ITEM#");

const deal = {
  guid: "deal",
  title: "BMW und Toyota kooperieren bei Brennstoffzellen",
  teaser: "MÜNCHEN (dpa-AFX) - BMW und Toyota haben einen Vertrag geschlossen.",
};

describe("wire facts are kept", () => {
  test("with the item and the story's source, whose sentence has no dateline", async () => {
    await poll("10:00", deal);
    const wire = { agency: "dpa-AFX", place: "München" };
    expect(await items()).toMatchObject([{ wire }]);
    expect(await sources()).toMatchObject([{ wire, sentence: expect.stringMatching(/^BMW/) }]);
  });

  test("of the current wording only", async () => {
    await poll("10:00", deal);
    await poll("10:05", { ...deal, teaser: "BMW und Toyota haben einen Vertrag geschlossen." });
    const [item] = await items();
    expect(item?.revisions).toHaveLength(2);
    expect(item).not.toHaveProperty("wire");
  });
});

describe("a withdrawal", () => {
  const withdrawn = { guid: "notice", title: "ZURÜCKGEZOGEN: BMW und Toyota kooperieren bei Brennstoffzellen" };

  test("of its own is recorded, and makes no story and no hit", async () => {
    expect(await poll("10:00", withdrawn)).toEqual([]);
    expect(await items()).toMatchObject([{ life: [{ kind: "withdrawal" }] }]);
    expect([...(await hits()), ...(await stories())]).toEqual([]);
  });

  test("is noted with the story that it takes back, which stays as it was, and filed for those who were told", async () => {
    expect(await poll("10:00", deal)).toEqual(["cars"]);
    const before = await stories();
    expect(await poll("10:05", deal, withdrawn)).toEqual(["cars"]);
    expect(await stories()).toEqual(before);
    expect(await hits()).toMatchObject([{ stories: [{}] }, { stories: [] }]);
    expect(await changes()).toEqual([[{ kind: "withdrawal", storyId: await storyId(), revision: 1 }]]);
    const lives = (await sources()).map(({ title, life }) => [title, life]);
    expect(lives).toContainEqual([withdrawn.title, [expect.objectContaining({ kind: "withdrawal" })]]);
    expect(lives).toContainEqual([deal.title, undefined]);
  });

  test("as an edit of the item marks its source", async () => {
    await poll("10:00", deal);
    const edited = { ...deal, title: `WITHDRAWN: ${deal.title}` };
    expect(await poll("10:05", edited)).toEqual(["cars"]);
    expect(await sources()).toMatchObject([{ life: [{ kind: "withdrawal" }] }]);
    await poll("10:10", { ...edited, teaser: "Bitte nicht verwenden." });
    expect(await changes()).toHaveLength(1);
  });

  test("by two pollers at once is noted once", async () => {
    await poll("10:00", deal);
    const announced = await Promise.all([poll("10:05", deal, withdrawn), poll("10:05", deal, withdrawn)]);
    expect(new Set(announced.flat())).toEqual(new Set(["cars"]));
    expect(await changes()).toHaveLength(1);
    expect((await sources()).map(({ title }) => title).sort()).toEqual([deal.title, withdrawn.title]);
  });

  test("of an offer is news like any other", async () => {
    await poll("10:00", deal, {
      guid: "offer",
      title: "BMW und Toyota kooperieren, Angebot für Zulieferer zurückgezogen",
    });
    expect(await hits()).toHaveLength(2);
  });
});

describe("a correction", () => {
  test("is the same story, with its life recorded, and filed once for those who were told", async () => {
    await poll("10:00", deal);
    await poll("10:05", { ...deal, title: `KORREKTUR: ${deal.title}` });
    await poll("10:10", { ...deal, title: `KORREKTUR: ${deal.title}`, teaser: "Richtig ist: ein Vertrag." });
    expect(await changes()).toEqual([[{ kind: "correction", storyId: await storyId(), revision: 1 }]]);
    expect(await stories()).toMatchObject([{ revision: 1 }]);
    expect(await sources()).toMatchObject([{ life: [{ kind: "correction" }] }]);
  });
});

test("a correction or withdrawal is filed with a watchlist that the story hit, though it names no party any more", async () => {
  const listOf = (id: string, ...names: string[]) => ({
    ...readWatchlist({ name: id, entities: names }),
    id,
    owner: "anna",
  });
  const run = (time: string, watchlists: Watchlist[], ...items: WireItem[]) =>
    runPoll(tables, { outcome: rss(items, at(time)), now: at(time), watchlists });
  const [other, never] = [listOf("other", "BMW", "Toyota"), listOf("never", "Honda")];
  await run("10:00", [carAlliances, other, never], deal);
  const changed = [listOf("cars", "Honda"), other, never];
  await run("10:05", changed, { ...deal, title: `KORREKTUR: ${deal.title}` });
  await run("10:10", changed, { ...deal, title: `ZURÜCKGEZOGEN: ${deal.title}` });
  const filed = (await newsRows(tables, "WATCHLIST#", "HIT#")).filter((hit) => hit.changes);
  expect(filed.map(({ watchlistId }) => watchlistId)).toEqual(["cars", "cars", "other", "other"]);
});

describe("an embargo", () => {
  const embargoed = {
    ...deal,
    teaser: "Sperrfrist: Montag, 2. März 2026, 18 Uhr. BMW und Toyota haben einen Vertrag geschlossen.",
  };
  const end = "2026-03-02T17:00:00.000Z";

  test("is written on the item, which comes again at its end; no story, source or hit knows of it before", async () => {
    expect(await poll("10:00", embargoed)).toEqual([`${deal.title} at ${end}`]);
    expect(await items()).toMatchObject([{ life: [{ kind: "embargo", until: end }] }]);
    expect([await stories(), await sources(), await hits()]).toEqual([[], [], []]);
  });

  test("that is over when the item is seen again leaves its mark on source and hit", async () => {
    await poll("10:00", embargoed);
    const edited = { ...embargoed, title: `${embargoed.title}.` };
    expect(await poll("17:05", edited)).toEqual(["cars"]);
    expect(await sources()).toMatchObject([{ life: [{ kind: "embargo", until: end }] }]);
    expect(await hits()).toMatchObject([{ embargoUntil: end, seenAt: at("17:05").toISOString() }]);
  });

  test("that the wire takes off is over", async () => {
    await poll("10:00", embargoed);
    expect(await poll("10:30", deal)).toEqual(["cars"]);
    expect(await hits()).toMatchObject([{ seenAt: at("10:30").toISOString() }]);
  });

  test("doesn't hold a withdrawal", async () => {
    await poll("10:00", deal);
    const notice = { guid: "notice", title: `ZURÜCKGEZOGEN: ${deal.title}`, teaser: embargoed.teaser };
    expect(await poll("10:30", deal, notice)).toEqual(["cars"]);
  });

  test("that is over holds nothing", async () => {
    expect(await poll("17:30", embargoed)).toEqual(["cars"]);
    expect(await hits()).toMatchObject([{ seenAt: at("17:30").toISOString() }]);
  });

  test("of a year is taken for a mistake", async () => {
    const teaser = "Sperrfrist: 2. März 2027, 18 Uhr. BMW und Toyota haben einen Vertrag geschlossen.";
    await poll("10:00", { ...deal, teaser });
    expect(await hits()).toMatchObject([{ seenAt: at("10:00").toISOString() }]);
  });

  test("leaves no trace on the hit of another item", async () => {
    await poll("10:00", deal);
    expect((await hits())[0]).not.toHaveProperty("embargoUntil");
  });
});
