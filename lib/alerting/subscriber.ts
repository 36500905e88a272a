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
}

export type EndpointState = "pending" | "confirmed" | "unsubscribed";

/** One address or phone of a subscriber, with a topic of its own. */
export interface Endpoint {
  id: string;
  subscriberId: string;
  channel: Channel;
  /** Email address, or phone number in E.164. Never logged. */
  address: string;
  topicArn: string | null;
  state: EndpointState;
}

/** When an endpoint hears of a watchlist's news. Times are local to the subscriber's zone. */
export type Cadence =
  | { every: "immediate" }
  | { every: "hour" }
  | { every: "day"; at: string }
  | { every: "week"; on: Weekday; at: string };

/** In the order of `Date`: 0 is Sunday. */
export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type Weekday = (typeof weekdays)[number];

/** Which watchlist reaches which endpoint at what cadence. */
export interface Subscription {
  watchlistId: string;
  endpointId: string;
  subscriberId: string;
  cadence: Cadence;
  /** News from before this is not sent. ISO 8601 UTC. */
  createdAt: string;
}
