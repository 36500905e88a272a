import type { Watchlist } from "../matching/watchlist.ts";
import type { Hit, Story, StorySource } from "../stories/story.ts";
import type { DeliveryLedger } from "./delivery.ts";
import type { Channel, Endpoint, Subscriber, Subscription } from "./subscriber.ts";
import type { Coverage } from "./summary.ts";

/** Who is told: read strongly consistent, so that nobody is told after they were removed. */
export interface Audience {
  endpointById(id: string): Promise<Endpoint | null>;
  subscriberById(id: string): Promise<Subscriber | null>;
  subscriptionsOfEndpoint(endpointId: string): Promise<Subscription[]>;
}

export interface WatchlistReader {
  watchlistById(id: string): Promise<Watchlist | null>;
}

/** The news as stored. */
export interface NewsReader {
  /** A watchlist's hits with `from` ≤ `seenAt` ≤ `until` (ISO 8601 UTC), ascending by `seenAt`. Strongly consistent. */
  hitsBetween(watchlistId: string, from: string, until: string): Promise<Hit[]>;
  /** A story and its items, or null: it isn't written yet or has expired. */
  storyWithSources(storyId: string): Promise<{ story: Story; sources: StorySource[] } | null>;
}

export interface CoverageReader {
  /** How the feeds of this owner do. May be some minutes old. */
  coverageOf(owner: string): Promise<Coverage>;
}

export interface Publication {
  channel: Channel;
  topicArn: string;
  /** For email only; null for SMS. */
  subject: string | null;
  text: string;
}

/** One try, never repeated by itself: SNS has no idempotency token, so a repeat is the ledger's decision. */
export interface Publisher {
  /** Throws where the outcome is unknown: a time-out, a lost connection, a 5xx. */
  publish(publication: Publication): Promise<PublishOutcome>;
}

export type PublishOutcome =
  | { kind: "published"; messageId: string }
  /** SNS said no: nothing was sent. */
  | { kind: "refused"; reason: string };

export interface SendingPorts {
  audience: Audience;
  watchlists: WatchlistReader;
  news: NewsReader;
  coverage: CoverageReader;
  ledger: DeliveryLedger;
  publisher: Publisher;
  /** Epoch milliseconds. */
  now(): number;
  newDeliveryId(): string;
}
