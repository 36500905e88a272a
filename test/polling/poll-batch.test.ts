import { describe, expect, test } from "vitest";
import { hostTurns, politeLimits } from "../../lib/polling/host-turns.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { type BatchDependencies, type PolledBatch, pollBatch } from "../../lib/polling/poll-batch.ts";
import type { PollOutcome } from "../../lib/polling/poll-feed.ts";

const feedAt = (host: string, id: string): Feed => ({
  id,
  owner: "anna",
  url: `https://${host}/${id}.xml`,
  title: id,
  intervalMinutes: 5,
  paused: false,
});

const done: PollOutcome = { kind: "unchanged" };
const nothing: PolledBatch = { faults: [], outOfTime: [], cooling: [] };
const moment = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that jumps to where somebody waits for, so that no test waits. */
function jumpingClock(spacingMs: number) {
  let ms = 0;
  return {
    now: () => ms,
    async wait(forMs: number): Promise<void> {
      const until = ms + forMs;
      await moment();
      ms = Math.max(ms, until);
    },
    limitsOf: () => ({ ...politeLimits, spacingMs }),
  };
}

const batchWith = (poll: BatchDependencies["poll"], spacingMs = 0): BatchDependencies => ({
  poll,
  turns: hostTurns(jumpingClock(spacingMs)),
  hasTime: () => true,
});

describe("pollBatch", () => {
  test.each<[string, { hosts: number; ofOne: number; ofAll: number }]>([
    ["of few hosts two each at once", { hosts: 3, ofOne: 2, ofAll: 6 }],
    ["of many hosts sixteen at once", { hosts: 60, ofOne: 1, ofAll: 16 }],
  ])("polls every feed once, %s", async (_, { hosts, ofOne, ofAll }) => {
    const feeds = Array.from({ length: 120 }, (_, n) => feedAt(`host${n % hosts}`, String(n)));
    const underWay = new Map<string, number>();
    const polled: string[] = [];
    let most = 0;
    let mostOfAll = 0;
    const count = (host: string, by: number) => underWay.set(host, (underWay.get(host) ?? 0) + by);
    const poll = async ({ id, url }: Feed) => {
      const { host } = new URL(url);
      count(host, 1);
      most = Math.max(most, underWay.get(host) ?? 0);
      mostOfAll = Math.max(
        mostOfAll,
        [...underWay.values()].reduce((sum, one) => sum + one, 0),
      );
      await moment();
      count(host, -1);
      polled.push(id);
      return done;
    };
    expect(await pollBatch(feeds, batchWith(poll))).toEqual(nothing);
    expect(polled.sort()).toEqual(feeds.map(({ id }) => id).sort());
    expect([most, mostOfAll]).toEqual([ofOne, ofAll]);
  });

  test("a host that never answers does not hold up the others", async () => {
    const slow = Array.from({ length: 20 }, (_, n) => feedAt("slow", `slow ${n}`));
    const quick = Array.from({ length: 20 }, (_, n) => feedAt(`quick${n}`, `quick ${n}`));
    const polled: string[] = [];
    let release = (): void => {};
    const never = new Promise<void>((resolve) => {
      release = resolve;
    });
    const poll = async ({ id, url }: Feed) => {
      if (new URL(url).host === "slow") await never;
      polled.push(id);
      return done;
    };
    const batch = pollBatch([...slow, ...quick], batchWith(poll));
    for (let n = 0; n < 50; n++) await moment();
    expect(polled.sort()).toEqual(quick.map(({ id }) => id).sort());
    release();
    expect(await batch).toEqual(nothing);
    expect(polled).toHaveLength(40);
  });

  test("requests to one host begin apart from each other; another host does not wait for them", async () => {
    const clock = jumpingClock(500);
    const begun: [string, number][] = [];
    const poll = async ({ id }: Feed) => {
      begun.push([id, clock.now()]);
      return done;
    };
    const feeds = [...["a", "b", "c"].map((id) => feedAt("one", id)), feedAt("other", "d")];
    await pollBatch(feeds, { poll, turns: hostTurns(clock), hasTime: () => true });
    expect(begun.filter(([id]) => id !== "d")).toEqual([
      ["a", 0],
      ["b", 500],
      ["c", 1000],
    ]);
    expect(begun).toContainEqual(["d", 0]);
  });

  test("a host that asks for fewer requests is left alone, for the batch and beyond, as long as it says; the others are not", async () => {
    const clock = jumpingClock(0);
    const turns = hostTurns(clock);
    const polled: string[] = [];
    const poll = async ({ id }: Feed): Promise<PollOutcome> => {
      polled.push(id);
      return id === "b" ? { kind: "failing", reason: "too many", coolHostSeconds: 60 } : done;
    };
    const one = ["a", "b", "c", "d"].map((id) => feedAt("one", id));
    const deps = { poll, turns, hasTime: () => true };
    const batch = await pollBatch([...one, feedAt("other", "e")], deps);
    expect(batch).toEqual({ ...nothing, cooling: [one[2], one[3]] });
    expect(polled.sort()).toEqual(["a", "b", "e"]);
    await clock.wait(59_999);
    expect((await pollBatch([feedAt("one", "f")], deps)).cooling).toHaveLength(1);
    await clock.wait(1);
    expect(await pollBatch([feedAt("one", "f")], deps)).toEqual(nothing);
  });

  test("a failure that says nothing of the host cools nothing", async () => {
    const poll = async (): Promise<PollOutcome> => ({ kind: "failing", reason: "HTTP 500" });
    expect(await pollBatch([feedAt("one", "a"), feedAt("one", "b"), feedAt("one", "c")], batchWith(poll))).toEqual(
      nothing,
    );
  });

  test("returns the feeds whose poll threw, and polls the others", async () => {
    const fault = new Error("the table is throttled");
    const feeds = ["a", "b", "c"].map((id) => feedAt("host", id));
    const polled: string[] = [];
    const poll = async ({ id }: Feed) => {
      if (id === "b") throw fault;
      polled.push(id);
      return done;
    };
    expect(await pollBatch(feeds, batchWith(poll))).toEqual({ ...nothing, faults: [{ feed: feeds[1], fault }] });
    expect(polled).toEqual(["a", "c"]);
  });

  test("begins none when time runs out, and returns those", async () => {
    const feeds = ["a", "b", "c", "d"].map((id) => feedAt("host", id));
    const polled: string[] = [];
    const poll = async ({ id }: Feed) => {
      polled.push(id);
      return done;
    };
    const batch = await pollBatch(feeds, { ...batchWith(poll), hasTime: () => polled.length < 2 });
    expect(batch).toEqual({ ...nothing, outOfTime: feeds.slice(2) });
    expect(polled).toEqual(["a", "b"]);
  });
});
