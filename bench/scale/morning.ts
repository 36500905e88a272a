import type { MeasuredDay } from "../cost/monthly-cost.ts";
import type { FanOutCall, Waves } from "./fan-out-calls.ts";
import { quotas } from "./quotas.ts";

export interface Morning {
  readers: number;
  /** Watchlists whose readers they are, each with as many. */
  watchlists: number;
  /** Entities of a watchlist: its row is read for every summary. */
  rowBytes: number;
  waves: Waves;
  /** `sendersMax` of the stage: calls of send-summaries at once. */
  sendersMax: number;
  /** Mails that the channel takes a second. */
  mailsASecond: number;
  /** Whether the tables never had as much to do. */
  isFirst: boolean;
}

export interface MorningOutcome {
  /** Seconds after eight; null: never, in a day. */
  fannedOutAfter: number | null;
  drainedAfter: number | null;
  /** Seconds that a mail went out after eight, on the average. */
  meanDelay: number;
  sendersAtMost: number;
  /** Summaries that a quota kept waiting, for a second each. */
  waited: Record<Quota, number>;
  /** Tries that the channel refused; each comes again after the queue's visibility time. */
  refused: number;
  /** Summaries that were refused at every attempt, and put aside. */
  putAside: number;
  /** Of writing, the busiest second. */
  writesAtMost: number;
  spent: {
    gbSeconds: number;
    calls: number;
    readUnits: number;
    writeUnits: number;
    queueRequests: number;
    mails: number;
  };
}

export type Quota =
  | "reads of the watchlists' rows"
  | "reads of a watchlist's hits"
  | "writes to News"
  | "reads of the schedule's index";

// As in infra/alerting.ts.
const messagesPerCall = 10;
const attempts = 5;
const visibilitySeconds = 360;
const memoryGb = 0.25;
const cores = 256 / 1769;
/** Of the partition `WATCHLISTS#shard`, of which there are so many. */
const watchlistShards = 4;
/** A subscription in the index: names and values of its attributes. */
const indexRowBytes = 280;
/** What DynamoDB and SQS take to answer, one request after another. */
const requestSeconds = 0.008;
/** A summary's requests that follow on each other (docs/cost.md: summary of one story). */
const requestsOfSummary = 16;
const daySeconds = 86_400;

/** What one summary of news costs, from the measured day: reading for each message, writing for each that was sent. */
export function unitsOfSummary({ spent }: MeasuredDay) {
  const send = spent["send-summaries"] as MeasuredDay["spent"]["send-summaries"] & { requests: { Publish: number } };
  return {
    readUnits: send.readUnits / send.messages,
    writeUnits: send.writeUnits / send.requests.Publish,
    cpuSeconds: send.cpuSeconds / send.messages,
  };
}

/** Messages that came at one time and were tried so often. */
interface Cohort {
  from: number;
  tries: number;
  count: number;
}

/**
 * A million digests at eight, second by second: as many calls as the mapping has scaled to, each of ten messages; what they read and
 * write is taken from the quotas of the second, and what is left over waits. Parts of the fan-out go before summaries, as they came first.
 */
export function simulateMorning(day: MeasuredDay, of: Morning): MorningOutcome {
  const unit = unitsOfSummary(day);
  const batchSeconds = Math.max((unit.cpuSeconds * messagesPerCall) / cores, requestsOfSummary * requestSeconds);
  const table = of.isFirst ? quotas.newTable : quotas.table;
  const perSecond: Record<Quota, number> = {
    "reads of the watchlists' rows": (watchlistShards * quotas.partition.readUnits) / Math.ceil(of.rowBytes / 4096),
    "reads of a watchlist's hits": quotas.partition.readUnits * of.watchlists,
    "writes to News": table.writeUnits / unit.writeUnits,
    "reads of the schedule's index": (quotas.partition.readUnits * 2 * 4096) / indexRowBytes,
  };
  const outcome: MorningOutcome = {
    ...{
      fannedOutAfter: null,
      drainedAfter: null,
      meanDelay: 0,
      sendersAtMost: 0,
      refused: 0,
      putAside: 0,
      writesAtMost: 0,
    },
    waited: Object.fromEntries(Object.keys(perSecond).map((quota) => [quota, 0])) as Record<Quota, number>,
    spent: { gbSeconds: 0, calls: 0, readUnits: 0, writeUnits: 0, queueRequests: 0, mails: 0 },
  };
  const parts = partsQueue(of.waves, outcome);
  if (parts.isTooLong) return outcome;
  let queue: Cohort[] = [];
  /** Woken, but the index had no units left to read them in this second. */
  let unread = 0;
  let delays = 0;
  let senders: number = quotas.eventSource.first;
  const sendersMax = Math.min(of.sendersMax, quotas.eventSource.max, quotas.lambda.concurrency);
  for (let second = 1; second <= daySeconds; second++) {
    senders = Math.min(sendersMax, quotas.eventSource.first + (quotas.eventSource.moreAMinute * second) / 60);
    unread += parts.take(senders, second);
    const woken = Math.min(unread, perSecond["reads of the schedule's index"]);
    unread -= woken;
    outcome.waited["reads of the schedule's index"] += unread;
    if (woken > 0) queue.push({ from: second, tries: 0, count: woken });
    outcome.spent.readUnits += (woken * indexRowBytes) / 4096 / 2;
    outcome.spent.queueRequests += woken / messagesPerCall;
    const free = Math.max(senders - parts.busy(), 0);
    const ready = queue.filter(({ from }) => from < second).reduce((sum, { count }) => sum + count, 0);
    const able = Math.min(ready, (free / batchSeconds) * messagesPerCall);
    if (able > 0)
      outcome.sendersAtMost = Math.max(outcome.sendersAtMost, Math.min(free, (ready / messagesPerCall) * batchSeconds));
    let tried = able;
    for (const quota of ["reads of the watchlists' rows", "reads of a watchlist's hits", "writes to News"] as const) {
      outcome.waited[quota] += Math.max(tried - perSecond[quota], 0);
      tried = Math.min(tried, perSecond[quota]);
    }
    const sent = Math.min(tried, of.mailsASecond);
    ({ queue } = settled(queue, second, tried, sent, outcome));
    delays += sent * second;
    outcome.spent.mails += sent;
    outcome.spent.readUnits += tried * unit.readUnits;
    outcome.spent.writeUnits += tried * unit.writeUnits;
    outcome.writesAtMost = Math.max(outcome.writesAtMost, tried * unit.writeUnits);
    outcome.spent.calls += tried / messagesPerCall;
    outcome.spent.gbSeconds += ((tried / messagesPerCall) * batchSeconds + parts.busy()) * memoryGb;
    outcome.spent.queueRequests += (2 * tried) / messagesPerCall;
    if (outcome.fannedOutAfter === null && parts.isEmpty() && unread === 0) outcome.fannedOutAfter = second;
    if (parts.isEmpty() && unread === 0 && queue.every(({ count }) => count < 0.5)) {
      outcome.drainedAfter = second;
      break;
    }
  }
  outcome.meanDelay = delays / Math.max(outcome.spent.mails, 1);
  return outcome;
}

