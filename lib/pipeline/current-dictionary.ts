import { compileDictionary, type Dictionary } from "../matching/dictionary.ts";
import { updateDictionary } from "../matching/update-dictionary.ts";
import type { Alias, Entity, Watchlist } from "../matching/watchlist.ts";
import type { DictionarySnapshot } from "./dictionary-lines.ts";

export interface WatchlistSource {
  /** Strongly consistent, ordered by id. */
  allWatchlists(): Promise<Watchlist[]>;
  /** Strongly consistent; null where it was removed. */
  watchlistById(id: string): Promise<Watchlist | null>;
  dictionaryVersion(): Promise<DictionaryVersion>;
}

export interface DictionaryVersion {
  /** Rises before and after every change of any watchlist. */
  version: number;
  /** The ids of the watchlists for which it rose last, one for each rise up to this one, the oldest first. As many as are known. */
  changed: string[];
}

/** All watchlists as something built them before, to be read at once. */
export interface BuiltDictionary {
  /** Throws where there is none, or none that can be read. */
  read(): Promise<DictionarySnapshot>;
  /** Hears why all watchlists are read one by one instead. */
  notUsed(fault: unknown): void;
}

/** An owner's watchlists, and one dictionary of all their entities. */
export interface Watched {
  watchlists: Watchlist[];
  dictionary: Dictionary;
}

/** What an owner watches: nobody's names, contexts or exclusions reach into another's news. */
export type WatchedBy = (owner: string) => Watched;

/** However the version was missed, a changed watchlist counts after this time: then all are read again, or what was built of them since. */
const ageMaxMs = 5 * 60 * 1000;

/** What was read: `fullAt` is when all of them were, in epoch milliseconds. */
interface Copy {
  version: number;
  fullAt: number;
  lists: Promise<Watchlist[]>;
  watched: Promise<WatchedBy>;
}

/**
 * Returns a function for what is watched by each owner, with all changes from before the moment that it is given. Compiled once, and
 * again when the version has risen or the copy is old; where it is known which watchlists have changed, only those are read. The version is read once for all who ask for moments before that
 * reading: a poll that finds news reads it once, not once for each item. Where all of them would be read, they come from `built` if it has them.
 */
export function currentDictionary(
  source: WatchlistSource,
  now: () => Date,
  built: BuiltDictionary | null = null,
): (asOf: Date) => Promise<WatchedBy> {
  let asked: { at: number; watched: Promise<WatchedBy> } | null = null;
  let cached: Copy | null = null;
  const compiled = new Map<string, Dictionary>();
  const ask = async (at: number): Promise<WatchedBy> => {
    const now = await source.dictionaryVersion();
    const copy = cached && at - cached.fullAt < ageMaxMs ? cached : null;
    if (copy?.version === now.version) return copy.watched;
    const ids = copy && changedSince(copy.version, now);
    const lists = copy && ids ? withChanges(copy.lists, ids, source) : allOf(source, built);
    const watched = orForget(lists.then((read) => watchedIn(read, compiled)));
    cached = { version: now.version, fullAt: copy && ids ? copy.fullAt : at, lists, watched };
    return watched;
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

/** The ids of what has changed after a version, each once; null where that isn't known. */
function changedSince(before: number, { version, changed }: DictionaryVersion): string[] | null {
  const rises = version - before;
  return rises > 0 && rises <= changed.length ? [...new Set(changed.slice(-rises))] : null;
}

/** Never depends on what was built: whatever is wrong with it, the source is asked for all. */
async function allOf(source: WatchlistSource, built: BuiltDictionary | null): Promise<Watchlist[]> {
  if (!built) return source.allWatchlists();
  try {
    return await broughtUpToDate(await built.read(), source);
  } catch (fault) {
    built.notUsed(fault);
    return source.allWatchlists();
  }
}

/**
 * What was built, with the changes since. Those from before it are read again as far as they are known: who raised the version, was overtaken by
 * the building and died after the write, raised it no second time. Throws where the changes since aren't all known.
 */
async function broughtUpToDate(snapshot: DictionarySnapshot, source: WatchlistSource): Promise<Watchlist[]> {
  // Read after the snapshot, so that it is none of the future but after a restore.
  const { version, changed } = await source.dictionaryVersion();
  const rises = version - snapshot.version;
  if (rises < 0 || rises >= changed.length)
    throw new Error(
      `expected a dictionary after version ${version - changed.length} and up to ${version}, got version ${snapshot.version}`,
    );
  return withChanges(Promise.resolve(snapshot.watchlists), [...new Set(changed)], source);
}

async function withChanges(
  before: Promise<Watchlist[]>,
  ids: readonly string[],
  { watchlistById }: Pick<WatchlistSource, "watchlistById">,
): Promise<Watchlist[]> {
  const changed = await Promise.all(ids.map(watchlistById));
  const others = (await before).filter(({ id }) => !ids.includes(id));
  return [...others, ...changed.filter((one) => one !== null)].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Compiled for each owner when first asked for: what has changed since the owner's dictionary in `compiled`, or all of it. */
function watchedIn(watchlists: readonly Watchlist[], compiled: Map<string, Dictionary>): WatchedBy {
  const byOwner = new Map<string, Watchlist[]>();
  for (const watchlist of watchlists)
    byOwner.set(watchlist.owner, [...(byOwner.get(watchlist.owner) ?? []), watchlist]);
  for (const owner of compiled.keys()) if (!byOwner.has(owner)) compiled.delete(owner);
  const watched = new Map<string, Watched>();
  return (owner) => {
    const known = watched.get(owner);
    if (known) return known;
    const made = watchedBy(byOwner.get(owner) ?? [], compiled.get(owner));
    watched.set(owner, made);
    if (made.watchlists.length > 0) compiled.set(owner, made.dictionary);
    return made;
  };
}

function watchedBy(watchlists: Watchlist[], earlier: Dictionary | undefined): Watched {
  const entities = allEntities(watchlists);
  return { watchlists, dictionary: earlier ? updateDictionary(earlier, entities) : compileDictionary(entities) };
}

/**
 * Each entity once. Watchlists that name the same one may know different aliases and contexts of it: all count. A name that they
 * take by different rules is searched by the looser one; `judgeHit` holds each watchlist to its own case.
 */
export function allEntities(watchlists: readonly Watchlist[]): Entity[] {
  const byId = new Map<string, Entity>();
  for (const entity of watchlists.flatMap(({ entities }) => entities)) {
    const other = byId.get(entity.id);
    byId.set(entity.id, other ? merged(other, entity) : entity);
  }
  return [...byId.values()];
}

function merged(a: Entity, b: Entity): Entity {
  const aliases = new Map<string, Alias>();
  for (const alias of [...a.aliases, ...b.aliases]) aliases.set(alias.text, looser(alias, aliases.get(alias.text)));
  return {
    ...a,
    aliases: [...aliases.values()],
    context: [...new Set([...a.context, ...b.context])],
    exclude: [...new Set([...a.exclude, ...b.exclude])],
  };
}

const looser = (alias: Alias, other: Alias = alias): Alias => ({
  text: alias.text,
  caseSensitive: alias.caseSensitive && other.caseSensitive,
  needsContext: alias.needsContext && other.needsContext,
});
