import { hash32 } from "./copy-keys.ts";
import { type TellingWord, tellingWords } from "./telling-words.ts";

/** More numbers than this do not fit the row that many pollers read and write (10 digits each). */
export const signatureMax = 48;
const titleFeaturesMax = 36;

/** Function words of the title only: of a text they would fill the room of the words that tell. */
const ofText = (word: TellingWord): boolean => !word.isLittle;

/**
 * The telling words of an item as numbers, the title's first and in its order, at most `signatureMax`: what `similarity` compares. Each number
 * is a 28-bit hash with five bits behind it: whether the word is little, whether it stands in the title, and its weight 1 to 7. A long word gives
 * two numbers, itself and its opening, so that "Waldbrand" and "Waldbränden" share half.
 */
export function signature(title: string, summary: string, lang: string | null): number[] {
  const features = new Map<number, number>();
  const inTitle = tellingWords(title, lang).flatMap((word) => featuresOf(word, true));
  for (const feature of inTitle.slice(0, titleFeaturesMax)) addFeature(features, feature);
  for (const feature of tellingWords(summary, lang)
    .filter(ofText)
    .flatMap((word) => featuresOf(word, false))) {
    if (features.size >= signatureMax) break;
    addFeature(features, feature);
  }
  return [...features.values()];
}

/** What a number of a signature stands for, without its weight and place: equal for equal words. */
export const featureKey = (feature: number): number => Math.floor(feature / 32);
export const featureWeight = (feature: number): number => feature % 8;
export const isTitleFeature = (feature: number): boolean => (feature & 8) !== 0;
export const isLittleFeature = (feature: number): boolean => (feature & 16) !== 0;
/** The same word as one that is not of the first item's title. */
export const outsideTitle = (feature: number): number => (isTitleFeature(feature) ? feature - 8 : feature);

function addFeature(features: Map<number, number>, feature: number): void {
  const key = featureKey(feature);
  if (!features.has(key)) features.set(key, feature);
}

function featuresOf(word: TellingWord, isTitle: boolean): number[] {
  const flags = (isTitle ? 8 : 0) + (word.isLittle ? 16 : 0);
  const feature = (text: string, weight: number) => hash28(text) * 32 + flags + Math.max(1, weight);
  if (!word.opening) return [feature(word.form, word.weight)];
  return [feature(word.form, Math.ceil(word.weight / 2)), feature(word.opening, Math.floor(word.weight / 2))];
}

/** 32 bits folded to 28, so that a feature is small enough for bit operations to be told from its flags. */
const hash28 = (text: string): number => {
  const hash = hash32(text);
  return ((hash >>> 28) ^ hash) & 0x0fffffff;
};
