import type { Stage } from "../tieups/tie-up.ts";

export type Channel = "email" | "sms";
export type Language = "de" | "en";

/** Who is told. */
export interface Subscriber {
  id: string;
  owner: string;
  name: string;
  language: Language;
  /** IANA time zone ("Europe/Berlin") in which times are shown and cadences count. */
  timeZone: string;
  /** Nothing is delivered from the first to the second time of day, by the zone's clocks; over midnight where that is earlier. */
  quietHours?: QuietHours | undefined;
  /** Nothing is delivered before this day begins in the zone: "2026-03-14". */
  pausedUntil?: string | undefined;
  /** So many summaries go to each endpoint on a day of the zone; what is above waits for the next day. */
  messagesPerDayMax?: number | undefined;
  /** When the time zone, quiet hours, pause or limit was changed last, ISO 8601 UTC: before it, other ones held or sent. */
  wishesChangedAt?: string | undefined;
  /** An SMS is never billed as more than so many parts; 1 where it isn't said. */
  smsPartsMax?: number | undefined;
}

/** Times of day such as "22:00"; not the same. */
export interface QuietHours {
  from: string;
  to: string;
}

export type EndpointState = "pending" | "confirmed" | "unsubscribed";

/** Why the channel's provider had us stop, when (ISO 8601 UTC), and what it said. */
export interface Off {
  because: "bounced" | "complained";
  at: string;
  detail: string;
}

/** One address or phone of a subscriber. */
export interface Endpoint {
  id: string;
  subscriberId: string;
  channel: Channel;
  /** Email address, or phone number in E.164. Never logged. */
  address: string;
  /** Its own topic on SNS; null until it is made, and for an email address where mails are our own. */
  topicArn: string | null;
  /** A topic that it had and that is still to be removed. */
  formerTopicArn?: string | undefined;
  state: EndpointState;
  /** When a mail of our own last asked for consent, ISO 8601 UTC. */
  invitedAt?: string | undefined;
  /** Why it is unsubscribed, where that wasn't anybody's wish. */
  off?: Off | undefined;
}

/**
 * When an endpoint hears of a watchlist's news. Times are local to the subscriber's zone. Of a cadence for workdays only, what
 * comes on a Saturday or Sunday is told on Monday.
 */
export type Cadence =
  | { every: "immediate"; workdaysOnly?: true | undefined }
  | { every: "hour"; workdaysOnly?: true | undefined }
  | { every: "day"; at: string; workdaysOnly?: true | undefined }
  | { every: "week"; on: Weekday; at: string };

/** In the order of `Date`: 0 is Sunday. */
export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type Weekday = (typeof weekdays)[number];

export const isWorkday = (weekday: Weekday): boolean => weekday !== "saturday" && weekday !== "sunday";

/** Which watchlist reaches which endpoint at what cadence. */
export interface Subscription {
  watchlistId: string;
  endpointId: string;
  subscriberId: string;
  cadence: Cadence;
  /** News from before this is not sent. ISO 8601 UTC. */
  createdAt: string;
  /** When its cadence or filter was changed last, ISO 8601 UTC: before it, none of its news was due by them. */
  changedAt?: string | undefined;
  /** What of the watchlist's news is wanted here ("SMS only for …"); all of it where it isn't said. */
  only?: StoryFilter | undefined;
  /** A digest, daily or weekly, that has nothing to tell says so; where it isn't said it stays away. */
  whenEmpty?: "say-so" | undefined;
}

/** All that is said must hold. */
export interface StoryFilter {
  /** The story's stage is one of these. */
  stages?: Stage[] | undefined;
  /** One of these watched entities (ids) is a party. */
  parties?: string[] | undefined;
  /** So many sources report it that are nobody's copy. */
  sourcesMin?: number | undefined;
}
