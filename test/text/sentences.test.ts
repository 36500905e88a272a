import { expect, test } from "vitest";
import { sentencesOf, sentenceTokensMax } from "../../lib/text/sentences.ts";
import { tokenize } from "../../lib/text/tokens.ts";

function split(text: string): string[] {
  const tokens = tokenize(text);
  return sentencesOf(tokens, text).map(({ from, to }) => text.slice(tokens[from]?.start, tokens[to - 1]?.end));
}

test.each([
  ["two sentences", "BMW wächst. Toyota auch.", ["BMW wächst.", "Toyota auch."]],
  ["no end after a legal form", "Nokia Corp. said so. It grew.", ["Nokia Corp. said so.", "It grew."]],
  ["no end after an ordinal", "Am 3. Mai steigt Porsche ein.", ["Am 3. Mai steigt Porsche ein."]],
  ["no end before a small letter", "Das kostet ca. drei Euro.", ["Das kostet ca. drei Euro."]],
  ["a question ends", "Kauft Apple? Nein.", ["Kauft Apple?", "Nein."]],
  ["a bar ends", "BMW und Toyota | Wirtschaft", ["BMW und Toyota |", "Wirtschaft"]],
  ["an empty line ends", "Erste Zeile\n\nZweite Zeile", ["Erste Zeile", "Zweite Zeile"]],
  ["a colon does not", "Allianz: BMW und Toyota", ["Allianz: BMW und Toyota"]],
  ["nothing", "", []],
])("%s: %s", (_what, text, expected) => {
  expect(split(text)).toEqual(expected);
});

test("a sentence without end is cut, so that work per sentence stays bounded", () => {
  const tokens = tokenize("wort ".repeat(sentenceTokensMax * 3));
  expect(sentencesOf(tokens, "").map(({ from, to }) => to - from)).toEqual([160, 160, 160]);
});
