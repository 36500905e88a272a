import { afterAll, beforeAll, expect, test } from "vitest";
import { journalTable } from "../../functions/aws/journal-table.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import { backtest } from "../../lib/pipeline/backtest.ts";
import { recordedSince, replay } from "../../lib/pipeline/replay-journal.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances, feed, newsRows, rss, runPoll, type WireItem } from "../support/poll-run.ts";

let tables: LocalTables;
const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));
const begin = at(0).toISOString();

/** What the wire shows at each hour: two outlets' news, an edit that makes news, a rumour that comes true, a withdrawal, noise. */
const shown: WireItem[][] = [
  [
    { guid: "a", title: "BMW und Toyota kooperieren bei Brennstoffzellen" },
    { guid: "b", title: "Regen in Kassel" },
  ],
  [
    { guid: "a", title: "BMW und Toyota kooperieren bei Brennstoffzellen" },
    { guid: "c", title: "Ein Konzern sucht Partner" },
    { guid: "d", title: "BMW erwägt Partnerschaft mit General Motors" },
  ],
  [
    { guid: "c", title: "BMW und General Motors vereinbaren Partnerschaft" },
    { guid: "e", title: "Toyota baut aus", teaser: "Das Werk in Burnaston wird größer." },
  ],
  [
    { guid: "f", title: "ZURÜCKGEZOGEN: BMW und Toyota kooperieren bei Brennstoffzellen" },
    { guid: "g", title: "BMW und Toyota weiten Kooperation auf Leichtbau aus" },
    { guid: "h", title: "Toyota to supply batteries to General Motors", teaser: "The two signed a contract." },
  ],
];

beforeAll(async () => {
  tables = await startTables();
  for (const [hour, items] of shown.entries()) await runPoll(tables, { outcome: rss(items, at(hour)), now: at(hour) });
});
afterAll(() => tables.stop());

const recorded = () => recordedSince(journalTable(tables.tables.News), [feed.id], begin, 1_000);
const keyOf = ({ watchlistId, itemId, seenAt, entityIds, stories, changes = [] }: Hit) =>
  JSON.stringify([watchlistId, itemId, seenAt, entityIds, stories, changes]);

test("a replay of the journal files the very hits that polling filed, with the same stories and revisions", async () => {
  const live = (await newsRows(tables, "WATCHLIST#cars", "HIT#")) as unknown as Hit[];
  const { filed } = await replay((await recorded()).sights, "anna", [carAlliances]);
  expect(live.length).toBeGreaterThan(4);
  expect(filed.map(keyOf).sort()).toEqual(live.map(keyOf).sort());
  expect(filed.map(({ report }) => report)).toEqual(
    filed.map(({ itemId, seenAt }) => live.find((hit) => hit.itemId === itemId && hit.seenAt === seenAt)?.report),
  );
});

const question = async (changed: Watchlist, saved: Watchlist | null = carAlliances) => ({
  ...{ owner: "anna", saved, changed, others: [], recorded: await recorded(), until: at(24 * 7).toISOString() },
  reader: { timeZone: "Europe/Berlin", language: "en" as const, smsPartsMax: 1 },
});

test("the same watchlist adds and removes nothing; its messages are counted by cadence", async () => {
  const { saved, changed, added, removed } = await backtest(await question(carAlliances));
  expect([added, removed]).toEqual([[], []]);
  expect(changed).toEqual(saved);
  expect(changed.messages).toEqual({ immediate: 4, hour: 4, day: 1, week: 1 });
  expect(changed.smsParts).toBe(4);
});

test.each<[string, Partial<Watchlist["rule"]>, added: string[], removed: string[]]>([
  ["fewer stages", { stages: ["agreed"] }, [], ["BMW erwägt", "BMW und Toyota weiten"]],
  [
    "another language than the feed's",
    { languages: ["en", "fr"] },
    [],
    [...["BMW und Toyota koop", "BMW erwägt", "BMW und General", "Toyota to supply", "BMW und Toyota weiten"]],
  ],
  ["any mention", { news: "any-mention" }, ["Toyota baut aus"], []],
])("a changed rule says what would come and what not: %s", async (_, rule, added, removed) => {
  const changed = { ...carAlliances, rule: { ...carAlliances.rule, ...rule } };
  const result = await backtest(await question(changed));
  const titles = (hits: Hit[]) => hits.map(({ report }) => report.title);
  const begins = (beginnings: string[]) => beginnings.map((text) => expect.stringMatching(`^${text}`));
  expect(titles(result.added)).toEqual(begins(added));
  expect(titles(result.removed).filter((title) => !title.startsWith("ZUR"))).toEqual(begins(removed));
});

test("a story that must have two sources isn't told of one", async () => {
  const changed = { ...carAlliances, rule: { ...carAlliances.rule, minSources: 2 } };
  const result = await backtest(await question(changed));
  expect(result.removed).toEqual([]);
  expect(result.changed.messages.immediate).toBeLessThan(result.saved?.messages.immediate ?? 0);
});

test("a watchlist that isn't saved has nothing to compare with; of too much the latest is taken, and said since when", async () => {
  const alone = await backtest(await question(carAlliances, null));
  expect(alone.saved).toBeNull();
  expect(alone.added).toEqual(alone.changed.hits);
  const some = await recordedSince(journalTable(tables.tables.News), [feed.id], begin, 3);
  expect(some.sights.map(({ item }) => item.key)).toEqual(["h", "g", "f"]);
  expect(some.from).toBe(some.sights[0]?.seenAt);
});
