import { claimOne, lastTold, leaseMs } from "./claim-stories.ts";
import { composeFeedNotice } from "./compose-feed-notice.ts";
import type { Claim, Delivery, Told } from "./delivery.ts";
import { holdNow } from "./hold.ts";
import { isReachable } from "./mail.ts";
import { type PublishingPorts, publish, type SendingPorts, type SendOutcome } from "./send-summary.ts";

/** A feed of which its owner is told that it fails, has fallen silent, or is back. */
export interface FeedNotice {
  feedId: string;
  title: string;
  state: "failing" | "silent" | "back";
  /** In words, for a failing feed; else "". */
  reason: string;
  /** ISO 8601 UTC: when it began to fail, brought its last item, or was back. */
  since: string;
  /** Names the failure or silence: since when it was there. */
  noticed: string;
}

export interface FeedNotices {
  /** What the owner is to know of their feeds, told or not. */
  feedNoticesOf(owner: string): Promise<FeedNotice[]>;
}

type NoticePorts = Pick<SendingPorts, PublishingPorts | "newDeliveryId"> & {
  audience: Pick<SendingPorts["audience"], "endpointById" | "subscriberById">;
  notices: FeedNotices;
};

/** In the ledger a failure is a story of two revisions. */
const revisionOf = { failing: 1, silent: 1, back: 2 } as const;
/** More feeds than this at once are one fault of ours or of a network, and the rest of the list says nothing new. */
const noticesMax = 50;

/**
 * Tells one endpoint, in one message, of each feed that fails, is silent or is back, once; of one that is back only where it
 * was told of the failure. Claims, records and repeats are those of a summary (decision 10). Throws where a store fails or
 * the outcome of the publish is unknown.
 */
export async function tellFeedNotices(endpointId: string, ports: NoticePorts): Promise<SendOutcome> {
  const endpoint = await ports.audience.endpointById(endpointId);
  const subscriber = endpoint && (await ports.audience.subscriberById(endpoint.subscriberId));
  if (!endpoint || !subscriber) return { kind: "unknown-endpoint" };
  if (endpoint.state !== "confirmed" || !isReachable(endpoint, ports.mailer)) return { kind: "not-confirmed" };
  const nowMs = ports.now();
  const hold = holdNow(subscriber, nowMs);
  if (hold !== null) return { kind: "on-hold", because: hold };
  const startedAt = new Date(nowMs).toISOString();
  const deliveryId = ports.newDeliveryId();
  const attempt = { endpoint, deliveryId, startedAt, leaseUntil: new Date(nowMs + leaseMs).toISOString() };
  const claimed: { notice: FeedNotice; claim: Claim }[] = [];
  for (const notice of (await ports.notices.feedNoticesOf(subscriber.owner)).slice(0, noticesMax)) {
    const told = toldOf(notice);
    const claims = await ports.ledger.claims.claimsOf(endpointId, told.storyId);
    const before = lastTold(claims);
    if (before === null ? told.revision > 1 : before >= told.revision) continue;
    const outcome = await claimOne(told, claims, attempt, ports.ledger);
    if (outcome.kind === "held") return { kind: "held", until: outcome.until };
    if (outcome.kind === "claimed") claimed.push({ notice, claim: outcome.claim });
  }
  if (claimed.length === 0) return { kind: "nothing-new" };
  const words = composeFeedNotice(
    claimed.map(({ notice }) => notice),
    endpoint.channel,
    subscriber,
    nowMs,
  );
  const told = claimed.map(({ claim: { storyId, revision } }) => ({ storyId, revision }));
  const open = { state: "publishing", messageId: null, reason: null } as const;
  const delivery: Delivery = {
    id: deliveryId,
    endpointId,
    startedAt,
    channel: endpoint.channel,
    told,
    ...words,
    ...open,
  };
  const outcome = await publish(
    { ...endpoint, language: subscriber.language },
    delivery,
    claimed.map(({ claim }) => claim),
    ports,
  );
  return outcome.kind === "sent" ? { ...outcome, more: false } : outcome;
}

const toldOf = ({ feedId, noticed, state }: FeedNotice): Told => ({
  storyId: `feed ${feedId} ${noticed}`,
  revision: revisionOf[state],
});
