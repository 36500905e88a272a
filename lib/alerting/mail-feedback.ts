import { leaseMs } from "./claim-stories.ts";
import type { Deliveries, Delivery } from "./delivery.ts";
import { plainLine } from "./plain-line.ts";
import type { Off } from "./subscriber.ts";

/** What came back for a mail of ours. */
export interface MailFeedback {
  delivery: Pick<Delivery, "id" | "endpointId" | "startedAt">;
  /**
   * `bounced`: it didn't arrive; `forGood` if no other will. `complained`: its reader called it spam. `rejected`: the mail
   * service took it and then didn't send it.
   */
  kind: "bounced" | "complained" | "rejected";
  forGood: boolean;
  /** ISO 8601 UTC. */
  at: string;
  /** What the other side said, in one line. */
  detail: string;
}

export interface FeedbackPorts {
  /** False where there is no such endpoint. */
  endpoints: { switchOff(id: string, off: Off): Promise<boolean> };
  deliveries: Pick<Deliveries, "find" | "finish">;
  /** Epoch milliseconds. */
  now(): number;
}

/** A feedback came before its mail's call had written down how it ended: look at it again later. */
export class TooEarlyError extends Error {}

export type FeedbackOutcome = "switched-off" | "noted";

const detailCharactersMax = 200;

/**
 * Takes what came back into the endpoint's state and the delivery's record. An address that takes no mail, and one whose reader
 * complained, gets none any more; one that is full or away for a while stays as it is. Repeated, it changes nothing. Throws
 * `TooEarlyError` where the sender may still write the record.
 */
export async function heedFeedback(feedback: MailFeedback, ports: FeedbackPorts): Promise<FeedbackOutcome> {
  const { endpointId } = feedback.delivery;
  const off = offFor(feedback);
  // The endpoint first: nothing more shall go there, whatever becomes of the record.
  if (off !== null) await ports.endpoints.switchOff(endpointId, off);
  await note(feedback, ports);
  return off === null ? "noted" : "switched-off";
}

function offFor({ kind, forGood, at, detail }: MailFeedback): Off | null {
  if (kind === "rejected" || !forGood) return null;
  return { because: kind, at, detail: plainLine(detail, detailCharactersMax) };
}

async function note({ delivery: { id, endpointId, startedAt }, kind, detail }: MailFeedback, ports: FeedbackPorts) {
  const stored = await ports.deliveries.find(endpointId, startedAt, id);
  if (!stored) return;
  const isOpen = stored.state === "publishing";
  if (isOpen && Date.parse(startedAt) + leaseMs > ports.now())
    throw new TooEarlyError(`expected the outcome of delivery ${id} to be written down, it isn't yet`);
  const state = kind === "complained" ? "sent" : "bounced";
  await ports.deliveries.finish({ ...stored, state, reason: `${kind}: ${plainLine(detail, detailCharactersMax)}` });
}
