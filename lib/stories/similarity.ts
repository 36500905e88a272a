import { featureKey, featureWeight, isLittleFeature, isTitleFeature } from "./signature.ts";

/** How much a word counts in this set of stories, from 0 (in all of them) to 1 (rare); by `featureKey`. */
export type WordWeight = (key: number) => number;

const evenly: WordWeight = () => 1;

/** Less weight than this in words that are not little (about two words) is chance, unless the two are nearly equal. */
const sharedWeightMin = 5;
const nearlyEqual = 0.75;
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
  const [small, large] = [total(a, wordWeight), total(b, wordWeight)].sort((x, y) => x - y) as [number, number];
  const share = large === 0 ? 0 : (shared / small + shared / large) / 2;
  return telling >= sharedWeightMin || (telling > 0 && share >= nearlyEqual) ? share : 0;
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
