import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { itemId } from "../../lib/polling/item-id.ts";
import type { PollOutcome } from "../../lib/polling/poll-feed.ts";
import { crashAt, crashingClient } from "../support/faults.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { journalOf, modified, newsRows, rss, runPoll, type WireItem, feed as wire } from "../support/poll-run.ts";

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

let count = 0;
/** A feed of its own for each test, so that one table serves them all. */
let feed: Feed;
beforeEach(() => {
  feed = { ...wire, id: `feed-${++count}` };
});

const at = (time: string): Date => new Date(`2026-03-02T${time}:00.000Z`);
const poll = (outcome: FetchOutcome, time: string): Promise<PollOutcome> =>
  runPoll(tables, { outcome, now: at(time), feed });
const items = (time: string, ...each: WireItem[]): FetchOutcome => rss(each, at(time));
const titles = async (): Promise<string[]> => (await journalOf(tables, feed.id)).map(({ title }) => title).sort();
const failure: FetchOutcome = { kind: "failed", reason: "HTTP 500", retryable: true };

/** How many writes a poll makes. */
async function writesOf(outcome: FetchOutcome, time: string): Promise<number> {
  const counting = crashAt(Number.POSITIVE_INFINITY, "before");
  const client = crashingClient(tables.endpoint, counting);
  await runPoll(tables, { outcome, now: at(time), feed, client });
  client.destroy();
  return counting.made;
}

describe("the first poll of a feed is a baseline", () => {
  test("keeps what is younger than the lookback, only remembers what is older or has no date", async () => {
    const old = { guid: "old", title: "Old", date: "2026-02-20T10:00:00Z" };
    const fresh = { guid: "fresh", title: "Fresh", date: "2026-03-02T09:00:00Z" };
    const undated = modified(
      "<rss version='2.0'><channel><title>Wire</title><item><guid>u</guid><title>Undated</title></item></channel></rss>",
    );
    expect(await poll(items("10:00", fresh, old), "10:00")).toMatchObject({ newItems: 1, baseline: true });
    expect(await titles()).toEqual(["Fresh"]);
    feed = { ...feed, id: `${feed.id}-undated` };
    expect(await poll(undated, "10:00")).toMatchObject({ newItems: 0 });
    expect(await titles()).toEqual([]);
  });

  test("afterwards every unknown item is new, however old it says it is", async () => {
    await poll(items("10:00", { guid: "a", title: "A" }), "10:00");
    const late = { guid: "late", title: "Late", date: "2025-01-01T00:00:00Z" };
    expect(await poll(items("10:05", { guid: "a", title: "A" }, late), "10:05")).toMatchObject({ newItems: 1 });
    expect(await titles()).toEqual(["A", "Late"]);
  });

  test("is still to come for a feed that failed at first", async () => {
    await poll(failure, "10:00");
    const old = { guid: "old", title: "Old", date: "2026-02-20T10:00:00Z" };
    expect(await poll(items("10:05", old), "10:05")).toMatchObject({ newItems: 0, baseline: true });
  });
});

