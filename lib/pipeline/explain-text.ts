import { compileDictionary } from "../matching/dictionary.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import { type Analysis, analyseItem } from "./analyse-item.ts";
import { allEntities } from "./current-dictionary.ts";
import { type Judgement, judgeHit } from "./judge-hit.ts";

/** A text, or an item's words; dates are ISO 8601. */
export interface ExplainedItem {
  title: string;
  text: string;
  lang: string | null;
  publishedAt: string | null;
}

export interface Explanation {
  analysis: Analysis;
  judgement: Judgement;
}

/**
 * What a live item with these words would come to on this watchlist, beside the owner's others: what those say of a company counts
 * for this one, too.
 */
export function explainText(
  watchlist: Watchlist,
  { title, text, lang, publishedAt }: ExplainedItem,
  others: readonly Watchlist[] = [],
): Explanation {
  const dictionary = compileDictionary(allEntities([...others, watchlist]));
  const analysis = analyseItem({ id: "explained", title, text, lang, publishedAt }, dictionary);
  return { analysis, judgement: judgeHit(watchlist, analysis) };
}
