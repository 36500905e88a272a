import * as z from "zod";
import type { Watchlist } from "../matching/watchlist.ts";
import { itemByLink, sightingsOf } from "../pipeline/item-by-link.ts";
import { judgeTelling } from "../pipeline/judge-telling.ts";
import type { TextQuestions } from "../pipeline/text-questions.ts";
import type { Item } from "../polling/item.ts";
import type { Journal } from "../polling/journal.ts";
import { fieldShape, mentionShape, tellingFields, tieUpShape } from "./explain-shapes.ts";
import { allFeedsOf, type FeedsOf } from "./feeds-of.ts";
import type { History } from "./history.ts";
import { knownSources } from "./known-sources.ts";
import { invalidInput, Refusal } from "./refusal.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { ownWatchlist, type WatchlistReader } from "./watchlist-access.ts";
import { readWatchlistBody, type WatchlistReading, writtenWatchlist } from "./watchlist-routes.ts";

export interface ExplainPorts extends WatchlistReading, WatchlistReader, FeedsOf {
  journal: Pick<Journal, "latestFirst">;
  history: Pick<History, "hit" | "story">;
  now(): Date;
  texts: Pick<TextQuestions, "explain">;
}

const dayMs = 24 * 60 * 60 * 1000;
const titleCharsMax = 2_000;
const textCharsMax = 100_000;
const urlCharsMax = 4_096;
/** Further back people rarely ask, and each feed's rows have to be read. */
const knownDays = 30;

/** As a client asks. */
export const explainQuestion = z.strictObject({
  watchlistId: z.string().max(128).optional().meta({ description: "One of yours; or give `watchlist`" }),
  watchlist: z.unknown().optional().meta({ description: "A watchlist that need not be stored" }),
  title: z.string().max(titleCharsMax).optional(),
  url: z
    .string()
    .max(urlCharsMax)
    .optional()
    .meta({
      description: `In place of title and text: the link of an item that your feeds brought in the last ${knownDays} days`,
    }),
  text: z.string().max(textCharsMax).default(""),
  lang: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, "a language such as de or en-GB (BCP 47)")
    .optional()
    .meta({ description: "Found from the words if not given" }),
});

const explanationShape = z.strictObject({
  item: z
    .strictObject({
      ...{ feedId: z.string(), source: z.string(), title: z.string(), text: z.string(), link: z.string().nullable() },
      seenAt: z.string(),
    })
    .nullable()
    .meta({ description: "The item of the url; null for a text" }),
  lang: z.string(),
  hit: z.boolean().meta({ description: "Whether it satisfies the watchlist's rule" }),
  ...tellingFields,
  reasons: z.array(z.string()),
  mentions: z.array(mentionShape),
  tieUps: z.array(tieUpShape),
  dropped: z
    .strictObject({
      mentions: z.array(mentionShape),
      tieUps: z.array(
        z.strictObject({ field: fieldShape, sentence: z.string(), trigger: z.string(), reason: z.string() }),
      ),
    })
    .meta({ description: "What was considered and is none, each with the reason" }),
});

/** Explaining a text: stage by stage what is found in it, and why it would alert or not. */
export const explainRoutes = (deps: ExplainPorts): Route[] => [
  route<NoQuery, z.infer<typeof explainQuestion>>({
    method: "post",
    path: "/explain",
    summary: "Why a text would alert on a watchlist, or why not",
    scope: "read",
    body: explainQuestion,
    bodyInWords: explainQuestion.extend({ watchlist: writtenWatchlist.optional() }),
    answers: { 200: { description: "What was found and decided", schema: explanationShape } },
    handle: (call) => explain(call, deps),
  }),
];

async function explain(call: Call<NoQuery, z.infer<typeof explainQuestion>>, deps: ExplainPorts): Promise<Answer> {
  const watchlist = await watchlistFor(call, deps);
  const { item, known, words } = await wordsMeant(call, deps);
  const { analysis, judgement } = await deps.texts.explain({ owner: call.caller.owner, watchlist, item: words });
  const { mentions, tieUps, droppedMentions, droppedTieUps } = analysis;
  const { hit, reasons } = judgement;
  const dropped = { mentions: droppedMentions, tieUps: droppedTieUps };
  const telling = hit ? judgeTelling(watchlist.rule, await sourcesOf(known, watchlist, deps)) : noTelling;
  const body = { item, lang: analysis.lang, hit, ...telling, reasons, mentions, tieUps, dropped };
  return { status: 200, body };
}

const noTelling = { alerts: false, sources: null };

/** A text is one source. Of an item that hit the stored watchlist those of its story count, unless it hit under embargo. */
async function sourcesOf(item: Item | null, { id, rule }: Watchlist, { journal, history, now }: ExplainPorts) {
  if (item === null || rule.minSources === undefined) return 1;
  for (const seenAt of await sightingsOf(journal, item, since(now()))) {
    const hit = await history.hit(id, seenAt, item.id);
    if (hit) return knownSources(hit, history);
  }
  return 1;
}

const since = (now: Date): string => new Date(now.getTime() - knownDays * dayMs).toISOString();

async function wordsMeant({ body, caller }: Call<NoQuery, z.infer<typeof explainQuestion>>, deps: ExplainPorts) {
  const { title, url, text, lang = null } = body;
  if ((title === undefined) === (url === undefined)) {
    const got = title === undefined ? "neither" : "both";
    throw invalidInput([{ field: "title", expected: "either title or url", got }]);
  }
  if (url === undefined)
    return { item: null, known: null, words: { title: title ?? "", text, lang, publishedAt: null } };
  const feedIds = (await allFeedsOf(caller.owner, deps)).map(({ id }) => id);
  const found = await itemByLink(deps.journal, feedIds, url, since(deps.now()));
  if (found === null)
    throw new Refusal("not-found", `your feeds brought no item with this link in the last ${knownDays} days`);
  const { feedId, source, link, summary, publishedAt, firstSeenAt } = found;
  return {
    known: found,
    item: { feedId, source, title: found.title, text: summary, link, seenAt: firstSeenAt },
    words: { title: found.title, text: summary, lang: lang ?? found.lang, publishedAt: publishedAt ?? firstSeenAt },
  };
}

async function watchlistFor(
  call: Call<NoQuery, z.infer<typeof explainQuestion>>,
  deps: ExplainPorts,
): Promise<Watchlist> {
  const { watchlistId, watchlist } = call.body;
  if ((watchlistId === undefined) === (watchlist === undefined)) {
    const got = watchlistId === undefined ? "neither" : "both";
    throw invalidInput([{ field: "watchlistId", expected: "either watchlistId or watchlist", got }]);
  }
  if (watchlistId === undefined) {
    return readWatchlistBody(watchlist, { id: "explained", owner: call.caller.owner }, deps, "watchlist");
  }
  return ownWatchlist(watchlistId, call.caller, deps);
}
