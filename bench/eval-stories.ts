import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StoryCandidate } from "../lib/stories/assign-story.ts";
import { createStoryIndex } from "../lib/stories/story-index.ts";

interface Headline {
  id: string;
  source: string;
  title: string;
  text?: string;
  lang?: string;
  date?: string;
}
interface Pair {
  day: string;
  a: Headline;
  b: Headline;
  label: "same" | "related" | "different";
}

/** Prints how well items are grouped into stories on the development data in a folder; see issue 5 for the aims. */
export function evalStories(dataFolder: string): void {
  evalPairs(readLines<Pair>(join(dataFolder, "stories/pairs.de.jsonl")));
  evalClusters(readLines<Headline & { cluster: string }>(join(dataFolder, "stories/headlines.en.jsonl")));
  evalCopies(readLines<Headline>(join(dataFolder, "stream/frontpages.de.jsonl")));
}

function evalPairs(pairs: Pair[]): void {
  const asTwo = pairs.map((pair) => {
    const [a, b] = storiesOf([pair.a, pair.b].map((item) => candidate(item, "de", `${pair.day}T12:00:00Z`)));
    return a === b;
  });
  const stream = storiesOf(
    pairs.flatMap((pair) => [pair.a, pair.b].map((item) => candidate(item, "de", `${pair.day}T12:00:00Z`))),
  );
  const asStream = pairs.map((_, i) => stream[2 * i] === stream[2 * i + 1]);
  const right = (said: boolean[]) => (keep: (i: number) => boolean) => {
    const chosen = pairs.flatMap((pair, i) => (keep(i) ? [said[i] === (pair.label === "same")] : []));
    return round(chosen.filter(Boolean).length / chosen.length);
  };
  const row = (said: boolean[]) => ({
    accuracy: right(said)(() => true),
    "even lines": right(said)((i) => i % 2 === 0),
    "odd lines": right(said)((i) => i % 2 === 1),
    "recall of same": right(said)((i) => pairs[i]?.label === "same"),
    "kept apart": right(said)((i) => pairs[i]?.label !== "same"),
  });
  console.log("\nPairs of German headlines of one day (aim: accuracy >= 0.85)");
  console.table({ "two by two": row(asTwo), "as one stream": row(asStream) });
  const sameDay = new Map<string, Set<string>>();
  pairs.forEach((_, i) => {
    for (const story of new Set([stream[2 * i], stream[2 * i + 1]])) {
      if (story) sameDay.set(story, (sameDay.get(story) ?? new Set()).add(String(i)));
    }
  });
  console.log("stories that hold items of several pairs:", [...sameDay.values()].filter((set) => set.size > 1).length);
  for (const [i, pair] of pairs.entries()) {
    if (asTwo[i] !== (pair.label === "same")) console.log(`  ${pair.label}: ${pair.a.title} | ${pair.b.title}`);
  }
}

function evalClusters(items: (Headline & { cluster: string })[]): void {
  const clusters = [...new Set(items.map((item) => item.cluster))];
  const half = (parity: number) => items.filter((item) => clusters.indexOf(item.cluster) % 2 === parity);
  const row = (chosen: typeof items) => {
    const started = performance.now();
    const found = storiesOf(chosen.map((item) => candidate(item, item.lang ?? "en", item.date ?? "")));
    const { precision, recall } = bCubed(
      found,
      chosen.map((item) => item.cluster),
    );
    const seconds = round((performance.now() - started) / 1000);
    return {
      items: chosen.length,
      stories: new Set(found).size,
      precision: round(precision),
      recall: round(recall),
      seconds,
    };
  };
  console.log("\nEnglish headlines of 44 broad stories, B3 (aim: precision >= 0.90)");
  console.table({ all: row(items), "even stories": row(half(0)), "odd stories": row(half(1)) });
}

