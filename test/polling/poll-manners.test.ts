import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import { pollStateTable } from "../../functions/aws/polling-table.ts";
import { feedHealth } from "../../lib/polling/feed-health.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { Feed } from "../../lib/polling/item.ts";
import type { PollOutcome } from "../../lib/polling/poll-feed.ts";
import { pollMinutes } from "../../lib/polling/poll-interval.ts";
import { dueSlots, slotOf } from "../../lib/polling/slots.ts";
import { crashAt, crashingClient } from "../support/faults.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { modified, rss, runPoll, type WireItem, feed as wire } from "../support/poll-run.ts";

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

let count = 0;
let id: string;
const feeds = () => feedTable(tables.tables.Catalog);
beforeEach(async () => {
  id = `manners-${++count}`;
  await feeds().create({ ...wire, id });
});
const stored = async (): Promise<Feed> => (await feeds().feedById(id)) as Feed;
const state = async () => pollStateTable(tables.tables.Polling).read(id);
const health = async () => tables.tables.Polling.get("HEALTH", `FEED#${id}`);

const start = Date.parse("2026-03-02T10:00:00.000Z");
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
const hour = 60;
const day = 24 * hour;

/** A poll of the feed as it stands in the catalog. */
const poll = async (outcome: FetchOutcome, minutes: number): Promise<PollOutcome> =>
  runPoll(tables, { outcome, now: at(minutes), feed: await stored() });
/** The same, with how many writes it made. */
async function writesOf(outcome: FetchOutcome, minutes: number): Promise<number> {
  const counting = crashAt(Number.POSITIVE_INFINITY, "before");
  const client = crashingClient(tables.endpoint, counting);
  await runPoll(tables, { outcome, now: at(minutes), feed: await stored(), client });
  client.destroy();
  return counting.made;
}

const item = (name: string, minutes: number): WireItem => ({
  guid: name,
  title: `Title of ${name}`,
  date: at(minutes).toISOString(),
});
/** A feed that has brought an item after each of so many minutes until `start`. */
const past = (gap: number, items = 12): WireItem[] =>
  Array.from({ length: items }, (_, n) => item(`past ${n}`, -n * gap));
const unmodified = (also: Partial<Extract<FetchOutcome, { kind: "not-modified" }>> = {}): FetchOutcome => ({
  kind: "not-modified",
  permanentUrl: null,
  freshForSeconds: null,
  ...also,
});
const asking = (channel: string, items: WireItem[], minutes: number): FetchOutcome => {
  const document = rss(items, at(minutes)) as Extract<FetchOutcome, { kind: "modified" }>;
  return modified(Buffer.from(document.bytes).toString().replace("</title>", `</title>${channel}`));
};

describe("a feed that has moved for good", () => {
  const moved = unmodified({ permanentUrl: "https://new.example/rss.xml" });

  test("is asked at its new address after three polls in a row said so", async () => {
    await poll(rss(past(5), at(0)), 0);
    const writes: number[] = [];
    for (const minutes of [61, 66, 71]) {
      expect((await stored()).url).toBe(wire.url);
      writes.push(await writesOf(moved, minutes));
    }
    expect((await stored()).url).toBe("https://new.example/rss.xml");
    expect(writes).toEqual([1, 1, 2]);
    expect(await writesOf(unmodified(), 76)).toBe(0);
  });

  test("stays where it is when one poll in between says nothing of it", async () => {
    await poll(rss(past(5), at(0)), 0);
    for (const [minutes, outcome] of [
      [61, moved],
      [66, moved],
      [71, unmodified()],
      [132, moved],
      [137, moved],
    ] as const) {
      await poll(outcome, minutes);
    }
    expect((await stored()).url).toBe(wire.url);
  });

  test("stays where it is when what is there can't be read", async () => {
    await poll(rss(past(5), at(0)), 0);
    const parking = modified("<!doctype html><title>This domain is for sale</title>");
    for (let n = 1; n < 6; n++)
      await poll({ ...parking, permanentUrl: "https://parking.example/" } as FetchOutcome, n * day);
    expect((await stored()).url).toBe(wire.url);
  });

  test("and was removed meanwhile stays removed", async () => {
    await poll(rss(past(5), at(0)), 0);
    const feed = await stored();
    await feeds().remove(id);
    for (const minutes of [61, 66, 71]) await runPoll(tables, { outcome: moved, now: at(minutes), feed });
    expect(await feeds().feedById(id)).toBeNull();
  });
});

