import type { Channel } from "./subscriber.ts";

/** A story's revision. */
export interface Told {
  storyId: string;
  revision: number;
}

/**
 * One summary sent to one endpoint, and its record: when, what, in which words. It is written before the publish, so that
 * after a crash its absence proves that nothing was published.
 *
 * `publishing`: handed to the channel, outcome unknown (yet). `sent`: the channel took it. `refused`: it said no, nothing
 * was sent. `abandoned`: a later call took the stories over before anything was published. `bounced`: the channel took it, and
 * later said that it didn't arrive.
 */
export interface Delivery {
  id: string;
  endpointId: string;
  /** ISO 8601 UTC; part of the key. */
  startedAt: string;
  state: "publishing" | "sent" | "refused" | "abandoned" | "bounced";
  channel: Channel;
  told: Told[];
  /** Ids of the watchlists whose news it tells; absent in those from before it was kept. */
  watchlistIds?: string[];
  subject: string | null;
  text: string;
  /** The channel's id of the message; null until it is known. */
  messageId: string | null;
  /** When the channel had taken or refused it, ISO 8601 UTC; absent until then, and in those from before it was kept. */
  finishedAt?: string;
  /** Why it was refused or abandoned, or what became of it, in words. */
  reason: string | null;
}

/** A row for each story revision that an endpoint was told, or is just being told. */
export interface Claim extends Told {
  endpointId: string;
  /**
   * `claimed`: a call is about to tell it. `sent`: told. `unknown`: it may or may not have arrived and is not repeated (an
   * SMS at the first, an email at the second unknown outcome).
   */
  state: "claimed" | "sent" | "unknown";
  /** The delivery that tells it. */
  deliveryId: string;
  startedAt: string;
  /** ISO 8601 UTC. After it another call may take the claim over. */
  leaseUntil: string;
  /** Publishes of this revision that were begun and not refused, this one included: 2 means that it may have come twice. */
  attempts: number;
}

/** What was evaluated and sent last: it narrows the reading, and never decides what is new. */
export interface Watermark {
  /** By watchlist id: hits up to here (ISO 8601 UTC, by `seenAt`) were evaluated. */
  evaluatedUntil: Record<string, string>;
  /** When the last summary went out, or null. */
  lastSentAt: string | null;
}

export interface Claims {
  /** All revisions of the story that the endpoint was told or that are claimed, ascending. Strongly consistent. */
  claimsOf(endpointId: string, storyId: string): Promise<Claim[]>;
  /** False, and nothing written, where the revision has a claim. */
  claim(claim: Claim): Promise<boolean>;
  /** Puts the claim in place of the one that delivery `heldBy` holds. False where that one doesn't hold it any more. */
  reclaim(claim: Claim, heldBy: string): Promise<boolean>;
}

export interface Deliveries {
  /** False, and nothing written, where the delivery has a record: another call has declared it abandoned. */
  begin(delivery: Delivery): Promise<boolean>;
  finish(delivery: Delivery): Promise<void>;
  find(endpointId: string, startedAt: string, id: string): Promise<Delivery | null>;
}

export interface Watermarks {
  read(endpointId: string): Promise<Watermark | null>;
  save(endpointId: string, watermark: Watermark): Promise<void>;
}

export interface DeliveryLedger {
  claims: Claims;
  deliveries: Deliveries;
  watermarks: Watermarks;
}