/** The oldest first: what was sent is gone, what was refused comes again later or is put aside. */
function settled(queue: Cohort[], second: number, tried: number, sent: number, outcome: MorningOutcome) {
  const left: Cohort[] = [];
  const share = tried === 0 ? 0 : (tried - sent) / tried;
  let still = tried;
  for (const cohort of queue) {
    const now = cohort.from < second ? Math.min(cohort.count, still) : 0;
    still -= now;
    const refused = now * share;
    outcome.refused += refused;
    if (refused > 0 && cohort.tries + 1 >= attempts) outcome.putAside += refused;
    else if (refused > 0) left.push({ from: second + visibilitySeconds, tries: cohort.tries + 1, count: refused });
    if (cohort.count > now) left.push({ ...cohort, count: cohort.count - now });
  }
  return { queue: merged(left) };
}

function merged(cohorts: Cohort[]): Cohort[] {
  const byKey = new Map<string, Cohort>();
  for (const cohort of cohorts) {
    const key = `${cohort.from} ${cohort.tries}`;
    byKey.set(key, { ...cohort, count: cohort.count + (byKey.get(key)?.count ?? 0) });
  }
  return [...byKey.values()].sort((a, b) => a.from - b.from);
}

/** A call reads pages of a megabyte and sends ten messages a request, one after another. */
export const secondsOfCall = ({ rows, parts, endpoints }: FanOutCall): number =>
  (Math.ceil((rows * indexRowBytes) / 1024 ** 2) + Math.ceil((parts + endpoints) / 10)) * requestSeconds;

/** Of schedule-summaries, in infra/alerting.ts. */
export const schedulerTimeoutSeconds = 50;

/** The calls of the fan-out as they come on the queue: what a call left to others is there when it has ended. */
function partsQueue([first = [], ...waves]: Waves, outcome: MorningOutcome) {
  const [scheduler] = first;
  const later = waves.map((wave) => [...wave]);
  const waiting = (later[0]?.splice(0) ?? []).map((call) => ({ call, wave: 0 }));
  const running: { until: number; call: FanOutCall; wave: number }[] = [];
  let direct = scheduler?.endpoints ?? 0;
  return {
    /** The scheduler would have to read and send more than it has time for: it is stopped, and begins again at the next minute. */
    isTooLong: scheduler !== undefined && secondsOfCall(scheduler) > schedulerTimeoutSeconds,
    busy: () => running.length,
    isEmpty: () => waiting.length + running.length === 0,
    /** Endpoints that were put on the queue in this second. */
    take(senders: number, second: number): number {
      let woken = direct;
      direct = 0;
      for (const done of running.filter(({ until }) => until <= second)) {
        running.splice(running.indexOf(done), 1);
        woken += done.call.endpoints;
        const next = later[done.wave + 1]?.splice(0, done.call.parts) ?? [];
        waiting.push(...next.map((call) => ({ call, wave: done.wave + 1 })));
      }
      while (waiting.length > 0 && running.length < senders) {
        const { call, wave } = waiting.shift() as (typeof waiting)[number];
        running.push({ until: second + Math.max(secondsOfCall(call), 1), call, wave });
        outcome.spent.calls += 1;
      }
      return woken;
    },
  };
}
