import type { Subscription } from "./subscriber.ts";

/** Whose turn it is. */
export interface SubscriptionSource {
  /** The IANA zones that subscribers with a subscription have. A zone too many costs a query a minute, nothing else. */
  timeZonesInUse(): Promise<string[]>;
  /** The subscriptions under any of the slots (see `sendSlot`), in no order. */
  subscriptionsInSlots(slots: string[]): Promise<Subscription[]>;
}

export interface SummaryQueue {
  /** All of them or an exception; twice does no harm. */
  enqueue(endpointIds: string[]): Promise<void>;
}

export interface MinuteWatermark {
  /** The last epoch minute that was handled, or null before the first. */
  read(): Promise<number | null>;
  /** False where another call has moved it meanwhile. */
  advance(from: number | null, to: number): Promise<boolean>;
}
