import { afterEach, beforeEach, expect, test } from "vitest";
import { hitReader } from "../../functions/aws/hit-reader.ts";
import { itemTable } from "../../functions/aws/news-table.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import { type EmbargoedItem, readEmbargoedItem, takeUpEmbargoed } from "../../lib/pipeline/embargoed-item.ts";
import type { Item } from "../../lib/polling/item.ts";
import { toldWorld } from "../alerting/told-world.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances, feed, rss, runKeep, runPoll, type WireItem } from "../support/poll-run.ts";

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

const at = (clock: string): Date => new Date(`2026-03-02T${clock}:00.000Z`);
const end = at("17:00").toISOString();
const other = { ...feed, id: "post", title: "Post", url: "https://post.example/rss.xml" };
const embargoed: WireItem = {
  guid: "deal",
  title: "BMW und Toyota vereinbaren Kooperation bei Brennstoffzellen",
  teaser:
    "Sperrfrist: Montag, 2. März 2026, 18 Uhr. BMW und Toyota haben einen Vertrag über 700 Millionen Euro geschlossen.",
};
const rumour: WireItem = {
  guid: "rumour",
  title: "BMW und Toyota erwägen Kooperation",
  teaser: "BMW und Toyota erwägen eine Kooperation, heißt es in München.",
};

/** Feeds, the items that come again, and a reader who is told as things come. */
function wireWorld() {
  const waiting: EmbargoedItem[] = [];
  const world = toldWorld("email", at("08:00").getTime());
  world.watchlists.set(carAlliances.id, carAlliances);
  const createdAt = at("07:00").toISOString();
  world.subscribe({ every: "immediate" }, { watchlistId: carAlliances.id, createdAt });
  const news = hitReader(tables.tables.News, () => world.nowMs);
  const comeAgain = async ({ id: itemId }: { id: string }, until: string) =>
    void waiting.push({ owner: feed.owner, itemId, until });
  const poll = (clock: string, from: typeof feed, ...items: WireItem[]) =>
    runPoll(tables, { outcome: rss(items, at(clock)), now: at(clock), feed: from, comeAgain });
  /** What is said from then on. */
  const told = async (clock: string): Promise<string> => {
    world.nowMs = at(clock).getTime();
    const before = world.published.length;
    await sendSummary("e1", { ...world.ports(), news });
    return world.published
      .slice(before)
      .map(({ subject, text }) => `${subject}\n${text}`)
      .join("\n");
  };
  const takeUp = async (clock: string): Promise<string[]> => {
    const outcomes: string[] = [];
    for (const held of waiting.splice(0)) {
      const now = at(clock);
      const keep = (item: Item) => runKeep(tables, item, { now, comeAgain });
      const send = async (again: EmbargoedItem) => void waiting.push(again);
      outcomes.push(await takeUpEmbargoed(held, { items: itemTable(tables.tables.News), send, keep, now: () => now }));
    }
    return outcomes;
  };
  return { poll, told, takeUp };
}

test("another outlet's news is told with its own facts alone, and what the embargo held is news at its end", async () => {
  const { poll, told, takeUp } = wireWorld();
  await poll("09:00", feed);
  await poll("09:00", other);
  await poll("10:00", feed, embargoed);
  expect(await told("10:05")).toBe("");
  await poll("11:00", other, rumour);
  const early = await told("11:05");
  expect(early).toContain("BMW × Toyota: partnership rumoured");
  expect(early).not.toMatch(/agreed|700|Brennstoffzellen|Vertrag/i);
  expect(await takeUp("16:59")).toEqual(["waits"]);
  expect(await told("16:59")).toBe("");
  expect(await takeUp("17:00")).toEqual(["taken-up"]);
  const late = await told("17:01");
  expect(late).toContain("partnership AGREED (was rumoured; new: Brennstoffzellen)");
  expect(late).not.toContain("Late");
  expect(await told("17:02")).toBe("");
});

test("what was told before the embargo is not shown with what it holds, to whoever has a digest meanwhile", async () => {
  const { poll, told, takeUp } = wireWorld();
  await poll("09:00", feed);
  await poll("10:00", other, { ...rumour, date: at("09:59").toISOString() });
  await poll("10:30", feed, embargoed);
  const digest = await told("12:00");
  expect(digest).toContain("partnership rumoured");
  expect(digest).not.toMatch(/agreed|700|Vertrag/i);
  await takeUp("17:00");
  expect(await told("17:01")).toContain("partnership AGREED (was rumoured)");
});

test("a message that comes twice tells once", async () => {
  const { poll, told, takeUp } = wireWorld();
  await poll("09:00", feed);
  await poll("10:00", feed, embargoed);
  await poll("10:05", feed, { ...embargoed, title: `${embargoed.title}.` });
  expect(await takeUp("17:00")).toEqual(["taken-up", "taken-up"]);
  expect(await told("17:01")).toContain("BMW × Toyota: partnership agreed");
  expect(await told("17:05")).toBe("");
});

test.each<[sentence: string, body: string]>([
  ["a poll message", '{"feeds":[]}'],
  ["one without a time", '{"owner":"a","itemId":"i"}'],
  ["null", "null"],
  ["no JSON", "{"],
])("%s is another message", (_, body) => {
  expect(readEmbargoedItem(body)).toBeNull();
});

test("a message is read as it was sent", () => {
  const embargoedItem = { owner: "anna", itemId: "i", until: end };
  expect(readEmbargoedItem(JSON.stringify(embargoedItem))).toEqual(embargoedItem);
});
