import { compileDictionary, type Dictionary } from "../matching/dictionary.ts";
import type { Entity, Watchlist } from "../matching/watchlist.ts";

export interface WatchlistSource {
  allWatchlists(): Promise<Watchlist[]>;
  /** Rises with every change of any watchlist. */
  dictionaryVersion(): Promise<number>;
}

/** Everybody's watchlists, and one dictionary of all their entities. */
export interface Watched {
  watchlists: Watchlist[];
  dictionary: Dictionary;
}

/** However the version was missed, a changed watchlist counts after this time. */
const ageMaxMs = 5 * 60 * 1000;

/** Returns a function for what is watched now: compiled once, and again when the version has risen or the copy is old. */
export function currentDictionary(source: WatchlistSource, now: () => Date): () => Promise<Watched> {
  let cached: { version: number; at: number; watched: Watched } | null = null;
  return async () => {
    const version = await source.dictionaryVersion();
    const at = now().getTime();
    if (cached && cached.version === version && at - cached.at < ageMaxMs) return cached.watched;
    const watchlists = await source.allWatchlists();
    const watched = { watchlists, dictionary: compileDictionary(allEntities(watchlists)) };
    cached = { version, at, watched };
    return watched;
  };
}

/** Each entity once. Watchlists that name the same one may know different aliases and contexts of it: all count. */
export function allEntities(watchlists: readonly Watchlist[]): Entity[] {
  const byId = new Map<string, Entity>();
  for (const entity of watchlists.flatMap(({ entities }) => entities)) {
    const other = byId.get(entity.id);
    byId.set(entity.id, other ? merged(other, entity) : entity);
  }
  return [...byId.values()];
}

function merged(a: Entity, b: Entity): Entity {
  const aliases = new Map([...a.aliases, ...b.aliases].map((alias) => [alias.text, alias]));
  return {
    ...a,
    aliases: [...aliases.values()],
    context: [...new Set([...a.context, ...b.context])],
    exclude: [...new Set([...a.exclude, ...b.exclude])],
  };
}
