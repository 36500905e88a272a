// npm run scale -- --feeds 100000 --aliases 1000000 --readers 1000000: which quota binds at that size, and a million digests at eight.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { listPrices } from "../infra/list-prices.ts";
import { dividedAbove } from "../lib/alerting/fan-out.ts";
import { type MeasuredDay, monthlyCost, total } from "./cost/monthly-cost.ts";
import { fanOutCalls } from "./scale/fan-out-calls.ts";
import {
  type Morning,
  type MorningOutcome,
  schedulerTimeoutSeconds,
  secondsOfCall,
  simulateMorning,
  unitsOfSummary,
} from "./scale/morning.ts";
import { pollingMinute, readingWatchlists } from "./scale/polling.ts";
import { quotas } from "./scale/quotas.ts";

const defaults = {
  feeds: "100000",
  aliases: "1000000",
  readers: "1000000",
  /** Whose readers they are. */
  watchlists: "10000",
  /** Of the fan-out, where it is divided. */
  shards: "64",
  /** What SES has granted. */
  "mails-a-second": "500",
  "wait-seconds": "4",
};
const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: "string" as const }]));
const given = { ...defaults, ...parseArgs({ options }).values } as Record<keyof typeof defaults, string>;

function numberOf(name: keyof typeof defaults): number {
  const value = Number(given[name]);
  if (Number.isFinite(value) && value >= 1) return value;
  throw new Error(`expected --${name} to be a number from 1 on, got ${given[name]}`);
}

const day = JSON.parse(readFileSync(new URL("cost/measured-day.json", import.meta.url), "utf8")) as MeasuredDay;
const { usd } = listPrices;
const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
const inMinutes = (seconds: number | null): string => (seconds === null ? "never" : `${rounded(seconds / 60)} min`);
const table = (rows: Record<string, unknown>) => console.table(rows);

const polling = pollingMinute(day, numberOf("feeds"), numberOf("wait-seconds"));
console.log(`Polling ${given.feeds} feeds every 5 minutes, the fullest minute:`);
table(Object.fromEntries(Object.entries(polling).map(([what, value]) => [what, rounded(value)])));
const installation = {
  feeds: numberOf("feeds"),
  intervalMinutes: 5,
  subscribers: 0,
  summariesADay: 0,
  itemsADay: day.itemsADay,
};
const month = monthlyCost(
  day,
  { ...installation, waitSeconds: numberOf("wait-seconds"), apiRequestsADay: 100_000 },
  usd,
);
console.log(`Polling costs ${rounded(total(month))} US dollars a month at list price.\n`);

const reading = readingWatchlists(numberOf("aliases"), Math.ceil(polling.pollersAtOnce));
console.log(`Reading all watchlists of ${given.aliases} aliases, as each poller does every five minutes:`);
table(Object.fromEntries(Object.entries(reading).map(([what, value]) => [what, rounded(value)])));

const readers = numberOf("readers");
const undivided = await fanOutCalls(readers, { shards: 1, above: dividedAbove });
const divided = await fanOutCalls(readers, { shards: numberOf("shards"), above: dividedAbove });
console.log(`\nWaking ${readers} readers who are due at eight:`);
table({
  "1 shard": described(undivided),
  [`${given.shards} shards`]: described(divided),
});

function described(waves: Awaited<ReturnType<typeof fanOutCalls>>) {
  const calls = waves.flat();
  const longest = Math.max(...calls.map(secondsOfCall));
  return {
    calls: calls.length,
    waves: waves.length,
    most_rows_of_a_call: Math.max(...calls.map(({ rows }) => rows)),
    longest_call_s: rounded(longest),
    fits: longest <= schedulerTimeoutSeconds ? "yes" : `no, ${schedulerTimeoutSeconds} s`,
  };
}

