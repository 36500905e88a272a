import { attemptOf, claimOne } from "./claim-stories.ts";
import type { Delivery } from "./delivery.ts";
import { type Frame, fill, frames } from "./frame.ts";
import { toGsm7 } from "./gsm-7.ts";
import { plainLine, shorten } from "./plain-line.ts";
import { type PublishingPorts, publish, type SendingPorts, type SendOutcome } from "./send-summary.ts";
import type { Channel, Subscriber } from "./subscriber.ts";
import { longest } from "./tell-story.ts";

type TestPorts = Pick<SendingPorts, PublishingPorts | "newDeliveryId"> & {
  audience: Pick<SendingPorts["audience"], "endpointById" | "subscriberById">;
};

/**
 * Sends a confirmed endpoint the test message that was asked for, once: in the ledger each is a story, `test <id>`, of one revision.
 * Somebody waits for it, so it goes out in quiet hours, too. Throws where a store fails or the outcome is unknown.
 */
export async function tellTest(endpointId: string, testId: string, ports: TestPorts): Promise<SendOutcome> {
  const endpoint = await ports.audience.endpointById(endpointId);
  const subscriber = endpoint && (await ports.audience.subscriberById(endpoint.subscriberId));
  if (!endpoint || !subscriber) return { kind: "unknown-endpoint" };
  if (endpoint.state !== "confirmed" || endpoint.topicArn === null) return { kind: "not-confirmed" };
  const told = { storyId: `test ${testId}`, revision: 1 };
  const startedAt = new Date(ports.now()).toISOString();
  const deliveryId = ports.newDeliveryId();
  const claims = await ports.ledger.claims.claimsOf(endpointId, told.storyId);
  if (claims.some(({ state }) => state !== "claimed")) return { kind: "nothing-new" };
  const outcome = await claimOne(told, claims, attemptOf(endpoint, { deliveryId, startedAt }), ports.ledger);
  if (outcome.kind !== "claimed") return outcome.kind === "held" ? outcome : { kind: "nothing-new" };
  const { channel } = endpoint;
  const delivery: Delivery = {
    ...{ id: deliveryId, endpointId, startedAt, channel, told: [told] },
    ...wordsOf(channel, subscriber, frames[subscriber.language]),
    ...{ state: "publishing", messageId: null, reason: null },
  };
  const to = { topicArn: endpoint.topicArn, language: subscriber.language };
  const sent = await publish(to, delivery, [outcome.claim], ports);
  return sent.kind === "sent" ? { ...sent, more: false } : sent;
}

function wordsOf(channel: Channel, { name }: Subscriber, frame: Frame): { subject: string | null; text: string } {
  const text = fill(frame.test, { name: shorten(plainLine(name, longest.name), longest.name) });
  return channel === "email"
    ? { subject: frame.testSubject, text: `${text}\n` }
    : { subject: null, text: toGsm7(text) };
}