describe("a feed that says it is gone", () => {
  const gone: FetchOutcome = { kind: "gone" };

  test("is asked once a day, and after three days no more: that is told, and counts as paused", async () => {
    await poll(rss(past(5), at(0)), 0);
    for (const minutes of [5, day + 10]) {
      await poll(gone, minutes);
      expect((await stored()).paused).toBe(false);
      expect(await poll(gone, minutes + 23 * hour)).toMatchObject({ kind: "backing-off" });
    }
    await poll(gone, 2 * day + 20);
    expect(await stored()).toMatchObject({ paused: true, pausedBecause: "gone" });
    expect(await health()).toMatchObject({
      state: "failing",
      reason: "gone (HTTP 410)",
      since: at(5).toISOString(),
    });
    const due = await feeds().feedsInSlots(Array.from({ length: 5 }, (_, n) => `SLOT#5#${n}`));
    expect(due.map((feed) => feed.id)).not.toContain(id);
  });

  test("is asked at its next turn once its owner has resumed it, and paused again at once where it still says so", async () => {
    await poll(rss(past(5), at(0)), 0);
    for (const minutes of [5, day + 10, 2 * day + 20]) await poll(gone, minutes);
    const { pausedBecause: _, ...paused } = await stored();
    const version = (await feeds().readFeed(id))?.version ?? 0;
    const resumed = { ...paused, paused: false, resumedAt: at(2 * day + 30).toISOString() };
    await feeds().replace(resumed, version);
    expect(feedHealth(resumed, await state(), at(2 * day + 31)).nextPollWhy).not.toMatch(/gone/);
    expect(await poll(gone, 2 * day + 35)).toMatchObject({ kind: "failing" });
    expect(await stored()).toMatchObject({ paused: true, pausedBecause: "gone" });
  });

  test("and is back the next day goes on as if nothing had been", async () => {
    await poll(rss(past(5), at(0)), 0);
    await poll(gone, 5);
    await poll(gone, day + 10);
    await poll(unmodified(), 2 * day + 20);
    await poll(gone, 2 * day + 25);
    expect((await stored()).paused).toBe(false);
    expect((await state())?.failing).toMatchObject({ goneTimes: 1 });
  });
});

describe("the interval", () => {
  test("settles on what a feed asks for, in one write beside the state's, and its slot with it", async () => {
    const asks = asking("<ttl>55</ttl>", past(10), 0);
    await poll(asks, 0);
    const feed = await stored();
    expect(feed).toMatchObject({ intervalMinutes: 5, adaptedMinutes: 60 });
    const due = await feeds().feedsInSlots([slotOf(id, 60)]);
    expect(due.map((each) => each.id)).toEqual([id]);
    expect(await writesOf(unmodified(), 60)).toBe(0);
  });

  test("settles on a feed's rhythm, and follows it when it quickens", async () => {
    await poll(rss(past(day), at(0)), 0);
    expect(pollMinutes(await stored())).toBe(60);
    for (let n = 1; n <= 8; n++) await poll(rss([item(`quick ${n}`, n * hour), ...past(day)], at(n * hour)), n * hour);
    expect(pollMinutes(await stored())).toBe(5);
  });

  test("is shortened at once when half of the items are new at a poll", async () => {
    await poll(rss(past(2 * day), at(0)), 0);
    expect(pollMinutes(await stored())).toBe(120);
    const fresh = Array.from({ length: 6 }, (_, n) => item(`fresh ${n}`, 119));
    await poll(rss([...fresh, ...past(2 * day).slice(0, 6)], at(120)), 120);
    expect(pollMinutes(await stored())).toBe(60);
  });

  test("follows caching headers, also of an answer without news", async () => {
    await poll(rss(past(10), at(0)), 0);
    expect(await writesOf(unmodified({ freshForSeconds: 1_800 }), 5)).toBe(2);
    expect(pollMinutes(await stored())).toBe(30);
    // The cache's copy ages.
    expect(await writesOf(unmodified({ freshForSeconds: 10 }), 35)).toBe(0);
    expect(await writesOf(unmodified({ freshForSeconds: 1_700 }), 65)).toBe(0);
  });

  test("is never written for a feed whose owner changed or removed it meanwhile", async () => {
    await poll(rss(past(10), at(0)), 0);
    const feed = await stored();
    await feeds().remove(id);
    await runPoll(tables, { outcome: unmodified({ freshForSeconds: 1_800 }), now: at(5), feed });
    expect(await feeds().feedById(id)).toBeNull();
  });

  test("a feed that is all new at a poll says that items may have been missed", async () => {
    await poll(rss(past(10, 8), at(0)), 0);
    const all = Array.from({ length: 8 }, (_, n) => item(`next ${n}`, n));
    const outcome = await poll(rss(all, at(10)), 10);
    expect(outcome).toMatchObject({ newItems: 8, warnings: [expect.stringContaining("every item was new")] });
    const most = [...Array.from({ length: 7 }, (_, n) => item(`last ${n}`, 10 + n)), all[0] as WireItem];
    expect(await poll(rss(most, at(20)), 20)).toMatchObject({ newItems: 7, warnings: [] });
  });
});

