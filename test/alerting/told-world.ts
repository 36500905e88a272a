import type { Claim, Delivery, Watermark } from "../../lib/alerting/delivery.ts";
import type { Publication, SendingPorts } from "../../lib/alerting/send-summary.ts";
import type {
  Cadence,
  Channel,
  Endpoint,
  EndpointState,
  StoryFilter,
  Subscription,
} from "../../lib/alerting/subscriber.ts";
import type { RecoveredFeed } from "../../lib/alerting/summary.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import { weighSources } from "../../lib/pipeline/weigh-sources.ts";
import type { Outage } from "../../lib/polling/schedule-polls.ts";
import type { Hit, Story, StoryChange, StorySource } from "../../lib/stories/story.ts";
import { plainHit } from "../support/plain-hit.ts";
import { reader, sourceOf, storyOf } from "./sample-news.ts";

/** The process died at this effect. */
export class Crash extends Error {}

/** Decides for each effect, by its number from 1, whether the process dies before or after it, or goes on. */
export type Fate = (effect: number) => "before" | "after" | null;

const alias = (text: string) => ({ text, caseSensitive: false, needsContext: false });
const entity = (id: string, name: string) => ({ id, name, aliases: [alias(name)], context: [], exclude: [] });

export const carAlliances: Watchlist = {
  id: "w1",
  owner: "owner",
  name: "Car alliances",
  entities: [entity("bmw", "BMW"), entity("toyota", "Toyota")],
  rule: { news: "tie-up", parties: "both-watched", kinds: [], stages: [], minConfidence: 0 },
};

/** An endpoint, its subscriptions, the news and the ledger in memory, every effect of which can be the process's last. */
export function toldWorld(channel: Channel = "email", start = Date.parse("2024-07-01T10:00:00.000Z")) {
  const endpoint: Endpoint = {
    id: "e1",
    subscriberId: "s1",
    channel,
    address: "x",
    topicArn: "arn:1",
    state: "confirmed",
  };
  const subscriptions: Subscription[] = [];
  const watchlists = new Map([[carAlliances.id, carAlliances]]);
  const hits: Hit[] = [];
  const stories = new Map<string, { story: Story; sources: StorySource[] }>();
  const claims = new Map<string, Claim>();
  const deliveries = new Map<string, Delivery>();
  const published: Publication[] = [];
  const world = {
    nowMs: start,
    effects: 0,
    deliveryIds: 0,
    refuses: false,
    fate: (() => null) as Fate,
    /** Awaited at each effect, so that calls interleave. */
    pause: async (): Promise<void> => {},
    endpoint,
    subscriber: reader("en"),
    recovered: [] as RecoveredFeed[],
    outages: [] as Outage[],
    subscriptions,
    watchlists,
    claims,
    deliveries,
    published,
    /** "story#revision" for each that was published, as often as it was. */
    tellings: [] as string[],
    watermark: null as Watermark | null,
    setState: (state: EndpointState) => {
      endpoint.state = state;
    },
    subscribe(
      cadence: Cadence,
      {
        watchlistId = "w1",
        createdAt = "2024-06-01T00:00:00.000Z",
        only = undefined as StoryFilter | undefined,
        whenEmpty = undefined as "say-so" | undefined,
        changedAt = undefined as string | undefined,
      } = {},
    ) {
      const wish = { cadence, only, whenEmpty, createdAt, changedAt };
      subscriptions.push({ watchlistId, endpointId: "e1", subscriberId: "s1", ...wish });
    },
    /** An item brings the story to this revision and hits the watchlist; without `keepsSeenAt` as earlier releases kept it. */
    hit(
      storyId: string,
      {
        revision = 1,
        minutesAgo = 1,
        watchlistId = "w1",
        source = {} as Partial<StorySource>,
        facts = {},
        keepsSeenAt = true,
      } = {},
    ) {
      const seenAt = new Date(world.nowMs - minutesAgo * 60_000).toISOString();
      const itemId = `${storyId}-${revision}`;
      const known = stories.get(storyId)?.sources ?? [];
      const item = sourceOf({
        ...{ itemId, revision, firstSeenAt: seenAt, title: `Title of ${itemId}` },
        ...(keepsSeenAt ? { seenAt } : {}),
        ...source,
      });
      stories.set(storyId, { story: storyOf(storyId, facts, revision), sources: [...known, item] });
      hits.push({
        ...plainHit,
        watchlistId,
        itemId,
        seenAt,
        entityIds: ["bmw", "toyota"],
        stories: [{ storyId, revision }],
      });
    },
    /** The wire corrects the story or takes it back. */
    change(
      storyId: string,
      kind: StoryChange["kind"],
      { revision = 1, source = "Pressedienst", watchlistId = "w1" } = {},
    ) {
      const seenAt = new Date(world.nowMs).toISOString();
      const itemId = `${storyId}-${kind}-${revision}-${source}`;
      const title = kind === "withdrawal" ? `WITHDRAWN: ${storyId}` : `CORRECTED: ${storyId}`;
      const item = sourceOf({ itemId, revision, firstSeenAt: seenAt, seenAt, title, source, sentence: title });
      stories.get(storyId)?.sources.push({ ...item, life: [{ kind, until: null }] });
      const changes = [{ kind, storyId, revision }];
      hits.push({ ...plainHit, watchlistId, itemId, seenAt, entityIds: ["bmw"], stories: [], changes });
    },
    ports(): SendingPorts {
      return portsOf(world, hits, stories);
    },
  };
  return world;
}

