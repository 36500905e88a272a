import * as z from "zod";
import type { Entity } from "../matching/watchlist.ts";
import type { StorySource } from "../stories/story.ts";
import type { Stage } from "../tieups/tie-up.ts";
import { isWatched, partyName, partyNamed } from "./company.ts";
import type { History, Partner, StoryInFull } from "./history.ts";
import { rangeOf, rangeQuery, samePartyTwice } from "./news-filter.ts";
import { type CursorPorts, type PageQuery, pageAnswer, pageOf, pageQuery, pageRequest } from "./paging.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type Route, route } from "./route.ts";
import { kindShape, stageShape } from "./rule-shapes.ts";
import { searchList } from "./search-list.ts";
import { showSource, showSourcing, showStory, sourceShape, sourcingFields, storyFields } from "./story-shapes.ts";
import { notFound } from "./versioned.ts";
import { entitiesOf, type WatchlistReader } from "./watchlist-access.ts";

export interface CompanyPorts extends CursorPorts, WatchlistReader {
  history: Pick<History, "storyIds" | "story" | "partners">;
}

const partnersMax = 1_000;
const limits = { chunk: 25, readMax: 100 };

const companyShape = z.strictObject({ id: z.string(), name: z.string() });
const entityShape = companyShape.extend({
  aliases: z.array(z.string()).meta({ description: "Its spellings on all of your watchlists" }),
});
const partnerShape = z.strictObject({
  partner: companyShape.meta({ description: "~name as the id of one that nobody watches" }),
  since: z.string().meta({ description: "When the first story of the two was first seen" }),
  lastSeenAt: z.string(),
  kind: kindShape,
  stage: stageShape.nullable(),
  areas: z.array(z.string()),
  storyId: z.string().meta({ description: "Their newest story, which kind, stage and areas are of" }),
});
const stepShape = z.strictObject({
  stage: stageShape.nullable(),
  since: z.string().meta({ description: "When the stage was first reported" }),
  sources: z.array(sourceShape),
});
const timeLineShape = z.strictObject({
  ...storyFields,
  ...sourcingFields,
  stages: z.array(stepShape).meta({ description: "The first stage first, each with its reports" }),
});
const pairShape = pageOf(timeLineShape).extend({ pair: z.tuple([companyShape, companyShape]) });

type PairQuery = PageQuery & { from?: string | undefined; to?: string | undefined };

/** Companies: those that are watched, with whom one works together, and a pair's time line. */
export function companyRoutes(deps: CompanyPorts): Route[] {
  return [
    route<PageQuery>({
      method: "get",
      path: "/entities",
      summary: "The companies of your watchlists, by id",
      scope: "read",
      query: z.strictObject(pageQuery),
      answers: { 200: { description: "A page of them", schema: pageOf(entityShape) } },
      handle: (call) => entities(call, deps),
    }),
    route({
      method: "get",
      path: "/entities/{id}/partners",
      summary: `With whom a company works together, since when and in what stage; at most ${partnersMax}, the newest news first`,
      scope: "read",
      answers: {
        200: {
          description: "Its partners",
          schema: z.strictObject({ entity: companyShape, items: z.array(partnerShape) }),
        },
      },
      handle: (call) => partners(call, deps),
    }),
    route<PairQuery>({
      method: "get",
      path: "/pairs/{a}/{b}",
      summary:
        "What two companies do together: their stories stage by stage, with the reports; the last one begun comes first",
      scope: "read",
      query: z.strictObject({ ...rangeQuery, ...pageQuery }),
      answers: { 200: { description: "A page of their stories", schema: pairShape } },
      handle: (call) => pair(call, deps),
    }),
  ];
}

async function entities(call: Call<PageQuery>, deps: CompanyPorts): Promise<Answer> {
  const { limit, after } = pageRequest(call, deps);
  const all = (await entitiesOf(call.caller.owner, deps)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const left = all.filter(({ id }) => after === null || id > (after.id ?? ""));
  const items = left.slice(0, limit);
  const last = items.at(-1);
  const next = last && left.length > limit ? { id: last.id } : null;
  const show = ({ id, name, aliases }: Entity) => ({ id, name, aliases: aliases.map(({ text }) => text) });
  return pageAnswer({ items, next }, show, call, deps);
}

async function partners({ params, caller }: Call, deps: CompanyPorts): Promise<Answer> {
  const watched = await entitiesOf(caller.owner, deps);
  const party = partyNamed(params.id ?? "", watched);
  const found = await deps.history.partners(caller.owner, party, partnersMax);
  if (found.length === 0 && !isWatched(party)) throw notFound("company on your watchlists");
  const items = found
    .toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1))
    .map((one) => showPartner(one, watched));
  return { status: 200, body: { entity: company(party, watched), items } };
}

function showPartner({ partner, since, lastSeenAt, kind, stage, areas, storyId }: Partner, watched: readonly Entity[]) {
  return { partner: company(partner, watched), since, lastSeenAt, kind, stage, areas, storyId };
}

const company = (party: string, watched: readonly Entity[]) => ({ id: party, name: partyName(party, watched) });

async function pair(call: Call<PairQuery>, deps: CompanyPorts): Promise<Answer> {
  const { params, caller, query } = call;
  const watched = await entitiesOf(caller.owner, deps);
  const [a, b] = [params.a, params.b].map((name) => partyNamed(name ?? "", watched)) as [string, string];
  if (a === b) throw invalidInput([samePartyTwice("b", [params.a ?? "", params.b ?? ""])]);
  if (![a, b].some(isWatched)) throw notFound("company on your watchlists");
  const request = pageRequest(call, deps);
  const page = await searchList(
    (asked) => deps.history.storyIds({ owner: caller.owner, pair: [a, b] }, rangeOf(query), asked),
    async (id) => {
      const found = await deps.history.story(id);
      return found?.story.owner === caller.owner ? timeLineOf(found) : null;
    },
    request,
    { ...limits, chunk: Math.min(limits.chunk, request.limit) },
  );
  const { body, ...answer } = pageAnswer(page, (story) => story, call, deps);
  return { ...answer, body: { pair: [company(a, watched), company(b, watched)], ...(body as object) } };
}

/** The story with its reports by the stage that they state, in the order in which the stages came up. */
function timeLineOf({ story, sources }: StoryInFull) {
  const steps = new Map<Stage | null, StorySource[]>();
  for (const source of sources) steps.set(source.stage, [...(steps.get(source.stage) ?? []), source]);
  const stages = [...steps].map(([stage, reports]) => ({
    stage,
    since: reports[0]?.firstSeenAt ?? story.firstSeenAt,
    sources: reports.map(showSource),
  }));
  return { ...showStory(story), ...showSourcing(sources), stages };
}
