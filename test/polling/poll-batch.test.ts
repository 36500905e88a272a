import { describe, expect, test } from "vitest";
import type { Feed } from "../../lib/polling/item.ts";
import { pollBatch } from "../../lib/polling/poll-batch.ts";

const feedAt = (host: string, id: string): Feed => ({
  id,
  owner: "anna",
  url: `https://${host}/${id}.xml`,
  title: id,
  intervalMinutes: 5,
  paused: false,
});

describe("pollBatch", () => {
  test("polls every feed once, never more than two of one host at once", async () => {
    const feeds = Array.from({ length: 30 }, (_, n) => feedAt(`host${n % 3}`, String(n)));
    const underWay = new Map<string, number>();
    const polled: string[] = [];
    let most = 0;
    await pollBatch(feeds, async ({ id, url }) => {
      const { host } = new URL(url);
      underWay.set(host, (underWay.get(host) ?? 0) + 1);
      most = Math.max(most, underWay.get(host) ?? 0);
      await new Promise((done) => setImmediate(done));
      underWay.set(host, (underWay.get(host) ?? 0) - 1);
      polled.push(id);
    });
    expect(polled.sort()).toEqual(feeds.map(({ id }) => id).sort());
    expect(most).toBe(2);
  });

  test("a host that never answers does not hold up the others", async () => {
    const slow = ["a", "b", "c"].map((id) => feedAt("slow", id));
    const quick = ["d", "e"].map((id) => feedAt("quick", id));
    const polled: string[] = [];
    let release = (): void => {};
    const never = new Promise<void>((done) => {
      release = done;
    });
    const batch = pollBatch([...slow, ...quick], async ({ id, url }) => {
      if (new URL(url).host === "slow") await never;
      polled.push(id);
    });
    await new Promise((done) => setTimeout(done, 20));
    expect(polled).toEqual(["d", "e"]);
    release();
    expect(await batch).toEqual([]);
    expect(polled).toHaveLength(5);
  });

  test("returns the feeds whose poll threw, and polls the others", async () => {
    const fault = new Error("the table is throttled");
    const feeds = ["a", "b", "c"].map((id) => feedAt("host", id));
    const polled: string[] = [];
    const faults = await pollBatch(feeds, async ({ id }) => {
      if (id === "b") throw fault;
      polled.push(id);
    });
    expect(faults).toEqual([{ feed: feeds[1], fault }]);
    expect(polled).toEqual(["a", "c"]);
  });
});
