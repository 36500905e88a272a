import { type TellingWord, tellingWords } from "./telling-words.ts";

/** More numbers than this do not fit the row that many pollers read and write (10 digits each). */
export const signatureMax = 48;
const titleFeaturesMax = 36;

/**
 * The telling words of an item as numbers, the title's first, at most `signatureMax`: what `similarity` compares. Each number is a
 * 28-bit hash with four bits behind it: whether it stands in the title, and its weight 1 to 7. A long word gives two numbers, itself and its
 * opening, so that "Waldbrand" and "Waldbränden" share half.
 */
export function signature(title: string, summary: string, lang: string | null): number[] {
  const language = lang ?? null;
  const features = new Map<number, number>();
  const inTitle = tellingWords(title, language).flatMap((word) => featuresOf(word, true));
  for (const feature of inTitle.slice(0, titleFeaturesMax)) addFeature(features, feature);
  for (const feature of tellingWords(summary, language).flatMap((word) => featuresOf(word, false))) {
    if (features.size >= signatureMax) break;
    addFeature(features, feature);
  }
  return [...features.values()];
}

/** What a number of a signature stands for, without its weight and place: equal for equal words. */
export const featureKey = (feature: number): number => Math.floor(feature / 16);
export const featureWeight = (feature: number): number => feature % 8;
export const isTitleFeature = (feature: number): boolean => Math.floor(feature / 8) % 2 === 1;
/** The same word as one that is not of the first item's title. */
export const outsideTitle = (feature: number): number => (isTitleFeature(feature) ? feature - 8 : feature);

function addFeature(features: Map<number, number>, feature: number): void {
  const key = featureKey(feature);
  if (!features.has(key)) features.set(key, feature);
}

function featuresOf(word: TellingWord, isTitle: boolean): number[] {
  const number = (text: string, weight: number) => hash28(text) * 16 + (isTitle ? 8 : 0) + Math.max(1, weight);
  if (!word.opening) return [number(word.form, word.weight)];
  return [number(word.form, Math.ceil(word.weight / 2)), number(`${word.opening}…`, Math.floor(word.weight / 2))];
}

/** FNV-1a over UTF-16 units, folded to 28 bits. */
function hash28(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return ((hash >>> 28) ^ hash) & 0x0fffffff;
}
