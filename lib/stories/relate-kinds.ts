import type { Kind } from "../tieups/tie-up.ts";

/**
 * How the kinds of two reports go together: "near" kinds are words for one deal ("partnership", "supply deal"); "loose" ones
 * can be, if nobody knows better; "other" ones are two deals (a purchase is no supply contract).
 */
export type KindRelation = "same" | "near" | "loose" | "other";

/** How the kind of an item goes with the kinds that a story was told with, the most specific of which is `known`. */
export function relateKinds(kind: Kind, known: Kind, told: readonly Kind[]): KindRelation {
  if (kind === known || told.includes(kind)) return "same";
  if (isCapital(kind) === isCapital(known)) return "near";
  const [business, capital] = isCapital(kind) ? [known, kind] : [kind, known];
  if (business === "joint-venture") return "loose";
  return business === "cooperation" && capital === "stake" ? "loose" : "other";
}

/** Wires begin with the wide word; the nearer one that follows is news. What one of them adds to the others grows in this order. */
const ranks: Record<Kind, number> = {
  cooperation: 0,
  supply: 1,
  licensing: 2,
  "joint-venture": 3,
  stake: 4,
  merger: 5,
};

/** Whether the first kind says more of a deal than the second. */
export const isMoreSpecific = (a: Kind, b: Kind): boolean => ranks[a] > ranks[b];

const isCapital = (kind: Kind): boolean => kind === "stake" || kind === "merger";
