import { describe, expect, test } from "vitest";
import { dividedAbove, idRanges, shardsMax, wake, wokenPerCallMax } from "../../lib/alerting/fan-out.ts";
import type { Subscription } from "../../lib/alerting/subscriber.ts";
import { readSummaryMessage, type SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { wakeWatchlist } from "../../lib/alerting/wake-watchlist.ts";
import { deriveId } from "../../lib/api/derive-id.ts";

describe("ranges of ids", () => {
  test.each([1, 2, 3, 64, 1000, shardsMax])(
    "%i of them follow on each other from the first id to the last",
    (count) => {
      const ranges = idRanges(count);
      expect(ranges).toHaveLength(count);
      expect([ranges[0]?.from, ranges.at(-1)?.below]).toEqual(["", null]);
      for (let n = 1; n < count; n++) expect(ranges[n]?.from).toBe(ranges[n - 1]?.below);
      for (const { from, below } of ranges)
        expect(below === null || Buffer.compare(Buffer.from(from), Buffer.from(below)) < 0).toBe(true);
    },
  );

  test("of ids that the API makes each holds about as many", () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => deriveId("s", "email", `${n}@example.org`));
    for (const { from, below } of idRanges(20)) {
      const share = ids.filter((id) => id >= from && (below === null || id < below)).length;
      expect(share).toBeGreaterThan(850);
      expect(share).toBeLessThan(1_150);
    }
  });

  test.each([0, 1.5, shardsMax + 1])("%d of them is refused", (count) => {
    expect(() => idRanges(count)).toThrow(`expected 1 to ${shardsMax} ranges`);
  });
});

const queueOf = (queued: SummaryMessage[]) => ({
  async sendAll(messages: readonly SummaryMessage[]) {
    queued.push(...messages);
  },
});

describe("a large audience", () => {
  const size = dividedAbove + wokenPerCallMax * 2;
  const ids = Array.from({ length: size }, (_, n) => deriveId(String(n))).sort();
  const audience = {
    async *subscriptionsOfWatchlist(watchlistId: string, { from, below } = { from: "", below: null as string | null }) {
      for (const endpointId of ids) {
        if (endpointId < from || (below !== null && endpointId >= below)) continue;
        const cadence = { every: "immediate" } as const;
        yield { watchlistId, endpointId, subscriberId: "s", cadence, createdAt: "" } satisfies Subscription;
      }
    },
  };

  test.each([
    ["divided among 4", { shards: 4, above: dividedAbove }, 4],
    ["never divided, but continued", { shards: 1, above: dividedAbove }, wokenPerCallMax + 1],
  ])("%s: every endpoint is asked once, by calls that each end soon", async (_, fanOut, first) => {
    const queued: SummaryMessage[] = [];
    const asked: string[] = [];
    expect(await wakeWatchlist({ watchlistId: "w" }, { audience, queue: queueOf(queued), fanOut })).toBe(first);
    for (let message = queued.shift(); message; message = queued.shift()) {
      // As it goes over the queue.
      const read = readSummaryMessage(JSON.stringify(message));
      if ("endpointId" in read) asked.push(read.endpointId);
      else if ("watchlistId" in read) {
        const made = await wakeWatchlist(read, { audience, queue: queueOf(queued), fanOut });
        expect(made).toBeLessThanOrEqual(wokenPerCallMax + 1);
      }
    }
    expect(asked.sort()).toEqual(ids);
  });
});

test("rows of one id stay together, however many, so that going on never stands still", async () => {
  const queued: SummaryMessage[] = [];
  async function* rows() {
    for (const id of ["a", "b", "b", "b", "c"]) yield { id, messages: [{ endpointId: id }] };
  }
  expect(await wake(rows(), queueOf(queued), 2)).toEqual({ messages: 4, next: "c" });
});

test.each([
  '{"slot":"SEND#UTC#08:00","weekday":"monday"}',
  '{"slot":"SEND#UTC#08:00","weekday":"mon","part":{"from":"","below":null}}',
  '{"slot":"SEND#UTC#08:00","weekday":null,"part":{"from":"a"}}',
])("a part of a schedule that makes no sense is refused: %s", (body) => {
  expect(() => readSummaryMessage(body)).toThrow('{"slot": "…", "weekday": …, "part": {…}}');
});
