import * as z from "zod";
import { isCanarys } from "./canary-id.ts";
import { partyName } from "./company.ts";
import type { History, StoryInFull } from "./history.ts";
import { type CsvRow, type FormatQuery, formatQuery, listAnswer, promisedList } from "./list-format.ts";
import { atomOf, atomType, jsonFeedOf, jsonFeedShape, jsonFeedType, newsFeed } from "./news-feed.ts";
import { matchesStory, type NewsQuery, newsFilter, newsQuery, rangeOf, storyListFor } from "./news-filter.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, pageQuery, pageRequest } from "./paging.ts";
import { type Answer, type Call, type Caller, type Route, route } from "./route.ts";
import { searchList } from "./search-list.ts";
import { type ShownStory, showStoryInFull, storyShape } from "./story-shapes.ts";
import { notFound } from "./versioned.ts";
import { entitiesOf, ownWatchlist, type WatchlistReader } from "./watchlist-access.ts";

export interface StoryPorts extends CursorPorts, WatchlistReader {
  history: Pick<History, "storyIds" | "story">;
  now(): Date;
}

/** A story is read with its reports, which are a query of their own. */
const limits = { chunk: 25, readMax: 75 };
const feedEntries = 30;

type StoriesQuery = NewsQuery & FormatQuery;
type FeedQuery = NewsQuery & { token?: string | undefined };

const token = z
  .string()
  .max(256)
  .optional()
  .meta({ description: "For feed readers, which send no headers: a token with the scope `feed` alone" });

/** The history of stories, also as feeds to subscribe to. */
export function storyRoutes(deps: StoryPorts): Route[] {
  const feedQuery = z.strictObject({ ...newsQuery, token });
  return [
    route<StoriesQuery>({
      method: "get",
      path: "/stories",
      summary: "Stories of your feeds about your companies, each with its reports; the last one begun comes first",
      scope: "read",
      query: z.strictObject({ ...newsQuery, ...formatQuery, ...pageQuery }),
      answers: {
        200: promisedList("A page of stories; with rare filters it may be short, or empty, and go on", storyShape),
      },
      handle: async (call) => storyList(await find(call, pageRequest(call, deps), deps), call, deps),
    }),
    route<FeedQuery>({
      method: "get",
      path: "/stories.atom",
      summary: "The newest stories as an Atom feed",
      scope: "feed",
      tokenInQuery: true,
      query: feedQuery,
      answers: { 200: { description: "RFC 4287", schema: z.string(), type: atomType } },
      handle: async (call) => {
        const entities = await entitiesOf(call.caller.owner, deps);
        const text = atomOf(newsFeed(call), await newest(call, deps), entities, deps.now());
        return { status: 200, text };
      },
    }),
    route<FeedQuery>({
      method: "get",
      path: "/stories.json",
      summary: "The newest stories as a JSON Feed",
      scope: "feed",
      tokenInQuery: true,
      query: feedQuery,
      answers: { 200: { description: "JSON Feed 1.1", schema: jsonFeedShape, type: jsonFeedType } },
      handle: async (call) => ({
        status: 200,
        body: jsonFeedOf(newsFeed(call), await newest(call, deps), await entitiesOf(call.caller.owner, deps)),
      }),
    }),
    route({
      method: "get",
      path: "/stories/{id}",
      summary: "One story with its reports, the first one first",
      scope: "read",
      answers: { 200: { description: "The story", schema: storyShape } },
      handle: async ({ params, caller }) => ({
        status: 200,
        body: showStoryInFull(await own(params.id ?? "", caller, deps)),
      }),
    }),
  ];
}

async function own(id: string, caller: Caller, { history }: StoryPorts): Promise<StoryInFull> {
  const found = await history.story(id);
  if (found?.story.owner !== caller.owner) throw notFound("story");
  return found;
}

async function find(call: Call<NewsQuery>, request: PageRequest, deps: StoryPorts): Promise<Page<ShownStory>> {
  const { query, caller } = call;
  if (query.watchlist !== undefined) await ownWatchlist(query.watchlist, caller, deps);
  const filter = await newsFilter(query, caller, deps);
  return searchList(
    (asked) => deps.history.storyIds(storyListFor(filter, caller.owner), rangeOf(query), asked),
    async (id) => {
      const found = await deps.history.story(id);
      const isWanted = found?.story.owner === caller.owner && matchesStory(found, filter) && !isPlanted(found);
      return isWanted ? showStoryInFull(found) : null;
    },
    request,
    { ...limits, chunk: Math.min(limits.chunk, request.limit) },
  );
}

/** A canary's story is for operators, who ask for the canary. */
const isPlanted = ({ sources }: StoryInFull): boolean =>
  sources.length > 0 && sources.every(({ feedId = "" }) => isCanarys({ id: feedId }));

const newest = async (call: Call<NewsQuery>, deps: StoryPorts): Promise<ShownStory[]> =>
  (await find(call, { limit: feedEntries, after: null }, deps)).items;

const columns = [
  "firstSeenAt",
  "lastSeenAt",
  "parties",
  "kind",
  "stage",
  "areas",
  "title",
  "sentence",
  "source",
  "link",
];

async function storyList(page: Page<ShownStory>, call: Call<StoriesQuery>, deps: StoryPorts): Promise<Answer> {
  const entities = call.query.format === "csv" ? await entitiesOf(call.caller.owner, deps) : [];
  const row = ({ sources, parties, areas, reprints: _, ...story }: ShownStory): CsvRow => {
    const { title = null, sentence = null, source = null, link = null } = sources[0] ?? {};
    return {
      ...story,
      parties: parties.map((party) => partyName(party, entities)).join(" × "),
      areas: areas.join(", "),
      ...{ title, sentence, source, link, reports: sources.length },
    };
  };
  return listAnswer(
    page,
    (story) => [row(story)],
    [...columns, "reports", "outlets", "independentSources", "revision", "id"],
    call,
    deps,
  );
}
