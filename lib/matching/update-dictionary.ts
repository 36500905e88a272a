import { compileDictionary, type Dictionary } from "./dictionary.ts";
import type { Entity } from "./watchlist.ts";

/** With fewer entities a dictionary is compiled anew in a few milliseconds. */
export const deltaEntitiesMin = 500;
/** A larger share of changes is compiled into a new base: each search goes through base and changes. */
export const deltaShareMax = 0.1;

/**
 * The dictionary of the entities, made from one of earlier ones: what changed is compiled and laid over the base, so that the edit of
 * one watchlist doesn't compile the rest; compiled whole where the base is small or much has changed. Finds the same either way.
 */
export function updateDictionary(earlier: Dictionary, entities: readonly Entity[]): Dictionary {
  const base = earlier.base?.dictionary ?? earlier;
  const now = new Map(entities.map((entity) => [entity.id, entity]));
  const changed = entities.filter((entity) => !isSame(base.entities.get(entity.id), entity));
  const removed = [...base.entities.keys()].filter((id) => !now.has(id));
  const changes = changed.length + removed.length;
  if (changes === 0) return base;
  if (entities.length < deltaEntitiesMin || changes > entities.length * deltaShareMax)
    return compileDictionary(entities);
  const replaced = new Set([...removed, ...changed.map(({ id }) => id)]);
  return { ...compileDictionary(changed), entities: now, base: { dictionary: base, replaced } };
}

const isSame = (a: Entity | undefined, b: Entity): boolean =>
  a === b || (a !== undefined && JSON.stringify(a) === JSON.stringify(b));
