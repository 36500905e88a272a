import * as z from "zod";
import type { Delivery } from "../alerting/delivery.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Hit, Story, StoryReference, StorySource } from "../stories/story.ts";
import { type EndpointStore, ownedEndpoint } from "./endpoint-routes.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, pageAnswer, pageOf, pageQuery, pageRequest } from "./paging.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type Caller, type Route, route } from "./route.ts";
import { notFound, owned, type Versioned } from "./versioned.ts";
import { kindShape, stageShape } from "./watchlist-routes.ts";

/** ISO 8601 UTC, both inclusive; null: no bound. */
export interface TimeRange {
  from: string | null;
  to: string | null;
}

export interface History {
  /** Newest first. */
  hitsOf(watchlistId: string, range: TimeRange, page: PageRequest): Promise<Page<Hit>>;
  story(id: string): Promise<Story | null>;
  source(storyId: string, itemId: string): Promise<StorySource | null>;
  /** The first report first. */
  sourcesOf(storyId: string): Promise<StorySource[]>;
  /** Newest first. */
  deliveriesOf(endpointId: string, range: TimeRange, page: PageRequest): Promise<Page<Delivery>>;
}

export interface HistoryPorts extends CursorPorts {
  history: History;
  watchlists: {
    readWatchlist(id: string): Promise<Versioned<Watchlist> | null>;
    watchlistsOf(owner: string, page: PageRequest): Promise<Page<Watchlist>>;
  };
  subscribers: Pick<EndpointStore, "endpointById" | "readSubscriber">;
}

const expectedTime =
  "a date such as 2026-03-01, or a date and time with its offset such as 2026-03-01T12:00:00Z (ISO 8601)";
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: expectedTime })
  .transform((text) => new Date(text).toISOString())
  .optional();
const range = {
  from: time.meta({ description: "From here on; a date is its beginning in UTC" }),
  to: time.meta({ description: "Up to here; a date is its beginning in UTC" }),
};
const id = z.string().min(1).max(128);
const hitsQuery = z.strictObject({ watchlist: id, ...range, ...pageQuery });
const deliveriesQuery = z.strictObject({ endpoint: id, ...range, ...pageQuery });

const sourceShape = z.strictObject({
  itemId: z.string(),
  source: z.string().meta({ description: "The outlet" }),
  title: z.string(),
  link: z.string().nullable(),
  lang: z.string(),
  publishedAt: z.string().nullable().meta({ description: "The wire's clock" }),
  firstSeenAt: z.string().meta({ description: "Our clock" }),
  sentence: z.string().meta({ description: "What proves it, verbatim" }),
  trigger: z.string(),
  stage: stageShape.nullable(),
  revision: z.number().meta({ description: "The story's revision that this item brought or confirmed" }),
});
const storyFields = {
  id: z.string(),
  parties: z.array(z.string()).meta({ description: "Ids of watched entities; ~name for a party that nobody watches" }),
  kind: kindShape.nullable(),
  stage: stageShape.nullable(),
  areas: z.array(z.string()),
  revision: z.number().meta({ description: "Rises only with a new fact" }),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
};
const hitShape = z.strictObject({
  watchlistId: z.string(),
  itemId: z.string(),
  seenAt: z.string(),
  entityIds: z.array(z.string()),
  stories: z.array(
    z.strictObject({
      storyId: z.string(),
      revision: z.number().meta({ description: "After this item" }),
      story: z.strictObject(storyFields).nullable().meta({ description: "As it is now" }),
      source: sourceShape.nullable().meta({ description: "What this item said" }),
    }),
  ),
});
const deliveryShape = z.strictObject({
  id: z.string(),
  endpointId: z.string(),
  startedAt: z.string(),
  state: z.enum(["publishing", "sent", "refused", "abandoned"]),
  channel: z.enum(["email", "sms"]),
  told: z.array(z.strictObject({ storyId: z.string(), revision: z.number() })),
  subject: z.string().nullable(),
  text: z.string(),
  messageId: z.string().nullable(),
  reason: z.string().nullable(),
});

