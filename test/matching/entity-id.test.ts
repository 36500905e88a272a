import { expect, test } from "vitest";
import { entityId } from "../../lib/matching/entity-id.ts";

test.each([
  ["a plain name", "Toyota", "toyota"],
  ["without its legal form", "Bayerische Motoren Werke AG", "bayerische-motoren-werke"],
  ["with two of them", "Henkel AG & Co. KGaA", "henkel"],
  ["behind a comma", "Alphabet, Inc.", "alphabet"],
  ["a legal form alone stays", "SAS", "sas"],
  ["one inside a name stays", "AG Insurance", "ag-insurance"],
  ["accents", "Škoda", "skoda"],
  ["umlauts as Germans write them", "Lürssen", "luerssen"],
  ["apostrophes", "L’Oréal", "loreal"],
  ["plus is told from and", "K+S", "k-plus-s"],
  ["and", "K & S", "k-s"],
  ["CJK", "トヨタ", "トヨタ"],
  ["nothing to go by", "!?", ""],
])("%s: %s", (_, name, id) => expect(entityId(name)).toBe(id));
