import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Crash, crashAt, crashingClient } from "../support/faults.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { journalOf, newsRows, rss, runPoll } from "../support/poll-run.ts";

const now = new Date("2026-03-02T10:00:00.000Z");
const later = new Date("2026-03-02T10:05:00.000Z");

const items = [
  { guid: "3", title: "Regen in Hamburg" },
  { guid: "2", title: "BMW und Toyota bauen Kooperation aus", teaser: "Es geht um Brennstoffzellen." },
  { guid: "1", title: "BMW und General Motors beenden Zusammenarbeit" },
];

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

/** What a reader of the store can tell: which items, stories and hits there are, and what they say. */
async function visible() {
  const rows = (await newsRows(tables, "")).filter(({ sk }) => !sk.startsWith("WORDINGS#"));
  const wordings = (await journalOf(tables)).map(({ key, seenAt }) => ({ pk: "journal", sk: `${key} ${seenAt}` }));
  return [...rows.map(({ pk, sk, version, ttl, ...rest }) => ({ pk, sk, ...rest })), ...wordings];
}

describe("a crash between any two writes of a poll", () => {
  test("is as if the poll had never run: the next one keeps every item, story and hit, each once", async () => {
    await runPoll(tables, { outcome: rss([], now), now });
    await runPoll(tables, { outcome: rss(items, now), now });
    const undisturbed = await visible();
    expect(undisturbed.filter(({ pk, sk }) => pk === "WATCHLIST#cars" && sk.startsWith("HIT#"))).toHaveLength(2);

    for (const when of ["before", "after"] as const) {
      for (let effect = 1; ; effect++) {
        await tables.stop();
        tables = await startTables();
        await runPoll(tables, { outcome: rss([], now), now });
        const crashing = crashAt(effect, when);
        const announced: string[] = [];
        const client = crashingClient(tables.endpoint, crashing);
        const first = await runPoll(tables, {
          outcome: rss(items, now),
          now,
          client,
          announce: (id) => crashing.around(async () => void announced.push(id)),
        }).catch((fault: unknown) => fault);
        client.destroy();
        if (!crashing.crashed) {
          expect(effect).toBeGreaterThan(15);
          break;
        }
        expect(first, `${when} effect ${effect}`).toBeInstanceOf(Crash);
        await runPoll(tables, {
          outcome: rss(items, now),
          now: later,
          announce: async (id) => void announced.push(id),
        });
        const stored = await visible();
        const keys = (rows: typeof stored) =>
          rows.map(({ pk, sk }) => `${pk} ${sk}`.replaceAll("T10:05", "T10:00")).sort();
        expect(keys(stored), `${when} effect ${effect}`).toEqual(keys(undisturbed));
        expect(announced.length, `${when} effect ${effect}`).toBeGreaterThanOrEqual(2);
        const third = await runPoll(tables, { outcome: rss(items, now), now: later });
        expect(third, `${when} effect ${effect}`).toEqual({ kind: "unchanged" });
      }
    }
  }, 400_000);

  test("keeps the time of first sight", async () => {
    await runPoll(tables, { outcome: rss([], now), now });
    const crashing = crashAt(3, "before");
    const client = crashingClient(tables.endpoint, crashing);
    await expect(runPoll(tables, { outcome: rss(items, now), now, client })).rejects.toThrow(Crash);
    client.destroy();
    await runPoll(tables, { outcome: rss(items, now), now: later });
    const [one] = (await newsRows(tables, "ITEM#")).filter(({ key }) => key === "1");
    expect(one?.firstSeenAt).toBe(now.toISOString());
    expect((await journalOf(tables)).map(({ key, seenAt }) => ({ key, seenAt }))).toEqual([
      { key: "1", seenAt: now.toISOString() },
      { key: "2", seenAt: later.toISOString() },
      { key: "3", seenAt: later.toISOString() },
    ]);
  });
});
