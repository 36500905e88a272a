import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import type { Table } from "../../functions/aws/table.ts";
import { slotOf } from "../../lib/polling/slots.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { aFeed, allPages, ids, only, winners } from "./catalog-rows.ts";

let local: LocalTables;
let catalog: Table;

beforeAll(async () => {
  local = await startTables();
  catalog = local.tables.Catalog;
});
afterAll(() => local.stop());

describe("feeds", () => {
  test("come back as they were put, with version 1", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    expect(await feeds.create(feed)).toBe(true);
    expect(await feeds.readFeed(feed.id)).toEqual({ value: feed, version: 1 });
    expect(await feeds.feedById(feed.id)).toEqual(feed);
  });

  test("absent: null, nothing updated, and removing is no fault", async () => {
    const feeds = feedTable(catalog);
    expect(await feeds.feedById("nobody")).toBeNull();
    expect(await feeds.updateFeedUrl("nobody", "https://elsewhere.example/")).toBe(false);
    expect(await feeds.adaptInterval("nobody", 60)).toBe(false);
    expect(await feeds.pauseGoneFeed("nobody")).toBe(false);
    expect(await feeds.replace(aFeed({ id: "nobody" }), 1)).toBe(false);
    await feeds.remove("nobody");
    expect(await feeds.feedById("nobody")).toBeNull();
    expect(await feeds.feedsInSlots([])).toEqual([]);
    expect(await feeds.feedsOf("nobody", { limit: 10, after: null })).toEqual({ items: [], next: null });
  });

  test("twice: the second create writes nothing", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ title: "first" });
    await feeds.create(feed);
    expect(await feeds.create({ ...feed, title: "second" })).toBe(false);
    expect((await feeds.feedById(feed.id))?.title).toBe("first");
  });

  test("concurrently: one of ten creates, one of ten replacements of the same version", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    const ten = Array.from({ length: 10 }, (_, n) => n);
    expect(await winners(ten.map((n) => feeds.create({ ...feed, title: `created ${n}` })))).toBe(1);
    expect(await winners(ten.map((n) => feeds.replace({ ...feed, title: `replaced ${n}` }, 1)))).toBe(1);
    const stored = await feeds.readFeed(feed.id);
    expect(stored?.version).toBe(2);
    expect(stored?.value.title).toMatch(/^replaced/);
  });

  test("a new address raises the version, so that a replacement made of the old one fails", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    await feeds.create(feed);
    expect(await feeds.updateFeedUrl(feed.id, "https://moved.example/feed")).toBe(true);
    expect(await feeds.replace(feed, 1)).toBe(false);
    expect(await feeds.readFeed(feed.id)).toEqual({
      value: { ...feed, url: "https://moved.example/feed" },
      version: 2,
    });
  });

  test("an adapted interval moves a feed to its slot, beside the wish, and twice changes nothing more", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ intervalMinutes: 5 });
    const due = async (interval: number) => only(feed.id, await feeds.feedsInSlots([slotOf(feed.id, interval)]));
    await feeds.create(feed);
    for (const version of [2, 3]) {
      expect(await feeds.adaptInterval(feed.id, 60)).toBe(true);
      expect(await feeds.readFeed(feed.id)).toEqual({ value: { ...feed, adaptedMinutes: 60 }, version });
      expect([await due(5), await due(60)]).toEqual([[], [feed.id]]);
    }
  });

  test("an interval adapted below the wish leaves the feed where it is, and a paused feed gets no slot", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ intervalMinutes: 60 });
    const due = async () =>
      only(feed.id, await feeds.feedsInSlots([5, 30, 60].map((minutes) => slotOf(feed.id, minutes))));
    await feeds.create(feed);
    await feeds.adaptInterval(feed.id, 30);
    expect(await due()).toEqual([feed.id]);
    await feeds.replace({ ...feed, paused: true }, 2);
    await feeds.adaptInterval(feed.id, 120);
    expect(await due()).toEqual([]);
  });

  test("a feed that is gone is paused with the reason, and polled again once its owner resumes it", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    const due = async () => only(feed.id, await feeds.feedsInSlots([slotOf(feed.id, 5)]));
    await feeds.create(feed);
    expect(await feeds.pauseGoneFeed(feed.id)).toBe(true);
    expect(await feeds.feedById(feed.id)).toEqual({ ...feed, paused: true, pausedBecause: "gone" });
    expect(await due()).toEqual([]);
    await feeds.replace({ ...feed, paused: false }, 2);
    expect(await due()).toEqual([feed.id]);
  });

  test("concurrently: of an owner's change and an adapted interval none is lost unsaid", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed();
    await feeds.create(feed);
    const [changed, adapted] = await Promise.all([
      feeds.replace({ ...feed, title: "Renamed" }, 1),
      feeds.adaptInterval(feed.id, 60),
    ]);
    const stored = await feeds.feedById(feed.id);
    expect([stored?.title === "Renamed", stored?.adaptedMinutes === 60]).toEqual([changed, adapted]);
    expect(changed || adapted).toBe(true);
  });

  test("are found under their slot, but not while paused, nor after a change of interval, nor once removed", async () => {
    const feeds = feedTable(catalog);
    const feed = aFeed({ intervalMinutes: 30 });
    const due = (interval: number) => feeds.feedsInSlots([slotOf(feed.id, interval)]);
    await feeds.create(feed);
    expect(ids(await due(30))).toContain(feed.id);
    await feeds.replace({ ...feed, paused: true }, 1);
    expect(ids(await due(30))).not.toContain(feed.id);
    await feeds.replace({ ...feed, intervalMinutes: 60 }, 2);
    expect(ids(await due(30))).not.toContain(feed.id);
    expect(await due(60)).toEqual([{ ...feed, intervalMinutes: 60 }]);
    await feeds.remove(feed.id);
    expect(ids(await due(60))).not.toContain(feed.id);
  });

  test("of one owner are listed whole, whatever the page's size, and nobody else's among them", async () => {
    const feeds = feedTable(catalog);
    const mine = Array.from({ length: 7 }, () => aFeed({ owner: "paging" }));
    for (const feed of [...mine, aFeed({ owner: "paging-too" })]) await feeds.create(feed);
    for (const limit of [1, 2, 3, 6, 7, 8])
      expect(ids(await allPages((page) => feeds.feedsOf("paging", page), limit))).toEqual(ids(mine));
  });
});
