import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import type { DroppedMention, Mention } from "../lib/matching/mention.ts";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";

/**
 * Prints precision, recall and F1 of the mentions in the annotated sets of the folder, and a sample of the errors. Measured is what
 * `tieup analyze` lists, source credits included, for watchlists of several extents: all that the set annotates anywhere, so that
 * each text has the others' names as distractors; those of them that mostly are companies there; each text's own.
 */
export function evalMentions(dataFolder: string, errorsShown = 40): void {
  for (const [file, label] of [
    ["smartdata.de.jsonl", /^ORGANIZATION_COMPANY/],
    ["germeval2014-dev.de.jsonl", /^ORG/],
  ] as const) {
    const items = readItems(join(dataFolder, "mentions", file)).map((item) => ({
      ...item,
      mentions: item.mentions.filter((mention) => label.test(mention.label)),
    }));
    report(file, items, errorsShown);
  }
}

interface Annotated {
  id: string;
  lang: string;
  text: string;
  mentions: { start: number; end: number; text: string; label: string; norm?: string }[];
}

const readItems = (path: string): Annotated[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Annotated);

function report(file: string, items: Annotated[], errorsShown: number): void {
  const names = [...new Set(items.flatMap((item) => item.mentions.map(nameOf)))].filter(isAccepted);
  const clear = clearNames(items, names);
  console.log(`\n${file}: ${items.length} texts, ${items.flatMap((item) => item.mentions).length} mentions`);
  console.log("                                        precision  recall     F1   same span");
  for (const [which, watched] of [
    [`all ${names.length} names`, names],
    [`${clear.length} that are mostly companies here`, clear],
  ] as const) {
    const dictionary = compileDictionary(readWatchlist({ entities: watched }).entities);
    print(
      which,
      score(items, watched, (text) => mentionsIn(dictionary, text).mentions),
    );
    print("  keywords alone", score(items, watched, keywords(watched)));
  }
  for (const half of [0, 1]) reportSlices(items, half);
  const own = new Map(items.map((item) => [item.text, ownDictionary(item)]));
  const ofOwn = (text: string): Span[] => {
    const dictionary = own.get(text);
    return dictionary ? mentionsIn(dictionary, text).mentions : [];
  };
  print("each item's own names", score(items, names, ofOwn));
  print("  without source credits", score(items.map(withoutCredits), names, withoutCreditSpans(ofOwn)));
  for (const half of [0, 1]) {
    const those = items.filter((_, i) => i % 2 === half);
    print(
      `half ${half + 1}: its own ${namesOf(those).length} names`,
      score(those, namesOf(those), foundWith(namesOf(those))),
    );
    print(
      "  without source credits",
      score(those.map(withoutCredits), namesOf(those), withoutCreditSpans(foundWith(namesOf(those)))),
    );
  }
  const dictionary = compileDictionary(readWatchlist({ entities: names }).entities);
  const { wrong, missed } = errors(items, dictionary);
  console.log(`wrong (${wrong.length}):\n${sample(wrong, errorsShown)}`);
  console.log(`missed (${missed.length}):\n${sample(missed, errorsShown)}`);
}

/** In so many slices of its texts a set is watched, each with the names of its own: plain keywords are right in 0.86 of SmartData then. */
const slices = 8;

/** Every other slice: rules that were written on one half of the slices are measured on the other. */
function reportSlices(items: Annotated[], half: number): void {
  const found = new Map<string, Counts>();
  for (let slice = half; slice < slices; slice += 2) {
    const those = items.filter((_, i) => i % slices === slice);
    const names = namesOf(those);
    const find = foundWith(names);
    add(found, `half ${half + 1} in ${slices / 2} slices, their own names`, count(those, names, find));
    add(found, "  keywords alone", count(those, names, keywords(names)));
    add(found, "  without source credits", count(those.map(withoutCredits), names, withoutCreditSpans(find)));
  }
  for (const [which, counts] of found) print(which, shares(counts));
}

function add(sums: Map<string, Counts>, which: string, more: Counts): void {
  const sum = sums.get(which) ?? { found: 0, right: 0, exact: 0, wanted: 0, met: 0 };
  for (const field of Object.keys(sum) as (keyof Counts)[]) sum[field] += more[field];
  sums.set(which, sum);
}

interface Span {
  start: number;
  end: number;
}

interface Score {
  precision: number;
  recall: number;
  exact: number;
}

const namesOf = (items: Annotated[]): string[] =>
  [...new Set(items.flatMap((item) => item.mentions.map(nameOf)))].filter(isAccepted);

function foundWith(names: string[]): (text: string) => Span[] {
  const dictionary = compileDictionary(readWatchlist({ entities: names }).entities);
  return (text) => mentionsIn(dictionary, text).mentions;
}

function mentionsIn(dictionary: Dictionary, text: string): { mentions: Mention[]; dropped: DroppedMention[] } {
  const { mentions, creditedMentions, droppedMentions } = analyseItem({ id: "", title: "", text }, dictionary);
  return { mentions: [...mentions, ...creditedMentions], dropped: droppedMentions };
}

function ownDictionary(item: Annotated): Dictionary | null {
  const names = namesOf([item]);
  return names.length > 0 ? compileDictionary(readWatchlist({ entities: names }).entities) : null;
}

