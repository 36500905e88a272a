import type { Entity } from "../matching/watchlist.ts";
import { entityIdOf } from "../pipeline/entity-id-of.ts";
import { foldPlain } from "../text/fold.ts";

/** Marks the parties that nobody watches (see `StoryFacts.parties`). */
const unwatched = "~";

/**
 * The party that a name, spelling or id stands for: a company of these, else the one that the name has as an id, if stories may be
 * about it; for a pair's other party, who may be unwatched, its name as stories have it.
 */
export function partyNamed(name: string, entities: readonly Entity[]): string {
  const wanted = foldPlain(name.trim());
  const found =
    entities.find(({ id }) => id === name) ??
    entities.find((entity) => foldPlain(entity.name) === wanted) ??
    entities.find(({ aliases }) => aliases.some(({ text }) => foldPlain(text) === wanted)) ??
    entities.find(({ id }) => id === entityIdOf(name));
  if (found) return found.id;
  return name.startsWith(unwatched) ? name : `${unwatched}${wanted}`;
}

export const isWatched = (party: string): boolean => !party.startsWith(unwatched);

/** The party as people write it: a watched one as its watchlist does, another one with capitals. */
export function partyName(party: string, entities: readonly Pick<Entity, "id" | "name">[]): string {
  const known = entities.find(({ id }) => id === party)?.name;
  return known ?? party.replace(unwatched, "").replace(/(?<![\p{L}\p{N}])\p{L}/gu, (initial) => initial.toUpperCase());
}
