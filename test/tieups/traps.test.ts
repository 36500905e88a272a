import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { headlineCases } from "./headline-cases.ts";
import { noTieUpCases } from "./no-tie-up-cases.ts";
import { pressCases } from "./press/press-cases.ts";
import { pressNames } from "./press/press-names.ts";
import { statedBy } from "./stated-by.ts";
import { teaserCases } from "./teaser-cases.ts";
import { type TrapCase, trapCases, watchedNames } from "./trap-cases.ts";

const watching = (names: string[]) => compileDictionary(readWatchlist({ name: "all", entities: names }).entities);
const few = watching(watchedNames);
const many = watching(pressNames);

describe.each<[string, TrapCase[], typeof few]>([
  ["items written to trap", trapCases, few],
  ["headlines", headlineCases, few],
  ["titles with teasers", teaserCases, few],
  ["two companies, no tie-up", noTieUpCases, few],
  ...pressCases.map(([table, cases]): [string, TrapCase[], typeof few] => [table, cases, many]),
])("%s", (_table, cases, dictionary) => {
  test.each(cases)("%s (%s): %s", (_category, lang, item, stated) => {
    expect(statedBy(item, lang, dictionary)).toBe(stated);
  });
});