describe("hours to skip", () => {
  test("nothing is asked or written in them", async () => {
    await poll(asking("<skipHours><hour>12</hour><hour>13</hour></skipHours>", past(10), 0), 0);
    expect(await poll(unmodified(), 119)).toEqual({ kind: "unchanged" });
    const skipped = await poll(rss(past(10, 13), at(120)), 120);
    expect(skipped).toMatchObject({ kind: "skipped" });
    const until = Date.parse((skipped as { until: string }).until) / 60_000;
    expect(dueSlots(until)).toContain(slotOf(id, 5));
    expect(until).toBeGreaterThanOrEqual(at(240).getTime() / 60_000);
    expect(await poll(unmodified(), 245)).toEqual({ kind: "unchanged" });
  });
});

describe("a silent feed", () => {
  test("is said to be silent once, with since when, and costs one write more; news ends it", async () => {
    await poll(rss(past(hour), at(0)), 0);
    expect(await writesOf(unmodified(), 70 * hour)).toBe(0);
    expect(await writesOf(unmodified(), 74 * hour)).toBe(2);
    expect(await health()).toMatchObject({ state: "silent", since: at(0).toISOString(), title: wire.title });
    expect(await writesOf(unmodified(), 75 * hour)).toBe(0);
    await poll(rss([item("news", 76 * hour), ...past(hour)], at(76 * hour)), 76 * hour);
    expect(await health()).toMatchObject({ state: "back" });
    expect((await state())?.silentSince).toBeNull();
  });

  test("that fails is failing, and silent again when it is back without news", async () => {
    await poll(rss(past(hour), at(0)), 0);
    await poll(unmodified(), 74 * hour);
    await poll({ kind: "failed", reason: "HTTP 500", retryable: true }, 75 * hour);
    expect(await health()).toMatchObject({ state: "failing", reason: "HTTP 500" });
    await poll(unmodified(), 76 * hour);
    expect(await health()).toMatchObject({ state: "silent", since: at(0).toISOString() });
  });

  test("a crash between the health row and the state leads to both being written", async () => {
    await poll(rss(past(hour), at(0)), 0);
    for (const when of ["before", "after"] as const) {
      const client = crashingClient(tables.endpoint, crashAt(1, when));
      const crashed = runPoll(tables, { outcome: unmodified(), now: at(74 * hour), feed: await stored(), client });
      await expect(crashed).rejects.toThrow();
      client.destroy();
      expect((await state())?.silentSince).toBeNull();
    }
    await poll(unmodified(), 74 * hour + 5);
    expect((await state())?.silentSince).toBe(at(0).toISOString());
    expect(await health()).toMatchObject({ state: "silent" });
  });
});

