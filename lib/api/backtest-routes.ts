import * as z from "zod";
import type { Watchlist } from "../matching/watchlist.ts";
import type { CountedOutcome, Replayed, TextQuestions } from "../pipeline/text-questions.ts";
import { hitShape, showHit } from "./hit-shapes.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { timeZone } from "./time-zone.ts";
import { ownWatchlist, type WatchlistReader } from "./watchlist-access.ts";
import { merged, readWatchlistBody, type WatchlistReading, writtenWatchlist } from "./watchlist-routes.ts";

export interface BacktestPorts extends WatchlistReading, WatchlistReader {
  texts: Pick<TextQuestions, "replay">;
  now(): Date;
}

/** Items are kept no longer. */
export const daysMax = 90;
const daysDefault = 30;
/** What is replayed within a gateway's patience on a small function. */
const wordingsMax = 20_000;
const hitsShown = 100;
/** No country asks for so much a part. */
export const smsPriceMaxUsd = 10;

/** As a client asks. */
export const backtestQuestion = z.strictObject({
  watchlistId: z.string().max(128).optional().meta({ description: "The saved watchlist that it is compared with" }),
  watchlist: z
    .unknown()
    .optional()
    .meta({ description: "As it would be: with `watchlistId` only the fields that change, else the whole" }),
  days: z.int().min(1).max(daysMax).default(daysDefault),
  timeZone: timeZone.default("UTC").meta({ description: "In which hours, days and weeks are counted" }),
  language: z.enum(["de", "en"]).default("en").meta({ description: "Of the texts, for the length of an SMS" }),
  smsPartsMax: z.int().min(1).max(10).default(1),
  smsPartPriceUsd: z
    .number()
    .min(0)
    .max(smsPriceMaxUsd)
    .optional()
    .meta({ description: "What one part costs where you send to: prices differ by country, so none is assumed" }),
});

const pairOf = (shape: z.ZodType) =>
  z.strictObject({
    saved: shape.nullable().meta({ description: "null: there is no saved watchlist" }),
    changed: shape,
  });
const count = z.number();
const rate = z.number().meta({ description: "A week" });
const answerShape = z.strictObject({
  from: z.string().meta({ description: "Since when: later than asked for where there was too much, or less is kept" }),
  until: z.string(),
  feeds: z.number(),
  wordings: z.number().meta({ description: "Items and edits of them that were replayed" }),
  hits: pairOf(count),
  stories: pairOf(count),
  added: z.array(hitShape).meta({ description: `The newest ${hitsShown} at most` }),
  removed: z.array(hitShape).meta({ description: `The newest ${hitsShown} at most` }),
  messagesPerWeek: z.strictObject({
    immediate: pairOf(rate),
    hour: pairOf(rate),
    day: pairOf(rate),
    week: pairOf(rate),
  }),
  sms: z.strictObject({
    partsPerWeek: pairOf(rate),
    usdPerWeek: pairOf(rate).nullable().meta({ description: "null where no price was given" }),
  }),
});

/** What a changed watchlist would have brought. */
export const backtestRoutes = (deps: BacktestPorts): Route[] => [
  route<NoQuery, z.infer<typeof backtestQuestion>>({
    method: "post",
    path: "/backtest",
    summary: "What a changed watchlist would have brought from what your feeds had in the last days; nothing is stored",
    scope: "read",
    body: backtestQuestion,
    bodyInWords: backtestQuestion.extend({ watchlist: writtenWatchlist.partial().optional() }),
    answers: {
      200: { description: "Its hits and messages, beside those of the saved watchlist", schema: answerShape },
    },
    handle: (call) => run(call, deps),
  }),
];

async function run(call: Call<NoQuery, z.infer<typeof backtestQuestion>>, deps: BacktestPorts): Promise<Answer> {
  const { owner } = call.caller;
  const { days, smsPartPriceUsd: price, timeZone, language, smsPartsMax } = call.body;
  const { saved, changed } = await versionsMeant(call, deps);
  const until = deps.now().toISOString();
  const from = new Date(Date.parse(until) - days * 24 * 60 * 60 * 1000).toISOString();
  const reader = { timeZone, language, smsPartsMax };
  const question = { owner, saved, changed, from, until, reader, wordingsMax, hitsMax: hitsShown };
  const replayed = await deps.texts.replay(question);
  return { status: 200, body: { until, ...showReplayed(replayed, price) } };
}

async function versionsMeant(
  { body, caller }: Call<NoQuery, z.infer<typeof backtestQuestion>>,
  deps: BacktestPorts,
): Promise<{ saved: Watchlist | null; changed: Watchlist }> {
  const { watchlistId, watchlist } = body;
  if (watchlistId === undefined && watchlist === undefined)
    throw invalidInput([{ field: "watchlist", expected: "watchlistId, watchlist or both", got: "neither" }]);
  if (watchlistId === undefined) {
    const changed = readWatchlistBody(watchlist, { id: "backtested", owner: caller.owner }, deps, "watchlist");
    return { saved: null, changed };
  }
  const saved = await ownWatchlist(watchlistId, caller, deps);
  if (watchlist === undefined) return { saved, changed: saved };
  return { saved, changed: readWatchlistBody(merged(saved, watchlist), saved, deps, "watchlist") };
}

function showReplayed({ from, feeds, wordings, saved, changed, added, removed }: Replayed, price: number | undefined) {
  const both = <T>(of: (outcome: CountedOutcome) => T) => ({ saved: saved && of(saved), changed: of(changed) });
  const { hour, day, week, immediate } = changed.messages;
  const every = Object.keys({ immediate, hour, day, week }) as (keyof CountedOutcome["messages"])[];
  const cost = (outcome: CountedOutcome) => Math.round(outcome.smsParts * (price ?? 0) * 100) / 100;
  return {
    ...{ from, feeds, wordings },
    hits: both(({ hits }) => hits),
    stories: both(({ stories }) => stories),
    added: added.map(showHit),
    removed: removed.map(showHit),
    messagesPerWeek: Object.fromEntries(every.map((one) => [one, both(({ messages }) => messages[one])])),
    sms: { partsPerWeek: both(({ smsParts }) => smsParts), usdPerWeek: price === undefined ? null : both(cost) },
  };
}
