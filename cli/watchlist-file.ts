import { parse } from "yaml";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { textOf, UnreadableInput } from "./input.ts";

/** The watchlist that a YAML or JSON file ("-": standard input) describes. Throws `UsageError`, which names the file. */
export async function loadWatchlist(file: string, io: Pick<CommandIo, "stdin">): Promise<Watchlist> {
  try {
    return readWatchlist(parse(await textOf(file, io)));
  } catch (fault) {
    if (fault instanceof WatchlistError) throw new UsageError(`${file}: ${fault.message}`);
    const reason = fault instanceof UnreadableInput ? `; ${fault.message}` : `: ${(fault as Error).message}`;
    throw new UsageError(`${file}: expected a watchlist as YAML or JSON${reason}`);
  }
}
