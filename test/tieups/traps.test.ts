import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { trapCases, watchedNames } from "./trap-cases.ts";

const dictionary = compileDictionary(readWatchlist({ name: "all", entities: watchedNames }).entities);

describe("items written to trap", () => {
  test.each(trapCases)("%s (%s): %s", (_category, lang, item, stated) => {
    const [title = "", text = ""] = item.split(" | ");
    const [tieUp] = analyseItem({ id: "trap", title, text, lang }, dictionary).tieUps;
    const found = tieUp && `${tieUp.parties.map((party) => party.text).join("+")} ${tieUp.kind} ${tieUp.stage}`;
    expect(found ?? "none").toBe(stated);
  });
});
