import { newsQuery } from "../lib/api/news-filter.ts";
import type { ApiClient } from "./api-client.ts";
import { UsageError } from "./command.ts";
import { feedMeant } from "./feed-meant.ts";
import type { FeedRow } from "./feeds-table.ts";
import { optionValue } from "./option-value.ts";
import { watchlistMeant } from "./watchlist-rows.ts";

/** A page as text, and where the next one is. */
export interface Answered {
  text: string;
  next: string | null;
}

/** The filters that hits, stories and deliveries have in common. */
export const filterOptions = {
  watchlist: { type: "string" },
  entity: { type: "string" },
  pair: { type: "string" },
  stage: { type: "string" },
  kind: { type: "string" },
  feed: { type: "string" },
  language: { type: "string" },
  words: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
} as const;

export const filterHelp = `  --watchlist ID   of one watchlist, by id, its beginning or its name
  --entity NAME    about a company; --pair A,B about two
  --stage S,…      rumoured, agreed, expanded, active, ended, denied
  --kind K,…       cooperation, joint-venture, supply, licensing, stake, merger
  --feed ID        from one feed, by id, its beginning, its address or its title
  --language L,…   de, en
  --words TEXT     whose title or proving sentence has all these words
  --since T, --until T   a time such as 2026-03-01T12:00:00Z; a date is its beginning (UTC)`;

type FilterOption = keyof typeof filterOptions;
type Filters = Partial<Record<FilterOption, string>>;

/** What the API calls it. */
const parameters: Record<FilterOption, keyof typeof newsQuery> = {
  ...{ watchlist: "watchlist", entity: "entity", pair: "pair", stage: "stage", kind: "kind", feed: "feed" },
  ...{ language: "language", words: "q", since: "from", until: "to" },
};

/** Refuses what the API would: before it is asked for anything, and by the names of the options. */
export function checkFilters(values: Filters): void {
  for (const [option, parameter] of Object.entries(parameters) as [FilterOption, keyof typeof newsQuery][])
    optionValue(`--${option}`, values[option], newsQuery[parameter]);
  const { since, until } = values;
  if (since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until))
    throw new UsageError(`expected --until to be at or after --since (${since}), got "${until}"`);
}

/** The query string for these options. */
export async function queryOf(values: Filters, api: ApiClient): Promise<string> {
  const query = new URLSearchParams();
  for (const [option, parameter] of Object.entries(parameters) as [FilterOption, string][]) {
    const value = values[option];
    if (value !== undefined) query.set(parameter, await idOr(value, option, api));
  }
  return query.toString();
}

/** Watchlists and feeds are meant by name. */
async function idOr(value: string, option: FilterOption, api: ApiClient): Promise<string> {
  if (option === "watchlist") return (await watchlistMeant(value, api)).id;
  if (option === "feed") return feedMeant(value, await api.all<FeedRow>("/feeds")).id;
  return value;
}
