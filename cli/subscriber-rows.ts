import type { Cadence } from "../lib/alerting/subscriber.ts";
import { phoneNumber } from "../lib/api/phone-number.ts";
import type { ApiClient } from "./api-client.ts";
import { meant, type Naming } from "./meant.ts";

/** A subscriber as the API answers it; below it what is reached, and by what. */
export interface SubscriberRow {
  id: string;
  name: string;
  language: "de" | "en";
  timeZone: string;
  quietHours?: { from: string; to: string };
  pausedUntil?: string;
  messagesPerDayMax?: number;
  smsPartsMax?: number;
}
export interface EndpointRow {
  id: string;
  subscriberId: string;
  channel: "email" | "sms";
  address: string;
  state: string;
  /** Why mail to it was ended, where that wasn't anybody's wish. */
  off?: { because: string; at: string; detail: string };
}
export interface SubscriptionRow {
  watchlistId: string;
  endpointId: string;
  cadence: Cadence;
  only?: { stages?: string[]; parties?: string[]; sourcesMin?: number };
  whenEmpty?: string;
}
export interface ToldEndpoint extends EndpointRow {
  subscriptions: SubscriptionRow[];
}
export interface ToldSubscriber extends SubscriberRow {
  endpoints: ToldEndpoint[];
}

/** A subscriber's addresses and phones. */
export const endpointsOf = async ({ id }: Pick<SubscriberRow, "id">, api: ApiClient): Promise<EndpointRow[]> =>
  (await api.send<{ items: EndpointRow[] }>("GET", `/subscribers/${encodeURIComponent(id)}/endpoints`)).body.items;

/** What reaches an endpoint. */
export const subscriptionsOf = async ({ id }: Pick<EndpointRow, "id">, api: ApiClient): Promise<SubscriptionRow[]> =>
  (await api.send<{ items: SubscriptionRow[] }>("GET", `/endpoints/${encodeURIComponent(id)}/subscriptions`)).body
    .items;

/** Where the API has the subscription of an endpoint to a watchlist. */
export const subscriptionPath = (endpointId: string, watchlistId: string): string =>
  `/endpoints/${encodeURIComponent(endpointId)}/subscriptions/${encodeURIComponent(watchlistId)}`;

/** A subscriber with endpoints and what reaches these. */
export async function toldSubscriber(subscriber: SubscriberRow, api: ApiClient): Promise<ToldSubscriber> {
  const endpoints: ToldEndpoint[] = [];
  for (const endpoint of await endpointsOf(subscriber, api))
    endpoints.push({ ...endpoint, subscriptions: await subscriptionsOf(endpoint, api) });
  return { ...subscriber, endpoints };
}

/** All subscribers with their endpoints and what reaches these. */
export async function allSubscribers(api: ApiClient): Promise<ToldSubscriber[]> {
  const told: ToldSubscriber[] = [];
  for (const subscriber of await api.all<SubscriberRow>("/subscribers"))
    told.push(await toldSubscriber(subscriber, api));
  return told;
}

/** All endpoints, each with the name of whoever it belongs to. */
export async function allEndpoints(api: ApiClient): Promise<(EndpointRow & { subscriber: string })[]> {
  const all: (EndpointRow & { subscriber: string })[] = [];
  for (const one of await api.all<SubscriberRow>("/subscribers"))
    all.push(...(await endpointsOf(one, api)).map((endpoint) => ({ ...endpoint, subscriber: one.name })));
  return all;
}

export const subscriberNaming: Naming<SubscriberRow> = {
  ...{ what: "subscriber", knownBy: "id, its beginning or the name", listedBy: "tieup subscribers" },
  namesOf: ({ name }) => [name],
};

/** The subscriber of this id or name. */
export const subscriberMeant = async (word: string, api: ApiClient): Promise<SubscriberRow> =>
  meant(word, await api.all<SubscriberRow>("/subscribers"), subscriberNaming);

const endpointNaming: Naming<EndpointRow> = {
  ...{ what: "endpoint", knownBy: "id, its beginning, its address or its number", listedBy: "tieup subscribers" },
  namesOf: ({ address }) => [address],
};

/** The endpoints of these ids, addresses or numbers. Throws where one of them isn't clear, before anything is done to the others. */
export async function endpointsMeant(words: readonly string[], api: ApiClient): Promise<EndpointRow[]> {
  const all = await allEndpoints(api);
  return words.map((word) => meant(plainNumber(word), all, endpointNaming));
}

/** People write numbers with spaces. */
function plainNumber(word: string): string {
  const read = phoneNumber(word);
  return read.kind === "number" ? read.number : word;
}

/** The endpoint of this id, address or number. */
export const endpointMeant = async (word: string, api: ApiClient): Promise<EndpointRow> =>
  (await endpointsMeant([word], api))[0] as EndpointRow;