const base = { readers, watchlists: numberOf("watchlists"), rowBytes: 1_000, waves: divided, isFirst: false };
const mails = numberOf("mails-a-second");
/** So many calls as use up what the channel takes, and no more. */
const matched = matchedSenders(mails);
const mornings: Record<string, Morning> = {
  "1 shard": { ...base, waves: undivided, sendersMax: matched, mailsASecond: mails },
  "as deployed by default (5 senders)": { ...base, sendersMax: 5, mailsASecond: mails },
  [`${matched} senders, ${mails} mails/s`]: { ...base, sendersMax: matched, mailsASecond: mails },
  [`1000 senders, ${mails} mails/s`]: { ...base, sendersMax: 1_000, mailsASecond: mails },
  "1000 senders, mails without a limit": { ...base, sendersMax: 1_000, mailsASecond: Number.POSITIVE_INFINITY },
  "the same, first morning of new tables": {
    ...base,
    sendersMax: 1_000,
    mailsASecond: Number.POSITIVE_INFINITY,
    isFirst: true,
  },
  "the same, one watchlist for all": {
    ...base,
    sendersMax: 1_000,
    mailsASecond: Number.POSITIVE_INFINITY,
    watchlists: 1,
  },
  "the same, watchlists of 100 KB": {
    ...base,
    sendersMax: 1_000,
    mailsASecond: Number.POSITIVE_INFINITY,
    rowBytes: 100_000,
  },
};
console.log(`\nA million digests at eight (${readers} readers, ${base.watchlists} watchlists):`);
table(
  Object.fromEntries(Object.entries(mornings).map(([name, morning]) => [name, line(simulateMorning(day, morning))])),
);

function line({
  fannedOutAfter,
  drainedAfter,
  meanDelay,
  sendersAtMost,
  waited,
  refused,
  putAside,
  writesAtMost,
  spent,
}: MorningOutcome) {
  const [binding, seconds] = Object.entries(waited).sort((a, b) => b[1] - a[1])[0] as [string, number];
  return {
    woken: inMinutes(fannedOutAfter),
    drained: inMinutes(drainedAfter),
    mean: inMinutes(meanDelay),
    senders: Math.round(sendersAtMost),
    "writes/s": Math.round(writesAtMost),
    throttled: seconds < 1 ? "" : `${Math.round(seconds)} ${binding}`,
    refused: Math.round(refused),
    put_aside: Math.round(putAside),
    usd: rounded(costOf(spent)),
    mails: Math.round(spent.mails),
  };
}

function costOf({ gbSeconds, calls, readUnits, writeUnits, queueRequests }: MorningOutcome["spent"]): number {
  return (
    gbSeconds * usd.lambdaGbSecondArm +
    (calls * usd.lambdaMillionCalls + readUnits * usd.dynamoMillionReads + writeUnits * usd.dynamoMillionWrites) / 1e6 +
    (queueRequests * usd.sqsMillionRequests) / 1e6
  );
}

function matchedSenders(perSecond: number): number {
  const { cpuSeconds } = unitsOfSummary(day);
  return Math.max(2, Math.floor((perSecond * cpuSeconds) / (256 / 1769)));
}

console.log("\nBy SNS, and the hourly sweep:");
const sweep = unitsOfSummary(day);
const sweepUsd =
  readers *
  24 *
  30.4 *
  ((sweep.readUnits * usd.dynamoMillionReads + 0.3 * usd.sqsMillionRequests + 0.1 * usd.lambdaMillionCalls) / 1e6 +
    (sweep.cpuSeconds / (256 / 1769)) * 0.25 * usd.lambdaGbSecondArm);
table({
  "topics needed, of SNS's": { is: readers, quota: quotas.sns.topics },
  "hours that SNS takes to mail each": { is: rounded(readers / quotas.sns.emailsASecond / 3600), quota: "" },
  "hours to reconcile all topics": { is: rounded(readers / 30 / 3600), quota: 0.25 },
  "US dollars a month to ask each immediate reader every hour": { is: rounded(sweepUsd), quota: "" },
});
console.log(`Without mails; those cost ${rounded((readers / 1000) * usd.sesThousandEmails)} US dollars by SES.`);
