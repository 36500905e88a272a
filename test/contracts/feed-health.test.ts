import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import { coverageReader } from "../../functions/aws/coverage-reader.ts";
import { feedHealthTable, outageTable } from "../../functions/aws/polling-table.ts";
import type { Feed } from "../../lib/polling/item.ts";
import type { Failure } from "../../lib/polling/poll-state.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let local: LocalTables;
beforeAll(async () => {
  local = await startTables();
});
afterAll(() => local.stop());

let owner: string;
let made = 0;
beforeEach(() => {
  owner = `owner ${++made}`;
});

const catalog = () => feedTable(local.tables.Catalog);
const health = () => feedHealthTable(local.tables.Polling);
const coverage = () => coverageReader(catalog(), local.tables.Polling, () => 0).coverageOf(owner);

async function newFeed(changes: Partial<Feed> = {}): Promise<Feed> {
  const feed: Feed = {
    id: `feed-${++made}`,
    owner,
    url: "https://wire.example/rss",
    title: "Wire",
    intervalMinutes: 5,
    paused: false,
    ...changes,
  };
  await catalog().create(feed);
  return feed;
}

const failure: Failure = {
  reason: "HTTP 403",
  since: "2026-03-02T10:00:00.000Z",
  count: 2,
  notBefore: "2026-03-02T10:10:00.000Z",
};
const monday = "2026-03-02T09:00:00.000Z";

describe("what the coverage line is made of", () => {
  test("none ails", async () => {
    await newFeed();
    expect(await coverage()).toEqual({ feeds: 1, failing: [], silent: [] });
  });

  test("a failing and a silent feed, each with since when; twice is once", async () => {
    const [failing, silent] = [await newFeed({ title: "Failing" }), await newFeed({ title: "Silent" })];
    for (let n = 0; n < 2; n++) {
      await health().failing(failing, failure, null);
      await health().silent(silent, monday, null);
    }
    expect(await coverage()).toEqual({
      feeds: 2,
      failing: [{ feedId: failing.id, title: "Failing", reason: "HTTP 403", since: failure.since }],
      silent: [{ feedId: silent.id, title: "Silent", since: monday }],
    });
  });

  test("a silent feed that fails is failing, and none of both once it has recovered, however often that is said", async () => {
    const feed = await newFeed();
    await health().silent(feed, monday, null);
    await health().failing(feed, failure, null);
    expect(await coverage()).toMatchObject({ failing: [{ feedId: feed.id }], silent: [] });
    await health().recovered(feed, null, monday);
    await health().recovered(feed, null, monday);
    expect(await coverage()).toEqual({ feeds: 1, failing: [], silent: [] });
  });

  test("a feed that its owner paused does not count; one that we paused as it is gone does", async () => {
    const [paused, gone] = [await newFeed({ paused: true }), await newFeed()];
    await health().failing(paused, failure, null);
    await health().failing(gone, { ...failure, reason: "gone (HTTP 410)" }, null);
    await catalog().pauseGoneFeed(gone.id);
    expect(await coverage()).toMatchObject({ feeds: 1, failing: [{ feedId: gone.id, reason: "gone (HTTP 410)" }] });
  });

  test("what the owner is told of is a failure that has been noticed, and the end of one that was told", async () => {
    const reader = coverageReader(catalog(), local.tables.Polling, () => 0);
    const feed = await newFeed();
    await health().failing(feed, failure, null);
    expect(await reader.feedNoticesOf(owner)).toEqual([]);
    await health().failing(feed, failure, failure.since);
    const told = { feedId: feed.id, title: "Wire", noticed: failure.since };
    const notice = { ...told, state: "failing", reason: "HTTP 403", since: failure.since };
    expect(await reader.feedNoticesOf(owner)).toEqual([notice]);
    await health().recovered(feed, failure.since, monday);
    expect(await reader.feedNoticesOf(owner)).toEqual([{ ...told, state: "back", reason: "", since: monday }]);
    const recovered = [{ feedId: feed.id, title: "Wire", from: failure.since, until: monday }];
    expect(await coverage()).toEqual({ feeds: 1, failing: [], silent: [], recovered });
  });

  test("feeds of other owners do not count", async () => {
    await health().failing(await newFeed({ owner: "somebody else" }), failure, null);
    expect(await coverage()).toEqual({ feeds: 0, failing: [], silent: [] });
  });

  test("that nothing was polled for a time is said once, to every owner", async () => {
    const outage = { from: "2025-03-01T08:00:00.000Z", until: "2025-03-01T12:00:00.000Z" };
    await newFeed();
    expect((await coverage()).outages).toBeUndefined();
    for (const _ of [1, 2]) await outageTable(local.tables.Polling).put(outage);
    expect(await coverage()).toEqual({ feeds: 1, failing: [], silent: [], outages: [outage] });
    const reader = coverageReader(catalog(), local.tables.Polling, () => 0);
    expect(await reader.feedNoticesOf(owner)).toEqual([]);
  });
});