/** "Foto: dpa", "(dpa) -", "© Reuters", "Quelle: …", share buttons: the annotators take every other one of them for a mention. */
const isCredit = (text: string, { start, end }: Span): boolean =>
  /(?:(?:Foto|Bild|Grafik|Quelle|©|\(c\)|Copyright)[^.\n]{0,40}|\(|\/|\| |^|\n)\s?$/iu.test(
    text.slice(Math.max(0, start - 60), start),
  ) &&
  (/^(?:[/-]\p{L}+)?(?:\)|\/|\.de|\s?\n|\s*$)/u.test(text.slice(end, end + 20)) ||
    /(?:Foto|Bild|Grafik|Quelle|©|\(c\)|Copyright)[^.\n]{0,40}$/iu.test(text.slice(Math.max(0, start - 60), start)));

const withoutCredits = (item: Annotated): Annotated => ({
  ...item,
  mentions: item.mentions.filter((mention) => !isCredit(item.text, mention)),
});
const withoutCreditSpans =
  (find: (text: string) => Span[]) =>
  (text: string): Span[] =>
    find(text).filter((span) => !isCredit(text, span));

const nameOf = (mention: Annotated["mentions"][number]): string => mention.norm ?? mention.text;
const overlaps = (a: Span, b: Span): boolean => a.start < b.end && a.end > b.start;

interface Counts {
  found: number;
  right: number;
  wanted: number;
  met: number;
  exact: number;
}

const score = (items: Annotated[], watched: string[], find: (text: string) => Span[]): Score =>
  shares(count(items, watched, find));

const shares = ({ found, right, wanted, met, exact }: Counts): Score => ({
  precision: right / found,
  recall: met / wanted,
  exact: exact / wanted,
});

/** A span is right if it overlaps an annotated one; the annotated ones of the watched names must be met. */
function count(items: Annotated[], watched: string[], find: (text: string) => Span[]): Counts {
  const names = new Set(watched);
  let found = 0;
  let right = 0;
  let exact = 0;
  let wanted = 0;
  let met = 0;
  for (const { text, mentions } of items) {
    const spans = find(text);
    const own = mentions.filter((mention) => names.has(nameOf(mention)));
    found += spans.length;
    right += spans.filter((span) => mentions.some((gold) => overlaps(span, gold))).length;
    wanted += own.length;
    met += own.filter((gold) => spans.some((span) => overlaps(span, gold))).length;
    exact += own.filter((gold) => spans.some((span) => span.start === gold.start && span.end === gold.end)).length;
  }
  return { found, right, wanted, met, exact };
}

function print(which: string, { precision, recall, exact }: Score): void {
  const f1 = (2 * precision * recall) / (precision + recall);
  console.log(`${which.padEnd(40)} ${show(precision)}      ${show(recall)}  ${show(f1)}  ${show(exact)}`);
}

/** Whole words in the same case, the longest name first. */
function keywords(names: string[]): (text: string) => Span[] {
  const longestFirst = names.toSorted((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: name, index }) => ({ start: index, end: index + name.length }));
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Names that the set annotates at least every other time that they stand in its texts: no "Unternehmen", no "15". */
function clearNames(items: Annotated[], names: string[]): string[] {
  const all = items.map((item) => item.text).join("\n");
  const annotated = new Map<string, number>();
  for (const name of items.flatMap((item) => item.mentions.map(nameOf)))
    annotated.set(name, (annotated.get(name) ?? 0) + 1);
  return names.filter((name) => (annotated.get(name) ?? 0) >= keywords([name])(all).length / 2);
}

function errors(items: Annotated[], dictionary: Dictionary): { wrong: string[]; missed: string[] } {
  const wrong: string[] = [];
  const missed: string[] = [];
  for (const { text, mentions: gold } of items) {
    const { mentions, dropped } = mentionsIn(dictionary, text);
    for (const mention of mentions) {
      if (gold.some((one) => overlaps(one, mention))) continue;
      wrong.push(`${around(text, mention.start, mention.end)}   (${mention.alias}: ${mention.reason})`);
    }
    for (const one of gold.filter((one) => !mentions.some((mention) => overlaps(one, mention)))) {
      const why = dropped.find((mention) => overlaps(one, mention));
      missed.push(`${around(text, one.start, one.end)}${why ? `   (${why.reason})` : ""}`);
    }
  }
  return { wrong, missed };
}

/** Whether a watchlist takes the name. */
function isAccepted(name: string): boolean {
  try {
    return readWatchlist({ entities: [name] }).entities.length === 1;
  } catch (error) {
    if (error instanceof WatchlistError) return false;
    throw error;
  }
}

const show = (share: number): string => share.toFixed(3);

const around = (text: string, start: number, end: number): string =>
  `  ${text.slice(Math.max(0, start - 40), start)}[${text.slice(start, end)}]${text.slice(end, end + 40)}`.replace(
    /\s+/g,
    " ",
  );

/** Every so many-th line, so that the sample goes through the whole set. */
const sample = (lines: string[], most: number): string =>
  lines.filter((_, i) => i % Math.max(1, Math.ceil(lines.length / most)) === 0).join("\n");
