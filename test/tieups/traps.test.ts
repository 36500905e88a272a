import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { headlineCases } from "./headline-cases.ts";
import { noTieUpCases } from "./no-tie-up-cases.ts";
import { teaserCases } from "./teaser-cases.ts";
import { trapCases, watchedNames } from "./trap-cases.ts";

const dictionary = compileDictionary(readWatchlist({ name: "all", entities: watchedNames }).entities);

describe.each([
  ["items written to trap", trapCases],
  ["headlines", headlineCases],
  ["titles with teasers", teaserCases],
  ["two companies, no tie-up", noTieUpCases],
])("%s", (_table, cases) => {
  test.each(cases)("%s (%s): %s", (_category, lang, item, stated) => {
    const [title = "", text = ""] = item.split(" | ");
    const [tieUp] = analyseItem({ id: "trap", title, text, lang }, dictionary).tieUps;
    const found = tieUp && `${tieUp.parties.map((party) => party.text).join("+")} ${tieUp.kind} ${tieUp.stage}`;
    expect(found ?? "none").toBe(stated);
  });
});
