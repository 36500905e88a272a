import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { log } from "../log.ts";

/** Puts a record away for good because of what went wrong with it. False: it is to come again. */
export type PutAside = (record: SQSRecord, fault: unknown) => Promise<boolean>;

/**
 * Handles each record by itself: those whose handling throws are reported, and only they come again, unless they are put
 * aside. Records of one batch that say the same are handled once.
 */
export async function settleRecords(
  records: readonly SQSRecord[],
  handle: (record: SQSRecord) => Promise<void>,
  putAside: PutAside = async () => false,
): Promise<SQSBatchResponse> {
  const handled = new Map<string, Promise<void>>();
  for (const record of records) if (!handled.has(record.body)) handled.set(record.body, handle(record));
  const settled = await Promise.allSettled(records.map(({ body }) => handled.get(body)));
  const failures = settled.flatMap((outcome, at) => {
    const record = records[at];
    return outcome.status === "rejected" && record ? [{ record, fault: outcome.reason }] : [];
  });
  const failed: SQSBatchResponse["batchItemFailures"] = [];
  for (const { record, fault } of failures) {
    log.error("A record failed", fault, { messageId: record.messageId });
    const isAside = await putAside(record, fault).catch((why: unknown) => {
      log.error("Could not put a record aside", why, { messageId: record.messageId });
      return false;
    });
    if (!isAside) failed.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures: failed };
}
