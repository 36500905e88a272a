import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { septets, smsParts, toGsm7 } from "../../lib/alerting/gsm-7.ts";

describe("toGsm7", () => {
  test.each<[sentence: string, text: string, gsm: string]>([
    ["umlauts and ß stay", "Größe für Ähnliches Öl Übung", "Größe für Ähnliches Öl Übung"],
    ["decomposed umlauts become one character", "fu\u0308r", "für"],
    ["typographic quotes become plain", "„so“ ‘x’ «y»", '"so" \'x\' "y"'],
    ["dashes become hyphens", "a–b—c‑d", "a-b-c-d"],
    ["the sign × becomes x", "BMW × Toyota", "BMW x Toyota"],
    ["dots become three", "weiter…", "weiter..."],
    ["accents that GSM lacks go, those it has stay", "Citroën Škoda é à", "Citroen Skoda é à"],
    ["ç is no GSM character though Ç is", "Façade Ç", "Facade Ç"],
    ["letters that don't come apart", "Łódź Đà œuvre", "Lodz Dà oeuvre"],
    ["currencies that GSM lacks are named", "₹500, ₩2, ½ ₽", "INR 500, KRW 2, 1/2 RUB "],
    ["apostrophes of names", "ʻOhana ʼn", "'Ohana 'n"],
    ["ligatures and full-width forms come apart", "ﬁn ＢＭＷ", "fin BMW"],
    ["the euro is an extension character", "5 €", "5 €"],
    ["what has no likeness becomes one question mark", "丰田汽车 🚗 x", "? ? x"],
    ["question marks of the text, as in a link, stay", "丰田?? https://a.example/?q=??", "??? https://a.example/?q=??"],
  ])("%s", (_, text, gsm) => {
    expect(toGsm7(text)).toBe(gsm);
  });

  test("what it made it leaves alone, and all of it is GSM", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const gsm = toGsm7(text);
        expect(toGsm7(gsm)).toBe(gsm);
      }),
    );
  });
});

describe("smsParts", () => {
  test.each<[sentence: string, text: string, count: number, parts: number]>([
    ["160 characters are one part", "a".repeat(160), 160, 1],
    ["161 are two", "a".repeat(161), 161, 2],
    ["an extension character counts two", `${"a".repeat(158)}€`, 160, 1],
    ["so 159 characters and a euro are two parts", `${"a".repeat(159)}€`, 161, 2],
    ["306 are two parts of 153", "a".repeat(306), 306, 2],
    ["307 are three", "a".repeat(307), 307, 3],
    ["a euro on the border moves to the next part whole", `${"a".repeat(152)}€${"a".repeat(152)}`, 306, 3],
    ["none is one", "", 0, 1],
  ])("%s", (_, text, count, parts) => {
    expect(septets(text)).toBe(count);
    expect(smsParts(text)).toBe(parts);
  });
});
