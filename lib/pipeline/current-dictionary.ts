import { compileDictionary, type Dictionary } from "../matching/dictionary.ts";
import { updateDictionary } from "../matching/update-dictionary.ts";
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

/**
 * Returns a function for what is watched, with all changes from before the moment that it is given. Compiled once, and
 * again when the version has risen or the copy is old. The version is read once for all who ask for moments before that
 * reading: polls that began together and find news read it once, not once for each item.
 */
export function currentDictionary(source: WatchlistSource, now: () => Date): (asOf: Date) => Promise<Watched> {
  let asked: { at: number; watched: Promise<Watched> } | null = null;
  let cached: { version: number; at: number; watched: Promise<Watched> } | null = null;
  const ask = async (at: number): Promise<Watched> => {
    const version = await source.dictionaryVersion();
    const current = cached && cached.version === version && at - cached.at < ageMaxMs;
    if (!current) cached = { version, at, watched: orForget(compiledFrom(source, cached?.watched)) };
    return (cached as { watched: Promise<Watched> }).watched;
  };
  const orForget = (watched: Promise<Watched>): Promise<Watched> => {
    watched.catch(() => {
      asked = null;
      cached = null;
    });
    return watched;
  };
  return (asOf) => {
    const at = now().getTime();
    if (!asked || asked.at <= asOf.getTime()) asked = { at, watched: orForget(ask(at)) };
    return asked.watched;
  };
}

/** What has changed since `earlier` is compiled; all of it where there is none. */
async function compiledFrom(source: WatchlistSource, earlier: Promise<Watched> | undefined): Promise<Watched> {
  const watchlists = await source.allWatchlists();
  const entities = allEntities(watchlists);
  const before = await earlier?.catch(() => null);
  return {
    watchlists,
    dictionary: before ? updateDictionary(before.dictionary, entities) : compileDictionary(entities),
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
