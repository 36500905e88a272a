import { join } from "node:path";
import type { Dictionary } from "../lib/matching/dictionary.ts";
import { type Analysis, analyseItem } from "../lib/pipeline/analyse-item.ts";
import type { TieUp } from "../lib/tieups/tie-up.ts";
import { evalCases } from "./eval-cases.ts";
import { evalCore } from "./eval-core.ts";
import { evalFalseAlarms } from "./eval-false-alarms.ts";
import { dictionaryOf, inHalf, readRows } from "./labelled-rows.ts";
import { type Judged, printCalibration } from "./print-calibration.ts";

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

/** Prints for each set of the folder, and for its halves, how well tie-ups are found, and every error; then our own cases by category. */
export async function evalTieUps(dataFolder: string): Promise<void> {
  const judged: Judged[] = [];
  for (const set of ["headlines-dev", "comention-dev"]) {
    const rows = readRows<Row>(join(dataFolder, "tieups", `${set}.jsonl`));
    const shared = set === "headlines-dev" ? dictionaryOf([...distractors, ...rows.flatMap(goldNames)]) : null;
    const verdicts = rows.map((row) => verdictOf(row, shared ?? dictionaryOf(row.names ?? [])));
    for (const lang of ["de", "en"]) {
      printSet(
        `${set} ${lang}`,
        verdicts.filter(({ row }) => row.lang === lang),
      );
    }
    judged.push(...verdicts.flatMap(judgedOf));
  }
  judged.push(...evalCore(dataFolder));
  printCalibration(judged);
  evalFalseAlarms(dataFolder);
  evalCases();
}

const judgedOf = ({ row, found }: Verdict): Judged[] =>
  found === undefined ? [] : [{ confidence: found.confidence, right: row.gold.tieup, where: found.evidence.field }];

const goldNames = ({ gold }: Row): string[] => (gold.parties ?? []).flat();

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
  console.log(`  ${partsLine(verdicts)}`);
  for (const half of ["a", "b"]) {
    const part = verdicts.filter(({ row }) => inHalf(row.id, half));
    console.log(`${scoreLine(`  half ${half}`, part, ({ found }) => found !== undefined)}; ${partsLine(part)}`);
  }
  for (const verdict of verdicts) printError(verdict);
}

function partsLine(verdicts: Verdict[]): string {
  const right = verdicts.filter(({ row, found }) => row.gold.tieup && found !== undefined);
  const share = (test: (verdict: Verdict) => boolean) =>
    (right.filter(test).length / Math.max(1, right.length)).toFixed(2);
  return `where found (${right.length}): stage ${share(stageRight)}, kind ${share(kindRight)}, parties ${share(partiesRight)}`;
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
