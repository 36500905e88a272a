import { giveUpTopic } from "./give-up-topic.ts";
import type { Channel, Endpoint, EndpointState } from "./subscriber.ts";

export interface EndpointSource {
  /** Everybody's endpoints, in no order. */
  allEndpoints(): AsyncIterable<Endpoint>;
}

export interface EndpointStates {
  /** False where there is no such endpoint. */
  setTopic(id: string, topicArn: string): Promise<boolean>;
  /** The endpoint has no topic any more, and notes this one as one to be removed. False where there is no such endpoint. */
  leaveTopic(id: string, topicArn: string): Promise<boolean>;
  /** The topic that was to be removed is. False where there is no such endpoint. */
  topicRemoved(id: string): Promise<boolean>;
  /** That a mail of our own asks for consent, from `invitedAt` (ISO 8601 UTC) on. False where there is no such endpoint. */
  setInvited(id: string, invitedAt: string): Promise<boolean>;
  /** False where there is no such endpoint. */
  setState(id: string, state: EndpointState): Promise<boolean>;
}

/** What the channel knows of the one subscription that an endpoint's topic has; `opted-out`: its phone answered STOP. */
export type SubscriptionState = "no-topic" | "no-subscription" | "pending" | "confirmed" | "opted-out";

export interface Topics {
  /** Makes the topic where it is missing and subscribes the address; repeated, it changes nothing. Returns the topic's ARN. */
  ensure(endpointId: string, channel: Channel, address: string): Promise<string>;
  stateOf(topicArn: string): Promise<SubscriptionState>;
}

/** Where mails are our own: what SNS would do for an email address. */
export interface OwnMails {
  /** Has the person at the address asked whether they agree. */
  invite(endpointId: string): Promise<void>;
  /** Removes a topic with its subscriptions; repeated, it changes nothing. */
  removeTopic(topicArn: string): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface ReconcilingPorts {
  states: EndpointStates;
  topics: Topics;
  /** Absent where SNS makes the mails. */
  ownMails?: OwnMails | undefined;
}

/**
 * Brings what we know of an endpoint in line with what its channel knows; returns the state that it has now. Repeated, it
 * changes nothing.
 *
 * A missing topic is made again and its address asked again: whoever deleted it took the consent with it. A subscription
 * that is gone from its topic is an opt-out if it was confirmed, and an invitation that ran out if not; neither is asked
 * again from here, or we would write to a stranger every other day.
 *
 * SNS takes every phone for confirmed. Ours is by its code (`askConsent`), which stays good when the topic is made again.
 */
export async function reconcileEndpoint(endpoint: Endpoint, ports: ReconcilingPorts): Promise<EndpointState> {
  if (ports.ownMails && endpoint.channel === "email") return reconcileAddress(endpoint, ports, ports.ownMails);
  const known = endpoint.topicArn === null ? "no-topic" : await ports.topics.stateOf(endpoint.topicArn);
  if (known === "no-topic") return endpoint.state === "unsubscribed" ? "unsubscribed" : invite(endpoint, ports);
  return settle(endpoint, stateAfter(endpoint, known), ports.states);
}

/**
 * Without a topic an address's consent is ours, and only who was never asked is to be. One with a topic comes from when SNS made
 * the mails: what SNS knows of it is learnt a last time, and the topic given up.
 */
async function reconcileAddress(
  endpoint: Endpoint,
  { states, topics }: ReconcilingPorts,
  ownMails: OwnMails,
): Promise<EndpointState> {
  const { id, topicArn } = endpoint;
  const known = topicArn === null ? null : await topics.stateOf(topicArn);
  const isKnown = known !== null && known !== "no-topic";
  const state = isKnown ? await settle(endpoint, stateAfter(endpoint, known), states) : endpoint.state;
  await giveUpTopic(endpoint, states, ownMails);
  if (state !== "pending" || endpoint.invitedAt !== undefined) return state;
  const invitedAt = new Date(ownMails.now()).toISOString();
  await ownMails.invite(id);
  await states.setInvited(id, invitedAt);
  return state;
}

function stateAfter(
  { state: stored, channel }: Endpoint,
  known: Exclude<SubscriptionState, "no-topic">,
): EndpointState {
  if (known === "opted-out") return "unsubscribed";
  if (known === "confirmed") return channel === "sms" ? stored : "confirmed";
  if (known === "pending") return stored === "unsubscribed" ? "unsubscribed" : "pending";
  return stored === "confirmed" ? "unsubscribed" : stored;
}

/** Pending first: a crash after the topic was made must not look like an opt-out. */
async function invite(endpoint: Endpoint, { states, topics }: ReconcilingPorts): Promise<EndpointState> {
  if (endpoint.channel === "email") await settle(endpoint, "pending", states);
  const topicArn = await topics.ensure(endpoint.id, endpoint.channel, endpoint.address);
  if (topicArn !== endpoint.topicArn) await states.setTopic(endpoint.id, topicArn);
  if (endpoint.channel === "sms") return endpoint.state;
  const known = await topics.stateOf(topicArn);
  return settle({ ...endpoint, state: "pending" }, known === "confirmed" ? "confirmed" : "pending", states);
}

async function settle({ id, state }: Endpoint, next: EndpointState, states: EndpointStates): Promise<EndpointState> {
  if (next !== state) await states.setState(id, next);
  return next;
}
