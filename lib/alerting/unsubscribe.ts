import type { Watchlist } from "../matching/watchlist.ts";
import { composeUnknownLinkPage, composeUnsubscribePage } from "./compose-unsubscribe-page.ts";
import type { EndpointStates } from "./reconcile-endpoint.ts";
import type { Endpoint, Language, Subscriber, Subscription } from "./subscriber.ts";
import { endpointOfKey } from "./unsubscribe-link.ts";

export interface LeavingPorts {
  audience: Pick<EndpointStates, "setState"> & {
    endpointById(id: string): Promise<Endpoint | null>;
    subscriberById(id: string): Promise<Subscriber | null>;
    subscriptionsOfEndpoint(endpointId: string): Promise<Subscription[]>;
    removeSubscription(endpointId: string, watchlistId: string): Promise<void>;
  };
  watchlists: { watchlistById(id: string): Promise<Watchlist | null> };
  /** Removes a topic with its subscriptions; repeated, it changes nothing. */
  topics: { remove(topicArn: string): Promise<void> };
  secret: string;
}

/** What whoever holds a link sees: nothing that the mail with the link didn't tell. */
export interface Reached {
  language: Language;
  /** Whether anything is sent there at all. */
  isSent: boolean;
  /** What of, by name. */
  watchlists: Pick<Watchlist, "id" | "name">[];
}

/** What is to end: one watchlist's news, or everything. */
export type Leave = { watchlistId: string } | "everything";

/** What reaches the endpoint that the link's key is for; null where the key is forged or its endpoint gone. */
export async function reachedBy(key: string, ports: LeavingPorts): Promise<Reached | null> {
  const endpoint = await endpointBehind(key, ports);
  return endpoint && reachedAt(endpoint, ports);
}

/**
 * Ends what the link's holder wants to end, and returns what is left; null as above. Repeated, it changes nothing. Where all
 * ends, the address is asked for consent again before anything else is sent; its subscriptions stay as its owner made them.
 */
export async function leave(key: string, what: Leave, ports: LeavingPorts): Promise<Reached | null> {
  const endpoint = await endpointBehind(key, ports);
  if (!endpoint) return null;
  if (what === "everything") return reachedAt(await end(endpoint, ports), ports);
  await ports.audience.removeSubscription(endpoint.id, what.watchlistId);
  return reachedAt(endpoint, ports);
}

/** The state first: from then on nothing is sent. SNS forgets the consent with the topic, or it would be read from there again. */
async function end(endpoint: Endpoint, { audience, topics }: LeavingPorts): Promise<Endpoint> {
  if (endpoint.state !== "unsubscribed") await audience.setState(endpoint.id, "unsubscribed");
  if (endpoint.topicArn !== null) await topics.remove(endpoint.topicArn);
  return { ...endpoint, state: "unsubscribed" };
}

async function endpointBehind(key: string, { audience, secret }: LeavingPorts): Promise<Endpoint | null> {
  const id = endpointOfKey(key, secret);
  return id === null ? null : audience.endpointById(id);
}

async function reachedAt(
  { id, subscriberId, state }: Endpoint,
  { audience, watchlists }: LeavingPorts,
): Promise<Reached> {
  const subscriber = await audience.subscriberById(subscriberId);
  const isSent = state !== "unsubscribed";
  const subscriptions = isSent ? await audience.subscriptionsOfEndpoint(id) : [];
  const found = await Promise.all(subscriptions.map(({ watchlistId }) => watchlists.watchlistById(watchlistId)));
  const named = found.filter((watchlist) => watchlist !== null).map(({ id, name }) => ({ id, name }));
  return { language: subscriber?.language ?? "en", isSent, watchlists: named };
}

/** All of it on one set of ports, as the API has it. */
export const unsubscribeDesk = (ports: LeavingPorts) => ({
  reachedBy: (key: string) => reachedBy(key, ports),
  leave: (key: string, what: Leave) => leave(key, what, ports),
  page: composeUnsubscribePage,
  unknownLinkPage: composeUnknownLinkPage,
});

export type UnsubscribeDesk = ReturnType<typeof unsubscribeDesk>;
