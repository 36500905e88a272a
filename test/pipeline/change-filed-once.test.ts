import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances, newsRows, rss, runPoll, type WireItem } from "../support/poll-run.ts";

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

const watchlists = [carAlliances, { ...carAlliances, id: "makers", name: "Makers" }];
const at = (clock: string): Date => new Date(`2026-03-02T${clock}:00.000Z`);
const deal: WireItem = { guid: "deal", title: "BMW und Toyota vereinbaren Kooperation" };
const corrected: WireItem = { ...deal, title: "KORREKTUR: BMW und Toyota vereinbaren Kooperation" };
const grown: WireItem = { guid: "more", title: "BMW und Toyota bauen Kooperation aus" };

test("a correction is filed with every watchlist under one revision, though the story grew between two tries", async () => {
  const poll = (clock: string, items: WireItem[], announce = async (_: string) => {}) =>
    runPoll(tables, { outcome: rss(items, at(clock)), now: at(clock), watchlists, announce });
  await poll("09:00", [deal]);
  const dies = async () => {
    throw new Error("the process ended");
  };
  await poll("09:10", [corrected], dies).catch(() => {});
  await poll("09:20", [corrected, grown]);
  await poll("09:30", [corrected, grown]);
  const hits = (await newsRows(tables, "WATCHLIST#", "HIT#")).filter(({ changes }) => changes !== undefined);
  expect(
    hits.map(({ pk, changes }) => [pk, (changes as { revision: number }[]).map(({ revision }) => revision)]),
  ).toEqual([
    ["WATCHLIST#cars", [1]],
    ["WATCHLIST#makers", [1]],
  ]);
});
