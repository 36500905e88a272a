import { caseTables, missedCases } from "../test/tieups/all-cases.ts";
import { statedBy } from "../test/tieups/stated-by.ts";
import type { TrapCase } from "../test/tieups/trap-cases.ts";
import { dictionaryOf } from "./labelled-rows.ts";

interface Score {
  category: string;
  lang: string;
  right: number;
  cases: number;
}

/** Fewer cases than this are counted together: a share of two says nothing. */
const categoryCasesMin = 4;

/**
 * Prints by category and language how many of our own cases are entirely right (tie-up or none, parties, kind and stage), the known
 * misses among them: most were mended, so that this tells what is covered, and the held-out sets how well.
 */
export function evalCases(): void {
  const scores = new Map<string, Score>();
  for (const { cases, watched } of [...caseTables, ...missedCases]) {
    const dictionary = dictionaryOf(watched);
    for (const row of cases) count(scores, row, statedBy(row[2], row[1], dictionary) === row[3]);
  }
  const rows = together([...scores.values()]).sort((a, b) => b.cases - a.cases);
  const total = sum(rows);
  console.log(`\n== own cases, entirely right: ${share(total)}`);
  for (const row of rows) console.log(`   ${row.category} ${row.lang}: ${share(row)}`);
}

const share = ({ right, cases }: Pick<Score, "right" | "cases">) =>
  `${right} of ${cases} (${(right / Math.max(1, cases)).toFixed(2)})`;

const sum = (scores: Score[]) =>
  scores.reduce((total, { right, cases }) => ({ right: total.right + right, cases: total.cases + cases }), {
    right: 0,
    cases: 0,
  });

function count(scores: Map<string, Score>, [category, lang]: TrapCase, right: boolean): void {
  const key = `${category} ${lang}`;
  const score = scores.get(key) ?? { category, lang, right: 0, cases: 0 };
  score.cases++;
  if (right) score.right++;
  scores.set(key, score);
}

function together(scores: Score[]): Score[] {
  const many = scores.filter(({ cases }) => cases >= categoryCasesMin);
  const few = scores.filter(({ cases }) => cases < categoryCasesMin);
  const rest = ["de", "en"].map((lang) => ({
    category: "all other categories",
    lang,
    ...sum(few.filter((score) => score.lang === lang)),
  }));
  return [...many, ...rest.filter(({ cases }) => cases > 0)];
}
