import type { PublishOutcome } from "../../lib/alerting/send-summary.ts";

/** The request never left this machine. */
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/** What a fault of a publish or send says: that nothing was sent, where it proves that; any other is thrown on. */
export function refusal(fault: unknown): PublishOutcome {
  const { $metadata, code = "" } = fault as { $metadata?: { httpStatusCode?: number }; code?: string };
  const status = $metadata?.httpStatusCode ?? 0;
  if ((status >= 400 && status < 500) || neverSent.has(code)) {
    return { kind: "refused", reason: fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault) };
  }
  throw fault;
}
