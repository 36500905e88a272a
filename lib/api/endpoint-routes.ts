import * as z from "zod";
import type { ConsentDesk } from "../alerting/ask-consent.ts";
import type { CodeCheck } from "../alerting/phone-code.ts";
import type { Spent } from "../alerting/quota.ts";
import type { Endpoint, Subscriber, Subscription } from "../alerting/subscriber.ts";
import type { SummaryMessage } from "../alerting/summary-message.ts";
import { deriveId } from "./derive-id.ts";
import { emailAddress } from "./email-address.ts";
import { phoneNumber } from "./phone-number.ts";
import { invalidInput, Refusal } from "./refusal.ts";
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

export interface EndpointPorts {
  subscribers: EndpointStore;
  /** Asks the people behind the addresses, and counts how often. */
  consent: ConsentDesk;
  /** Removes a topic with its subscriptions; repeated, it changes nothing. */
  topics: { remove(topicArn: string): Promise<void> };
  summaries: { send(message: SummaryMessage): Promise<void> };
  now(): Date;
  newId(): string;
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
  off: z
    .strictObject({ because: z.enum(["bounced", "complained"]), at: z.string(), detail: z.string() })
    .optional()
    .meta({
      description: "Why it is unsubscribed, where mail to it came back for good or its reader called it spam",
    }),
});

const show = ({ id, subscriberId, channel, address, state, off }: Endpoint) => ({
  ...{ id, subscriberId, channel, address, state },
  ...(off ? { off } : {}),
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
    ...consentRoutes(deps),
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

/** Asking again, a phone's code, and a message to see that it works. */
function consentRoutes(deps: EndpointPorts): Route[] {
  const { subscribers } = deps;
  const find = (call: Call<unknown, unknown>) => ownedEndpoint(call.params.id ?? "", call.caller, subscribers);
  return [
    route({
      method: "post",
      path: "/endpoints/{id}/invitation",
      summary: "Ask the person again to confirm: an email gets another link, a phone another code",
      scope: "write",
      answers: { 200: one("They are asked") },
      handle: async (call) => {
        const endpoint = await find(call);
        if (endpoint.state === "confirmed")
          throw new Refusal("conflict", "expected an endpoint to confirm, it is confirmed");
        if (endpoint.off?.because === "complained")
          throw new Refusal("conflict", "expected an endpoint to ask, its reader called our mail spam");
        const subscriber = await subscribers.readSubscriber(endpoint.subscriberId);
        allowed(await deps.consent.spendInvitation(endpoint, call.caller.owner), deps);
        const asked = await deps.consent.ask(endpoint, subscriber?.value.language ?? "en");
        if (asked.kind === "refused") throw unreachable(endpoint);
        return { status: 200, body: show({ ...endpoint, state: "pending", off: undefined }) };
      },
    }),
    route<NoQuery, z.infer<typeof confirmation>>({
      method: "post",
      path: "/endpoints/{id}/confirmation",
      summary: "Confirm a phone by the code that it was sent",
      scope: "write",
      body: confirmation,
      answers: { 200: one("It is confirmed") },
      handle: async (call) => {
        const endpoint = await find(call);
        if (endpoint.channel === "email")
          throw new Refusal("conflict", "expected a phone, an email address is confirmed by the link in its mail");
        if (endpoint.state !== "confirmed") rightCode(await deps.consent.confirm(endpoint, call.body.code));
        // What came since the invitation has waited for this; asked again, nothing is told twice.
        await deps.summaries.send({ endpointId: endpoint.id });
        return { status: 200, body: show({ ...endpoint, state: "confirmed" }) };
      },
    }),
    route({
      method: "post",
      path: "/endpoints/{id}/test-messages",
      summary: "Send a test message, the way that alerts go",
      scope: "write",
      answers: { 200: { description: "It is on its way", schema: z.strictObject({ id: z.string() }) } },
      handle: async (call) => {
        const endpoint = await find(call);
        if (endpoint.state !== "confirmed")
          throw new Refusal("conflict", `expected a confirmed endpoint, this one is ${endpoint.state}`);
        allowed(await deps.consent.spendTest(endpoint), deps);
        const id = deps.newId();
        await deps.summaries.send({ endpointId: endpoint.id, about: "test", testId: id });
        return { status: 200, body: { id } };
      },
    }),
  ];
}

/** People paste codes with spaces. */
const confirmation = z.strictObject({
  code: z
    .string()
    .transform((text) => text.replace(/\s/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "the six digits of the SMS")),
});

function rightCode(check: CodeCheck): void {
  if (check.kind === "right") return;
  const problems = {
    wrong: ["the code that was sent last", "another one"],
    expired: ["a code of the last ten minutes; ask for another", "none that is still good"],
    "used-up": ["another code to be asked for", "one that was tried too often"],
  } as const;
  const [expected, got] = problems[check.kind];
  throw invalidInput([{ field: "code", expected, got }]);
}

/** Lets it pass, or refuses with the time at which it may be tried again. */
function allowed(spent: Spent, { now }: Pick<EndpointPorts, "now">): void {
  if (spent.kind === "allowed") return;
  const seconds = Math.max(1, Math.ceil((Date.parse(spent.until) - now().getTime()) / 1000));
  throw new Refusal(
    "too-many-requests",
    `expected fewer messages to people who can't tell us to stop; again from ${spent.until} on`,
    {
      headers: { "retry-after": String(seconds) },
    },
  );
}

const unreachable = ({ channel }: Pick<Endpoint, "channel">): Refusal =>
  invalidInput([{ field: "address", expected: `one that can be reached by ${channel}`, got: "one that can't" }]);

/**
 * The same address of the same subscriber is the same endpoint, so that a repeat after a crash goes on with it. It is counted
 * before there is a row: one without a topic is asked by `reconcile-subscriptions`, which doesn't count.
 */
async function add(
  { id: subscriberId, owner, language }: Subscriber,
  { channel, address }: z.infer<typeof newEndpoint>,
  deps: EndpointPorts,
): Promise<Answer> {
  const { subscribers, consent } = deps;
  const id = deriveId(subscriberId, channel, address);
  const headers = { location: `/endpoints/${id}` };
  const known = await subscribers.endpointById(id);
  if (known?.topicArn || known?.invitedAt) return { status: 200, body: show(known), headers };
  allowed(await consent.spendInvitation({ channel, address }, owner), deps);
  const endpoint: Endpoint = { id, subscriberId, channel, address, topicArn: null, state: "pending" };
  const isNew = await subscribers.createEndpoint(endpoint);
  if ((await consent.ask(endpoint, language)).kind === "refused") {
    await subscribers.removeEndpoint(endpoint);
    throw unreachable(endpoint);
  }
  return { status: isNew ? 201 : 200, body: show(known ?? endpoint), headers };
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
export async function removeEndpoint(
  endpoint: Endpoint,
  { subscribers, topics }: Pick<EndpointPorts, "subscribers" | "topics">,
): Promise<void> {
  for (const { watchlistId } of await subscribers.subscriptionsOfEndpoint(endpoint.id))
    await subscribers.removeSubscription(endpoint.id, watchlistId);
  for (const topicArn of [endpoint.topicArn, endpoint.formerTopicArn]) if (topicArn) await topics.remove(topicArn);
  await subscribers.removeEndpoint(endpoint);
}
