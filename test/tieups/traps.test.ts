import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { caseTables } from "./all-cases.ts";
import { statedBy } from "./stated-by.ts";

describe.each(caseTables)("$name", ({ cases, watched }) => {
  const dictionary = compileDictionary(readWatchlist({ name: "all", entities: watched }).entities);
  test.each(cases)("%s (%s): %s", (_category, lang, item, stated) => {
    expect(statedBy(item, lang, dictionary)).toBe(stated);
  });
});
