import * as z from "zod";
import type { Subscriber } from "../alerting/subscriber.ts";
import { type EndpointPorts, endpointRoutes, removeEndpoint } from "./endpoint-routes.ts";
import { type IdempotencyPorts, once } from "./idempotency.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, listRoute } from "./paging.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { type SubscriptionPorts, subscriptionRoutes } from "./subscription-routes.ts";
import { timeOfDay } from "./time-of-day.ts";
import { timeZone } from "./time-zone.ts";
import { created, owned, replaced, shown, type Versioned } from "./versioned.ts";

export interface SubscriberStore {
  createSubscriber(subscriber: Subscriber): Promise<boolean>;
  replaceSubscriber(subscriber: Subscriber, version: number): Promise<boolean>;
  removeSubscriber(id: string): Promise<void>;
  readSubscriber(id: string): Promise<Versioned<Subscriber> | null>;
  subscribersOf(owner: string, page: PageRequest): Promise<Page<Subscriber>>;
}

export interface SubscriberPorts extends CursorPorts, EndpointPorts, SubscriptionPorts, IdempotencyPorts {
  subscribers: SubscriberStore & EndpointPorts["subscribers"] & SubscriptionPorts["subscribers"];
}

const nameCharsMax = 200;

const fields = {
  name: z.string().trim().min(1).max(nameCharsMax),
  language: z.enum(["de", "en"]).meta({ description: "Of the frame text; what the wires wrote stays as it is" }),
  timeZone,
};
const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, {
    path: ["to"],
    error: "another time than `from`",
    params: { got: "the same" },
  })
  .meta({ description: "Nothing is sent from the first to the second time, by the clocks of the time zone" });
const pausedUntil = z.iso
  .date("a date such as 2026-03-14")
  .meta({ description: "Nothing is sent before this day begins in the time zone; then what came meanwhile" });
/** What may be wished for at most. SNS takes 1,600 characters in an SMS. */
export const subscriberLimits = { messagesPerDay: 1000, smsParts: 10 } as const;
const messagesPerDayMax = z.int().min(1).max(subscriberLimits.messagesPerDay).meta({
  description: "So many summaries go to each address and phone on a day; what is above waits for the next morning",
});
const smsPartsMax = z
  .int()
  .min(1)
  .max(subscriberLimits.smsParts)
  .meta({ description: "The longest SMS, in parts as they are billed" });
/** What may be left out, and is taken away with null. */
const wishes = {
  quietHours: quietHours.nullish(),
  pausedUntil: pausedUntil.nullish(),
  messagesPerDayMax: messagesPerDayMax.nullish(),
  smsPartsMax: smsPartsMax.nullish(),
};
export const newSubscriber = z.strictObject({ ...fields, ...wishes, language: fields.language.default("en") });
const changes = z.strictObject({ ...fields, ...wishes }).partial();
const subscriberShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  language: fields.language,
  timeZone: z.string(),
  quietHours: quietHours.optional(),
  pausedUntil: pausedUntil.optional(),
  messagesPerDayMax: messagesPerDayMax.optional(),
  smsPartsMax: smsPartsMax.optional(),
});

const show = ({ owner: _, wishesChangedAt: __, ...shown }: Subscriber) => shown;
const one = (description: string) => ({ description, schema: subscriberShape });

