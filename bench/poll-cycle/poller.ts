import { readFileSync } from "node:fs";
import type { SQSEvent } from "aws-lambda";
import type { Feed } from "../../lib/polling/item.ts";
import { type PollMessage, schedulePolls } from "../../lib/polling/schedule-polls.ts";
import { countRequests, type RequestCounts } from "../counted-requests.ts";

/** What one cycle took, without starting the process. */
export interface CycleCounts extends RequestCounts {
  cycleSeconds: number;
  cycleCpuSeconds: number;
}

/** As in `infra/polling.ts`. */
const messagesPerInvocation = 5;

const counts = countRequests();
const { handler } = await import("../../functions/poll-feeds.ts");

const feeds = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Feed[];
const messages: PollMessage[] = [];
await schedulePolls(0, {
  feeds: { feedsInSlots: async () => feeds },
  watermark: { read: async () => null, advance: async () => true },
  queue: { sendAll: async (sent) => void messages.push(...sent) },
  outages: { put: async () => {} },
});
const cpu = process.cpuUsage();
const began = performance.now();
let failedRecords = 0;
for (let at = 0; at < messages.length; at += messagesPerInvocation) {
  const { batchItemFailures } = await handler(eventOf(messages.slice(at, at + messagesPerInvocation)));
  failedRecords += batchItemFailures.length;
}
const used = process.cpuUsage(cpu);
const cycle: CycleCounts = {
  ...counts,
  cycleSeconds: (performance.now() - began) / 1000,
  cycleCpuSeconds: (used.user + used.system) / 1e6,
};
process.stdout.write(JSON.stringify(cycle), () => process.exit(failedRecords > 0 ? 1 : 0));

function eventOf(polls: PollMessage[]): SQSEvent {
  const records = polls.map((poll, at) => ({ messageId: String(at), body: JSON.stringify(poll) }));
  return { Records: records } as unknown as SQSEvent;
}
