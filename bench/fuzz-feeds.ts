import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { unsoundness } from "../test/support/sound-feed.ts";
import { picker } from "./poll-cycle/generated-feed.ts";

// npx tsx bench/fuzz-feeds.ts DATA [--seconds 60] [--seed 1]
// Parses the real feeds of DATA/feeds with bytes changed, cut, moved and doubled. Each outcome must be sound and come within a
// second; the first document that isn't is left as a file. Ends with 1 then.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const [data] = positionals;
if (!data) throw new Error("expected the folder of the data, got nothing");
const feeds = readdirSync(join(data, "feeds"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(xml|rss|atom|rdf)$/.test(file) || /feed.*\.json$/.test(file))
  .map((file) => readFileSync(join(data, "feeds", file)))
  .filter((bytes) => bytes.length > 0);

const pick = picker(Number(values.seed));
const msMax = 1_000;
const until = Date.now() + Number(values.seconds) * 1_000;
let documents = 0;
let slowestMs = 0;
while (Date.now() < until && process.exitCode === undefined) {
  const bytes = mutated(feeds[pick(feeds.length)] as Buffer);
  const began = process.cpuUsage();
  const problem = await unsoundness(bytes).catch((fault: unknown) => `thrown: ${String(fault)}`);
  const { user, system } = process.cpuUsage(began);
  slowestMs = Math.max(slowestMs, (user + system) / 1_000);
  documents++;
  if (problem === null && (user + system) / 1_000 <= msMax) continue;
  const file = join(tmpdir(), `unsound-${values.seed}-${documents}.xml`);
  writeFileSync(file, bytes);
  console.log(`${problem ?? `took ${Math.round((user + system) / 1_000)} ms`}: ${file}`);
  process.exitCode = 1;
}
console.log(
  `${documents} documents made of ${feeds.length} feeds, the slowest took ${Math.round(slowestMs)} ms of CPU`,
);

/** The document with some of its bytes changed, and pieces of it cut out, doubled or moved. */
function mutated(original: Buffer): Buffer {
  let bytes = Buffer.from(original);
  for (let times = pick(4); times > 0; times--) {
    const [from, to] = [pick(bytes.length + 1), pick(bytes.length + 1)].sort((a, b) => a - b) as [number, number];
    const piece = bytes.subarray(from, to);
    const at = pick(bytes.length + 1);
    const rest = pick(2) === 0 ? bytes : Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    bytes = Buffer.concat(pick(3) === 0 ? [rest] : [rest.subarray(0, at), piece, rest.subarray(at)]);
  }
  for (let times = pick(30); times > 0 && bytes.length > 0; times--) bytes[pick(bytes.length)] = pick(256);
  return bytes;
}
