import * as z from "zod";
import type { Endpoint, Subscriber, Subscription } from "../alerting/subscriber.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Feed } from "../polling/item.ts";
import { canarysIds } from "./canary-id.ts";
import { type EndpointStore, removeEndpoint } from "./endpoint-routes.ts";
import type { History } from "./history.ts";
import { invalidInput } from "./refusal.ts";
import { type Caller, type NoQuery, type Route, route } from "./route.ts";
import { notFound } from "./versioned.ts";
import type { WatchlistPorts } from "./watchlist-routes.ts";

/** A synthetic item on its way. */
export interface Canary {
  id: string;
  owner: string;
  title: string;
  /** ISO 8601 UTC. */
  sentAt: string;
  /** When a poller asked for its feed; null until then. */
  fetchedAt: string | null;
}

export interface CanaryStore {
  /** In place of the stored one. */
  put(canary: Canary): Promise<void>;
  find(id: string): Promise<Canary | null>;
}

export interface CanaryPorts {
  canaries: CanaryStore;
  readWatchlist: WatchlistPorts["readWatchlist"];
  watchlists: { create(watchlist: Watchlist): Promise<boolean>; remove(id: string): Promise<void> };
  subscribers: EndpointStore & {
    createSubscriber(subscriber: Subscriber): Promise<boolean>;
    removeSubscriber(id: string): Promise<void>;
    putSubscription(subscription: Subscription, timeZone: string): Promise<unknown>;
  };
  topics: { remove(topicArn: string): Promise<void> };
  /** Where a canary goes, as mails do here, and nobody reads it. */
  unheard(endpointId: string): Promise<Pick<Endpoint, "address" | "topicArn">>;
  polls: { send(message: { feeds: Feed[] }): Promise<void> };
  history: Pick<History, "hits" | "story" | "deliveries">;
  /** Told of each canary that is removed: how old it was when it was published, or now if it never was. In seconds. */
  reportCanaryAge(seconds: number): void;
  now(): Date;
  newId(): string;
}

const sent = z.strictObject({ id: z.string(), sentAt: z.string() });
const stepNames = ["sent", "fetched", "stored", "story", "summary", "published"] as const;
const steps = z.strictObject({
  done: z.boolean(),
  steps: z.array(
    z.strictObject({
      step: z.enum(stepNames),
      at: z.string().nullable().meta({ description: "Null where it isn't there yet" }),
      ageSeconds: z.number().nullable(),
    }),
  ),
});
const wanted = z.strictObject({
  apiUrl: z
    .url({ protocol: /^https?$/, error: "a URL such as https://api.example.org" })
    .meta({ description: "This API as pollers reach it; the canary's feed lies there" }),
});

/** A synthetic item through the whole path: feed, poller, tie-up, story, queue, summary, SNS or SES. */
export function canaryRoutes(deps: CanaryPorts): Route[] {
  const own = async (id: string, { owner }: Caller): Promise<Canary> => {
    const canary = await deps.canaries.find(id);
    if (canary?.owner !== owner) throw notFound("canary");
    return canary;
  };
  return [
    route<NoQuery, z.infer<typeof wanted>>({
      method: "post",
      path: "/canaries",
      summary: "Send a synthetic item through the whole path, to where nobody hears it",
      scope: "write",
      body: wanted,
      answers: { 201: { description: "It is on its way", schema: sent } },
      handle: async ({ caller, body }) => ({ status: 201, body: await send(caller.owner, body.apiUrl, deps) }),
    }),
    route({
      method: "get",
      path: "/canaries/{id}",
      summary: "How far a canary has come, and its age at each step",
      scope: "read",
      answers: { 200: { description: "Its steps, in their order", schema: steps } },
      handle: async ({ params, caller }) => ({
        status: 200,
        body: await stepsOf(await own(params.id ?? "", caller), deps),
      }),
    }),
    route({
      method: "delete",
      path: "/canaries/{id}",
      summary: "Remove a canary's watchlist, reader and topic; what was stored of it expires",
      scope: "write",
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async ({ params, caller }) => {
        await remove(await own(params.id ?? "", caller), deps);
        return { status: 204 };
      },
    }),
    route({
      method: "get",
      path: "/canaries/{id}/feed",
      summary: "The feed that a canary is published on; only who sent it knows where",
      scope: null,
      answers: { 200: { description: "RSS of one item", schema: z.string(), type: "application/rss+xml" } },
      handle: async ({ params }) => {
        const canary = await deps.canaries.find(params.id ?? "");
        if (!canary) throw notFound("canary");
        if (canary.fetchedAt === null) await deps.canaries.put({ ...canary, fetchedAt: deps.now().toISOString() });
        return { status: 200, text: feedOf(canary) };
      },
    }),
  ];
}

