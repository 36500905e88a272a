import { compileDictionary, type Dictionary } from "../matching/dictionary.ts";
import { updateDictionary } from "../matching/update-dictionary.ts";
import type { Entity, Watchlist } from "../matching/watchlist.ts";

export interface WatchlistSource {
  allWatchlists(): Promise<Watchlist[]>;
  /** Rises with every change of any watchlist. */
  dictionaryVersion(): Promise<number>;
}

/** An owner's watchlists, and one dictionary of all their entities. */
export interface Watched {
  watchlists: Watchlist[];
  dictionary: Dictionary;
}

/** What an owner watches: nobody's names, contexts or exclusions reach into another's news. */
export type WatchedBy = (owner: string) => Watched;

/** However the version was missed, a changed watchlist counts after this time. */
const ageMaxMs = 5 * 60 * 1000;

/**
 * Returns a function for what is watched by each owner, with all changes from before the moment that it is given. Compiled once, and
 * again when the version has risen or the copy is old. The version is read once for all who ask for moments before that
 * reading: a poll that finds news reads it once, not once for each item.
 */
export function currentDictionary(source: WatchlistSource, now: () => Date): (asOf: Date) => Promise<WatchedBy> {
  let asked: { at: number; watched: Promise<WatchedBy> } | null = null;
  let cached: { version: number; at: number; watched: Promise<WatchedBy> } | null = null;
  const compiled = new Map<string, Dictionary>();
  const ask = async (at: number): Promise<WatchedBy> => {
    const version = await source.dictionaryVersion();
    const current = cached && cached.version === version && at - cached.at < ageMaxMs;
    if (!current) cached = { version, at, watched: orForget(readFrom(source, compiled)) };
    return (cached as { watched: Promise<WatchedBy> }).watched;
  };
  const orForget = (watched: Promise<WatchedBy>): Promise<WatchedBy> => {
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

/** Compiled for each owner when first asked for: what has changed since the owner's dictionary in `compiled`, or all of it. */
async function readFrom(source: WatchlistSource, compiled: Map<string, Dictionary>): Promise<WatchedBy> {
  const byOwner = new Map<string, Watchlist[]>();
  for (const watchlist of await source.allWatchlists())
    byOwner.set(watchlist.owner, [...(byOwner.get(watchlist.owner) ?? []), watchlist]);
  for (const owner of compiled.keys()) if (!byOwner.has(owner)) compiled.delete(owner);
  const watched = new Map<string, Watched>();
  return (owner) => {
    const known = watched.get(owner);
    if (known) return known;
    const made = watchedIn(byOwner.get(owner) ?? [], compiled.get(owner));
    watched.set(owner, made);
    if (made.watchlists.length > 0) compiled.set(owner, made.dictionary);
    return made;
  };
}

function watchedIn(watchlists: Watchlist[], earlier: Dictionary | undefined): Watched {
  const entities = allEntities(watchlists);
  return { watchlists, dictionary: earlier ? updateDictionary(earlier, entities) : compileDictionary(entities) };
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