/** The history: hits, stories, deliveries. */
export function historyRoutes(deps: HistoryPorts): Route[] {
  return [
    route<z.infer<typeof hitsQuery>>({
      method: "get",
      path: "/hits",
      summary: "What hit a watchlist, newest first, with the story and the sentence that proves it",
      scope: "read",
      query: hitsQuery,
      answers: { 200: { description: "A page of hits", schema: pageOf(hitShape) } },
      handle: (call) => hits(call, deps),
    }),
    route({
      method: "get",
      path: "/stories/{id}",
      summary: "One story about a company that you watch, with its sources",
      scope: "read",
      answers: {
        200: {
          description: "The story; the first report comes first",
          schema: z.strictObject({ ...storyFields, sources: z.array(sourceShape) }),
        },
      },
      handle: (call) => story(call, deps),
    }),
    route<z.infer<typeof deliveriesQuery>>({
      method: "get",
      path: "/deliveries",
      summary: "What was sent to an endpoint, when, and in which words, newest first",
      scope: "read",
      query: deliveriesQuery,
      answers: { 200: { description: "A page of deliveries", schema: pageOf(deliveryShape) } },
      handle: (call) => deliveries(call, deps),
    }),
  ];
}

async function hits(call: Call<z.infer<typeof hitsQuery>>, deps: HistoryPorts): Promise<Answer> {
  const stored = await deps.watchlists.readWatchlist(call.query.watchlist);
  const { value } = owned(stored, "watchlist", { ...call, ifMatch: null });
  const page = await deps.history.hitsOf(value.id, rangeOf(call.query), pageRequest(call, deps));
  const storyOf = once((storyId: string) => deps.history.story(storyId));
  const items = await Promise.all(page.items.map((hit) => withStories(hit, storyOf, deps.history)));
  return pageAnswer({ items, next: page.next }, (hit) => hit, call, deps);
}

async function withStories(hit: Hit, storyOf: (id: string) => Promise<Story | null>, history: History) {
  const { watchlistId, itemId, seenAt, entityIds } = hit;
  const tell = async ({ storyId, revision }: StoryReference) => {
    const [story, source] = await Promise.all([storyOf(storyId), history.source(storyId, itemId)]);
    return { storyId, revision, story: story && showStory(story), source: source && showSource(source) };
  };
  return { watchlistId, itemId, seenAt, entityIds, stories: await Promise.all(hit.stories.map(tell)) };
}

async function story({ caller, params }: Call, deps: HistoryPorts): Promise<Answer> {
  const found = await deps.history.story(params.id ?? "");
  if (!found || !(await watches(caller, new Set(found.facts.parties), deps))) throw notFound("story");
  const sources = await deps.history.sourcesOf(found.id);
  return { status: 200, body: { ...showStory(found), sources: sources.map(showSource) } };
}

/** Whether one of the entities is on a watchlist of the caller's: a story belongs to whoever watches a party of it. */
async function watches({ owner }: Caller, entityIds: Set<string>, { watchlists }: HistoryPorts): Promise<boolean> {
  let after: PageRequest["after"] = null;
  do {
    const page: Page<Watchlist> = await watchlists.watchlistsOf(owner, { limit: 100, after });
    if (page.items.some(({ entities }) => entities.some(({ id }) => entityIds.has(id)))) return true;
    after = page.next;
  } while (after);
  return false;
}

async function deliveries(call: Call<z.infer<typeof deliveriesQuery>>, deps: HistoryPorts): Promise<Answer> {
  const endpoint = await ownedEndpoint(call.query.endpoint, call.caller, deps.subscribers);
  const page = await deps.history.deliveriesOf(endpoint.id, rangeOf(call.query), pageRequest(call, deps));
  return pageAnswer(page, showDelivery, call, deps);
}

function rangeOf({ from, to }: { from?: string | undefined; to?: string | undefined }): TimeRange {
  if (from === undefined || to === undefined || from <= to) return { from: from ?? null, to: to ?? null };
  throw invalidInput([{ field: "to", expected: `a time at or after "from" (${from})`, got: to }]);
}

/** The same question is asked once. */
function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const answer = asked.get(key) ?? ask(key);
    asked.set(key, answer);
    return answer;
  };
}

const showStory = ({ id, facts, revision, firstSeenAt, lastSeenAt }: Story) => ({
  id,
  parties: facts.parties,
  kind: facts.kind,
  stage: facts.stage,
  areas: facts.areas,
  revision,
  firstSeenAt,
  lastSeenAt,
});

const showSource = (source: StorySource) => pick(source, Object.keys(sourceShape.shape) as (keyof StorySource)[]);

const showDelivery = (delivery: Delivery) => pick(delivery, Object.keys(deliveryShape.shape) as (keyof Delivery)[]);

/** Only these fields: what else a row may come to hold is not for clients. */
const pick = <T extends object>(thing: T, names: (keyof T)[]) =>
  Object.fromEntries(names.map((name) => [name, thing[name]]));
