import { expect, test } from "vitest";
import { detectLanguage, readingLanguage } from "../../lib/text/language.ts";

test.each([
  ["German by its small words", "BMW und Toyota arbeiten bei Batterien zusammen", "de"],
  ["English by its small words", "BMW and Toyota are working together on batteries", "en"],
  ["German by its letters", "Süddeutsche prüft Verkäufe", "de"],
  ["German by an ending", "Zusammenarbeit vor Erweiterung", "de"],
  ["German by its verb alone", "Oracle kauft Nokia", "de"],
  ["English by its verb alone", "Oracle acquires Nokia", "en"],
  ["names only: the fallback", "BMW Toyota", "en"],
  ["nothing: the fallback", "", "en"],
])("%s", (_what, text, expected) => {
  expect(detectLanguage(text)).toBe(expected);
});

test.each([
  ["an English item of a German outlet is read in English", "Nvidia buys Intel shares for the first time", "de", "en"],
  ["a German item with an English phrase stays German", "Apple und das Internet of Things", "de", "de"],
  ["names alone say nothing", "BMW Toyota", "de", "de"],
  ["a language without lexicon stays", "BMW et Toyota", "fr", "fr"],
])("%s", (_what, text, declared, expected) => {
  expect(readingLanguage(text, declared)).toBe(expected);
});
