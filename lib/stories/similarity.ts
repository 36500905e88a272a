import { featureKey, featureWeight, isLittleFeature, isTitleFeature } from "./signature.ts";

/** How much a word counts in this set of stories, from 0 (in all of them) to 1 (rare); by `featureKey`. */
export type WordWeight = (key: number) => number;

const evenly: WordWeight = () => 1;
/** As if so many other stories had been seen: the first words of a stream are not yet common ones. */
const storiesAssumed = 50;

/** The weight of a word that `holding` of `stories` stories hold: the rarer, the nearer to 1 (inverse document frequency, smoothed). */
export function rarity(holding: number, stories: number): number {
  const all = stories + storiesAssumed;
  return Math.log(all / Math.max(1, holding)) / Math.log(all);
}

/** How telling words are among these stories: a company's own name hardly is among the stories of the company. */
export function wordWeightAmong(signatures: number[][]): WordWeight {
  const holding = new Map<number, number>();
  for (const key of signatures.flatMap((features) => features.map(featureKey))) {
    holding.set(key, (holding.get(key) ?? 0) + 1);
  }
  return (key) => rarity(holding.get(key) ?? 0, signatures.length);
}

/** Less weight than this in words that are not little (about two words) is chance, unless the two are nearly equal. */
const sharedWeightMin = 5;
const nearlyEqual = 0.75;
/** A side lighter than this (about four words) is taken to be as heavy: two of three words in common say little. */
const sideWeightMin = 14;
/** What reuse of the words in one order adds to reuse of the words. */
const orderShare = 0.2;
/** Texts are compared beyond their titles where both have so many words more. */
const textFeaturesMin = 10;

/**
 * How near two items are by their words, 0 to 1: of the weight that they share, its part of the smaller and of the larger side, averaged, and how
 * much of it stands in one order. Titles are compared with each other, and whole texts where both have one; the nearer counts.
 */
export function similarity(a: number[], b: number[], wordWeight: WordWeight = evenly): number {
  const titles = [a.filter(isTitleFeature), b.filter(isTitleFeature)] as const;
  const byTitle = overlap(...titles, wordWeight);
  const inOrder = byTitle === 0 ? 0 : (1 - orderShare) * byTitle + orderShare * order(...titles);
  const haveTexts = a.length - titles[0].length >= textFeaturesMin && b.length - titles[1].length >= textFeaturesMin;
  return haveTexts ? Math.max(inOrder, overlap(a.filter(isTelling), b.filter(isTelling), wordWeight)) : inOrder;
}

const isTelling = (feature: number): boolean => !isLittleFeature(feature);

function overlap(a: number[], b: number[], wordWeight: WordWeight): number {
  const weightsOfB = new Map(b.map((feature) => [featureKey(feature), featureWeight(feature)]));
  let shared = 0;
  let telling = 0;
  for (const feature of a) {
    const key = featureKey(feature);
    const other = weightsOfB.get(key);
    if (other === undefined) continue;
    const weight = Math.min(other, featureWeight(feature)) * wordWeight(key);
    shared += weight;
    if (isTelling(feature)) telling += weight;
  }
  const [weightOfA, weightOfB] = [total(a, wordWeight), total(b, wordWeight)];
  const shareOf = (side: number, sideMin: number) => shared / Math.max(side, sideMin, 1);
  const share = (sideMin: number) => (shareOf(weightOfA, sideMin) + shareOf(weightOfB, sideMin)) / 2;
  if (telling > 0 && share(0) >= nearlyEqual) return share(0);
  return telling >= sharedWeightMin ? share(sideWeightMin) : 0;
}

function total(features: number[], wordWeight: WordWeight): number {
  let sum = 0;
  for (const feature of features) sum += featureWeight(feature) * wordWeight(featureKey(feature));
  return sum;
}

/** The longest run of common words in one order (not necessarily adjoining), as a part of the shorter side. */
function order(a: number[], b: number[]): number {
  const keys = b.map(featureKey);
  let row = new Array<number>(keys.length + 1).fill(0);
  for (const feature of a) {
    const key = featureKey(feature);
    const next = [0];
    for (let j = 1; j <= keys.length; j++) {
      next.push(keys[j - 1] === key ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
    }
    row = next;
  }
  return (row[keys.length] ?? 0) / Math.max(1, Math.min(a.length, b.length));
}
