import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { ofAll, ofEntity } from "../../functions/aws/news-lists.ts";
import { marshallOptions, type Row, type Table } from "../../functions/aws/table.ts";
import type { Claim, DeliveryLedger, Watermark } from "../../lib/alerting/delivery.ts";
import type { NewsReader } from "../../lib/alerting/gather-news.ts";
import type { FeedbackPorts } from "../../lib/alerting/mail-feedback.ts";
import type { EndpointStates } from "../../lib/alerting/reconcile-endpoint.ts";
import type { SchedulingPorts, SummaryQueue } from "../../lib/alerting/schedule-summaries.ts";
import type { Audience } from "../../lib/alerting/send-summary.ts";
import type { SummaryMessage } from "../../lib/alerting/summary-message.ts";
import type { RecentStories } from "../../lib/pipeline/claim-story.ts";
import type { HitStore, KeepDependencies } from "../../lib/pipeline/keep-item.ts";
import type { Feed, Item } from "../../lib/polling/item.ts";
import type { ItemStore } from "../../lib/polling/keep-new-items.ts";
import type { PollDependencies } from "../../lib/polling/poll-feed.ts";
import { neverPolled, type PollState } from "../../lib/polling/poll-state.ts";
import { compareWithRing } from "../../lib/polling/seen-ring.ts";
import type { Cloud } from "./deployment.ts";
import type { PlantedBug } from "./planted-bug.ts";
import type { Process } from "./process.ts";

type Polling = Omit<PollDependencies, "concerns" | "keep">;
/** Messages of the bug that tells only what a poll returned: they carry the items. */
type Carrying = SummaryMessage & { itemIds?: string[] };

/** The ports with one classic mistake in them; with none, as they are. */
export type Mistakes = ReturnType<typeof mistakes>;

