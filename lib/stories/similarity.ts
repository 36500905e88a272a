import { featureKey, featureWeight, isTitleFeature } from "./signature.ts";

/** How much a word counts in this set of stories, from 0 (in all of them) to 1 (in this one only); by `featureKey`. */
export type WordWeight = (key: number) => number;

const evenly: WordWeight = () => 1;

/** Less shared weight than this (about two words) is chance, however short the titles are. */
const sharedWeightMin = 6;

/**
 * How near two items are by their telling words, 0 to 1: of the shared weight, its share of the smaller and of the larger side,
 * averaged. Titles are compared with all that is known of the other side, and whole texts with each other; the nearer counts.
 */
export function similarity(a: number[], b: number[], wordWeight: WordWeight = evenly): number {
  return Math.max(overlap(a.filter(isTitleFeature), b.filter(isTitleFeature), wordWeight), overlap(a, b, wordWeight));
}

function overlap(a: number[], b: number[], wordWeight: WordWeight): number {
  const weightsOfB = new Map(b.map((feature) => [featureKey(feature), featureWeight(feature)]));
  let shared = 0;
  for (const feature of a) {
    const other = weightsOfB.get(featureKey(feature));
    if (other !== undefined) shared += Math.min(other, featureWeight(feature)) * wordWeight(featureKey(feature));
  }
  if (shared < sharedWeightMin) return 0;
  const [small, large] = [total(a, wordWeight), total(b, wordWeight)].sort((x, y) => x - y) as [number, number];
  return (shared / small + shared / large) / 2;
}

function total(features: number[], wordWeight: WordWeight): number {
  let sum = 0;
  for (const feature of features) sum += featureWeight(feature) * wordWeight(featureKey(feature));
  return sum;
}
