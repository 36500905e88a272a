import { compileDictionary } from "../matching/dictionary.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import { type Analysis, analyseItem } from "./analyse-item.ts";
import { type Judgement, judgeHit } from "./judge-hit.ts";

/** What a live item with these words would come to on this watchlist alone. */
export function explainText(
  watchlist: Watchlist,
  { title, text, lang, publishedAt }: { title: string; text: string; lang: string | null; publishedAt: string | null },
): { analysis: Analysis; judgement: Judgement } {
  const analysis = analyseItem(
    { id: "explained", title, text, lang, publishedAt },
    compileDictionary(watchlist.entities),
  );
  return { analysis, judgement: judgeHit(watchlist, analysis) };
}