describe("failures", () => {
  const failure: FetchOutcome = { kind: "failed", reason: "HTTP 500", retryable: true };

  test("of two feeds of one server do not end at the same moment", async () => {
    const pauses: string[] = [];
    for (const name of ["a", "b", "c"]) {
      const feed = { ...wire, id: `${id}-${name}` };
      for (const minutes of [0, 5]) await runPoll(tables, { outcome: failure, now: at(minutes), feed });
      const { failing } = (await pollStateTable(tables.tables.Polling).read(feed.id)) ?? {};
      pauses.push(failing?.notBefore ?? "");
      const pause = Date.parse(failing?.notBefore ?? "") - at(5).getTime();
      expect(pause).toBeGreaterThanOrEqual(7.5 * 60_000);
      expect(pause).toBeLessThan(12.5 * 60_000);
    }
    expect(new Set(pauses).size).toBe(3);
  });

  test("remember the last poll that succeeded, which nobody wrote down", async () => {
    await poll(rss(past(10), at(0)), 0);
    await poll(failure, 33);
    const last = (await state())?.failing?.lastSuccessAt ?? "";
    expect(dueSlots(Date.parse(last) / 60_000)).toContain(slotOf(id, 5));
    expect(at(33).getTime() - Date.parse(last)).toBeGreaterThanOrEqual(5 * 60_000);
    expect(at(33).getTime() - Date.parse(last)).toBeLessThan(10 * 60_000);
    await poll(failure, 50);
    expect((await state())?.failing?.lastSuccessAt).toBe(last);
  });

  test("for want of patience cool the host, whatever Retry-After says or whether it does", async () => {
    const limited = (retryAfterSeconds: number | null): FetchOutcome => ({ kind: "rate-limited", retryAfterSeconds });
    expect(await poll(limited(120), 0)).toMatchObject({ kind: "failing", coolHostSeconds: 120 });
    expect(await poll(limited(null), 5)).toMatchObject({ kind: "failing", coolHostSeconds: 600 });
    expect(await poll(limited(null), 14)).toMatchObject({ kind: "backing-off" });
  });
});

describe("the owner", () => {
  const failure: FetchOutcome = { kind: "failed", reason: "HTTP 500", retryable: true };
  let told: string[];
  beforeEach(() => {
    told = [];
  });
  const tellOwner = async (owner: string): Promise<void> => void told.push(owner);
  const pollAndTell = async (outcome: FetchOutcome, minutes: number, client = tables.client): Promise<PollOutcome> =>
    runPoll(tables, { outcome, now: at(minutes), feed: await stored(), tellOwner, client });

  test("hears nothing of a failure of some minutes", async () => {
    await pollAndTell(rss(past(10), at(0)), 0);
    for (const minutes of [5, 10, 30, 59]) await pollAndTell(failure, minutes);
    await pollAndTell(unmodified(), 120);
    expect(told).toEqual([]);
    expect(await health()).toBeNull();
  });

  test("is told once of a failure of an hour, and once when it is over", async () => {
    await pollAndTell(rss(past(10), at(0)), 0);
    for (const minutes of [5, 10, 90, 180, 400]) await pollAndTell(failure, minutes);
    expect(told).toEqual([wire.owner]);
    expect(await health()).toMatchObject({ state: "failing", noticed: at(5).toISOString() });
    await pollAndTell(unmodified(), 900);
    await pollAndTell(unmodified(), 905);
    expect(told).toEqual([wire.owner, wire.owner]);
    const ended = { state: "back", noticed: at(5).toISOString(), since: at(900).toISOString() };
    expect(await health()).toMatchObject(ended);
  });

  test("is told once of a silence, whatever fails in between, and once when there is news", async () => {
    await pollAndTell(rss(past(hour), at(0)), 0);
    await pollAndTell(unmodified(), 74 * hour);
    for (const hours of [75, 76, 78]) await pollAndTell(failure, hours * hour);
    await pollAndTell(unmodified(), 90 * hour);
    expect(told).toHaveLength(1);
    await pollAndTell(rss([item("news", 91 * hour), ...past(hour)], at(91 * hour)), 91 * hour);
    expect(told).toHaveLength(2);
    expect(await health()).toMatchObject({ state: "back", noticed: at(0).toISOString() });
  });

  test("is told of the same failure after a crash at any write", async () => {
    await pollAndTell(rss(past(10), at(0)), 0);
    await pollAndTell(failure, 5);
    for (const [effect, when] of [1, 2].flatMap((n) => [[n, "before"] as const, [n, "after"] as const])) {
      const client = crashingClient(tables.endpoint, crashAt(effect, when));
      await pollAndTell(failure, 90, client).catch(() => {});
      client.destroy();
    }
    await pollAndTell(failure, 900);
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(await health()).toMatchObject({ state: "failing", noticed: at(5).toISOString() });
    expect((await state())?.noticed).toBe(at(5).toISOString());
  });
});
