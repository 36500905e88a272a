import type { listPrices } from "../../infra/list-prices.ts";
import { feedsPerMessage } from "../../lib/polling/schedule-polls.ts";

/** What `bench/simulated-day.ts` prints. */
export interface MeasuredDay {
  feeds: number;
  intervalMinutes: number;
  minutes: number;
  itemsADay: number;
  spent: Record<Phase, MeasuredPhase>;
}

type Phase = "schedule-polls" | "poll-feeds" | "schedule-summaries" | "send-summaries" | "reconcile-subscriptions";

interface MeasuredPhase {
  readUnits: number;
  writeUnits: number;
  calls: number;
  messages: number;
  cpuSeconds: number;
  loggedBytes: number;
}

export interface Installation {
  feeds: number;
  intervalMinutes: number;
  subscribers: number;
  summariesADay: number;
  itemsADay: number;
  /** How long the slowest feed of an invocation keeps it waiting. */
  waitSeconds: number;
  apiRequestsADay: number;
}

/** One line of the bill. */
export interface Line {
  what: string;
  /** How much of it a month, and of which thing. */
  amount: number;
  unit: string;
  usd: number;
  /** What of it AWS never bills an account for, the twelve-month tiers left aside. */
  alwaysFree: number;
}

const daysAMonth = 30.4;
const minutesAMonth = daysAMonth * 24 * 60;

// As in infra/: what a message, an invocation and a function are.
const messagesPerInvocation = 5;
const pollerGb = 0.5;
const otherGb = 0.25;
/** Of a core, at 512 and at 256 MB: Lambda gives one at 1,769 MB. */
const pollerCores = 512 / 1769;
const otherCores = 256 / 1769;
/** Lambda asks a queue so often by itself, mostly for nothing: five connections that each wait 20 seconds. */
const emptyReceivesAMonth = (5 * minutesAMonth * 60) / 20;
const queues = 2;
/** A test compares with the template of prod without SMS. */
export const alarms = 25;
const metrics = 3;
/** An item's row and its share of lists: about so much stays stored for 30 days. */
const storedKbPerItem = 1;
/** What Lambda writes of a call beside our own lines. */
const bytesLoggedByLambda = 300;

type Prices = typeof listPrices.usd;

/** What the mails of a month cost, if all summaries are mails: SNS's plain ones, and ours by SES. */
export function mailCost(of: Installation, usd: Prices): { mails: number; sns: number; ses: number } {
  const mails = of.subscribers * of.summariesADay * daysAMonth;
  return { mails, sns: (mails / 100_000) * usd.snsHundredThousandEmails, ses: (mails / 1_000) * usd.sesThousandEmails };
}

