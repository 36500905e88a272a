import * as z from "zod";
import type { Entity } from "../matching/watchlist.ts";
import type { Hit } from "../stories/story.ts";
import { foldPlain } from "../text/fold.ts";
import type { Kind, Stage } from "../tieups/tie-up.ts";
import { partyNamed } from "./company.ts";
import { inWords } from "./field-problems.ts";
import type { NewsList, StoryInFull, TimeRange } from "./history.ts";
import { invalidInput } from "./refusal.ts";
import type { Caller } from "./route.ts";
import { kindShape, stageShape } from "./rule-shapes.ts";
import { entitiesOf, type WatchlistReader } from "./watchlist-access.ts";

const expectedTime =
  "a date such as 2026-03-01, or a date and time with its offset such as 2026-03-01T12:00:00Z (ISO 8601)";
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: expectedTime })
  .transform((text) => new Date(text).toISOString())
  .optional();

/** The parameters of a time range. */
export const rangeQuery = {
  from: time.meta({ description: "From here on; a date is its beginning in UTC" }),
  to: time.meta({ description: "Up to here; a date is its beginning in UTC" }),
};

/** The range that is asked for. Refuses one that ends before it begins. */
export function rangeOf({ from, to }: { from?: string | undefined; to?: string | undefined }): TimeRange {
  if (from === undefined || to === undefined || from <= to) return { from: from ?? null, to: to ?? null };
  throw invalidInput([{ field: "to", expected: `a time at or after "from" (${from})`, got: to }]);
}

const someOf = <T extends string>(shape: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => text.split(",").map((one) => one.trim()))
    .pipe(z.array(shape))
    .optional();

const nameCharsMax = 200;
const wordsCharsMax = 200;
const id = z.string().min(1).max(128).optional();
const company = z.string().trim().min(1).max(nameCharsMax);
export const languageShape = z.string().regex(/^[a-z]{2,3}$/, "a language such as de");

/** The filters that all news has in common. All that are given must hold. */
export const newsQuery = {
  watchlist: id.meta({ description: "Id of one of your watchlists" }),
  entity: company.optional().meta({ description: "A company, by name, spelling or id" }),
  pair: z
    .string()
    .transform((text) => text.split(",").map((one) => one.trim()))
    .pipe(z.tuple([company, company], "two companies such as BMW,Toyota"))
    .optional()
    .meta({ description: "Two companies, with a comma between them" }),
  stage: someOf(stageShape).meta({ description: `One or more, with commas: ${stageShape.options.join(", ")}` }),
  kind: someOf(kindShape).meta({ description: `One or more, with commas: ${kindShape.options.join(", ")}` }),
  feed: id.meta({ description: "Id of a feed" }),
  language: someOf(languageShape).meta({ description: "Of the report: one or more, with commas" }),
  q: z
    .string()
    .trim()
    .min(1)
    .max(wordsCharsMax)
    .optional()
    .meta({ description: "Words that all stand in the title or the proving sentence; case and accents don't matter" }),
  ...rangeQuery,
};

export interface NewsQuery {
  watchlist?: string | undefined;
  entity?: string | undefined;
  pair?: [string, string] | undefined;
  stage?: Stage[] | undefined;
  kind?: Kind[] | undefined;
  feed?: string | undefined;
  language?: string[] | undefined;
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** What is wrong with a pair whose two names stand for one company. */
export const samePartyTwice = (field: string, [a, b]: readonly [string, string]) => ({
  field,
  expected: "two different companies",
  got: a === b ? `${inWords(a)} twice` : `${inWords(a)} and ${inWords(b)}, which are the same`,
});

/** A question to the history with its names resolved. Empty lists: whichever. */
export interface NewsFilter {
  watchlistId: string | null;
  parties: string[];
  stages: Stage[];
  kinds: Kind[];
  feedId: string | null;
  languages: string[];
  /** Folded. */
  words: string[];
}

/** What is asked for, by party ids. */
export async function newsFilter(query: NewsQuery, { owner }: Caller, deps: WatchlistReader): Promise<NewsFilter> {
  const names = [...(query.pair ?? []), ...(query.entity === undefined ? [] : [query.entity])];
  const entities: Entity[] = names.length > 0 ? await entitiesOf(owner, deps) : [];
  const parties = names.map((name) => partyNamed(name, entities));
  if (query.pair && parties[0] === parties[1]) throw invalidInput([samePartyTwice("pair", query.pair)]);
  return {
    watchlistId: query.watchlist ?? null,
    parties: [...new Set(parties)],
    stages: query.stage ?? [],
    kinds: query.kind ?? [],
    feedId: query.feed ?? null,
    languages: query.language ?? [],
    words: query.q === undefined ? [] : foldPlain(query.q).split(/\s+/).filter(Boolean),
  };
}

/** The shortest list that holds all that the filter wants. */
export function listFor({ watchlistId, parties: [first, second] }: NewsFilter, owner: string): NewsList {
  if (first !== undefined && second !== undefined) return { owner, pair: [first, second] };
  if (first !== undefined) return { owner, party: first };
  return watchlistId === null ? { owner } : { watchlistId };
}

/** The same for stories, which don't say which watchlists they hit. */
export const storyListFor = (filter: NewsFilter, owner: string): NewsList =>
  filter.watchlistId === null ? listFor(filter, owner) : { watchlistId: filter.watchlistId };

/** Whether nothing but the list itself decides. */
export const takesAll = ({ watchlistId, parties, stages, kinds, feedId, languages, words }: NewsFilter): boolean =>
  parties.length + (watchlistId === null ? 0 : 1) <= 1 &&
  stages.length + kinds.length + languages.length + words.length === 0 &&
  feedId === null;

const oneOf = <T>(value: T, wanted: readonly T[]): boolean => wanted.length === 0 || wanted.includes(value);

function holds(words: readonly string[], texts: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = foldPlain(texts.join("\n"));
  return words.every((word) => text.includes(word));
}

/** Whether the hit is wanted: one statement of its item has the stage and the kind that are. */
export function matchesHit({ watchlistId, entityIds, report }: Hit, filter: NewsFilter): boolean {
  const { stages, kinds, feedId, languages, words } = filter;
  const { statements } = report;
  const said = statements.some(({ stage, kind }) => isOneOf(stage, stages) && isOneOf(kind, kinds));
  const texts = [report.title, ...statements.map(({ sentence }) => sentence)];
  return (
    (filter.watchlistId === null || watchlistId === filter.watchlistId) &&
    filter.parties.every((party) => entityIds.includes(party)) &&
    (said || stages.length + kinds.length === 0) &&
    (feedId === null || report.feedId === feedId) &&
    oneOf(report.lang, languages) &&
    holds(words, texts)
  );
}

/** Whether the story is wanted, as it stands now: one report of it has the feed, the language and the words that are. */
export function matchesStory({ story, sources }: StoryInFull, filter: NewsFilter): boolean {
  const { stages, kinds, feedId, languages, words } = filter;
  const isReport = sources.some(
    (source) =>
      (feedId === null || source.feedId === feedId) &&
      oneOf(source.lang, languages) &&
      holds(words, [source.title, source.sentence]),
  );
  return (
    filter.parties.every((party) => story.facts.parties.includes(party)) &&
    isOneOf(story.facts.stage, stages) &&
    isOneOf(story.facts.kind, kinds) &&
    (isReport || (feedId === null && languages.length + words.length === 0))
  );
}

const isOneOf = <T>(value: T | null, wanted: readonly T[]): boolean =>
  wanted.length === 0 || (value !== null && wanted.includes(value));
