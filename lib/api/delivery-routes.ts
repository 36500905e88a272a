import * as z from "zod";
import type { Delivery } from "../alerting/delivery.ts";
import type { Endpoint } from "../alerting/subscriber.ts";
import { foldPlain } from "../text/fold.ts";
import { type EndpointStore, ownedEndpoint } from "./endpoint-routes.ts";
import type { History, ListPage, StoryInFull } from "./history.ts";
import { type CsvRow, type FormatQuery, formatQuery, listAnswer, promisedList } from "./list-format.ts";
import { matchesStory, type NewsFilter, type NewsQuery, newsFilter, newsQuery, rangeOf } from "./news-filter.ts";
import type { PageRequest } from "./page.ts";
import { type CursorPorts, pageQuery, pageRequest } from "./paging.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type Route, route } from "./route.ts";
import { searchList } from "./search-list.ts";
import { pick } from "./story-shapes.ts";
import { owned } from "./versioned.ts";
import { ownWatchlist, type WatchlistReader } from "./watchlist-access.ts";

export interface DeliveryPorts extends CursorPorts, WatchlistReader {
  history: Pick<History, "deliveries" | "story">;
  subscribers: Pick<EndpointStore, "endpointById" | "readSubscriber" | "endpointsOf"> & {
    allSubscribersOf(owner: string): AsyncIterable<{ id: string }>;
  };
}

/** Each endpoint's deliveries are a list of their own; of more than these one has to be named. */
export const endpointsMax = 100;
const limits = { chunk: 25, readMax: 75 };

const channel = z.enum(["email", "sms"]);
const state = z.enum(["publishing", "sent", "refused", "abandoned", "bounced"]);
const deliveryShape = z.strictObject({
  id: z.string(),
  endpointId: z.string(),
  startedAt: z.string(),
  state,
  channel,
  told: z.array(z.strictObject({ storyId: z.string(), revision: z.number() })),
  watchlistIds: z.array(z.string()).optional().meta({ description: "Whose news it tells; not known of older ones" }),
  subject: z.string().nullable(),
  text: z.string(),
  messageId: z.string().nullable(),
  reason: z.string().nullable(),
});

/** The filters that deliveries have beside those of all news. */
export const deliveryFilters = {
  endpoint: z.string().min(1).max(128).optional(),
  subscriber: z.string().min(1).max(128).optional(),
  channel: channel.optional(),
  state: state.optional(),
};

type DeliveriesQuery = NewsQuery &
  FormatQuery & {
    endpoint?: string | undefined;
    subscriber?: string | undefined;
    channel?: Delivery["channel"] | undefined;
    state?: Delivery["state"] | undefined;
  };

/** The history of what was sent. */
export const deliveryRoutes = (deps: DeliveryPorts): Route[] => [
  route<DeliveriesQuery>({
    method: "get",
    path: "/deliveries",
    summary: "What was sent, when, to which endpoint and in which words, newest first",
    scope: "read",
    query: z.strictObject({
      ...deliveryFilters,
      ...newsQuery,
      q: newsQuery.q.meta({ description: "Words that all stand in the subject or the text" }),
      ...formatQuery,
      ...pageQuery,
    }),
    answers: {
      200: promisedList("A page of deliveries; with rare filters it may be short, or empty, and go on", deliveryShape),
    },
    handle: (call) => deliveries(call, deps),
  }),
];

async function deliveries(call: Call<DeliveriesQuery>, deps: DeliveryPorts): Promise<Answer> {
  const { query, caller } = call;
  if (query.watchlist !== undefined) await ownWatchlist(query.watchlist, caller, deps);
  const filter = await newsFilter(query, caller, deps);
  const endpoints = await endpointsMeant(call, deps);
  const range = rangeOf(query);
  const request = pageRequest(call, deps);
  const page = await searchList(
    (asked) => newestOfAll(endpoints, (id) => deps.history.deliveries(id, range, asked), asked),
    async (delivery) => ((await isWanted(delivery, query, filter, deps)) ? showDelivery(delivery) : null),
    request,
    { ...limits, chunk: Math.min(limits.chunk, request.limit) },
  );
  return listAnswer(page, (delivery) => [rowOf(delivery)], columns, call, deps);
}

async function endpointsMeant({ query, caller }: Call<DeliveriesQuery>, deps: DeliveryPorts): Promise<Endpoint[]> {
  if (query.endpoint !== undefined) return [await ownedEndpoint(query.endpoint, caller, deps.subscribers)];
  const subscribers =
    query.subscriber === undefined
      ? deps.subscribers.allSubscribersOf(caller.owner)
      : [owned(await deps.subscribers.readSubscriber(query.subscriber), "subscriber", { caller, ifMatch: null }).value];
  const endpoints: Endpoint[] = [];
  for await (const { id } of subscribers) {
    endpoints.push(...(await deps.subscribers.endpointsOf(id)));
    if (endpoints.length > endpointsMax) {
      const expected = `an endpoint or a subscriber, as there are more than ${endpointsMax} endpoints`;
      throw invalidInput([{ field: "endpoint", expected, got: "nothing" }]);
    }
  }
  return query.channel === undefined ? endpoints : endpoints.filter((endpoint) => endpoint.channel === query.channel);
}

/** One list of the endpoints' lists. Where it stands is the same in each of them: the time and the delivery's id. */
async function newestOfAll(
  endpoints: readonly Endpoint[],
  read: (endpointId: string) => Promise<ListPage<Delivery>>,
  { limit }: PageRequest,
): Promise<ListPage<Delivery>> {
  const lists = await Promise.all(endpoints.map(({ id }) => read(id)));
  const all = lists.flatMap(({ entries }) => entries);
  all.sort((a, b) => ((a.at.sk ?? "") < (b.at.sk ?? "") ? 1 : -1));
  return { entries: all.slice(0, limit), more: all.length > limit || lists.some(({ more }) => more) };
}

async function isWanted(
  { state, subject, text, told, watchlistIds = [] }: Delivery,
  query: DeliveriesQuery,
  { words, ...filter }: NewsFilter,
  { history }: DeliveryPorts,
): Promise<boolean> {
  if (query.state !== undefined && state !== query.state) return false;
  if (filter.watchlistId !== null && !watchlistIds.includes(filter.watchlistId)) return false;
  const said = foldPlain(`${subject ?? ""}\n${text}`);
  if (!words.every((word) => said.includes(word))) return false;
  if (!asksForStories(filter)) return true;
  const stories = await Promise.all(told.map(({ storyId }) => history.story(storyId)));
  return stories.some((story: StoryInFull | null) => story !== null && matchesStory(story, { ...filter, words: [] }));
}

const asksForStories = ({ parties, stages, kinds, languages, feedId }: Omit<NewsFilter, "words">): boolean =>
  parties.length + stages.length + kinds.length + languages.length > 0 || feedId !== null;

type ShownDelivery = z.infer<typeof deliveryShape>;

const showDelivery = (delivery: Delivery): ShownDelivery =>
  pick(delivery, Object.keys(deliveryShape.shape) as (keyof Delivery)[]) as ShownDelivery;

const columns = [
  "startedAt",
  "state",
  "channel",
  "endpointId",
  "subject",
  "text",
  "stories",
  "messageId",
  "reason",
  "id",
];

const rowOf = ({ told, watchlistIds: _, ...delivery }: ShownDelivery): CsvRow => ({
  ...delivery,
  stories: told.map(({ storyId }) => storyId).join(" "),
});
