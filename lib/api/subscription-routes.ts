import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Cadence, Endpoint, Subscriber, Subscription, Weekday } from "../alerting/subscriber.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import { ownedEndpoint } from "./endpoint-routes.ts";
import { inWords } from "./field-problems.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { stageShape } from "./rule-shapes.ts";
import { timeOfDay } from "./time-of-day.ts";
import { notFound, owned, type Versioned } from "./versioned.ts";

export interface SubscriptionStore {
  endpointById(id: string): Promise<Endpoint | null>;
  readSubscriber(id: string): Promise<Versioned<Subscriber> | null>;
  subscription(endpointId: string, watchlistId: string): Promise<Subscription | null>;
  subscriptionsOfEndpoint(endpointId: string): Promise<Subscription[]>;
  putSubscription(subscription: Subscription, timeZone: string): Promise<void>;
  removeSubscription(endpointId: string, watchlistId: string): Promise<void>;
}

export interface SubscriptionPorts {
  subscribers: SubscriptionStore;
  watchlists: { readWatchlist(id: string): Promise<Versioned<Watchlist> | null> };
  now(): Date;
}

// A record, so that no day can be forgotten here.
const weekdays: Record<Weekday, 1> = {
  monday: 1,
  tuesday: 1,
  wednesday: 1,
  thursday: 1,
  friday: 1,
  saturday: 1,
  sunday: 1,
};
const at = timeOfDay.meta({ description: "By the clocks of the subscriber's time zone" });
const workdaysOnly = z
  .literal(true)
  .optional()
  .meta({ description: "Nothing on Saturdays and Sundays; what comes then is told on Monday" });
const cadence = z.discriminatedUnion("every", [
  z.strictObject({ every: z.literal("immediate"), workdaysOnly }),
  z.strictObject({ every: z.literal("hour"), workdaysOnly }),
  z.strictObject({ every: z.literal("day"), at, workdaysOnly }),
  z.strictObject({ every: z.literal("week"), on: z.enum(Object.keys(weekdays) as Weekday[]), at }),
]) satisfies z.ZodType<Cadence>;
const namesMax = 100;
/** More independent reports few stories have. */
export const sourcesWantedMax = 20;
const only = z
  .strictObject({
    stages: z.array(stageShape).min(1).optional(),
    parties: z
      .array(z.string())
      .min(1)
      .max(namesMax)
      .optional()
      .meta({ description: "Ids of entities of the watchlist, of which one is a party" }),
    sourcesMin: z
      .int()
      .min(1)
      .max(sourcesWantedMax)
      .optional()
      .meta({ description: "Reports that are nobody's copy: ten reprints of an agency's text are one" }),
  })
  .optional()
  .meta({
    description: "Only stories of which all of this holds; those that it doesn't hold for yet are told when it does",
  });
const whenEmpty = z
  .literal("say-so")
  .optional()
  .meta({ description: "A daily or weekly digest with nothing to tell says so, and how the feeds do" });
/** As a client writes it. */
export const writtenSubscription = z.strictObject({ cadence, only, whenEmpty });
/** The same, refusing what is no digest and shall come empty. */
export const digestsOnly = <Shape extends typeof writtenSubscription>(shape: Shape) =>
  shape.refine(
    ({ cadence, whenEmpty }) => whenEmpty === undefined || cadence.every === "day" || cadence.every === "week",
    {
      path: ["whenEmpty"],
      error: "it with a daily or weekly cadence only",
      params: { got: "it with another" },
    },
  );
const written = digestsOnly(writtenSubscription);
const subscriptionShape = z.strictObject({
  watchlistId: z.string(),
  endpointId: z.string(),
  cadence,
  only,
  whenEmpty,
  createdAt: z.iso.datetime().meta({ description: "News from before this is not sent" }),
});

