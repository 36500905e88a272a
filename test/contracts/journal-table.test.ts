import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { entriesSince, type Journal, type JournalEntry, wordingsOf } from "../../lib/polling/journal.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { newsRows } from "../support/poll-run.ts";

let tables: LocalTables;
let journal: Journal;
beforeAll(async () => {
  tables = await startTables();
  journal = journalTable(tables.tables.News);
});
afterAll(() => tables.stop());

let count = 0;
/** A feed of its own for each test, so that one table serves them all. */
let feedId = "";
beforeEach(() => {
  feedId = `feed-${++count}`;
});

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString();
const entry = (title: string, minute: number, change: Partial<JournalEntry> = {}): JournalEntry => ({
  key: "guid-1",
  title,
  summary: "",
  link: null,
  lang: "de",
  publishedAt: null,
  source: "Wire",
  seenAt: at(minute),
  ...change,
});
const seen = async (from = ""): Promise<string[]> =>
  (await entriesSince(journal, feedId, from)).map(
    ({ title, seenAt }) => `${title} ${new Date(seenAt).getUTCMinutes()}`,
  );

describe("a feed's journal", () => {
  test("absent: a feed without news has none", async () => {
    expect(await seen()).toEqual([]);
  });

  test("holds each entry as it was", async () => {
    const whole = entry("Škoda & Lürssen", 1, { link: "https://wire.example/1", publishedAt: at(0), remembered: true });
    await journal.add(feedId, [whole]);
    expect(await entriesSince(journal, feedId, "")).toEqual([whole]);
  });

  test("oldest first, whatever order polls ended in", async () => {
    await journal.add(feedId, [entry("C", 5, { key: "c" })]);
    await journal.add(feedId, [entry("A", 1, { key: "a" }), entry("B", 2, { key: "b" })]);
    expect(await seen()).toEqual(["A 1", "B 2", "C 5"]);
  });

  test("since a time that lies within a row: what is older is left out", async () => {
    await journal.add(feedId, [entry("A", 1, { key: "a" }), entry("B", 3, { key: "b" })]);
    expect(await seen(at(2))).toEqual(["B 3"]);
  });

  test("twice and concurrently: a wording comes once, as first seen; one that comes back later comes again", async () => {
    await journal.add(feedId, [entry("First", 1)]);
    await Promise.all([journal.add(feedId, [entry("First", 2)]), journal.add(feedId, [entry("First", 3)])]);
    await journal.add(feedId, [entry("Second", 4)]);
    await journal.add(feedId, [entry("First", 5)]);
    expect(await seen()).toEqual(["First 1", "Second 4", "First 5"]);
  });

  test("a poll done again that finds less of the same time takes nothing away", async () => {
    await journal.add(feedId, [entry("Gone since", 1, { key: "gone" }), entry("A", 1, { key: "a" })]);
    await journal.add(feedId, [entry("A", 1, { key: "a" })]);
    expect((await seen()).sort()).toEqual(["A 1", "Gone since 1"]);
  });

  test("more than a row holds is several rows, and nothing is left out", async () => {
    const long = "Wörter, die sich wiederholen. ".repeat(600);
    const entries = Array.from({ length: 60 }, (_, n) => entry(`Title ${n}`, n % 50, { key: `k${n}`, summary: long }));
    await journal.add(feedId, entries);
    expect((await newsRows(tables, `FEED#${feedId}`)).length).toBeGreaterThan(2);
    expect((await entriesSince(journal, feedId, "")).map(({ key }) => key).sort()).toEqual(
      entries.map(({ key }) => key).sort(),
    );
  });

  test("a row that holds what can't be compressed still fits into DynamoDB", async () => {
    const noise = () =>
      Array.from({ length: 20_000 }, (_, n) => String.fromCharCode(0x4e00 + ((n * 7919 + count++) % 20_000))).join("");
    const entries = Array.from({ length: 12 }, (_, n) => entry(`Title ${n}`, n, { key: `k${n}`, summary: noise() }));
    await journal.add(feedId, entries);
    expect(await seen()).toHaveLength(12);
  });

  test("tells an item's wordings, and none of an item that may only have been remembered", async () => {
    await journal.add(feedId, [entry("First", 1), entry("Other", 1, { key: "other" })]);
    await journal.add(feedId, [entry("Second", 2), entry("Old, edited", 2, { key: "old", remembered: true })]);
    const titles = async (key: string) => (await wordingsOf(journal, { feedId, key }, "")).map(({ title }) => title);
    expect(await titles("guid-1")).toEqual(["First", "Second"]);
    expect(await titles("old")).toEqual([]);
    expect(await titles("absent")).toEqual([]);
  });
});
