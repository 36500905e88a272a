import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { log } from "../log.ts";

/**
 * Handles each record by itself: those whose handling throws are reported, and only they come again. Records of one batch
 * that say the same are handled once.
 */
export async function settleRecords(
  records: readonly SQSRecord[],
  handle: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const handled = new Map<string, Promise<void>>();
  for (const record of records) if (!handled.has(record.body)) handled.set(record.body, handle(record));
  const settled = await Promise.allSettled(records.map(({ body }) => handled.get(body)));
  const batchItemFailures = settled.flatMap((outcome, at) => {
    if (outcome.status === "fulfilled") return [];
    const itemIdentifier = records[at]?.messageId ?? "";
    log.error("A record failed", outcome.reason, { messageId: itemIdentifier });
    return [{ itemIdentifier }];
  });
  return { batchItemFailures };
}
