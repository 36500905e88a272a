import type { WatchlistSource } from "./current-dictionary.ts";
import type { DictionarySnapshot } from "./dictionary-lines.ts";

export interface SnapshotStore {
  /** Of which version the snapshot is that is there, and when it was kept (epoch milliseconds); null: none that pollers could read. */
  standing(): Promise<{ version: number; builtAt: number } | null>;
  /** In one write: readers see the one before it or this one. */
  keep(snapshot: DictionarySnapshot, builtAt: number): Promise<void>;
}

/** However the version was missed, a changed watchlist is in the next snapshot after this time. */
export const rebuiltAfterMs = 15 * 60 * 1000;

export interface BuildDependencies {
  source: Pick<WatchlistSource, "allWatchlists" | "dictionaryVersion">;
  store: SnapshotStore;
  now: () => Date;
}

/** What was built: a snapshot of all watchlists, where their version isn't that of the last one, or that one is old; null: nothing had to be. */
export async function buildDictionary({ source, store, now }: BuildDependencies): Promise<DictionarySnapshot | null> {
  const at = now().getTime();
  // Before the watchlists: what changes meanwhile is in the snapshot, or after its version.
  const { version } = await source.dictionaryVersion();
  const standing = await store.standing();
  if (standing?.version === version && at - standing.builtAt < rebuiltAfterMs) return null;
  const snapshot = { version, watchlists: await source.allWatchlists() };
  await store.keep(snapshot, at);
  return snapshot;
}
