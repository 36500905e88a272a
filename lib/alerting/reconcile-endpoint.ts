import type { Channel, Endpoint, EndpointState } from "./subscriber.ts";

export interface EndpointSource {
  /** Everybody's endpoints, in no order. */
  allEndpoints(): AsyncIterable<Endpoint>;
}

export interface EndpointStates {
  /** False where there is no such endpoint. */
  setTopic(id: string, topicArn: string): Promise<boolean>;
  /** False where there is no such endpoint. */
  setState(id: string, state: EndpointState): Promise<boolean>;
}

/** What the channel knows of the one subscription that an endpoint's topic has. */
export type SubscriptionState = "no-topic" | "no-subscription" | "pending" | "confirmed";

export interface Topics {
  /** Makes the topic where it is missing and subscribes the address; repeated, it changes nothing. Returns the topic's ARN. */
  ensure(endpointId: string, channel: Channel, address: string): Promise<string>;
  stateOf(topicArn: string): Promise<SubscriptionState>;
}