/** Names that nobody has, new ones each time: else it would be the story of the canary before. */
const namesOf = (id: string): [string, string] => {
  const tag = id
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 8);
  return [`Kanarvik ${tag}`, `Zeisholm ${tag}`];
};

async function send(owner: string, apiUrl: string, deps: CanaryPorts): Promise<z.infer<typeof sent>> {
  const id = deps.newId();
  const [a, b] = namesOf(id);
  const sentAt = deps.now().toISOString();
  const { watchlistId, readerId } = canarysIds({ id });
  const url = `${apiUrl.replace(/\/+$/, "")}/canaries/${id}/feed`;
  if (url.length > 2_000)
    throw invalidInput([{ field: "apiUrl", expected: "a shorter one", got: `${url.length} characters` }]);
  await deps.canaries.put({ id, owner, title: `${a} and ${b} agree on a partnership`, sentAt, fetchedAt: null });
  const list = deps.readWatchlist({ name: `Canary ${sentAt}`, entities: [a, b] });
  if (list.kind !== "watchlist")
    throw new Error(`expected the canary's watchlist to be one, got ${list.problems[0]?.field}`);
  await deps.watchlists.create({ ...list.watchlist, id: watchlistId, owner });
  const person: Subscriber = { id: readerId, owner, name: "Canary", language: "en", timeZone: "UTC" };
  await deps.subscribers.createSubscriber(person);
  const endpoint: Endpoint = {
    ...{ id: readerId, subscriberId: readerId, channel: "email", state: "confirmed" },
    ...(await deps.unheard(readerId)),
  };
  await deps.subscribers.createEndpoint(endpoint);
  const cadence = { every: "immediate" } as const;
  const subscription = { watchlistId, endpointId: readerId, subscriberId: readerId, cadence, createdAt: sentAt };
  await deps.subscribers.putSubscription(subscription, "UTC");
  const feed: Feed = { id: watchlistId, owner, url, title: "Canary", intervalMinutes: 1440, paused: true };
  await deps.polls.send({ feeds: [feed] });
  return { id, sentAt };
}

async function stepsOf(canary: Canary, { history }: CanaryPorts): Promise<z.infer<typeof steps>> {
  const { watchlistId, readerId } = canarysIds(canary);
  const all = { from: null, to: null };
  const newest = { limit: 1, after: null };
  const hit = (await history.hits({ watchlistId }, all, newest)).entries[0]?.entry ?? null;
  const reference = hit?.stories[0];
  const story = reference ? await history.story(reference.storyId) : null;
  const delivery = (await history.deliveries(readerId, all, newest)).entries[0]?.entry ?? null;
  const at: Record<(typeof stepNames)[number], string | null> = {
    sent: canary.sentAt,
    fetched: canary.fetchedAt,
    stored: hit?.seenAt ?? null,
    story: story?.story.firstSeenAt ?? null,
    summary: delivery?.startedAt ?? null,
    // Those from before it was kept have only their beginning.
    published: delivery?.state === "sent" ? (delivery.finishedAt ?? delivery.startedAt) : null,
  };
  const age = (moment: string | null) =>
    moment === null ? null : Math.round((Date.parse(moment) - Date.parse(canary.sentAt)) / 100) / 10;
  return {
    done: at.published !== null,
    steps: stepNames.map((step) => ({ step, at: at[step], ageSeconds: age(at[step]) })),
  };
}

async function remove(canary: Canary, deps: CanaryPorts): Promise<void> {
  const { watchlistId, readerId } = canarysIds(canary);
  const { steps } = await stepsOf(canary, deps);
  const soFar = (deps.now().getTime() - Date.parse(canary.sentAt)) / 1000;
  const endpoint = await deps.subscribers.endpointById(readerId);
  if (endpoint) await removeEndpoint(endpoint, deps);
  await deps.subscribers.removeSubscriber(readerId);
  await deps.watchlists.remove(watchlistId);
  // Of one that is removed again nothing is known any more.
  if (endpoint) deps.reportCanaryAge(steps.at(-1)?.ageSeconds ?? soFar);
}

/** All of it is ours: letters, digits and the time. */
const feedOf = ({ id, title, sentAt }: Canary): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Canary</title><item><guid>${id}</guid><title>${title}</title>` +
  `<link>https://tieup.invalid/canary</link><pubDate>${new Date(sentAt).toUTCString()}</pubDate></item></channel></rss>`;
