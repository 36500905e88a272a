import { attemptOf, claimOne } from "./claim-stories.ts";
import type { Delivery } from "./delivery.ts";
import type { MailExtras } from "./mail.ts";
import { type PublishingPorts, publish, type SendingPorts, type SendOutcome } from "./send-summary.ts";
import type { Endpoint, Subscriber } from "./subscriber.ts";

export type TellOncePorts = Pick<SendingPorts, PublishingPorts | "newDeliveryId"> & {
  audience: Pick<SendingPorts["audience"], "endpointById" | "subscriberById">;
};

/** The endpoint with its subscriber, or null where either is gone. */
export async function endpointToTell(
  endpointId: string,
  { audience }: Pick<TellOncePorts, "audience">,
): Promise<{ endpoint: Endpoint; subscriber: Subscriber } | null> {
  const endpoint = await audience.endpointById(endpointId);
  const subscriber = endpoint && (await audience.subscriberById(endpoint.subscriberId));
  return endpoint && subscriber ? { endpoint, subscriber } : null;
}

/**
 * Sends an endpoint what is no summary and was asked for once, at once: in the ledger it is a story, `storyId`, of one revision.
 * Claims, records and repeats are those of a summary (decision 10). Throws where a store fails or the outcome is unknown.
 */
export async function tellOnce(
  { endpoint, subscriber }: { endpoint: Endpoint; subscriber: Subscriber },
  storyId: string,
  words: Pick<Delivery, "subject" | "text">,
  ports: TellOncePorts,
  extras: MailExtras = {},
): Promise<SendOutcome> {
  const told = { storyId, revision: 1 };
  const startedAt = new Date(ports.now()).toISOString();
  const deliveryId = ports.newDeliveryId();
  const claims = await ports.ledger.claims.claimsOf(endpoint.id, storyId);
  if (claims.some(({ state }) => state !== "claimed")) return { kind: "nothing-new" };
  const outcome = await claimOne(told, claims, attemptOf(endpoint, { deliveryId, startedAt }), ports.ledger);
  if (outcome.kind !== "claimed") return outcome.kind === "held" ? outcome : { kind: "nothing-new" };
  const delivery: Delivery = {
    ...{ id: deliveryId, endpointId: endpoint.id, startedAt, channel: endpoint.channel, told: [told], ...words },
    ...{ state: "publishing", messageId: null, reason: null },
  };
  const to = { ...endpoint, language: subscriber.language };
  const sent = await publish(to, delivery, [outcome.claim], ports, extras);
  return sent.kind === "sent" ? { ...sent, more: false } : sent;
}