/** Cross-outlet items whose titles or teasers are nearly equal by letters: what two outlets make of one agency copy. */
function evalCopies(items: Headline[]): void {
  const ordered = items.toSorted((a, b) => ((a.date ?? "") < (b.date ?? "") ? -1 : 1));
  const started = performance.now();
  const found = storiesOf(ordered.map((item) => candidate(item, "de", item.date ?? "")));
  const seconds = (performance.now() - started) / 1000;
  const copies = copiesOf(ordered);
  const joined = copies.filter(([a, b]) => found[a] === found[b]);
  const sizes = new Map<string, number>();
  for (const story of found) sizes.set(story, (sizes.get(story) ?? 0) + 1);
  console.log("\nAgency copies at several outlets' front pages (aim: one story in >= 0.98)");
  console.table({
    copies: {
      items: items.length,
      stories: new Set(found).size,
      largest: Math.max(...sizes.values()),
      pairs: copies.length,
      "one story": round(joined.length / copies.length),
      seconds: round(seconds),
    },
  });
  for (const [a, b] of copies.filter(([x, y]) => found[x] !== found[y])) {
    console.log(`  ${ordered[a]?.title} [${ordered[a]?.text}] | ${ordered[b]?.title} [${ordered[b]?.text}]`);
  }
}

const copyLikeness = 0.75;
const hoursOfCopies = 24;

function copiesOf(items: Headline[]): [number, number][] {
  const grams = items.map((item) => [trigrams(item.title), trigrams(item.text ?? "")] as const);
  const pairs: [number, number][] = [];
  for (const [b, near] of sharingRareWords(items).entries()) {
    for (const a of near) {
      const hours = (Date.parse(items[b]?.date ?? "") - Date.parse(items[a]?.date ?? "")) / 3_600_000;
      if (hours > hoursOfCopies || items[a]?.source === items[b]?.source) continue;
      const likeness = ([0, 1] as const).map((k) => likenessOf(grams[a]?.[k], grams[b]?.[k]));
      if (Math.max(...likeness) >= copyLikeness) pairs.push([a, b]);
    }
  }
  return pairs;
}

/** For each item the earlier ones with a word in common that few items have: no other two can be copies. */
function sharingRareWords(items: Headline[]): number[][] {
  const words = items.map((item) => new Set(`${item.title} ${item.text ?? ""}`.toLowerCase().match(/\p{L}{4,}/gu)));
  const holders = new Map<string, number[]>();
  words.forEach((set, i) => {
    for (const word of set) holders.set(word, [...(holders.get(word) ?? []), i]);
  });
  return words.map((set, i) => {
    const lists = [...set].map((word) => holders.get(word) ?? []).filter((list) => list.length <= rareHoldersMax);
    return [...new Set(lists.flat())].filter((other) => other < i);
  });
}

const rareHoldersMax = 60;

function trigrams(text: string): Set<string> {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
  return new Set(
    letters.length < 24 ? [] : Array.from({ length: letters.length - 2 }, (_, i) => letters.slice(i, i + 3)),
  );
}

function likenessOf(a: Set<string> = new Set(), b: Set<string> = new Set()): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0 || small.size < large.size * copyLikeness) return 0;
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared++;
  return shared / (small.size + large.size - shared);
}

function candidate(item: Headline, lang: string, seenAt: string): StoryCandidate {
  const facts = { parties: [], kind: null, stage: null, areas: [] };
  return { itemId: item.id, facts, title: item.title, summary: item.text ?? "", lang, source: item.source, seenAt };
}

function storiesOf(candidates: StoryCandidate[]): string[] {
  const index = createStoryIndex();
  return candidates.map((item) => index.assign(item).story.id);
}

/** B-cubed precision and recall (Bagga and Baldwin 1998): per item the share of its group that is of its story, and the reverse. */
function bCubed(found: string[], wanted: string[]): { precision: number; recall: number } {
  const count = (keys: string[]) => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const both = found.map((group, i) => `${group}\t${wanted[i]}`);
  const [groups, stories, common] = [count(found), count(wanted), count(both)];
  let precision = 0;
  let recall = 0;
  both.forEach((key, i) => {
    precision += (common.get(key) ?? 0) / (groups.get(found[i] ?? "") ?? 1);
    recall += (common.get(key) ?? 0) / (stories.get(wanted[i] ?? "") ?? 1);
  });
  return { precision: precision / found.length, recall: recall / found.length };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function readLines<Line>(path: string): Line[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Line);
}