describe("an edited item", () => {
  const first = { guid: "a", title: "BMW und Toyota verhandeln über Kooperation", date: "2026-03-02T09:59:00Z" };
  const edited = { ...first, title: "BMW und Toyota verhandeln über eine Kooperation" };

  test("is a new wording of the same item, with the time of its first sight", async () => {
    await poll(items("10:00", first), "10:00");
    expect(await poll(items("10:05", edited), "10:05")).toMatchObject({ newItems: 0, editedItems: 1 });
    expect(await newsRows(tables, `ITEM#${itemId(feed.id, "a")}`)).toMatchObject([
      {
        title: edited.title,
        firstSeenAt: at("10:00").toISOString(),
        revisions: [{ title: first.title }, { title: edited.title }],
      },
    ]);
  });

  test("makes no second hit when it brings no new fact", async () => {
    const before = (await newsRows(tables, "WATCHLIST#cars", "HIT#")).length;
    await poll(items("10:00", first), "10:00");
    await poll(items("10:05", edited), "10:05");
    expect(await newsRows(tables, "WATCHLIST#cars", "HIT#")).toHaveLength(before + 1);
  });

  test("that tells of others is a hit of its own: some feeds put one item after the other under one guid", async () => {
    const before = (await newsRows(tables, "WATCHLIST#cars", "HIT#")).length;
    const one = {
      guid: "0",
      title: "Toyota und BMW gründen ein Joint Venture für Dieselmotoren",
      link: "https://wire.example/a",
    };
    const next = { ...one, title: "General Motors und BMW kooperieren bei Batterien", link: "https://wire.example/b" };
    await poll(items("10:00", one), "10:00");
    await poll(items("10:20", next), "10:20");
    await poll(items("10:40", { ...next, title: `${next.title} in Mexiko` }), "10:40");
    expect(await newsRows(tables, "WATCHLIST#cars", "HIT#")).toHaveLength(before + 2);
  });

  test("that names nobody has no row, until an edit names somebody: then it has its first sight and all wordings", async () => {
    const dull = { guid: "d", title: "Autobauer arbeitet mit Rivalen zusammen", date: "2026-03-02T09:59:00Z" };
    await poll(items("10:00", dull), "10:00");
    const mended = { ...dull, title: "Autobauer arbeitet mit dem Rivalen zusammen" };
    await poll(items("10:05", mended), "10:05");
    expect(await newsRows(tables, `ITEM#${itemId(feed.id, "d")}`)).toEqual([]);
    const named = { ...dull, title: "BMW arbeitet mit Toyota zusammen" };
    await poll(items("10:10", named), "10:10");
    const [row] = await newsRows(tables, `ITEM#${itemId(feed.id, "d")}`);
    expect(row?.firstSeenAt).toBe(at("10:00").toISOString());
    expect(row?.revisions).toMatchObject([{ title: dull.title }, { title: mended.title }, { title: named.title }]);
  });

  test("without a date is still the item that was new weeks ago, not one that was only remembered", async () => {
    const undated = (title: string) =>
      modified(
        `<rss version='2.0'><channel><title>Wire</title><item><guid>u</guid><title>${title}</title></item>` +
          "<item><guid>a</guid><title>A</title></item></channel></rss>",
      );
    await poll(items("09:00", { guid: "a", title: "A" }), "09:00");
    await poll(undated("Autobauer arbeiten zusammen"), "10:00");
    const weeksLater = new Date("2026-03-23T10:00:00.000Z");
    const outcome = undated("BMW und Toyota arbeiten zusammen");
    expect(await runPoll(tables, { outcome, now: weeksLater, feed })).toMatchObject({ editedItems: 1 });
    const [row] = await newsRows(tables, `ITEM#${itemId(feed.id, "u")}`);
    expect(row?.firstSeenAt).toBe(at("10:00").toISOString());
  });

  test("that was only remembered is taken up when it is news again, and else left alone", async () => {
    const old = { guid: "o", title: "Old", date: "2026-02-20T10:00:00Z" };
    await poll(items("10:00", old), "10:00");
    expect(await poll(items("10:05", { ...old, title: "Old, mended" }), "10:05")).toMatchObject({ editedItems: 0 });
    const again = { ...old, title: "Old, and news again", date: "2026-03-02T10:09:00Z" };
    expect(await poll(items("10:10", again), "10:10")).toMatchObject({ editedItems: 1 });
    expect(await titles()).toEqual(["Old, and news again", "Old, mended"]);
  });
});

describe("what was seen", () => {
  const all = Array.from({ length: 80 }, (_, n) => ({
    guid: `g${n}`,
    title: `Title ${n}`,
    date: "2026-03-02T09:00:00Z",
  }));

  test.each<[string, FetchOutcome]>([
    ["a failed fetch", failure],
    ["a feed without items", modified("<rss version='2.0'><channel><title>Wire</title></channel></rss>")],
    ["a page in place of the feed", modified("<!doctype html><html><body>Sorry, maintenance.</body></html>")],
    [
      "a feed cut short",
      modified("<rss version='2.0'><channel><title>Wire</title><item><guid>g0</guid><title>Title 0</title></item>"),
    ],
  ])("is not forgotten over %s", async (_, between) => {
    await poll(items("10:00", ...all), "10:00");
    await poll(between, "10:05");
    const back = await poll(items("10:10", ...all), "10:10");
    expect(back.kind === "polled" ? back.newItems : 0).toBe(0);
  });

  test("is not forgotten when the publisher changes every guid", async () => {
    const linked = all.map((item, n) => ({ ...item, link: `https://wire.example/article/${n}` }));
    await poll(items("10:00", ...linked), "10:00");
    const renamed = linked.map((item) => ({ ...item, guid: `new-${item.guid}` }));
    expect(await poll(items("10:05", ...renamed), "10:05")).toMatchObject({ newItems: 0, editedItems: 0 });
  });
});

