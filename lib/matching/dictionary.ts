import type { Entity } from "./watchlist.ts";

/** The watched names, made ready for `findMentions`. Compile once, use for every item. */
export interface Dictionary {
  entities: Map<string, Entity>;
}

export function compileDictionary(entities: Entity[]): Dictionary {
  return { entities: new Map(entities.map((entity) => [entity.id, entity])) };
}
