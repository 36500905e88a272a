import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildNameTable } from "../../lib/matching/name-table.ts";
import { scanNames } from "../../lib/matching/scan-names.ts";
import { naiveMatches } from "../support/naive-matcher.ts";

const stems = [
  "bahn",
  "Bank",
  "Neue",
  "Deutsche",
  "GM",
  "VW",
  "Müller",
  "Mueller",
  "Muller",
  "Škoda",
  "Skoda",
  "Straße",
];
const more = [
  "Strasse",
  "a",
  "K",
  "S",
  "E",
  "on",
  "Öl",
  "Oel",
  "トヨタ",
  "丰田",
  "Kaiser",
  "3M",
  "O2",
  "Lürssen",
  "Citroën",
  "citron",
];
const piece = fc.constantFrom(...stems, ...more);
const gap = fc.constantFrom(" ", " ", " ", "-", "+", "&", ".", ". ", "\u00a0", "  ", "\n", " - ");
const ending = fc.constantFrom("", "", "", "s", "es", "n", "en", "er", "'s", "’s", "\u00ad", "\u0308");
const recase = fc.constantFrom(
  (word: string) => word,
  (word: string) => word,
  (word: string) => word.toUpperCase(),
  (word: string) => word.toLowerCase(),
);

const name = fc
  .tuple(fc.array(fc.tuple(piece, gap), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([parts, caseSensitive]) => ({ text: joined(parts), caseSensitive }));
const text = fc
  .array(fc.tuple(piece, ending, recase, gap), { maxLength: 12 })
  .map((words) => words.map(([word, end, change, after]) => change(word) + end + after).join(""));

function joined(parts: [string, string][]): string {
  return parts.map(([part, after], i) => (i === parts.length - 1 ? part : part + after)).join("");
}

describe("scanNames equals the naive matcher", () => {
  test("on random names and texts", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), text, (names, words) => {
        const places = scanNames(buildNameTable(names), words).filter((place) => !place.compound);
        const fast = places.map(({ name, start, end }) => ({ name, start, end }));
        fast.sort((a, b) => a.end - b.end || a.start - b.start || a.name - b.name);
        expect(fast).toEqual(naiveMatches(names, words));
      }),
      { seed: 20260101, numRuns: 4000 },
    );
  });

  test("on any text at all, lone surrogates too: offsets lie within the text and nothing is thrown", () => {
    const table = buildNameTable([
      { text: "BMW", caseSensitive: true },
      { text: "Neue Bank", caseSensitive: false },
    ]);
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.string({ unit: "binary", maxLength: 60 }),
        (left, right) => {
          const whole = `${left} BMW ${right}`;
          const found = scanNames(table, whole);
          expect(found.some(({ start, end }) => whole.slice(start, end) === "BMW")).toBe(true);
        },
      ),
      { seed: 7, numRuns: 1000 },
    );
  });
});
