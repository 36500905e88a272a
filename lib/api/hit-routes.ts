import * as z from "zod";
import { judgeTelling } from "../pipeline/judge-telling.ts";
import type { Hit } from "../stories/story.ts";
import { isCanarys } from "./canary-id.ts";
import { partyName } from "./company.ts";
import { mentionShape, tellingFields, tieUpShape } from "./explain-shapes.ts";
import type { History } from "./history.ts";
import { readHitId } from "./hit-id.ts";
import { hitFields, hitShape, type ShownHit, showHit } from "./hit-shapes.ts";
import { knownSources } from "./known-sources.ts";
import { type CsvRow, type FormatQuery, formatQuery, listAnswer, promisedList } from "./list-format.ts";
import { listFor, matchesHit, type NewsQuery, newsFilter, newsQuery, rangeOf, takesAll } from "./news-filter.ts";
import type { Page } from "./page.ts";
import { type CursorPorts, pageQuery, pageRequest } from "./paging.ts";
import { type Answer, type Call, type Caller, type Route, route } from "./route.ts";
import { searchList } from "./search-list.ts";
import { notFound } from "./versioned.ts";
import { entitiesOf, ownWatchlist, type WatchlistReader } from "./watchlist-access.ts";

export interface HitPorts extends CursorPorts, WatchlistReader {
  history: Pick<History, "hits" | "hit" | "story">;
}

/** A hit is half a kilobyte: so many cost some 14 read units, and 30 ms on the embedded default. */
const limits = { chunk: 50, readMax: 200 };

const whyShape = z.strictObject({
  ...hitFields,
  ...tellingFields,
  reasons: z.array(z.string()),
  mentions: z.array(mentionShape),
  tieUps: z.array(tieUpShape).meta({ description: "Those that satisfied the watchlist's rule" }),
});

type HitsQuery = NewsQuery & FormatQuery;

/** The history of hits. */
export function hitRoutes(deps: HitPorts): Route[] {
  return [
    route<HitsQuery>({
      method: "get",
      path: "/hits",
      summary: "What hit your watchlists, newest first, with the sentence that proves it",
      scope: "read",
      query: z.strictObject({ ...newsQuery, ...formatQuery, ...pageQuery }),
      answers: {
        200: promisedList("A page of hits; with rare filters it may be short, or empty, and go on", hitShape),
      },
      handle: (call) => hits(call, deps),
    }),
    route({
      method: "get",
      path: "/hits/{id}",
      summary: "One hit",
      scope: "read",
      answers: { 200: { description: "The hit", schema: hitShape } },
      handle: async (call) => ({ status: 200, body: showHit(await ownHit(call, deps)) }),
    }),
    route({
      method: "get",
      path: "/hits/{id}/why",
      summary: "Why an item hit its watchlist, as it was decided then, and whether it alerts as things stand",
      scope: "read",
      answers: { 200: { description: "The hit with its reasons, mentions and tie-ups", schema: whyShape } },
      handle: async (call) => {
        const hit = await ownHit(call, deps);
        const { reasons = [], mentions = [], tieUps = [] } = hit.why ?? {};
        return { status: 200, body: { ...showHit(hit), ...(await tellingOf(hit, deps)), reasons, mentions, tieUps } };
      },
    }),
  ];
}

async function hits(call: Call<HitsQuery>, deps: HitPorts): Promise<Answer> {
  const { query, caller } = call;
  if (query.watchlist !== undefined) await ownWatchlist(query.watchlist, caller, deps);
  const filter = await newsFilter(query, caller, deps);
  const request = pageRequest(call, deps);
  const page = await searchList(
    (asked) => deps.history.hits(listFor(filter, caller.owner), rangeOf(query), asked),
    (hit) => (matchesHit(hit, filter) && !isCanarys({ id: hit.watchlistId }) ? showHit(hit) : null),
    request,
    takesAll(filter) ? { chunk: request.limit, readMax: limits.readMax } : limits,
  );
  return hitList(page, call, deps);
}

const columns = ["seenAt", "publishedAt", "parties", "kind", "stage", "title", "sentence", "source", "link", "lang"];
const idColumns = ["watchlistId", "storyId", "revision", "id"];

async function hitList(page: Page<ShownHit>, call: Call<HitsQuery>, deps: HitPorts): Promise<Answer> {
  const entities = call.query.format === "csv" ? await entitiesOf(call.caller.owner, deps) : [];
  const rows = (hit: ShownHit): CsvRow[] => {
    const { id, seenAt, publishedAt, title, source, link, lang, watchlistId, stories } = hit;
    const common = { id, seenAt, publishedAt, title, source, link, lang, watchlistId };
    if (stories.length === 0) return [common];
    return stories.map(({ parties, kind, stage, sentence, storyId, revision }) => ({
      ...common,
      parties: parties.map((party) => partyName(party, entities)).join(" × "),
      ...{ kind, stage, sentence, storyId, revision },
    }));
  };
  return listAnswer(page, rows, [...columns, ...idColumns], call, deps);
}

/** By the rule as it is now. Of a watchlist that is gone nobody is told. */
async function tellingOf(hit: Hit, { history, watchlists }: HitPorts) {
  const watchlist = await watchlists.readWatchlist(hit.watchlistId);
  const known = await knownSources(hit, history);
  const telling = judgeTelling(watchlist?.value.rule ?? {}, known);
  return { ...telling, alerts: watchlist !== null && telling.alerts };
}

/** The hit, if it is the caller's. */
async function ownHit({ params, caller }: { params: Record<string, string>; caller: Caller }, deps: HitPorts) {
  const place = readHitId(params.id ?? "");
  const hit = place && (await deps.history.hit(place.watchlistId, place.seenAt, place.itemId));
  if (hit?.owner !== caller.owner) throw notFound("hit");
  return hit;
}
