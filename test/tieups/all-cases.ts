import { headlineCases } from "./headline-cases.ts";
import { noTieUpCases } from "./no-tie-up-cases.ts";
import { clausesGerman, clausesGermanMissed, clausesGermanNames } from "./press/clauses-de.ts";
import { knownMissesGerman } from "./press/known-misses-de.ts";
import { knownMissesEnglish } from "./press/known-misses-en.ts";
import { nightMissesGerman } from "./press/night-misses-de.ts";
import { nightMissesEnglish } from "./press/night-misses-en.ts";
import { paradigms, paradigmsMissed, paradigmsNames } from "./press/paradigms.ts";
import { pressCases } from "./press/press-cases.ts";
import { pressNames } from "./press/press-names.ts";
import { syntaxGerman, syntaxGermanNames } from "./press/syntax-de.ts";
import { syntaxMissesEnglish } from "./press/syntax-misses-en.ts";
import { teaserCases } from "./teaser-cases.ts";
import { type TrapCase, trapCases, watchedNames } from "./trap-cases.ts";

/** Cases that are read with the same names watched. */
export interface CaseTable {
  name: string;
  cases: TrapCase[];
  watched: string[];
}

/** Every table of cases that holds. */
export const caseTables: CaseTable[] = [
  { name: "items written to trap", cases: trapCases, watched: watchedNames },
  { name: "headlines", cases: headlineCases, watched: watchedNames },
  { name: "titles with teasers", cases: teaserCases, watched: watchedNames },
  { name: "two companies, no tie-up", cases: noTieUpCases, watched: watchedNames },
  { name: "German sentences of several clauses", cases: clausesGerman, watched: clausesGermanNames },
  { name: "one fact in many shapes", cases: paradigms, watched: paradigmsNames },
  { name: "German items by syntax", cases: syntaxGerman, watched: syntaxGermanNames },
  ...pressCases.map(([name, cases]) => ({ name, cases, watched: pressNames })),
];

/** What is stated in an item, and not found as yet. */
export const missedCases: CaseTable[] = [
  {
    name: "known misses",
    cases: [
      ...knownMissesGerman,
      ...knownMissesEnglish,
      ...nightMissesGerman,
      ...nightMissesEnglish,
      ...syntaxMissesEnglish,
    ],
    watched: pressNames,
  },
  { name: "German sentences of several clauses", cases: clausesGermanMissed, watched: clausesGermanNames },
  { name: "one fact in many shapes", cases: paradigmsMissed, watched: paradigmsNames },
];
