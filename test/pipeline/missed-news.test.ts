import { afterEach, beforeEach, expect, test } from "vitest";
import { hitReader } from "../../functions/aws/hit-reader.ts";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { hitTable, itemTable, recentStoriesTable, storyTable } from "../../functions/aws/news-table.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import { addedNames } from "../../lib/matching/added-names.ts";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import { judgeHit } from "../../lib/pipeline/judge-hit.ts";
import { fileMissedNews, type MissedNews, readMissedNews } from "../../lib/pipeline/missed-news.ts";
import { toldWorld } from "../alerting/told-world.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances, feed, newsRows, rss, runPoll } from "../support/poll-run.ts";

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

const began = Date.UTC(2026, 2, 2, 8);
const hour = 60 * 60 * 1000;
const hoursLater = (hours: number): Date => new Date(began + hours * hour);

const listed = (...aliases: string[]): Watchlist => ({
  ...readWatchlist({ name: "Alloys", entities: ["BMW", { name: "Norsk Hydro", aliases }] }),
  id: carAlliances.id,
  owner: carAlliances.owner,
});
const before = listed();
const after = listed("Nordalu");
const deal = { guid: "deal", title: "BMW und Nordalu vereinbaren Kooperation bei Leichtbau" };
const known = { guid: "known", title: "BMW und Norsk Hydro gründen Joint Venture für Recycling" };

const missedAt = (at: Date): MissedNews => {
  const { id: watchlistId, owner } = after;
  return { watchlistId, owner, added: addedNames(before, after) ?? {}, addedAt: at.toISOString() };
};

const announced: string[] = [];
async function file(missed: MissedNews, watchlist = after): Promise<number> {
  const { News } = tables.tables;
  return fileMissedNews(missed, {
    journal: journalTable(News),
    items: itemTable(News),
    feedIdsOf: async () => [feed.id],
    watched: { watchlists: [watchlist], dictionary: compileDictionary(watchlist.entities) },
    judge: judgeHit,
    recent: recentStoriesTable(News, missed.owner),
    stories: storyTable(News),
    hits: hitTable(News),
    announce: async (id) => void announced.push(id),
    comeAgain: async () => {},
  });
}

async function polled(...items: { guid: string; title: string }[]): Promise<void> {
  await runPoll(tables, { outcome: rss([], hoursLater(0)), now: hoursLater(0), watchlists: [before] });
  await runPoll(tables, { outcome: rss(items, hoursLater(1)), now: hoursLater(1), watchlists: [before] });
}

const hits = () => newsRows(tables, `WATCHLIST#${after.id}`, "HIT#");

test("news under a name that was added afterwards is told once, late, with the reason", async () => {
  const world = toldWorld("email", began);
  world.watchlists.set(after.id, after);
  world.subscribe({ every: "immediate" }, { watchlistId: after.id, createdAt: new Date(began).toISOString() });
  const news = hitReader(tables.tables.News, () => world.nowMs);
  await polled(deal);
  world.nowMs = began + 2 * hour;
  await sendSummary("e1", { ...world.ports(), news });
  expect(world.published).toEqual([]);

  expect(await file(missedAt(hoursLater(3)))).toBe(1);
  expect(announced).toContain(after.id);
  world.nowMs = began + 3 * hour + 60_000;
  await sendSummary("e1", { ...world.ports(), news });
  expect(world.published.map(({ subject }) => subject)).toEqual(["BMW × Norsk Hydro: partnership agreed"]);
  expect(world.published[0]?.text).toContain('Late, because the name "Nordalu" was put on the list only afterwards.');

  expect(await file(missedAt(hoursLater(3)))).toBe(1);
  await sendSummary("e1", { ...world.ports(), news });
  expect(world.published).toHaveLength(1);
  expect(await hits()).toHaveLength(1);
});

test("what is more than a day old is filed under the time of the change, by a repeat too", async () => {
  await polled(deal);
  const at = hoursLater(40);
  await file(missedAt(at));
  await file(missedAt(at));
  expect(await hits()).toMatchObject([{ seenAt: at.toISOString(), late: { because: "name", name: "Nordalu" } }]);
});

test("what was hit under another name stays as it was", async () => {
  await polled(known);
  const told = await hits();
  expect(told).toHaveLength(1);
  expect(await file(missedAt(hoursLater(3)))).toBe(0);
  expect(await hits()).toEqual(told);
});

test.each<[sentence: string, hours: number, watchlist: Watchlist]>([
  ["what is older than three days", 80, after],
  ["a change that was refused in the end", 3, before],
  ["a watchlist that is gone", 3, { ...after, id: "other" }],
])("%s is filed nowhere", async (_, hours, watchlist) => {
  await polled(deal);
  expect(await file(missedAt(hoursLater(hours)), watchlist)).toBe(0);
  expect(await hits()).toEqual([]);
});

test.each<[sentence: string, body: string]>([
  ["a poll message", '{"feeds":[]}'],
  ["one without a time", '{"owner":"a","watchlistId":"w","added":{"bmw":["B"]}}'],
  ["names that are none", '{"owner":"a","watchlistId":"w","added":{"bmw":[7]},"addedAt":"2026-03-02T10:00:00Z"}'],
  ["null", "null"],
  ["no JSON", "{"],
])("%s is another message", (_, body) => {
  expect(readMissedNews(body)).toBeNull();
});

test("a message is read as it was sent", () => {
  const missed = missedAt(hoursLater(3));
  expect(readMissedNews(JSON.stringify(missed))).toEqual(missed);
});
