import { compileDictionary } from "../matching/dictionary.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import { type Analysis, analyseItem } from "./analyse-item.ts";
import { allEntities } from "./current-dictionary.ts";
import { type Judgement, judgeHit } from "./judge-hit.ts";

/**
 * What a live item with these words would come to on this watchlist, beside the owner's others: what those say of a company counts
 * for this one, too.
 */
export function explainText(
  watchlist: Watchlist,
  { title, text, lang, publishedAt }: { title: string; text: string; lang: string | null; publishedAt: string | null },
  others: readonly Watchlist[] = [],
): { analysis: Analysis; judgement: Judgement } {
  const dictionary = compileDictionary(allEntities([...others, watchlist]));
  const analysis = analyseItem({ id: "explained", title, text, lang, publishedAt }, dictionary);
  return { analysis, judgement: judgeHit(watchlist, analysis) };
}
