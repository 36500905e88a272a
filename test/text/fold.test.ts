import { describe, expect, test } from "vitest";
import { fold, foldPlain } from "../../lib/text/fold.ts";

describe("foldPlain", () => {
  test.each([
    ["case", "BMW", "bmw"],
    ["accents", "Škoda Citroën", "skoda citroen"],
    ["umlauts as Germans write them", "Lürssen", "luerssen"],
    ["decomposed umlauts too", "Lu\u0308rssen", "luerssen"],
    ["sharp s", "Straße STRAẞE", "strasse strasse"],
    ["letters that Unicode leaves whole", "Øœæł", "ooeael"],
    ["full width", "ＢＭＷ", "bmw"],
    ["invisible characters", "Volks\u00adwa\u200bgen", "volkswagen"],
    ["typographic hyphen, space and apostrophe", "A–B\u00a0C’s", "a-b c's"],
    ["left-over entities, even twice escaped", "R&amp;V A&amp;amp;B", "r&v a&b"],
    ["no entity", "R&V; &foo;", "r&v; &foo;"],
    ["nothing", "", ""],
  ])("%s: %s", (_, text, folded) => expect(foldPlain(text)).toBe(folded));

  test("leaves out the dots of umlauts where asked", () => expect(foldPlain("Lürssen", "u")).toBe("lurssen"));
});

test("fold says where each code unit came from", () => {
  const { text, offsets } = fold("ẞü&amp;x");
  expect(text).toBe("ssue&x");
  expect([...offsets]).toEqual([0, 0, 1, 1, 2, 7, 8]);
});
