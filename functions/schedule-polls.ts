import { type PollMessage, schedulePolls } from "../lib/polling/schedule-polls.ts";
import { feedTable } from "./aws/catalog-table.ts";
import { dynamo, sqs, tableFrom } from "./aws/clients.ts";
import { outageTable, watermarkTable } from "./aws/polling-table.ts";
import { sqsQueue } from "./aws/queue.ts";
import { environmentOf, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import { minuteOf, type Tick } from "./tick.ts";

const env = requireEnvironment(process.env, environmentOf["schedule-polls"].required);
const client = dynamo();
const polling = tableFrom(process.env, client, "Polling");
const deps = {
  feeds: feedTable(tableFrom(process.env, client, "Catalog")),
  watermark: watermarkTable(polling, "POLLS"),
  outages: outageTable(polling),
  queue: sqsQueue<PollMessage>(sqs(), env.POLL_QUEUE_URL),
};

/** Every minute: puts the feeds that are due on the poll queue. */
export async function handler(tick: Tick): Promise<{ scheduled: number }> {
  const scheduled = await schedulePolls(minuteOf(tick), deps);
  log.info("Scheduled polls", { scheduled, time: tick.time });
  return { scheduled };
}
