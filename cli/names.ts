import { partyName } from "../lib/api/company.ts";
import type { ApiClient } from "./api-client.ts";
import type { WatchlistRow } from "./watchlist-rows.ts";

/** What people call the things that an answer has ids of; what is removed by now keeps its id. */
export interface Names {
  watchlist(id: string): string;
  feed(id: string): string;
  /** "BMW × General Motors". */
  parties(ids: readonly string[]): string;
}

interface Named {
  id: string;
  name: string;
}

/** The names of a running Tieup's watchlists, companies and feeds. */
export async function namesIn(api: ApiClient): Promise<Names> {
  const [watchlists, feeds] = await Promise.all([
    api.all<WatchlistRow>("/watchlists"),
    api.all<{ id: string; title: string }>("/feeds"),
  ]);
  const entities = watchlists.flatMap((one) => one.entities);
  const feedNames = feeds.map(({ id, title }) => ({ id, name: title }));
  return {
    watchlist: (id) => nameOf(id, watchlists),
    feed: (id) => nameOf(id, feedNames),
    parties: (ids) => ids.map((id) => partyName(id, entities)).join(" × "),
  };
}

const nameOf = (id: string, all: readonly Named[]): string => all.find((one) => one.id === id)?.name ?? id;
