import type { Dictionary } from "../../lib/matching/dictionary.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";

/** What an item ("title | teaser") is found to state, as the tables of cases write it: "none" or "A+B kind stage" of its first tie-up. */
export function statedBy(item: string, lang: string, dictionary: Dictionary): string {
  const [title = "", text = ""] = item.split(" | ");
  const [tieUp] = analyseItem({ id: "case", title, text, lang }, dictionary).tieUps;
  return tieUp ? `${tieUp.parties.map((party) => party.text).join("+")} ${tieUp.kind} ${tieUp.stage}` : "none";
}