export type ToldWorld = ReturnType<typeof toldWorld>;
type Stories = Map<string, { story: Story; sources: StorySource[] }>;

function portsOf(world: ToldWorld, hits: Hit[], stories: Stories): SendingPorts {
  const { claims, deliveries } = world;
  const effect = async <T>(act: () => T): Promise<T> => {
    await world.pause();
    world.effects += 1;
    const fate = world.fate(world.effects);
    if (fate === "before") throw new Crash(`before effect ${world.effects}`);
    const outcome = structuredClone(act());
    if (fate === "after") throw new Crash(`after effect ${world.effects}`);
    return outcome;
  };
  const claimKey = ({ storyId, revision }: { storyId: string; revision: number }) => `${storyId}#${revision}`;
  const deliveryKey = (startedAt: string, id: string) => `${startedAt}#${id}`;
  return {
    audience: {
      endpointById: (id) => effect(() => (id === world.endpoint.id ? world.endpoint : null)),
      subscriberById: () => effect(() => world.subscriber),
      subscriptionsOfEndpoint: () => effect(() => world.subscriptions),
    },
    watchlists: { watchlistById: (id) => effect(() => world.watchlists.get(id) ?? null) },
    news: {
      hitsBetween: (id, from, until) =>
        effect(() => hits.filter((hit) => hit.watchlistId === id && hit.seenAt >= from && hit.seenAt <= until)),
      storyWithSources: (id) => effect(() => stories.get(id) ?? null),
    },
    coverage: {
      coverageOf: () => {
        const { recovered, outages } = world;
        return effect(() => ({ feeds: 2, failing: [], silent: [], recovered, outages }));
      },
    },
    ledger: {
      claims: {
        claimsOf: (_, storyId) =>
          effect(() =>
            [...claims.values()].filter((c) => c.storyId === storyId).sort((a, b) => a.revision - b.revision),
          ),
        claim: (claim) => effect(() => !claims.has(claimKey(claim)) && !!claims.set(claimKey(claim), { ...claim })),
        reclaim: (claim, heldBy) =>
          effect(() => {
            const holds = claims.get(claimKey(claim))?.deliveryId === heldBy;
            if (holds) claims.set(claimKey(claim), { ...claim });
            return holds;
          }),
      },
      deliveries: {
        begin: (delivery) =>
          effect(() => {
            const key = deliveryKey(delivery.startedAt, delivery.id);
            return !deliveries.has(key) && !!deliveries.set(key, { ...delivery });
          }),
        finish: (delivery) =>
          effect(() => void deliveries.set(deliveryKey(delivery.startedAt, delivery.id), { ...delivery })),
        find: (_, startedAt, id) => effect(() => deliveries.get(deliveryKey(startedAt, id)) ?? null),
      },
      watermarks: {
        read: () => effect(() => world.watermark),
        save: (_, watermark) =>
          effect(() => {
            world.watermark = watermark;
          }),
      },
    },
    publisher: {
      publish: (publication) =>
        effect(() => {
          if (world.refuses) return { kind: "refused", reason: "not today" } as const;
          world.published.push(publication);
          const delivery = [...deliveries.values()].findLast(
            ({ state, text }) => state === "publishing" && text === publication.text,
          );
          world.tellings.push(...(delivery?.told ?? []).map(({ storyId, revision }) => `${storyId}#${revision}`));
          return { kind: "published", messageId: `m${world.published.length}` } as const;
        }),
    },
    weighSources,
    now: () => world.nowMs,
    newDeliveryId: () => `d${++world.deliveryIds}`,
  };
}
