import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileDictionary } from "../lib/matching/dictionary.ts";
import { findMentions } from "../lib/matching/find-mentions.ts";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";

/** Prints precision, recall and F1 of the mentions in the annotated sets of the folder, and a sample of the errors. */
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
  const names = [...new Set(items.flatMap((item) => item.mentions.map((mention) => mention.norm ?? mention.text)))];
  const { entities } = readWatchlist({ entities: names.filter(isAccepted) });
  const dictionary = compileDictionary(entities);
  const wrong: string[] = [];
  const missed: string[] = [];
  let exact = 0;
  let overlapping = 0;
  let found = 0;
  let annotated = 0;
  let met = 0;
  for (const item of items) {
    const { mentions, dropped } = findMentions(dictionary, { title: "", text: item.text, lang: item.lang });
    found += mentions.length;
    annotated += item.mentions.length;
    for (const mention of mentions) {
      if (item.mentions.some((gold) => gold.start === mention.start && gold.end === mention.end)) exact += 1;
      if (item.mentions.some((gold) => gold.start < mention.end && gold.end > mention.start)) overlapping += 1;
      else wrong.push(`${around(item.text, mention.start, mention.end)}   (${mention.alias}: ${mention.reason})`);
    }
    for (const gold of item.mentions) {
      if (mentions.some((mention) => gold.start < mention.end && gold.end > mention.start)) met += 1;
      else {
        const why = dropped.find((mention) => gold.start < mention.end && gold.end > mention.start);
        missed.push(`${around(item.text, gold.start, gold.end)}${why ? `   (${why.reason})` : ""}`);
      }
    }
  }
  const precision = overlapping / found;
  const recall = met / annotated;
  console.log(`\n${file}: ${items.length} texts, ${names.length} names, ${annotated} mentions`);
  console.log(
    `precision ${show(precision)}  recall ${show(recall)}  F1 ${show((2 * precision * recall) / (precision + recall))}`,
  );
  console.log(`same span: precision ${show(exact / found)}  recall ${show(exact / annotated)}`);
  console.log(`wrong (${wrong.length}):\n${sample(wrong, errorsShown)}`);
  console.log(`missed (${missed.length}):\n${sample(missed, errorsShown)}`);
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
