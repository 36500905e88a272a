import { expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";

const dictionary = compileDictionary(readWatchlist({ entities: ["BMW", "Toyota"] }).entities);

test.each([
  ["the declared language's primary subtag", "BMW and Toyota", "de-AT", "de"],
  ["detected where none is declared", "BMW und Toyota kooperieren bei Batterien", null, "de"],
  ["detected where it is empty", "BMW and Toyota are to cooperate", "", "en"],
])("lang is %s", (_what, title, lang, expected) => {
  expect(analyseItem({ id: "1", title, text: "", lang }, dictionary).lang).toBe(expected);
});

test("mentions and tie-ups carry offsets into their own field", () => {
  const item = { id: "1", title: "Autobauer", text: "Wie berichtet, kooperiert BMW mit Toyota.", lang: "de" };
  const { mentions, tieUps } = analyseItem(item, dictionary);
  expect(mentions.map(({ field, start, end }) => [field, item.text.slice(start, end)])).toEqual([
    ["text", "BMW"],
    ["text", "Toyota"],
  ]);
  expect(tieUps[0]?.parties.map(({ text }) => text)).toEqual(["BMW", "Toyota"]);
});

test("a text of a million references is read in good time", () => {
  const text = "BMW. The company. ".repeat(280_000);
  const { mentions, tieUps } = analyseItem({ id: "1", title: "", text, lang: "en" }, dictionary);
  expect(mentions).toHaveLength(280_000);
  expect(tieUps).toEqual([]);
});
