import type { MailFeedback } from "../../lib/alerting/mail-feedback.ts";
import { deliveryOfTags } from "./ses.ts";

/** What SES publishes through an event destination, as far as we read it. */
interface SesEvent {
  eventType?: string;
  mail?: { tags?: Record<string, string[]> };
  bounce?: {
    bounceType?: string;
    bounceSubType?: string;
    timestamp?: string;
    bouncedRecipients?: { diagnosticCode?: string; status?: string }[];
  };
  complaint?: { complaintFeedbackType?: string; complaintSubType?: string | null; timestamp?: string };
  reject?: { reason?: string };
}

/** A message on the feedback topic makes no sense. */
export class SesEventError extends Error {}

/**
 * What came back for a mail, of an event as SES publishes it
 * (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html). Null where there is nothing to do: an
 * event of another kind or of a mail that isn't ours, the greeting that SES sends a new destination, "not spam". Throws
 * `SesEventError` where it is no such event at all.
 */
export function readSesEvent(message: string, now: () => Date): MailFeedback | null {
  // SES writes this once, as plain text, when it is given the topic.
  if (/^Successfully validated SNS topic/.test(message)) return null;
  const event = parsed(message);
  const delivery = deliveryOfTags(Object.fromEntries(Object.entries(event.mail?.tags ?? {}).map(([k, [v]]) => [k, v])));
  const said = saidBy(event);
  if (delivery === null || said === null) return null;
  const { at, ...what } = said;
  return { delivery, ...what, at: Number.isNaN(Date.parse(at ?? "")) ? now().toISOString() : (at as string) };
}

type Said = Omit<MailFeedback, "delivery" | "at"> & { at: string | undefined };

function saidBy({ eventType, bounce, complaint, reject }: SesEvent): Said | null {
  if (eventType === "Bounce" && bounce) {
    const [recipient] = bounce.bouncedRecipients ?? [];
    const what = [bounce.bounceType, bounce.bounceSubType].filter(Boolean).join(", ");
    const detail = [`${what}${suppressed(bounce.bounceSubType)}`, recipient?.diagnosticCode].filter(Boolean).join(": ");
    // "Transient" is a full mailbox or a reply; "Undetermined" says nothing.
    return { kind: "bounced", forGood: bounce.bounceType === "Permanent", at: bounce.timestamp, detail };
  }
  if (eventType === "Complaint" && complaint) {
    const { complaintFeedbackType: type, complaintSubType: subType, timestamp: at } = complaint;
    // The reader took it out of the spam folder.
    if (type === "not-spam") return null;
    return { kind: "complained", forGood: true, at, detail: `${subType ?? type ?? "abuse"}${suppressed(subType)}` };
  }
  if (eventType === "Reject") return { kind: "rejected", forGood: false, at: undefined, detail: reject?.reason ?? "" };
  return null;
}

/** SES takes a mail to an address on a suppression list, sends nothing, and says so here. */
const suppressed = (subType: string | null | undefined): string =>
  /^(OnAccountSuppressionList|Suppressed)$/.test(subType ?? "") ? " (on SES's suppression list, nothing was sent)" : "";

function parsed(message: string): SesEvent {
  try {
    const event: unknown = JSON.parse(message);
    if (typeof event === "object" && event !== null && "eventType" in event) return event as SesEvent;
  } catch {
    // Said below.
  }
  throw new SesEventError(`expected an event of SES, got ${JSON.stringify(message.slice(0, 200))}`);
}
