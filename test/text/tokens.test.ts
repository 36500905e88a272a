import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenize, tokenPattern } from "../../lib/text/tokens.ts";

const written = (text: string) => tokenize(text).map((token) => (token.joined ? `-${token.text}` : token.text));

test.each([
  ["plain words", "BMW und Toyota", ["BMW", "und", "Toyota"]],
  ["a hyphen joins words", "BMW-Toyota-Allianz", ["BMW", "-Toyota", "-Allianz"]],
  ["a dash between spaces is a mark", "BMW - Toyota", ["BMW", "-", "Toyota"]],
  ["a hyphen before a space is a mark", "Auto- und Chipbauer", ["Auto", "-", "und", "Chipbauer"]],
  ["a possessive is a token of its own", "Intel's chips", ["Intel", "'s", "chips"]],
  ["also where old wires space it", "Ford 's outlook", ["Ford", "'s", "outlook"]],
  ["an apostrophe inside a name stays", "L'Oréal and c’t", ["L'Oréal", "and", "c’t"]],
  ["signs inside names stay", "AT&T, K+S, H&M", ["AT&T", ",", "K+S", ",", "H&M"]],
  ["a domain stays whole", "Booking.com wächst.", ["Booking.com", "wächst", "."]],
  ["an abbreviation with dots stays whole", "the U.S. unit", ["the", "U.S.", "unit"]],
  [
    "an address is one mark",
    "mehr: https://example.org/BMW-x?y=1 hier",
    ["mehr", ":", "https://example.org/BMW-x?y=1", "hier"],
  ],
  ["a number keeps its unit", "$3.8bn for it", ["$", "3.8bn", "for", "it"]],
  ["a number keeps its separators", "5,5 Milliarden", ["5,5", "Milliarden"]],
  ["nothing", "", []],
  ["a lone surrogate is a mark", "a \ud800 b", ["a", "\ud800", "b"]],
])("%s: %s", (_what, text, expected) => {
  expect(written(text)).toEqual(expected);
});

test("offsets are UTF-16 code units into the text, also after characters outside the BMP", () => {
  const text = "🚗 BMW’s Allianz";
  for (const token of tokenize(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
});

const isHyphen = (written: string) => /^[-‑‐–]$/.test(written);

test("of any text the tokens are those of the pattern", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "BMW",
      "über",
      "Straße",
      "don't",
      "Intel's",
      "c’t",
      "AT&T",
      "K+S",
      "U.S.",
      "Booking.com",
      "a.",
      "x.y",
    ),
    fc.constantFrom(
      " ",
      " ",
      "  ",
      "\n",
      "\u00a0",
      "\u2028",
      "-",
      "‑",
      "–",
      ".",
      ". ",
      ",",
      ":",
      "/",
      "'",
      "’",
      "„",
      "“",
      "+",
      "&",
    ),
    fc.constantFrom(
      "http://a.b/c",
      "https:",
      "http",
      "2026",
      "5,5",
      "3.8bn",
      "u\u0308",
      "Wörter\u00ad",
      "\ud83d\ude97",
      "\ud800",
      "丰田",
      "Ǆ",
      "ª",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const found = tokenize(text).map(({ text: written, start }) => ({ written, start }));
      const matches = [...text.matchAll(new RegExp(tokenPattern.source, "gu"))];
      const expected = matches.map(({ 0: written, index }) => ({ written, start: index }));
      // A hyphen is a token or not, by what stands beside it.
      expect(found.filter(({ written }) => !isHyphen(written))).toEqual(
        expected.filter(({ written }) => !isHyphen(written)),
      );
    }),
    { seed: 20260601, numRuns: 1500 },
  );
});
