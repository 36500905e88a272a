import type { Kind, Stage } from "../tieups/tie-up.ts";

/** One way an entity is written. */
export interface Alias {
  text: string;
  /** Only this very case counts ("GM", not "gm"). */
  caseSensitive: boolean;
  /** Counts only where the item shows by other words that the entity is meant ("GM", "Ford", "Shell"). */
  needsContext: boolean;
}

/** A watched company. The id follows from the name, so that two watchlists that name BMW mean the same BMW. */
export interface Entity {
  id: string;
  name: string;
  aliases: Alias[];
  /** Words that, near an alias that needs context, show that this entity is meant ("car", "Detroit"). */
  context: string[];
  /** Phrases in which an alias does not mean this entity ("GM Maurice Ashley"). */
  exclude: string[];
}

/** Which news about its entities makes a hit on a watchlist. */
export interface Rule {
  news: "tie-up" | "any-mention";
  /** `both-watched`: two parties of the tie-up are on the list. `any`: one is enough. Or a named pair of entity ids. */
  parties: "both-watched" | "any" | { pair: [string, string] };
  kinds: Kind[];
  stages: Stage[];
  /** Of the items, BCP 47 primary subtags; absent: whichever. */
  languages?: string[];
  minConfidence: number;
  /** A story is told from so many reports on that are nobody's copy; absent: from the first. */
  minSources?: number;
}

export interface Watchlist {
  id: string;
  owner: string;
  name: string;
  entities: Entity[];
  rule: Rule;
  /** Headlines that must hit it, and such that must not: its owner's tests, kept with it. Absent: none. */
  mustMatch?: string[];
  mustNotMatch?: string[];
}
