import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import { type Analysis, analyseItem } from "../lib/pipeline/analyse-item.ts";
import type { TieUp } from "../lib/tieups/tie-up.ts";

interface Gold {
  tieup: boolean;
  unsure: boolean;
  /** For each party the ways in which it is written. */
  parties?: string[][];
  kinds?: string[];
  stages?: string[];
}

interface Row {
  id: string;
  lang: string;
  title: string;
  text: string;
  names?: string[];
  gold: Gold;
}

interface Verdict {
  row: Row;
  found: TieUp | undefined;
  analysis: Analysis;
}

/** Names that are watched though no gold tie-up has them, as in a real watchlist. */
const distractors =
  "Nokia,Ericsson,Lufthansa,Ryanair,Deutsche Bank,Commerzbank,Goldman Sachs,Amazon,Walmart,Aldi,Lidl,Netflix,Disney,Tesla,Mercedes,BASF,Bayer,Pfizer,Boeing,Airbus,Thyssenkrupp,RWE,Eon,Adidas,Nike,Puma,Facebook,Microsoft,IBM,Oracle,SAP,Telekom,Vodafone,Kia,Hyundai,Renault,Fiat,Peugeot,Mazda,Skoda".split(
    ",",
  );

const keywords: Record<string, RegExp> = {
  de: /kooperier|kooperation|zusammenarbeit|partner|allianz|bündnis|joint venture|gemeinschaftsunternehmen|fusion|zusammenschluss|übernahme|beteilig/i,
  en: /partner|alliance|joint venture|cooperat|co-operat|collaborat|tie-up|team up|merger|stake|agreement/i,
};

/** Prints for each set of the folder how well tie-ups are found, and every error; `half` ("a", "b") takes half of each set only. */
export async function evalTieUps(dataFolder: string, half?: string): Promise<void> {
  for (const set of ["headlines-dev", "comention-dev"]) {
    const rows = readRows<Row>(join(dataFolder, "tieups", `${set}.jsonl`)).filter(({ id }) => inHalf(id, half));
    const shared = set === "headlines-dev" ? dictionaryOf([...distractors, ...rows.flatMap(goldNames)]) : null;
    const verdicts = rows.map((row) => verdictOf(row, shared ?? dictionaryOf(row.names ?? [])));
    for (const lang of ["de", "en"]) {
      printSet(
        `${set} ${lang}`,
        verdicts.filter(({ row }) => row.lang === lang),
      );
    }
    printCalibration(set, verdicts);
  }
  evalCore(dataFolder, half);
}

function readRows<Of>(file: string): Of[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Of);
}

function inHalf(id: string, half: string | undefined): boolean {
  const bit = Number.parseInt(createHash("md5").update(id).digest("hex").slice(-1), 16) % 2;
  return half === undefined || bit === (half === "a" ? 0 : 1);
}

const goldNames = ({ gold }: Row): string[] => (gold.parties ?? []).flat();

function dictionaryOf(names: string[]): Dictionary {
  const usable = [...new Set(names)].filter((name) => /[\p{L}\p{N}]{2}/u.test(name));
  return compileDictionary(readWatchlist({ name: "eval", entities: usable.length > 0 ? usable : ["Nokia"] }).entities);
}

function verdictOf(row: Row, dictionary: Dictionary): Verdict {
  const analysis = analyseItem({ id: row.id, title: row.title, text: row.text, lang: row.lang }, dictionary);
  return { row, found: analysis.tieUps[0], analysis };
}

function printSet(name: string, verdicts: Verdict[]): void {
  const sure = verdicts.filter(({ row }) => !row.gold.unsure);
  const baseline = (row: Row) => keywords[row.lang]?.test(`${row.title} ${row.text}`) === true;
  console.log(`\n== ${name}: ${verdicts.length} items`);
  console.log(scoreLine("tie-up or not", verdicts, ({ found }) => found !== undefined));
  console.log(scoreLine("  without unsure", sure, ({ found }) => found !== undefined));
  console.log(scoreLine("  keyword baseline", verdicts, ({ row }) => baseline(row)));
  const right = verdicts.filter(({ row, found }) => row.gold.tieup && found !== undefined);
  const share = (test: (verdict: Verdict) => boolean) =>
    `${(right.filter(test).length / Math.max(1, right.length)).toFixed(2)}`;
  console.log(
    `  where found (${right.length}): stage ${share(stageRight)}, kind ${share(kindRight)}, parties ${share(partiesRight)}`,
  );
  for (const verdict of verdicts) printError(verdict);
}

