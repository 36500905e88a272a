import type { Rule } from "../matching/watchlist.ts";

/** Whether a hit is told as things stand, or waits for more reports. */
export interface Telling {
  alerts: boolean;
  /** Reports of its story that are nobody's copy: how many the rule wants, and how many are known. */
  sources: { wanted: number; known: number };
}

/** What the rule makes of a hit whose story so many independent sources are known to report. */
export function judgeTelling({ minSources: wanted = 1 }: Pick<Rule, "minSources">, known: number): Telling {
  return { alerts: known >= wanted, sources: { wanted, known } };
}
