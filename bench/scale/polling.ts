import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { deriveId } from "../../lib/api/derive-id.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { feedsPerMessage, messagesOf } from "../../lib/polling/schedule-polls.ts";
import { slotOf } from "../../lib/polling/slots.ts";
import type { MeasuredDay } from "../cost/monthly-cost.ts";
import { quotas } from "./quotas.ts";

const messagesPerCall = 5;
const cores = 512 / 1769;
const feedRowBytes = 400;
const requestSeconds = 0.008;

/** A minute of polling so many feeds every five minutes: `slotOf` and `messagesOf` on as many ids. */
export function pollingMinute(day: MeasuredDay, feeds: number, waitSeconds: number) {
  const perSlot = new Map<string, string[]>();
  for (let n = 0; n < feeds; n++) {
    const id = deriveId("feed", String(n));
    const slot = slotOf(id, 5);
    perSlot.set(slot, [...(perSlot.get(slot) ?? []), id]);
  }
  const due = [...perSlot.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  const messages = messagesOf(
    due.map((id, n) => ({
      id,
      owner: "o",
      url: `https://h${n % 5_000}.example/f`,
      title: "",
      intervalMinutes: 5,
      paused: false,
    })),
  ).length;
  const calls = messages / messagesPerCall;
  const measured = day.spent["poll-feeds"];
  const polls = (day.minutes / day.intervalMinutes) * day.feeds;
  const callSeconds = waitSeconds + ((measured.cpuSeconds / polls) * feedsPerMessage * messagesPerCall) / cores;
  return {
    feedsDueAtMost: due.length,
    messages,
    calls,
    callSeconds,
    pollersAtOnce: (calls * callSeconds) / 60,
    schedulerSeconds: (Math.ceil((due.length * feedRowBytes) / 1024 ** 2) + Math.ceil(messages / 10)) * requestSeconds,
    slotReadUnits: (due.length * feedRowBytes) / 4096 / 2,
    stateReadUnitsASecond: ((measured.readUnits / polls) * due.length) / 60,
    writeUnitsASecond: ((measured.writeUnits / polls) * due.length) / 60,
  };
}

/** What they take once they are read: measured on a twentieth of them. */
function heapOf(entities: readonly object[], watchlists: number): number {
  const text = JSON.stringify(entities);
  const share = Math.ceil(watchlists / 20);
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const read = Array.from({ length: share }, () => JSON.parse(text));
  collectGarbage();
  const taken = process.memoryUsage().heapUsed - before;
  return (taken / 1024 ** 2 / read.length) * watchlists;
}

/** What it is for so many pollers to know all watchlists, of so many aliases in lists of a hundred companies. */
export function readingWatchlists(aliases: number, pollers: number) {
  const sample = readWatchlist({
    name: "w",
    entities: Array.from({ length: 100 }, (_, n) => ({
      name: `${deriveId(String(n)).slice(0, 9)} Holding`,
      aliases: [deriveId(`a${n}`).slice(0, 7)],
    })),
  });
  const rowBytes = gzipSync(JSON.stringify(sample.entities)).length + 300;
  const aliasesEach = sample.entities.reduce((sum, entity) => sum + entity.aliases.length, 0);
  const watchlists = Math.ceil(aliases / aliasesEach);
  const bytes = watchlists * rowBytes;
  const readUnits = bytes / 4096;
  const shards = 4;
  return {
    ...{
      watchlists,
      rowBytes,
      megabytes: bytes / 1024 ** 2,
      heapMegabytes: heapOf(sample.entities, watchlists),
      readUnits,
    },
    /** Readings of all of them, by all pollers together, that the four partitions stand. */
    readingsASecond: (shards * quotas.partition.readUnits) / readUnits,
    /** Every poller reads all of them each five minutes. */
    unitsASecondOfPollers: (pollers * readUnits) / 300,
    /** After a change each reads the list that has changed; the version's row is written twice for it, three units each time. */
    changesASecond: Math.min(
      (shards * quotas.partition.readUnits - (pollers * readUnits) / 300) / (pollers * Math.ceil(rowBytes / 4096)),
      quotas.partition.writeUnits / 6,
    ),
  };
}
