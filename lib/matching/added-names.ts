import type { Watchlist } from "./watchlist.ts";

/** Names that entities of a watchlist were given, by entity id. */
export type AddedNames = Record<string, string[]>;

/**
 * What the changed watchlist calls its companies that it did not call them before; null where nothing. A company that is new on
 * it has no names of which anything was missed.
 */
export function addedNames(before: Watchlist, after: Watchlist): AddedNames | null {
  const known = new Map(before.entities.map(({ id, aliases }) => [id, new Set(aliases.map(({ text }) => text))]));
  const added = after.entities.flatMap(({ id, aliases }) => {
    const names = aliases.map(({ text }) => text).filter((text) => known.get(id)?.has(text) === false);
    return names.length === 0 ? [] : [[id, names] as const];
  });
  return added.length === 0 ? null : Object.fromEntries(added);
}
