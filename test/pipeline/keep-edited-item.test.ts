import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { newsRows, rss, runPoll } from "../support/poll-run.ts";

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const rumour = {
  guid: "rumour",
  title: "BMW und Toyota prüfen eine Kooperation bei Brennstoffzellen",
  teaser: "Es gebe Gespräche.",
};
const deal = {
  guid: "deal",
  title: "BMW und Toyota vereinbaren Kooperation bei Brennstoffzellen",
  teaser: "Der Vertrag ist unterschrieben.",
};

/** The item's hits, oldest first, as the revisions of its story that they tell. */
async function revisionsHit(key: string): Promise<unknown[]> {
  const item = (await newsRows(tables, "ITEM#")).find((row) => row.key === key);
  const hits = await newsRows(tables, "WATCHLIST#cars", "HIT#");
  return hits
    .filter((hit) => hit.itemId === item?.id)
    .map((hit) => (hit.stories as { revision: number }[]).map(({ revision }) => revision));
}

test("an edit makes another hit where its story has a fact that the item's hits do not tell, and an edit after it none", async () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));
  const poll = (hour: number, items: (typeof rumour)[]) =>
    runPoll(tables, { outcome: rss(items, at(hour)), now: at(hour) });
  await poll(8, []);
  await poll(9, [rumour]);
  expect(await revisionsHit("rumour")).toEqual([[1]]);
  await poll(10, [deal, rumour]);
  expect(await revisionsHit("deal")).toEqual([[2]]);
  const edited = { ...rumour, title: deal.title };
  await poll(11, [deal, edited]);
  expect(await revisionsHit("rumour")).toEqual([[1], [2]]);
  await poll(12, [deal, { ...edited, teaser: "Es gab Gespräche." }]);
  await poll(13, [deal, { ...edited, teaser: "Es gab lange Gespräche." }]);
  expect(await revisionsHit("rumour")).toEqual([[1], [2]]);
});
