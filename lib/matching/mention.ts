/** The parts of an item in which names are looked for. Offsets are always UTF-16 code units into the given field. */
export type Field = "title" | "text";

/** A span of an item that refers to a watched entity. */
export interface Mention {
  entityId: string;
  field: Field;
  start: number;
  /** Exclusive. */
  end: number;
  /** The span as it stands in the field: the name's part only ("BMW" in "BMW-Chef", with inflection: "Toyotas"). */
  text: string;
  /** The alias, as written in the watchlist, that was found. */
  alias: string;
  /** In words, why this is the entity: "exact", "bound by General Motors (GM)", "context word: Detroit". */
  reason: string;
}

/** A span that looked like an entity and was dropped, for explanations. */
export interface DroppedMention extends Mention {
  /** In words, why it is not the entity: "GM needs context; found none". */
  reason: string;
}
