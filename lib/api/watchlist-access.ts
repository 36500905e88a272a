import type { Entity, Watchlist } from "../matching/watchlist.ts";
import { allEntities } from "../pipeline/current-dictionary.ts";
import { allPages, type Page, type PageRequest } from "./page.ts";
import type { Caller } from "./route.ts";
import { owned, type Versioned } from "./versioned.ts";

export interface WatchlistReader {
  watchlists: {
    readWatchlist(id: string): Promise<Versioned<Watchlist> | null>;
    watchlistsOf(owner: string, page: PageRequest): Promise<Page<Watchlist>>;
  };
}

/** The watchlist, if it is the caller's. */
export async function ownWatchlist(id: string, caller: Caller, { watchlists }: WatchlistReader): Promise<Watchlist> {
  return owned(await watchlists.readWatchlist(id), "watchlist", { caller, ifMatch: null }).value;
}

const watchlistsPerRead = 100;

/** All of an owner's watchlists, by id. */
export const allWatchlistsOf = (owner: string, { watchlists }: WatchlistReader): Promise<Watchlist[]> =>
  allPages((page) => watchlists.watchlistsOf(owner, page), watchlistsPerRead);

/** The companies of all of an owner's watchlists, each once. */
export const entitiesOf = async (owner: string, deps: WatchlistReader): Promise<Entity[]> =>
  allEntities(await allWatchlistsOf(owner, deps));
