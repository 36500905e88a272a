import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import { startTables } from "../test/support/local-aws.ts";
import { type Article, replay } from "../test/support/replay.ts";
import { picker } from "./poll-cycle/generated-feed.ts";

// npx tsx bench/replay-stream.ts DATA [--seed 1] [--crashes 0.1] [--hours 1]
// Replays DATA/stream/frontpages.de.jsonl as one feed for each outlet, polled every hour, with polls that die at any of
// their writes. Prints what was seen and stored, and ends with 1 where something was lost or told twice.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    crashes: { type: "string", default: "0.1" },
    hours: { type: "string", default: "1" },
  },
});

/** A line of the file: `teaser` is null where the front page showed none. */
interface Line {
  id: string;
  source: string;
  url: string;
  versions: { title: string; teaser: string | null; first: string; last: string }[];
}

const companies = [
  ...["BMW", "Volkswagen", "Mercedes-Benz", "Porsche", "Audi", "Tesla", "Toyota", "Ford", "BYD", "Continental"],
  ...["Siemens", "SAP", "Deutsche Telekom", "Allianz", "Deutsche Bank", "Commerzbank", "BASF", "Bayer", "Rheinmetall"],
  ...["Lufthansa", "Airbus", "Boeing", "Deutsche Bahn", "Infineon", "Nvidia", "Apple", "Google", "Microsoft", "Amazon"],
  ...["Meta", "OpenAI", "Samsung", "Intel", "Sony", "Netflix", "Disney", "Thyssenkrupp", "RWE", "Eon", "Vodafone"],
];
const watchlists = [
  { ...readWatchlist({ id: "tie-ups", name: "Tie-ups", entities: companies, rule: { parties: "any" } }) },
  { ...readWatchlist({ id: "mentions", name: "Mentions", entities: companies, rule: { news: "any-mention" } }) },
];

const [data] = positionals;
if (!data) throw new Error("expected the folder of the data, got nothing");
const pick = picker(Number(values.seed));
const tables = await startTables();
try {
  const began = performance.now();
  const { numbers, broken } = await replay(readArticles(join(data, "stream/frontpages.de.jsonl")), tables, {
    watchlists,
    everyMs: Number(values.hours) * 3_600_000,
    crashShare: Number(values.crashes),
    random: () => pick(2 ** 31) / 2 ** 31,
    progress: (at) => process.stderr.isTTY && process.stderr.write(`\r${at.toISOString()}`),
  });
  console.table({ ...numbers, seconds: Math.round((performance.now() - began) / 1000) });
  for (const sentence of broken.slice(0, 20)) console.log(sentence);
  console.log(broken.length === 0 ? "Nothing lost, nothing twice." : `${broken.length} things are wrong.`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  await tables.stop();
}

function readArticles(file: string): Article[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const { id, source: outlet, url, versions } = JSON.parse(line) as Line;
      const dated = versions.map(({ title, teaser, first, last }) => ({
        title,
        teaser: teaser ?? "",
        first: new Date(first),
        last: new Date(last),
      }));
      return { id, outlet, url, versions: dated };
    });
}