function scoreLine(name: string, verdicts: Verdict[], predicted: (verdict: Verdict) => boolean): string {
  const positives = verdicts.filter(({ row }) => row.gold.tieup).length;
  const flagged = verdicts.filter(predicted);
  const hits = flagged.filter(({ row }) => row.gold.tieup).length;
  const precision = hits / Math.max(1, flagged.length);
  const recall = hits / Math.max(1, positives);
  const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall);
  return `  ${name}: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${f1.toFixed(2)} (${hits} of ${positives}, ${flagged.length} found)`;
}

const stageRight = ({ row, found }: Verdict) => row.gold.stages?.includes(found?.stage ?? "") === true;
const kindRight = ({ row, found }: Verdict) => row.gold.kinds?.includes(found?.kind ?? "") === true;

function partiesRight({ row, found }: Verdict): boolean {
  const gold = row.gold.parties ?? [];
  const got = (found?.parties ?? []).map(({ text }) => fold(text));
  const met = gold.filter((ways) => ways.some((way) => got.includes(fold(way)))).length;
  const known = got.filter((text) => gold.some((ways) => ways.some((way) => fold(way) === text))).length;
  return known === got.length && (met === gold.length || met === new Set(got).size);
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function printError(verdict: Verdict): void {
  const { row, found, analysis } = verdict;
  const text = `${row.title} | ${row.text}`.replace(/\s+/g, " ").slice(0, 230);
  const mark = row.gold.unsure ? "?" : "";
  const got = found
    ? `[${found.parties.map((party) => party.text)}] ${found.kind} ${found.stage} ${found.confidence} by "${found.evidence.trigger}" cues ${found.evidence.cues}`
    : "";
  const gold = `[${(row.gold.parties ?? []).map((ways) => ways[0])}] ${row.gold.kinds} ${row.gold.stages}`;
  if (found && !row.gold.tieup) console.log(`  - FALSE${mark} ${row.id} ${got}\n      ${text}`);
  else if (!found && row.gold.tieup) {
    const why = analysis.droppedTieUps.map(({ reason }) => reason).slice(0, 3);
    console.log(`  - MISSED${mark} ${row.id} gold ${gold}; dropped ${why.join(" / ")}\n      ${text}`);
  } else if (found) {
    const wrong = [
      stageRight(verdict) ? "" : "stage",
      kindRight(verdict) ? "" : "kind",
      partiesRight(verdict) ? "" : "parties",
    ].filter((part) => part !== "");
    if (wrong.length > 0)
      console.log(`  - WRONG ${wrong.join("+")}${mark} ${row.id} got ${got}; gold ${gold}\n      ${text}`);
  }
}

function printCalibration(name: string, verdicts: Verdict[]): void {
  const all = verdicts.flatMap(({ row, found }) =>
    found ? [{ confidence: found.confidence, right: row.gold.tieup }] : [],
  );
  printBuckets(name, all);
}

function printBuckets(name: string, all: { confidence: number; right: boolean }[]): void {
  console.log(`\n-- ${name}: of the tie-ups given a confidence, how many are right`);
  for (const [low, high] of [
    [0.5, 0.6],
    [0.6, 0.7],
    [0.7, 0.8],
    [0.8, 0.9],
    [0.9, 1.01],
  ] as const) {
    const bucket = all.filter(({ confidence }) => confidence >= low && confidence < high);
    const right = bucket.filter((entry) => entry.right).length;
    console.log(
      `   ${low.toFixed(1)}–${Math.min(1, high).toFixed(1)}: ${right} of ${bucket.length} (${(right / Math.max(1, bucket.length)).toFixed(2)})`,
    );
  }
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

function evalCore(dataFolder: string, half?: string): void {
  const rows = readRows<CoreRow>(join(dataFolder, "tieups", "core-train.en.jsonl")).filter(({ id }) =>
    inHalf(id, half),
  );
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
  const byRelation = new Map<string, { n: number; found: number }>();
  for (const { row, any } of outcomes) {
    const entry = byRelation.get(row.relation) ?? { n: 0, found: 0 };
    entry.n++;
    if (collaborative(any)) entry.found++;
    byRelation.set(row.relation, entry);
  }
  for (const [relation, { n, found }] of byRelation) console.log(`     ${relation}: ${found} of ${n}`);
  printBuckets(
    "core, collaborative",
    outcomes.flatMap(({ row, any }) =>
      any && collaborative(any) ? [{ confidence: any.confidence, right: row.partnership }] : [],
    ),
  );
}

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