describe("links that say at every request how a reader came", () => {
  const polled = (from: number, change: (n: number) => Partial<WireItem> = () => ({})) =>
    Array.from({ length: 8 }, (_, n) => ({
      guid: `g${n}`,
      title: `Title ${n}`,
      date: "2026-03-02T09:00:00Z",
      link: `http${from % 2 ? "s" : ""}://www.wire.example/article/${n}?utm_source=rss&amp;utm_content=${from}`,
      ...change(n),
    }));

  test("are no edits, and cost no write", async () => {
    await poll(items("10:00", ...polled(1)), "10:00");
    expect(await poll(items("10:05", ...polled(2)), "10:05")).toEqual({ kind: "unchanged" });
  });

  test("are no news either where the guid repeats them", async () => {
    const guids = (from: number) => polled(from, (n) => ({ guid: `https://wire.example/${n}?utm_content=${from}` }));
    await poll(items("10:00", ...guids(1)), "10:00");
    expect(await poll(items("10:05", ...guids(2)), "10:05")).toMatchObject({ newItems: 0, editedItems: 0 });
  });

  test("are told apart by their fragment, as the entries of a ticker are", async () => {
    const entry = (n: number): WireItem => ({ guid: `t${n}`, title: "Update", link: `https://wire.example/live#${n}` });
    await poll(items("10:00", entry(1)), "10:00");
    expect(await poll(items("10:05", entry(2)), "10:05")).toMatchObject({ newItems: 1 });
  });
});

describe("an unchanged poll writes nothing", () => {
  const one = { guid: "a", title: "A", date: "2026-03-02T09:00:00Z" };
  test.each<[string, FetchOutcome]>([
    ["304", { kind: "not-modified", permanentUrl: null, freshForSeconds: null }],
    ["the same body", items("10:00", one)],
    [
      "the same items under a new build date",
      modified(
        `<rss version="2.0"><channel><title>Wire</title><language>de</language><lastBuildDate>Mon, 02 Mar 2026 10:05:00 GMT</lastBuildDate>` +
          `<item><guid isPermaLink="false">a</guid><title>A</title><description></description><link>https://wire.example/a</link><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>`,
      ),
    ],
  ])("%s", async (_, outcome) => {
    await poll(items("10:00", one), "10:00");
    expect(await writesOf(outcome, "10:05")).toBe(0);
  });
});

describe("a feed that fails", () => {
  const health = async () => {
    const row = await tables.tables.Polling.get("HEALTH", `FEED#${feed.id}`);
    return row && { reason: row.reason, since: row.since };
  };

  test("says why and since when, and that it is back", async () => {
    await poll(items("10:00", { guid: "a", title: "A" }), "10:00");
    expect(await poll(failure, "10:05")).toEqual({ kind: "failing", reason: "HTTP 500" });
    await poll({ kind: "failed", reason: "timed out after 20 s", retryable: true }, "10:10");
    expect(await health()).toEqual({ reason: "timed out after 20 s", since: at("10:05").toISOString() });
    await poll({ kind: "not-modified", permanentUrl: null, freshForSeconds: null }, "10:40");
    expect(await health()).toBeNull();
  });

  test("is asked again at the next poll, then after ever longer pauses", async () => {
    await poll(failure, "10:00");
    await poll(failure, "10:05");
    // 10 minutes later, then 20, each a quarter more or less.
    expect(await poll(failure, "10:12")).toMatchObject({ kind: "backing-off" });
    expect(await poll(failure, "10:18")).toMatchObject({ kind: "failing" });
    expect(await poll(failure, "10:32")).toMatchObject({ kind: "backing-off" });
    expect(await poll(failure, "10:44")).toMatchObject({ kind: "failing" });
  });

  test("and asks for fewer requests is left alone as long as it says", async () => {
    await poll({ kind: "rate-limited", retryAfterSeconds: 3_600 }, "10:00");
    expect(await poll(items("10:30", { guid: "a", title: "A" }), "10:30")).toMatchObject({ kind: "backing-off" });
    expect(await poll(items("11:01", { guid: "a", title: "A" }), "11:01")).toMatchObject({ kind: "polled" });
  });

  test("because it is gone is asked once a day", async () => {
    expect(await poll({ kind: "gone" }, "10:00")).toEqual({ kind: "failing", reason: "gone (HTTP 410)" });
    expect(await poll({ kind: "gone" }, "23:00")).toMatchObject({ kind: "backing-off" });
  });

  test("keeps its validators: what was seen is not asked for again", async () => {
    await poll(items("10:00", { guid: "a", title: "A" }), "10:00");
    const before = await tables.tables.Polling.get(`FEED#${feed.id}`, "STATE");
    await poll(failure, "10:05");
    const after = await tables.tables.Polling.get(`FEED#${feed.id}`, "STATE");
    expect(after?.validators).toEqual(before?.validators);
    expect(after?.ring).toEqual(before?.ring);
  });
});

test("two pollers at once keep each item once; the state of one is saved", async () => {
  await poll(items("10:00", { guid: "a", title: "A" }), "10:00");
  const now = items("10:05", { guid: "a", title: "A" }, { guid: "b", title: "BMW und Toyota gründen Joint Venture" });
  const outcomes = await Promise.all([poll(now, "10:05"), poll(now, "10:05")]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["overtaken", "polled"]);
  expect(await titles()).toEqual(["A", "BMW und Toyota gründen Joint Venture"]);
});