/** The bill of a month without delivery (mails, SMS) and without what feeds send us, which is free. */
export function monthlyCost(day: MeasuredDay, of: Installation, usd: Prices): Line[] {
  const pollsAMonth = (minutesAMonth / of.intervalMinutes) * of.feeds;
  const measuredPolls = (day.minutes / day.intervalMinutes) * day.feeds;
  const { "schedule-polls": schedule, "poll-feeds": poll, "send-summaries": send } = day.spent;
  const clock = day.spent["schedule-summaries"];
  const perMinute = (amount: number) => (amount / day.minutes) * minutesAMonth;
  const perPoll = (amount: number) => (amount / measuredPolls) * pollsAMonth;
  // Writes follow from news, and are measured with as much of it as the day had.
  const perNews = (amount: number) =>
    perPoll(amount) * ((of.itemsADay / day.itemsADay) * (of.intervalMinutes / day.intervalMinutes));
  const summaries = of.subscribers * of.summariesADay * daysAMonth;
  const perSummary = (amount: number) => (amount / Math.max(send.messages, 1)) * summaries;

  const dueAMinute = of.feeds / of.intervalMinutes;
  const messages = Math.ceil(dueAMinute / feedsPerMessage) * minutesAMonth;
  const invocations = messages / Math.min(messagesPerInvocation, Math.ceil(dueAMinute / feedsPerMessage));
  const pollSeconds = invocations * of.waitSeconds + perPoll(poll.cpuSeconds) / pollerCores;
  const otherCpu = perMinute(schedule.cpuSeconds + clock.cpuSeconds) + perSummary(send.cpuSeconds);
  const calls = invocations + 2 * minutesAMonth + summaries + of.apiRequestsADay * daysAMonth;

  const reads = perPoll(poll.readUnits) + perMinute(schedule.readUnits + clock.readUnits) + perSummary(send.readUnits);
  const writes =
    perNews(poll.writeUnits) + perMinute(schedule.writeUnits + clock.writeUnits) + perSummary(send.writeUnits);
  const queueRequests = messages / 10 + 2 * (messages + summaries) + queues * emptyReceivesAMonth;
  const storedGb = (of.feeds * of.itemsADay * daysAMonth * storedKbPerItem) / 1024 ** 2;
  const logged =
    perNews(poll.loggedBytes) + perMinute(schedule.loggedBytes + clock.loggedBytes) + perSummary(send.loggedBytes);
  const logGb = (logged + calls * bytesLoggedByLambda) / 1024 ** 3;

  const million = (what: string, amount: number, unit: string, each: number, freeAmount = 0): Line =>
    lineOf(what, amount, unit, (amount / 1e6) * each, (Math.min(freeAmount, amount) / 1e6) * each);
  return [
    million("DynamoDB: reading", reads, "read units", usd.dynamoMillionReads),
    million("DynamoDB: writing", writes, "write units", usd.dynamoMillionWrites),
    lineOf(
      "DynamoDB: storing, with backup",
      storedGb,
      "GB",
      storedGb * (usd.dynamoGbMonth + usd.dynamoBackupGbMonth),
      Math.min(storedGb, 25) * usd.dynamoGbMonth,
    ),
    ...lambda(
      pollSeconds * pollerGb,
      (otherCpu / otherCores) * otherGb + (2 * minutesAMonth * 0.02 + summaries * 0.2) * otherGb,
      calls,
      usd,
    ),
    million("SQS", queueRequests, "requests", usd.sqsMillionRequests, 1e6),
    million("Scheduler", 2 * minutesAMonth + 24 * daysAMonth, "calls", usd.schedulerMillionCalls, 14e6),
    million("API gateway", of.apiRequestsADay * daysAMonth, "requests", usd.apiMillionRequests),
    lineOf(
      "Logs",
      logGb,
      "GB",
      logGb * (usd.logsGb + usd.logsGbMonth),
      Math.min(logGb, 5) * (usd.logsGb + usd.logsGbMonth),
    ),
    lineOf("Alarms", alarms, "metrics", alarms * usd.alarmMonth, 10 * usd.alarmMonth),
    lineOf("Metrics of our own", metrics, "metrics", metrics * usd.metricMonth, metrics * usd.metricMonth),
    lineOf("Dashboard", 1, "dashboards", usd.dashboardMonth, usd.dashboardMonth),
  ];
}

const lineOf = (what: string, amount: number, unit: string, usd: number, alwaysFree: number): Line => ({
  what,
  amount,
  unit,
  usd,
  alwaysFree,
});

function lambda(pollGbSeconds: number, otherGbSeconds: number, calls: number, usd: Prices): Line[] {
  const freeGbSeconds = 400_000;
  const freeOfOther = Math.max(0, Math.min(otherGbSeconds, freeGbSeconds - pollGbSeconds));
  const seconds = (what: string, amount: number, free: number) =>
    lineOf(what, amount, "GB seconds", amount * usd.lambdaGbSecondArm, free * usd.lambdaGbSecondArm);
  return [
    seconds("Lambda: polling", pollGbSeconds, Math.min(pollGbSeconds, freeGbSeconds)),
    seconds("Lambda: the rest", otherGbSeconds, freeOfOther),
    lineOf(
      "Lambda: calls",
      calls,
      "calls",
      (calls / 1e6) * usd.lambdaMillionCalls,
      (Math.min(calls, 1e6) / 1e6) * usd.lambdaMillionCalls,
    ),
  ];
}

/**
 * The same feeds with one invocation and three queue requests for each poll, its state written each time, and news found by
 * trying to write every item of every poll: how one would do it first.
 */
export function naiveCost(
  { feeds, intervalMinutes, waitSeconds }: Installation,
  itemsInFeed: number,
  usd: Prices,
): Line[] {
  const polls = (minutesAMonth / intervalMinutes) * feeds;
  const million = (what: string, amount: number, unit: string, each: number) =>
    lineOf(what, amount, unit, (amount / 1e6) * each, 0);
  // Alone an invocation waits for its one feed, which is seldom the slowest of two hundred.
  const gbSeconds = polls * (waitSeconds / 5) * 0.128;
  return [
    million("Lambda: calls", polls, "calls", usd.lambdaMillionCalls),
    lineOf("Lambda: polling", gbSeconds, "GB seconds", gbSeconds * usd.lambdaGbSecondArm, 0),
    million("SQS", 3 * polls, "requests", usd.sqsMillionRequests),
    million("DynamoDB: state read", polls, "read units", usd.dynamoMillionReads),
    million("DynamoDB: state written", polls, "write units", usd.dynamoMillionWrites),
    million("DynamoDB: every item tried", polls * itemsInFeed, "write units", usd.dynamoMillionWrites),
  ];
}

export const total = (lines: readonly Line[], free = false): number =>
  lines.reduce((sum, { usd, alwaysFree }) => sum + usd - (free ? alwaysFree : 0), 0);
