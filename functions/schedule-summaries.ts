import { scheduleSummaries } from "../lib/alerting/schedule-summaries.ts";
import type { SummaryMessage } from "../lib/alerting/summary-message.ts";
import { subscriberTable } from "./aws/catalog-table.ts";
import { dynamo, sqs, tableFrom } from "./aws/clients.ts";
import { watermarkTable } from "./aws/polling-table.ts";
import { sqsQueue } from "./aws/queue.ts";
import { environmentOf, fanOutFrom, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import { minuteOf, type Tick } from "./tick.ts";

const env = requireEnvironment(process.env, environmentOf["schedule-summaries"].required);
const client = dynamo();
const ports = {
  subscriptions: subscriberTable(tableFrom(process.env, client, "Catalog")),
  watermark: watermarkTable(tableFrom(process.env, client, "Polling"), "SUMMARIES"),
  queue: sqsQueue<SummaryMessage>(sqs(), env.SUMMARY_QUEUE_URL),
  fanOut: fanOutFrom(process.env),
};

/** Every minute: puts the endpoints that are due on the summary queue, or where they are many, the shards that they are in. */
export async function handler(tick: Tick): Promise<{ scheduled: number }> {
  const scheduled = await scheduleSummaries(minuteOf(tick), ports);
  log.info("Scheduled summaries", { scheduled, time: tick.time });
  return { scheduled };
}
