import { join } from "node:path";
import { compileDictionary } from "../lib/matching/dictionary.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import { judgeHit } from "../lib/pipeline/judge-hit.ts";
import { readRows } from "./labelled-rows.ts";

interface Row {
  id: string;
  text: string;
  mentions: { text: string }[];
}

const watchedMax = 500;

/**
 * Prints how many of the mentions' items hit a watchlist of their 500 most frequent names, and each of these hits: the items carry no
 * tie-up labels, so that a reader has to say which are false.
 */
export function evalFalseAlarms(dataFolder: string): void {
  const rows = readRows<Row>(join(dataFolder, "mentions", "smartdata.de.jsonl"));
  const watchlist = readWatchlist({ name: "most frequent", entities: mostFrequent(rows) });
  const dictionary = compileDictionary(watchlist.entities);
  let found = 0;
  const hits: string[] = [];
  for (const { id, text } of rows) {
    const analysis = analyseItem({ id, title: "", text, lang: "de" }, dictionary);
    if (analysis.tieUps.length > 0) found++;
    const { hit, tieUps } = judgeHit(watchlist, analysis);
    const [first] = tieUps;
    if (hit && first)
      hits.push(
        `  - HIT [${first.parties.map((party) => party.text)}] ${first.kind} ${first.stage} ${first.confidence}\n      ${first.evidence.sentence.replace(/\s+/g, " ").slice(0, 230)}`,
      );
  }
  const share = ((100 * hits.length) / rows.length).toFixed(2);
  console.log(`\n== smartdata de, ${watchlist.entities.length} watched: ${rows.length} items`);
  console.log(`  tie-ups in ${found}, hits ${hits.length} (${share} %), true ones among them`);
  for (const line of hits) console.log(line);
}

function mostFrequent(rows: Row[]): string[] {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { text } of rows.flatMap(({ mentions }) => mentions)) {
    const key = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const entry = counts.get(key) ?? { name: text, count: 0 };
    entry.count++;
    if (key.length > 1 && !/["<>]/.test(text)) counts.set(key, entry);
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, watchedMax)
    .map(({ name }) => name);
}
