import type { ApiClient } from "./api-client.ts";
import { watchlistMeant } from "./watchlists.ts";

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
  --feed ID        from one feed
  --language L,…   de, en
  --words TEXT     whose title or proving sentence has all these words
  --since T, --until T   a date or a time: 2026-03-01, 2026-03-01T12:00:00Z`;

const parameters: Record<string, string> = { words: "q", since: "from", until: "to" };

/** The query string for these options. */
export async function queryOf(
  values: Partial<Record<keyof typeof filterOptions, string>>,
  api: ApiClient,
): Promise<string> {
  const query = new URLSearchParams();
  for (const name of Object.keys(filterOptions) as (keyof typeof filterOptions)[]) {
    const value = values[name];
    if (value === undefined) continue;
    query.set(parameters[name] ?? name, name === "watchlist" ? (await watchlistMeant(value, api)).id : value);
  }
  return query.toString();
}
