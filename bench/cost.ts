// npm run cost -- --feeds 1000 --interval 5 --subscribers 100: what a month of Tieup costs at AWS's list prices, line by line.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { listPrices } from "../infra/list-prices.ts";
import {
  type Installation,
  type Line,
  type MeasuredDay,
  mailCost,
  monthlyCost,
  naiveCost,
  total,
} from "./cost/monthly-cost.ts";

const defaults = {
  feeds: "1000",
  /** Minutes. */
  interval: "5",
  subscribers: "100",
  /** For each subscriber. */
  "summaries-a-day": "1",
  /** New items of one feed. */
  "items-a-day": "24",
  /** How long the slowest feed of a call keeps it waiting. */
  "wait-seconds": "4",
  "api-requests-a-day": "1000",
};

const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: "string" as const }]));
const given = { ...defaults, ...parseArgs({ options }).values } as Record<keyof typeof defaults, string>;

function numberOf(name: keyof typeof defaults): number {
  const value = Number(given[name]);
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`expected --${name} to be a number from 0 on, got ${given[name]}`);
  return value;
}

const of: Installation = {
  feeds: numberOf("feeds"),
  intervalMinutes: numberOf("interval"),
  subscribers: numberOf("subscribers"),
  summariesADay: numberOf("summaries-a-day"),
  itemsADay: numberOf("items-a-day"),
  waitSeconds: numberOf("wait-seconds"),
  apiRequestsADay: numberOf("api-requests-a-day"),
};
const day = JSON.parse(readFileSync(new URL("cost/measured-day.json", import.meta.url), "utf8")) as MeasuredDay;
const { usd, asOf, region } = listPrices;

const table = (lines: Line[]) =>
  Object.fromEntries(
    lines.map(({ what, amount, unit, usd, alwaysFree }) => [
      what,
      { a_month: `${Math.round(amount * 100) / 100} ${unit}`, usd: usd.toFixed(2), free_tier: alwaysFree.toFixed(2) },
    ]),
  );

console.log(`US dollars a month, list prices of ${asOf} (${region}), without delivery: ${JSON.stringify(of)}`);
const lines = monthlyCost(day, of, usd);
console.table(table(lines));
console.log(`Together ${total(lines).toFixed(2)}; what AWS never bills taken off ${total(lines, true).toFixed(2)}.`);
const watching = lines.filter(({ what }) => /^(Alarms|Metrics|Dashboard)/.test(what));
console.log(`Of that for watching over it (alarms, metrics, dashboard) ${total(watching).toFixed(2)}.`);
const { mails, sns, ses } = mailCost(of, usd);
console.log(
  `Delivery, if each summary is a mail (${Math.round(mails)}): SNS ${sns.toFixed(2)}, SES ${ses.toFixed(2)}.\n`,
);
const naive = naiveCost(of, 20, usd);
console.log("One feed a call, with a conditional put for each of 20 items of each poll:");
console.table(table(naive));
console.log(`Together ${total(naive).toFixed(2)}.`);
