import { readWatchlist, WatchlistError } from "../matching/read-watchlist.ts";
import type { Watchlist } from "../matching/watchlist.ts";

export type CheckedWatchlist =
  | { kind: "watchlist"; watchlist: Watchlist }
  /** `field` is "" where the whole is no watchlist. */
  | { kind: "invalid"; problem: { field: string; expected: string; got: string } };

/** The watchlist that `readWatchlist` makes of a document, or as a value what it throws. */
export function checkWatchlist(value: unknown): CheckedWatchlist {
  try {
    return { kind: "watchlist", watchlist: readWatchlist(value) };
  } catch (fault) {
    if (fault instanceof WatchlistError) return { kind: "invalid", problem: problemOf(fault.message) };
    throw fault;
  }
}

/** The parts of "entities[0].name: expected a text, got nothing" and "rule: unknown field "kindz", did you mean …". */
function problemOf(message: string) {
  const [, path = "", rest = message] = /^([\w.[\]]+): (.*)$/s.exec(message) ?? [];
  const within = path === "watchlist" ? "" : path;
  const [, unknown] = /^unknown field "(.*?)"/s.exec(rest) ?? [];
  if (unknown !== undefined) {
    const field = within ? `${within}.${unknown}` : unknown;
    return { field, expected: "no such field", got: rest };
  }
  const [, expected = rest, got = "another"] = /^expected (.*), got (.*)$/s.exec(rest) ?? [];
  return { field: within, expected, got };
}