export function mistakes(
  bug: PlantedBug | null,
  { cloud, news, process }: { cloud: Cloud; news: Table; process: Process },
) {
  const has = (one: PlantedBug): boolean => bug === one;
  const put = async (row: Row): Promise<void> => {
    await news.client.send(new PutItemCommand({ TableName: news.name, Item: marshall(row, marshallOptions) }));
  };
  const returned = has("alert made from what the poll returned");
  return {
    /** The validators and the ring of what came are saved at once. */
    polling(feed: Feed, polling: Polling): Polling {
      if (!has("validators and ring saved before the items")) return polling;
      let fetched: { validators: PollState["validators"]; bodyHash: string } | null = null;
      let saved = false;
      return {
        ...polling,
        async fetch(url, validators) {
          const outcome = await polling.fetch(url, validators);
          fetched = outcome.kind === "modified" ? outcome : null;
          return outcome;
        },
        async parse(input) {
          const parsed = await polling.parse(input);
          const state = await polling.states.read(feed.id);
          if (parsed.kind === "feed" && fetched) {
            const { ring } = compareWithRing(state?.ring ?? new Uint8Array(), parsed.feed.items);
            const { validators, bodyHash } = fetched;
            const base = state ?? { ...neverPolled, failing: null };
            const savedAt = polling.now().toISOString();
            const next = { ...base, validators, bodyHash, ring, savedAt, version: base.version + 1 };
            saved = await polling.states.save(feed.id, next);
          }
          return parsed;
        },
        states: {
          read: polling.states.read,
          save: async (id, state) => saved || polling.states.save(id, state),
        },
      };
    },

    items: (store: ItemStore): ItemStore =>
      has("items put without a condition")
        ? {
            ...store,
            create: async (item) => put({ pk: `ITEM#${item.id}`, sk: "ITEM", ...item, wordings: 1 }).then(() => item),
          }
        : store,

    /** What is to come again when its embargo is over is taken up at once. */
    waiting: (comeAgain: KeepDependencies["comeAgain"], atOnce: KeepDependencies["comeAgain"]) =>
      has("embargoes not looked at") ? atOnce : comeAgain,

    hits(store: HitStore): HitStore {
      if (has("an edit that takes back is no news")) {
        return { ...store, put: async (hit) => (hit.stories.length > 0 ? store.put(hit) : undefined) };
      }
      return has("hits under keys of their own")
        ? {
            ...store,
            put: (hit) =>
              store.put({ ...hit, seenAt: new Date(process.now() + cloud.random.between(1, 999)).toISOString() }),
          }
        : store;
    },

    recent(store: RecentStories, owner: string): RecentStories {
      if (has("stories claimed on their companies' lists alone")) {
        return {
          read: async (entityId) => (entityId === null ? { entityId, version: 0, stories: [] } : store.read(entityId)),
          save: async (list) => list.entityId === null || store.save(list),
        };
      }
      if (!has("stories put on the list without its version")) return store;
      const partition = (entityId: string | null) => (entityId === null ? ofAll(owner) : ofEntity(owner, entityId));
      return {
        ...store,
        save: ({ entityId, ...list }) => put({ pk: partition(entityId), sk: "RECENT", ...list }).then(() => true),
      };
    },

    /** What was kept is announced, with its ids, when the poll has returned. */
    announcing(send: (message: Carrying & { watchlistId: string }) => Promise<void>) {
      if (!returned) return { announce: (watchlistId: string) => send({ watchlistId }), polled: async () => {} };
      const itemIds = new Map<string, string[]>();
      return {
        announce: async (watchlistId: string, item: Item) => {
          itemIds.set(watchlistId, [...(itemIds.get(watchlistId) ?? []), item.id]);
        },
        async polled() {
          for (const [watchlistId, ids] of itemIds) await send({ watchlistId, itemIds: ids });
        },
      };
    },

    message: (body: string): Carrying | null => (returned ? (JSON.parse(body) as Carrying) : null),

    waking: (queue: SummaryQueue, { itemIds }: Carrying): SummaryQueue =>
      returned
        ? {
            sendAll: (messages) =>
              queue.sendAll(messages.map((message) => ({ ...message, ...(itemIds ? { itemIds } : {}) }))),
          }
        : queue,

    news(reader: NewsReader, endpointId: string, { itemIds }: Carrying): NewsReader {
      if (returned && itemIds) {
        return {
          ...reader,
          hitsBetween: async (...range) =>
            (await reader.hitsBetween(...range)).filter(({ itemId }) => itemIds.includes(itemId)),
        };
      }
      if (!has("news since the last evaluation, by time")) return reader;
      return {
        ...reader,
        async hitsBetween(watchlistId, from, until) {
          const watermark = (await news.get(`ENDPOINT#${endpointId}`, "WATERMARK")) as Partial<Watermark> | null;
          return reader.hitsBetween(watchlistId, watermark?.evaluatedUntil?.[watchlistId] ?? from, until);
        },
      };
    },

    ledger(ledger: DeliveryLedger): DeliveryLedger {
      const { claims } = ledger;
      if (has("marked as told before the publish")) {
        return { ...ledger, claims: { ...claims, claim: (claim) => claims.claim({ ...claim, state: "sent" }) } };
      }
      if (has("claims without a lease")) {
        const claim: typeof claims.claim = (one) => claims.claim(one).then(() => true);
        return {
          ...ledger,
          claims: { ...claims, claim, reclaim: (one, by) => claims.reclaim(one, by).then(() => true) },
        };
      }
      if (has("changes told to all who watch")) {
        const asIfTold = (endpointId: string, storyId: string): Claim => ({
          ...{ endpointId, storyId, revision: 0, state: "sent", deliveryId: "", attempts: 1 },
          ...{ startedAt: "", leaseUntil: "" },
        });
        const isNews = (storyId: string): boolean => storyId.startsWith("s-") && !storyId.includes(" ");
        return {
          ...ledger,
          claims: {
            ...claims,
            async claimsOf(endpointId, storyId) {
              const all = await claims.claimsOf(endpointId, storyId);
              return isNews(storyId) ? [asIfTold(endpointId, storyId), ...all] : all;
            },
          },
        };
      }
      if (has("changes told without the ledger")) {
        const isChange = (storyId: string): boolean => / (?:correction|withdrawal)$/.test(storyId);
        return {
          ...ledger,
          claims: {
            claimsOf: async (endpointId, storyId) => (isChange(storyId) ? [] : claims.claimsOf(endpointId, storyId)),
            claim: async (one) => isChange(one.storyId) || claims.claim(one),
            reclaim: async (one, by) => isChange(one.storyId) || claims.reclaim(one, by),
          },
        };
      }
      if (has("a day's messages counted in memory")) {
        const days: Claim[] = [];
        const isDay = (storyId: string): boolean => storyId.startsWith("day ");
        return {
          ...ledger,
          claims: {
            claimsOf: async (endpointId, storyId) =>
              isDay(storyId) ? days.filter((day) => day.storyId === storyId) : claims.claimsOf(endpointId, storyId),
            claim: async (one) => (isDay(one.storyId) ? days.push({ ...one, state: "sent" }) > 0 : claims.claim(one)),
            reclaim: async (one, by) => isDay(one.storyId) || claims.reclaim(one, by),
          },
        };
      }
      return ledger;
    },

    /** What comes back is written down, and nothing more. */
    endpoints: (endpoints: FeedbackPorts["endpoints"]): FeedbackPorts["endpoints"] =>
      has("bounces and complaints not heeded") ? { switchOff: async () => true } : endpoints,

    states: <T extends EndpointStates>(states: T): T =>
      has("a topic forgotten before it is removed")
        ? { ...states, leaveTopic: (id, arn) => states.leaveTopic(id, arn).then(() => states.topicRemoved(id)) }
        : states,

    audience(audience: Audience): Audience {
      if (has("the stored state of the endpoint not looked at")) {
        return {
          ...audience,
          async endpointById(id) {
            const endpoint = await audience.endpointById(id);
            return endpoint && { ...endpoint, state: "confirmed" };
          },
        };
      }
      if (!has("quiet hours and pauses not looked at")) return audience;
      return {
        ...audience,
        async subscriberById(id) {
          const subscriber = await audience.subscriberById(id);
          return subscriber && { ...subscriber, quietHours: undefined, pausedUntil: undefined };
        },
      };
    },

    scheduling(ports: SchedulingPorts): SchedulingPorts {
      const { queue, watermark, subscriptions } = ports;
      if (returned) {
        return {
          ...ports,
          subscriptions: {
            ...subscriptions,
            async *subscriptionsInSlot(slot, range) {
              for await (const found of subscriptions.subscriptionsInSlot(slot, range))
                if (found.cadence.every !== "immediate") yield found;
            },
          },
        };
      }
      if (has("nobody woken when a hold ends")) {
        return { ...ports, subscriptions: { ...subscriptions, async *endpointsToWake() {} } };
      }
      if (!has("the scheduler's watermark moved first")) return ports;
      let held: Parameters<SummaryQueue["sendAll"]>[0] = [];
      return {
        ...ports,
        queue: {
          sendAll: async (messages) => {
            held = messages;
          },
        },
        watermark: {
          read: watermark.read,
          async advance(from, to) {
            const moved = await watermark.advance(from, to);
            await queue.sendAll(held);
            return moved;
          },
        },
      };
    },
  };
}