const show = ({ watchlistId, endpointId, cadence, only, whenEmpty, createdAt }: Subscription) => ({
  watchlistId,
  endpointId,
  cadence,
  ...(only ? { only } : {}),
  ...(whenEmpty ? { whenEmpty } : {}),
  createdAt,
});
const one = (description: string) => ({ description, schema: subscriptionShape });
const path = "/endpoints/{id}/subscriptions/{watchlistId}";

/** Subscriptions: which watchlist reaches an endpoint at what cadence. */
export function subscriptionRoutes(deps: SubscriptionPorts): Route[] {
  const { subscribers } = deps;
  const endpointOf = (call: Call<unknown, unknown>) => ownedEndpoint(call.params.id ?? "", call.caller, subscribers);
  const find = async (call: Call<unknown, unknown>) => {
    const { id } = await endpointOf(call);
    const found = await subscribers.subscription(id, call.params.watchlistId ?? "");
    if (found) return found;
    throw notFound("subscription");
  };
  return [
    route({
      method: "get",
      path: "/endpoints/{id}/subscriptions",
      summary: "What reaches an endpoint",
      scope: "read",
      answers: { 200: { description: "All of it", schema: z.strictObject({ items: z.array(subscriptionShape) }) } },
      handle: async (call) => {
        const subscriptions = await subscribers.subscriptionsOfEndpoint((await endpointOf(call)).id);
        return { status: 200, body: { items: subscriptions.map(show) } };
      },
    }),
    route({
      method: "get",
      path,
      summary: "One subscription",
      scope: "read",
      answers: { 200: one("The subscription") },
      handle: async (call) => ({ status: 200, body: show(await find(call)) }),
    }),
    route<NoQuery, z.infer<typeof written>>({
      method: "put",
      path,
      summary: "Subscribe an endpoint to a watchlist, or change the cadence and what is wanted",
      scope: "write",
      body: written,
      answers: { 200: one("The cadence is changed"), 201: one("It is subscribed") },
      handle: async (call) => put(await endpointOf(call), call, deps),
    }),
    route({
      method: "delete",
      path,
      summary: "Unsubscribe an endpoint from a watchlist",
      scope: "write",
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async (call) => {
        const { endpointId, watchlistId } = await find(call);
        await subscribers.removeSubscription(endpointId, watchlistId);
        return { status: 204 };
      },
    }),
  ];
}

function checkParties(parties: string[], { entities }: Watchlist): void {
  const ids = new Set(entities.map(({ id }) => id));
  const strange = parties.findIndex((party) => !ids.has(party));
  if (strange < 0) return;
  const expected = "the id of an entity of the watchlist";
  throw invalidInput([{ field: `only.parties[${strange}]`, expected, got: inWords(parties[strange]) }]);
}

/** A changed cadence keeps the beginning: what came in between is still to be told. */
async function put(
  { id: endpointId, subscriberId }: Endpoint,
  call: Call<NoQuery, z.infer<typeof written>>,
  { subscribers, watchlists, now }: SubscriptionPorts,
): Promise<Answer> {
  const asked = { ...call, ifMatch: null };
  const watchlist = owned(await watchlists.readWatchlist(call.params.watchlistId ?? ""), "watchlist", asked).value;
  const { cadence, only, whenEmpty } = call.body;
  checkParties(only?.parties ?? [], watchlist);
  const watchlistId = watchlist.id;
  const { timeZone } = owned(await subscribers.readSubscriber(subscriberId), "subscriber", asked).value;
  const stored = await subscribers.subscription(endpointId, watchlistId);
  const createdAt = stored?.createdAt ?? now().toISOString();
  const isChanged = stored && !isDeepStrictEqual([stored.cadence, stored.only], [cadence, only]);
  const changedAt = isChanged ? now().toISOString() : stored?.changedAt;
  const wish = { cadence, only, whenEmpty, createdAt, changedAt };
  const subscription: Subscription = { watchlistId, endpointId, subscriberId, ...wish };
  await subscribers.putSubscription(subscription, timeZone);
  return { status: stored ? 200 : 201, body: show(subscription) };
}
