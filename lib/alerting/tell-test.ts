import { type Frame, fill, frames } from "./frame.ts";
import { toGsm7 } from "./gsm-7.ts";
import { isReachable } from "./mail.ts";
import { plainLine, shorten } from "./plain-line.ts";
import type { SendOutcome } from "./send-summary.ts";
import type { Channel, Subscriber } from "./subscriber.ts";
import { endpointToTell, type TellOncePorts, tellOnce } from "./tell-once.ts";
import { longest } from "./tell-story.ts";

/**
 * Sends a confirmed endpoint the test message that was asked for, once: in the ledger each is a story, `test <id>`.
 * Somebody waits for it, so it goes out in quiet hours, too. Throws where a store fails or the outcome is unknown.
 */
export async function tellTest(endpointId: string, testId: string, ports: TellOncePorts): Promise<SendOutcome> {
  const found = await endpointToTell(endpointId, ports);
  if (!found) return { kind: "unknown-endpoint" };
  const { endpoint, subscriber } = found;
  if (endpoint.state !== "confirmed" || !isReachable(endpoint, ports.mailer)) return { kind: "not-confirmed" };
  return tellOnce(found, `test ${testId}`, wordsOf(endpoint.channel, subscriber, frames[subscriber.language]), ports);
}

function wordsOf(channel: Channel, { name }: Subscriber, frame: Frame): { subject: string | null; text: string } {
  const text = fill(frame.test, { name: shorten(plainLine(name, longest.name), longest.name) });
  return channel === "email"
    ? { subject: frame.testSubject, text: `${text}\n` }
    : { subject: null, text: toGsm7(text) };
}
