import { parse } from "yaml";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { textOf, UnreadableInput } from "./input.ts";

/** The watchlist that a YAML or JSON file ("-": standard input) describes. Throws `UsageError`, which names the file. */
export async function loadWatchlist(file: string, io: Pick<CommandIo, "stdin">): Promise<Watchlist> {
  const written = await writtenWatchlist(file, io);
  try {
    return readWatchlist(written);
  } catch (fault) {
    if (fault instanceof WatchlistError) throw new UsageError(`${file}: ${fault.message}`);
    throw fault;
  }
}

/** The document of a YAML or JSON file, for the API to judge. Throws `UsageError`, which names the file. */
export async function writtenWatchlist(file: string, io: Pick<CommandIo, "stdin">): Promise<unknown> {
  const document = await documentOf(file, io);
  if (typeof document === "object" && document !== null && "watchlists" in document)
    throw new UsageError(`${file}: expected one watchlist, got a file of watchlists; "tieup apply ${file}" takes it`);
  return document;
}

async function documentOf(file: string, io: Pick<CommandIo, "stdin">): Promise<unknown> {
  try {
    return parse(await textOf(file, io));
  } catch (fault) {
    const reason = fault instanceof UnreadableInput ? `; ${fault.message}` : `: ${(fault as Error).message}`;
    throw new UsageError(`${file}: expected a watchlist as YAML or JSON${reason}`);
  }
}
