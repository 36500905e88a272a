import { describe, expect, it } from "vitest";
import { featureKey, signature, signatureMax } from "../../lib/stories/signature.ts";
import { similarity, wordWeightAmong } from "../../lib/stories/similarity.ts";

const likeness = (a: string, b: string, lang: string): number =>
  similarity(signature(a, "", lang), signature(b, "", lang));

describe("signature", () => {
  it("never exceeds its limit, and keeps the title", () => {
    const long = Array.from({ length: 400 }, (_, i) => `Sonderwort${i}x`).join(" ");
    const features = signature("Nordwerk kauft Velora", long, "de");
    expect(features.length).toBe(signatureMax);
    expect(features.slice(0, 3)).toEqual(signature("Nordwerk kauft Velora", "", "de").slice(0, 3));
  });

  it("is the same for the same words, however they are written", () => {
    const plain = signature("Straße nach Köln gesperrt", "", "de");
    expect(signature("STRASSE nach Köln gesperrt", "", "de").map(featureKey)).toEqual(plain.map(featureKey));
  });

  it("is made of safe integers", () => {
    for (const feature of signature("Vier Tage, 14.000 Läufer, 2,5 Grad", "Kühl wird's.", "de")) {
      expect(Number.isSafeInteger(feature)).toBe(true);
    }
  });

  it("is empty for a text without words", () => {
    expect(signature("— … !", "", "de")).toEqual([]);
  });
});

describe("similarity", () => {
  it.each([
    ["the same sentence", "Sturm deckt Schulhaus in Lindau ab", "Sturm deckt Schulhaus in Lindau ab", "de", 0.99, 1],
    ["other order", "Sturm deckt Schulhaus in Lindau ab", "In Lindau deckt Sturm ein Schulhaus ab", "de", 0.6, 1],
    ["one topic, two events", "Sturm deckt Schulhaus ab", "Schulhaus wird saniert und erweitert", "de", 0, 0.42],
    ["nothing in common", "Sturm deckt Schulhaus ab", "Minister reist nach Oslo", "de", 0, 0],
    ["numbers by value", "Court fines Velora 14,000 dollars", "Velora fined 14.000 dollars", "en", 0.5, 1],
    ["a possessive", "Velora's founder steps down", "Velora founder steps down", "en", 0.9, 1],
    ["function words only", "What is it that they have?", "It is what they have", "en", 0, 0],
    ["no words at all", "", "", "en", 0, 0],
  ])("%s", (_, a, b, lang, least, most) => {
    expect(likeness(a, b, lang)).toBeGreaterThanOrEqual(least);
    expect(likeness(a, b, lang)).toBeLessThanOrEqual(most);
    expect(likeness(b, a, lang)).toBeCloseTo(likeness(a, b, lang));
  });

  it("counts a company's name little among the stories of that company", () => {
    const titles = [
      "Velora baut Werk in Ulm",
      "Velora senkt Preise",
      "Velora ruft Wagen zurück",
      "Velora holt Managerin",
    ];
    const weight = wordWeightAmong(titles.map((title) => signature(title, "", "de")));
    const [velora, baut] = signature("Velora baut", "", "de").map(featureKey);
    expect(weight(velora as number)).toBeLessThan(weight(baut as number));
    expect(weight(baut as number)).toBeLessThanOrEqual(1);
  });
});
