import * as z from "zod";
import type { Channel, Endpoint, Subscriber, Subscription } from "../alerting/subscriber.ts";
import { deriveId } from "./derive-id.ts";
import { emailAddress } from "./email-address.ts";
import { phoneNumber } from "./phone-number.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type Caller, type NoQuery, type Route, route } from "./route.ts";
import { notFound, owned, type Versioned } from "./versioned.ts";

export interface EndpointStore {
  readSubscriber(id: string): Promise<Versioned<Subscriber> | null>;
  /** False where there is one with this id. */
  createEndpoint(endpoint: Endpoint): Promise<boolean>;
  endpointById(id: string): Promise<Endpoint | null>;
  endpointsOf(subscriberId: string): Promise<Endpoint[]>;
  setTopic(id: string, topicArn: string): Promise<boolean>;
  removeEndpoint(endpoint: Endpoint): Promise<void>;
  subscriptionsOfEndpoint(endpointId: string): Promise<Subscription[]>;
  removeSubscription(endpointId: string, watchlistId: string): Promise<void>;
}

/** The channel's side of an endpoint. Both may be repeated. */
export interface EndpointTopics {
  /** Makes the endpoint's topic and subscribes its address, which asks the person to confirm. */
  ensure(endpointId: string, channel: Channel, address: string): Promise<Subscribed>;
  remove(topicArn: string): Promise<void>;
}

export type Subscribed =
  | { kind: "subscribed"; topicArn: string }
  /** The channel doesn't take this address. */
  | { kind: "refused" };

export interface EndpointPorts {
  subscribers: EndpointStore;
  topics: EndpointTopics;
}

const written = z.strictObject({
  channel: z.enum(["email", "sms"]),
  address: z.string().meta({ description: "An email address, or a phone number in E.164 such as +491701234567" }),
});
const newEndpoint = written.transform(({ channel, address }, context) => {
  const read = channel === "email" ? emailAddress(address) : phoneNumber(address);
  if (read.kind === "address") return { channel, address: read.address };
  if (read.kind === "number") return { channel, address: read.number };
  const { expected, got } = read;
  context.issues.push({ code: "custom", path: ["address"], message: expected, params: { got }, input: null });
  return z.NEVER;
});

const endpointShape = z.strictObject({
  id: z.string(),
  subscriberId: z.string(),
  channel: z.enum(["email", "sms"]),
  address: z.string(),
  state: z.enum(["pending", "confirmed", "unsubscribed"]).meta({
    description: "`pending` until the person at the address has confirmed it",
  }),
});

const show = ({ id, subscriberId, channel, address, state }: Endpoint) => ({
  id,
  subscriberId,
  channel,
  address,
  state,
});
const one = (description: string) => ({ description, schema: endpointShape });

/** Endpoints: list those of a subscriber, add, read, remove. */
export function endpointRoutes(deps: EndpointPorts): Route[] {
  const { subscribers } = deps;
  const subscriberOf = async (call: Call<unknown, unknown>) =>
    owned(await subscribers.readSubscriber(call.params.id ?? ""), "subscriber", { ...call, ifMatch: null }).value;
  return [
    route({
      method: "get",
      path: "/subscribers/{id}/endpoints",
      summary: "A subscriber's addresses and phones",
      scope: "read",
      answers: { 200: { description: "All of them", schema: z.strictObject({ items: z.array(endpointShape) }) } },
      handle: async (call) => {
        const endpoints = await subscribers.endpointsOf((await subscriberOf(call)).id);
        return { status: 200, body: { items: endpoints.map(show) } };
      },
    }),
    route<NoQuery, z.infer<typeof newEndpoint>>({
      method: "post",
      path: "/subscribers/{id}/endpoints",
      summary: "Add an address or a phone; it is asked to confirm",
      scope: "write",
      body: newEndpoint,
      bodyInWords: written,
      answers: { 200: one("It was there before"), 201: one("It is added") },
      handle: async (call) => add(await subscriberOf(call), call.body, deps),
    }),
    route({
      method: "get",
      path: "/endpoints/{id}",
      summary: "One endpoint, with whether it is confirmed",
      scope: "read",
      answers: { 200: one("The endpoint") },
      handle: async (call) => {
        return { status: 200, body: show(await ownedEndpoint(call.params.id ?? "", call.caller, subscribers)) };
      },
    }),
    route({
      method: "delete",
      path: "/endpoints/{id}",
      summary: "Remove an endpoint and the subscriptions that reach it",
      scope: "write",
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async (call) => {
        await removeEndpoint(await ownedEndpoint(call.params.id ?? "", call.caller, subscribers), deps);
        return { status: 204 };
      },
    }),
  ];
}

/** The same address of the same subscriber is the same endpoint, so that a repeat after a crash goes on with it. */
async function add(
  { id: subscriberId }: Subscriber,
  { channel, address }: z.infer<typeof newEndpoint>,
  { subscribers, topics }: EndpointPorts,
): Promise<Answer> {
  const id = deriveId(subscriberId, channel, address);
  const endpoint: Endpoint = { id, subscriberId, channel, address, topicArn: null, state: "pending" };
  const isNew = await subscribers.createEndpoint(endpoint);
  const stored = isNew ? endpoint : ((await subscribers.endpointById(id)) ?? endpoint);
  if (stored.topicArn === null) {
    const outcome = await topics.ensure(id, channel, address);
    if (outcome.kind === "refused") {
      await subscribers.removeEndpoint(endpoint);
      throw invalidInput([
        { field: "address", expected: `one that can be reached by ${channel}`, got: "one that can't" },
      ]);
    }
    await subscribers.setTopic(id, outcome.topicArn);
  }
  const headers = { location: `/endpoints/${id}` };
  return { status: isNew ? 201 : 200, body: show(stored), headers };
}

/** The endpoint, if its subscriber is the caller's. */
export async function ownedEndpoint(
  id: string,
  { owner }: Caller,
  subscribers: Pick<EndpointStore, "endpointById" | "readSubscriber">,
): Promise<Endpoint> {
  const endpoint = await subscribers.endpointById(id);
  const subscriber = endpoint && (await subscribers.readSubscriber(endpoint.subscriberId));
  if (!endpoint || subscriber?.value.owner !== owner) throw notFound("endpoint");
  return endpoint;
}

/** Nothing is sent any more first, the endpoint last: a crash leaves it to be removed again. */
export async function removeEndpoint(endpoint: Endpoint, { subscribers, topics }: EndpointPorts): Promise<void> {
  for (const { watchlistId } of await subscribers.subscriptionsOfEndpoint(endpoint.id))
    await subscribers.removeSubscription(endpoint.id, watchlistId);
  if (endpoint.topicArn) await topics.remove(endpoint.topicArn);
  await subscribers.removeEndpoint(endpoint);
}
