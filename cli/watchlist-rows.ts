import type { ApiClient } from "./api-client.ts";
import type { CommandIo } from "./command.ts";
import { meant, type Naming } from "./meant.ts";
import { writeJson } from "./show.ts";
import { onOneLine } from "./terminal-text.ts";

/** A watchlist as the API answers it. */
export interface WatchlistRow {
  id: string;
  name: string;
  entities: { id: string; name: string }[];
  rule: {
    news: string;
    parties: unknown;
    kinds: string[];
    stages: string[];
    languages?: string[];
    minSources?: number;
  };
}

export interface SavedWatchlist extends WatchlistRow {
  warnings: { entity: string; message: string }[];
}

/** The watchlist of this id or name. */
export const watchlistMeant = async (word: string, api: ApiClient): Promise<WatchlistRow> =>
  meant(word, await api.all<WatchlistRow>("/watchlists"), watchlistNaming);

export const watchlistNaming: Naming<WatchlistRow> = {
  ...{ what: "watchlist", knownBy: "id, its beginning or its name", listedBy: "tieup watchlists" },
  namesOf: ({ name }) => [name],
};

/** Says what is risky about the names on stderr, and what was saved on stdout. */
export function tellSaved(what: string, saved: SavedWatchlist, asJson: boolean, io: CommandIo): void {
  for (const { message } of saved.warnings) io.stderr.write(`warning: ${onOneLine(message)}\n`);
  if (asJson) writeJson(io, saved);
  else io.stdout.write(`${what} ${saved.id} ${onOneLine(saved.name)}, ${saved.entities.length} companies\n`);
}
