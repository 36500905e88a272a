import { join } from "node:path";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import type { TieUp } from "../lib/tieups/tie-up.ts";
import { dictionaryOf, inHalf, readRows } from "./labelled-rows.ts";
import type { Judged } from "./print-calibration.ts";

/**
 * Prints how well collaboration is told from its near misses in encyclopedic sentences. Gives for the calibration what the labels judge:
 * tie-ups of the very pair that is labelled, where both are named; in many other sentences a tie-up stands beside the labelled relation.
 */
export function evalCore(dataFolder: string): Judged[] {
  const rows = readRows<CoreRow>(join(dataFolder, "tieups", "core-train.en.jsonl"));
  const outcomes = rows.map((row) => ({ row, ...corePrediction(row) }));
  const report = (
    name: string,
    chosen: typeof outcomes,
    predicted: (outcome: (typeof outcomes)[number]) => boolean,
  ) => {
    const positives = chosen.filter(({ row }) => row.partnership).length;
    const flagged = chosen.filter(predicted);
    const hits = flagged.filter(({ row }) => row.partnership).length;
    const precision = hits / Math.max(1, flagged.length);
    const recall = hits / Math.max(1, positives);
    console.log(
      `  ${name}: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)} (${hits} of ${positives}, ${flagged.length} found)`,
    );
  };
  console.log(`\n== core-train en: ${rows.length} sentences`);
  const collaborative = (tieUp: TieUp | undefined) =>
    tieUp !== undefined && tieUp.kind !== "merger" && tieUp.kind !== "stake";
  const namedOnly = outcomes.filter(
    ({ row }) => !pronouns.test(row.head.text.trim()) && !pronouns.test(row.tail.text.trim()),
  );
  const nearMisses = new Set([
    "collaboration",
    "acquired_by",
    "merged_with",
    "competitor_of",
    "client_of",
    "shareholder_of",
    "subsidiary_of",
  ]);
  report("any tie-up", outcomes, ({ any }) => any !== undefined);
  report("collaborative kinds", outcomes, ({ any }) => collaborative(any));
  report("collaborative, the pair", outcomes, ({ pair }) => collaborative(pair));
  report("both named: collaborative, the pair", namedOnly, ({ pair }) => collaborative(pair));
  report(
    "both named, near misses: collaborative, the pair",
    namedOnly.filter(({ row }) => nearMisses.has(row.relation)),
    ({ pair }) => collaborative(pair),
  );
  report(
    "both named, near misses: collaborative, any",
    namedOnly.filter(({ row }) => nearMisses.has(row.relation)),
    ({ any }) => collaborative(any),
  );
  for (const half of ["a", "b"])
    report(
      `  half ${half}`,
      namedOnly.filter(({ row }) => nearMisses.has(row.relation) && inHalf(row.id, half)),
      ({ any }) => collaborative(any),
    );
  const byRelation = new Map<string, { n: number; found: number }>();
  for (const { row, any } of outcomes) {
    const entry = byRelation.get(row.relation) ?? { n: 0, found: 0 };
    entry.n++;
    if (collaborative(any)) entry.found++;
    byRelation.set(row.relation, entry);
  }
  for (const [relation, { n, found }] of byRelation) console.log(`     ${relation}: ${found} of ${n}`);
  return namedOnly.flatMap(({ row, pair }) =>
    pair && collaborative(pair) && nearMisses.has(row.relation)
      ? [{ confidence: pair.confidence, right: row.partnership, where: "prose" as const }]
      : [],
  );
}

interface CoreRow {
  id: string;
  text: string;
  head: { name: string; text: string };
  tail: { name: string; text: string };
  relation: string;
  partnership: boolean;
}

/** Words that stand for an organisation but name none: they can't be watched. */
const pronouns =
  /^(?:it|its|they|their|we|us|he|she|this|the (?:\w+ )?(?:company|firm|group|business|studio|store|chain|label|brand|team|bank|label|agency|site|website|organization|organisation)(?:'s|,|\.)?)$/i;

function corePrediction(row: CoreRow): { any: TieUp | undefined; pair: TieUp | undefined } {
  const names = [row.head.text, row.tail.text].map((name) => name.trim().replace(/(?:'s|[.,;])$/u, ""));
  const watched = names.filter((name) => !pronouns.test(name));
  const dictionary = dictionaryOf(watched);
  const { tieUps } = analyseItem({ id: row.id, title: "", text: row.text, lang: "en" }, dictionary);
  const withAll = tieUps.find(({ parties }) => {
    const ids = new Set(parties.map(({ entityId }) => entityId));
    ids.delete(null);
    return ids.size >= new Set(watched.map((name) => name.toLowerCase())).size && ids.size > 0;
  });
  return {
    any: withAll ?? tieUps.find(({ kind }) => kind !== "merger" && kind !== "stake") ?? tieUps[0],
    pair: withAll,
  };
}
