import {
  headlineLengthMax,
  headlinesMax,
  minSourcesMax,
  phraseLengthMax,
  readWatchlist,
  WatchlistError,
  type WatchlistProblem,
} from "../matching/read-watchlist.ts";
import type { Watchlist } from "../matching/watchlist.ts";

/** What a watchlist may have at most: said in the API's description, checked by `readWatchlist`. */
export const watchlistLimits = {
  minSourcesMax,
  nameLengthMax: phraseLengthMax,
  headlinesMax,
  headlineLengthMax,
} as const;

export type CheckedWatchlist =
  | { kind: "watchlist"; watchlist: Watchlist }
  /** At least one; `field` is "" where the whole is no watchlist. */
  | { kind: "invalid"; problems: readonly WatchlistProblem[] };

/** The watchlist that `readWatchlist` makes of a document, or as a value what it throws. */
export function checkWatchlist(value: unknown): CheckedWatchlist {
  try {
    return { kind: "watchlist", watchlist: readWatchlist(value) };
  } catch (fault) {
    if (fault instanceof WatchlistError) return { kind: "invalid", problems: fault.problems };
    throw fault;
  }
}
