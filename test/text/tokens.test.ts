import { expect, test } from "vitest";
import { tokenize } from "../../lib/text/tokens.ts";

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
