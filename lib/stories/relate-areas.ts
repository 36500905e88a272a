import { foldPlain } from "../text/fold.ts";
import { featureKey, isLittleFeature, signature } from "./signature.ts";

/** The areas that a report states, and its telling words (`signature`), in which it may name those of another one. */
export interface StatedAreas {
  areas: string[];
  features: number[];
  /** "" or null where unknown. */
  lang: string | null;
}

/**
 * Whether two reports are about one thing: "shared" where an area of one is an area of the other, in other words of one stem
 * too, or stands in its text; "differ" where both state areas, in one language, and have none in common; else "unknown".
 */
export function relateAreas(a: StatedAreas, b: StatedAreas): "shared" | "differ" | "unknown" {
  if (a.areas.length === 0 && b.areas.length === 0) return "unknown";
  const [wordsA, wordsB] = [a.areas.flatMap(areaWords), b.areas.flatMap(areaWords)];
  if (wordsA.some((word) => wordsB.some((other) => areAkin(word, other)))) return "shared";
  if (isNamedIn(a, b.features) || isNamedIn(b, a.features)) return "shared";
  // "AI" is in so many deals that one report leaves it out and names what it is for.
  const areTelling = [wordsA, wordsB].every((words) => words.some((word) => word.length >= wordMin));
  return areTelling && (a.lang ?? "") === (b.lang ?? "") ? "differ" : "unknown";
}

const openingLength = 6;
const wordMin = 3;

/** The words of an area, folded; of two letters only what is written in capitals ("AI", "5G"), else it is "of" or "im". */
export const areaWords = (area: string): string[] =>
  (area.match(/[\p{L}\p{N}\p{M}]{3,}|(?<![\p{L}\p{N}])[\p{Lu}\p{N}]{2}(?![\p{L}\p{N}])/gu) ?? []).map((word) =>
    foldPlain(word, "u"),
  );

/** "Batterien" and "Batterie", "Zellen" and "Batteriezellen"; what is shorter than a word is the same or another. */
const areAkin = (a: string, b: string): boolean =>
  a.length < wordMin || b.length < wordMin
    ? a === b
    : a.includes(b.slice(0, openingLength)) || b.includes(a.slice(0, openingLength));

function isNamedIn({ areas, lang }: StatedAreas, features: number[]): boolean {
  const keys = new Set(features.filter((feature) => !isLittleFeature(feature)).map(featureKey));
  return areas.some((area) => {
    const named = signature(area, "", lang || null).filter((feature) => !isLittleFeature(feature));
    return named.some((feature) => keys.has(featureKey(feature)));
  });
}