/** Subscribers: list, create, read, patch, delete; and below them their endpoints and subscriptions. */
export function subscriberRoutes(deps: SubscriberPorts): Route[] {
  const { subscribers } = deps;
  const find = async (call: Call<unknown, unknown>) =>
    owned(await subscribers.readSubscriber(call.params.id ?? ""), "subscriber", call);
  return [
    listRoute(
      {
        ...{ path: "/subscribers", summary: "Your subscribers", scope: "read", shape: subscriberShape },
        ...{ read: subscribers.subscribersOf, show },
      },
      deps,
    ),
    route<NoQuery, z.infer<typeof newSubscriber>>({
      method: "post",
      path: "/subscribers",
      summary: "Make a subscriber",
      scope: "write",
      body: newSubscriber,
      makesOnce: true,
      answers: { 200: one("It was made before with this Idempotency-Key"), 201: one("It is made") },
      handle: (call) => create(call, deps),
    }),
    route({
      method: "get",
      path: "/subscribers/{id}",
      summary: "One subscriber",
      scope: "read",
      answers: { 200: one("The subscriber, with its ETag") },
      handle: async (call) => shown(await find(call), show),
    }),
    route<NoQuery, z.infer<typeof changes>>({
      method: "patch",
      path: "/subscribers/{id}",
      summary: "Change a subscriber; null takes away what is optional",
      scope: "write",
      isVersioned: true,
      body: changes,
      answers: { 200: one("It is changed") },
      handle: async (call) => change(await find(call), call.body, deps),
    }),
    route({
      method: "delete",
      path: "/subscribers/{id}",
      summary: "Delete a subscriber with endpoints and subscriptions",
      scope: "write",
      isVersioned: true,
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async (call) => remove((await find(call)).value, deps),
    }),
    ...endpointRoutes(deps),
    ...subscriptionRoutes(deps),
  ];
}

async function create(call: Call<NoQuery, z.infer<typeof newSubscriber>>, deps: SubscriberPorts): Promise<Answer> {
  const { owner } = call.caller;
  const { name, language, timeZone, ...wished } = call.body;
  return once(call, "subscriber", deps, {
    async make(id) {
      const subscriber = { id, owner, name, language, timeZone, ...given(wished) };
      await deps.subscribers.createSubscriber(subscriber);
      return { id, answer: created(subscriber, `/subscribers/${id}`, show) };
    },
    async again(id) {
      const stored = await deps.subscribers.readSubscriber(id);
      return stored && shown(stored, show);
    },
  });
}

/**
 * Another time zone moves the subscriptions in the schedule; a repeat after a crash moves the rest. Then everybody is woken: what
 * was held by a wish that is gone isn't due again by itself, for a day or a week.
 */
async function change(
  { value, version }: Versioned<Subscriber>,
  wanted: z.infer<typeof changes>,
  { subscribers, summaries, now }: SubscriberPorts,
): Promise<Answer> {
  const { timeZone } = wanted;
  const wished = given({ ...value, ...wanted }) as Subscriber;
  const changed = holdsAlike(value, wished) ? wished : { ...wished, wishesChangedAt: now().toISOString() };
  const answer = await replaced(changed, version, subscribers.replaceSubscriber, show);
  for (const { id } of await subscribers.endpointsOf(value.id)) {
    const subscriptions = timeZone === undefined ? [] : await subscribers.subscriptionsOfEndpoint(id);
    for (const subscription of subscriptions) await subscribers.putSubscription(subscription, timeZone as string);
    await summaries.send({ endpointId: id });
  }
  return answer;
}

/** Whether both hold the same at any time. */
const holdsAlike = (a: Subscriber, b: Subscriber): boolean => holding(a) === holding(b);
const holding = ({ timeZone, quietHours, pausedUntil, messagesPerDayMax }: Subscriber): string =>
  JSON.stringify([timeZone, quietHours?.from, quietHours?.to, pausedUntil, messagesPerDayMax]);

/** Without what is null or undefined. */
function given<T extends object>(fields: T): { [Field in keyof T]: Exclude<T[Field], null> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as { [Field in keyof T]: Exclude<T[Field], null> };
}

/** The subscriber last: a crash leaves it to be deleted again. */
async function remove({ id }: Subscriber, deps: SubscriberPorts): Promise<Answer> {
  for (const endpoint of await deps.subscribers.endpointsOf(id)) await removeEndpoint(endpoint, deps);
  await deps.subscribers.removeSubscriber(id);
  return { status: 204 };
}
