import { join } from "node:path";
import companies from "../lib/matching/catalogue/companies.json" with { type: "json" };
import { compileDictionary } from "../lib/matching/dictionary.ts";
import { findMentions } from "../lib/matching/find-mentions.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import { type AnalysedItem, analyseItem } from "../lib/pipeline/analyse-item.ts";
import { readFacts } from "../lib/polling/item-facts.ts";
import { readRows } from "./labelled-rows.ts";

/**
 * Prints the processor time that the analysis of an ordinary item takes, title and teaser, with 500 watched names: in all, and of its parts
 * those that can be run alone. Usage: npx tsx bench/analyse-speed.ts DATA
 */
function measure(dataFolder: string): void {
  const rows = ["stream/frontpages.de.jsonl", "tieups/headlines-dev.jsonl"].flatMap((file) =>
    readRows<AnalysedItem>(join(dataFolder, file)),
  );
  const items = rows.map(({ id, title, text, lang }) => ({ id, title, text: text ?? "", lang: lang ?? null }));
  const dictionary = compileDictionary(readWatchlist({ entities: watchedNames() }).entities);
  const letters = items.reduce((sum, { title, text }) => sum + title.length + text.length, 0) / items.length;
  console.log(`${items.length} items of ${letters.toFixed(0)} letters on average, ${dictionary.entities.size} watched`);
  report("analysis as polled: tie-ups where a watched name is", items, (item) =>
    analyseItem(item, dictionary, { watchedOnly: true }),
  );
  report("whole analysis: tie-ups of all names", items, (item) => analyseItem(item, dictionary));
  report("mentions and references", items, (item) => findMentions(dictionary, item));
  report("wire facts", items, ({ title, text, lang }) => readFacts({ title, text, lang: lang ?? null, at: null }));
}

const watchedMax = 500;

/** The catalogue's companies, and coined names up to 500. */
const watchedNames = (): string[] => [
  ...companies.map(({ name }) => name).slice(0, watchedMax),
  ...Array.from({ length: Math.max(0, watchedMax - companies.length) }, (_, i) => `Quaxotron ${i}`),
];

const rounds = 7;

/** Median of several rounds, in microseconds of processor time an item; the first is warming up. */
function report(what: string, items: AnalysedItem[], run: (item: AnalysedItem) => unknown): void {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const before = process.cpuUsage();
    for (const item of items) run(item);
    const { user, system } = process.cpuUsage(before);
    if (round > 0) times.push((user + system) / items.length);
  }
  times.sort((a, b) => a - b);
  console.log(`  ${what.padEnd(54)} ${(times[rounds >> 1] ?? 0).toFixed(1)} µs (best ${(times[0] ?? 0).toFixed(1)})`);
}

const [dataFolder] = process.argv.slice(2);
if (dataFolder) measure(dataFolder);
else process.stderr.write("Usage: npx tsx bench/analyse-speed.ts DATA\n");
