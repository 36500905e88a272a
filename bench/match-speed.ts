import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import AhoCorasick from "modern-ahocorasick";
import { RE2JS } from "re2js";
import { readNameList, writeNameList } from "../lib/matching/dictionary-artefact.ts";
import { compileNames, matchNames } from "../lib/matching/match-names.ts";

/**
 * Prints how fast names are found in text, for dictionaries of 100 names to a million, beside one big `RegExp`, `re2js`,
 * `modern-ahocorasick` and Hyperscan (where g++ and libhyperscan-dev are installed), all in one run. Names and text are
 * generated from a fixed seed; about one token in a hundred is a name. Usage: npx tsx bench/match-speed.ts [MEGABYTES [SIZE…]] [--without PEER,…]
 */
function measure(megabytes: number, sizes: number[]): void {
  const folder = mkdtempSync(join(tmpdir(), "tieup-match-speed-"));
  try {
    measureSizes(megabytes, sizes, hyperscanIn(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measureSizes(megabytes: number, sizes: number[], hyperscan: Hyperscan | null): void {
  const random = seeded(1);
  const vocabulary = Array.from({ length: 60_000 }, () => word(random));
  console.log(`${megabytes} MB of text`);
  for (const size of sizes) {
    const names = Array.from({ length: size }, () => nameOf(random, vocabulary));
    const texts = textsOf(random, vocabulary, names, megabytes * 1e6);
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const heapBefore = memoryMb();
    const [list, compileSeconds] = timed(() => compileNames(names));
    const heap = memoryMb() - heapBefore;
    console.log(`${size} names: compiled in ${compileSeconds.toFixed(2)} s, ${heap.toFixed(0)} MB`);
    loadTime(list);
    const own = () => report("tieup", texts, bytes, (text) => matchNames(list, text).length);
    const beside = (measurePeer: () => number | undefined) => compare(own, measurePeer);
    const some = texts.slice(0, size > 100 ? 20 : texts.length);
    if (size <= 10_000) beside(() => report("RegExp", some, bytes, bigRegExp(names)));
    if (size <= 10_000) beside(() => report("re2js", texts.slice(0, 20), bytes, re2(names)));
    if (!left.includes("modern-ahocorasick"))
      beside(() => report("modern-ahocorasick", texts.slice(0, 1500), bytes, ahoCorasick(names)));
    for (const mode of hyperscan ? hyperscanModes.filter((one) => !left.includes(one)) : [])
      beside(() => hyperscan?.(mode, names, texts));
  }
}

/** Writes the compiled names as bytes and reads them back, as a cold start does. */
function loadTime(list: ReturnType<typeof compileNames>): void {
  const bytes = writeNameList(list);
  const times = Array.from({ length: 5 }, () => timed(() => readNameList(bytes))[1]).sort((a, b) => a - b);
  console.log(
    `  artefact of ${(bytes.byteLength / 1e6).toFixed(0)} MB, loaded in ${((times[2] ?? 0) * 1000).toFixed(0)} ms (median of 5)`,
  );
}

/** Before and after the peer: other work on the machine, which comes and goes, shall not count for one of them only. */
function compare(own: () => number, peer: () => number | undefined): void {
  const before = own();
  const other = peer();
  const after = own();
  if (other !== undefined) console.log(`    tieup is ${(Math.sqrt(before * after) / other).toFixed(2)} times as fast`);
}

function report(who: string, texts: string[], allBytes: number, search: (text: string) => number): number {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  for (const text of texts.slice(0, warmUpTexts)) search(text);
  let found = 0;
  const times: number[] = [];
  for (
    let sum = 0;
    times.length < roundsMin || (times.length < roundsMax && sum < secondsMax);
    sum += times.at(-1) ?? 0
  ) {
    found = 0;
    const [, seconds] = timed(() => {
      for (const text of texts) found += search(text);
    });
    times.push(seconds);
  }
  times.sort((a, b) => a - b);
  const seconds = times[times.length >> 1] ?? 0;
  const part = bytes < allBytes ? ` (on ${(bytes / 1e6).toFixed(1)} MB)` : "";
  const speed = bytes / 1e6 / seconds;
  console.log(`  ${who.padEnd(20)} ${speed.toFixed(1).padStart(7)} MB/s   ${found} places${part}`);
  return speed;
}

/** As many as there is time for; the median counts. hyperscan.cpp does the same. */
const roundsMin = 3;
const roundsMax = 25;
const secondsMax = 2;
/** Until what V8 has compiled is what stays. */
const warmUpTexts = 1500;

/** What each of them leaves out says hyperscan.cpp; "normalised" does most of what is asked here, "literals" the least. */
const hyperscanModes = ["literals", "folded", "normalised", "unicode"] as const;

/** Megabytes a second, or undefined where it failed or compiled too long. */
type Hyperscan = (mode: (typeof hyperscanModes)[number], names: string[], texts: string[]) => number | undefined;

/** A million names take it minutes on a busy machine. */
const hyperscanTimeoutMs = 400_000;

/** Compiles hyperscan.cpp into the folder; null, with a message, where that can't be done. */
function hyperscanIn(folder: string): Hyperscan | null {
  const program = join(folder, "hyperscan");
  const source = fileURLToPath(new URL("hyperscan.cpp", import.meta.url));
  const built = spawnSync("g++", ["-O3", "-o", program, source, "-lhs"], { encoding: "utf8" });
  if (built.status !== 0) {
    console.log(
      `without Hyperscan: it needs g++ and libhyperscan-dev (${built.error?.message ?? built.stderr.split("\n")[0]})`,
    );
    return null;
  }
  return (mode, names, texts) => {
    writeFileSync(join(folder, "names"), names.join("\n"));
    writeFileSync(join(folder, "texts"), texts.join("\n"));
    const run = spawnSync(program, [mode, join(folder, "names"), join(folder, "texts")], {
      encoding: "utf8",
      timeout: hyperscanTimeoutMs,
    });
    if (run.status !== 0) {
      const why = run.error ? `not compiled in ${hyperscanTimeoutMs / 1000} s` : run.stderr || run.signal;
      console.log(`  hyperscan ${mode}: ${why}`);
      return undefined;
    }
    const { bytes, seconds, places, compileSeconds, databaseBytes } = JSON.parse(run.stdout);
    const speed = bytes / 1e6 / seconds;
    const database = `compiled in ${compileSeconds.toFixed(1)} s, ${(databaseBytes / 1e6).toFixed(0)} MB`;
    console.log(`  hyperscan ${mode.padEnd(10)} ${speed.toFixed(1).padStart(7)} MB/s   ${places} places (${database})`);
    return speed;
  };
}

function re2(names: string[]): (text: string) => number {
  const longestFirst = [...names].sort((a, b) => b.length - a.length).map((name) => RE2JS.quote(name));
  const pattern = RE2JS.compile(`\\b(?:${longestFirst.join("|")})\\b`);
  return (text) => {
    const matcher = pattern.matcher(text);
    let found = 0;
    while (matcher.find()) found++;
    return found;
  };
}

function bigRegExp(names: string[]): (text: string) => number {
  const longestFirst = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return (text) => text.match(pattern)?.length ?? 0;
}

/** Finds names within words too: it knows no whole words, so it finds more and does less. */
function ahoCorasick(names: string[]): (text: string) => number {
  const search = new AhoCorasick(names);
  return (text) => search.search(text).length;
}

/** Texts of about 2,000 characters, as a wire's items have. */
function textsOf(random: () => number, vocabulary: string[], names: string[], characters: number): string[] {
  const texts: string[] = [];
  for (let made = 0; made < characters; ) {
    let text = "";
    while (text.length < 2000) {
      const next = random() < 0.01 ? pick(random, names) : ordinary(random, vocabulary);
      text += random() < 0.08 ? `${next}. ` : `${next} `;
    }
    // As JSON.parse would give it, in one piece: V8 keeps a text that was put together as a tree.
    texts.push(JSON.parse(JSON.stringify(text)));
    made += text.length;
  }
  return texts;
}

/** One word in three has a capital, as in German. */
const ordinary = (random: () => number, vocabulary: string[]): string =>
  random() < 0.33 ? pick(random, vocabulary) : pick(random, vocabulary).toLowerCase();

/** One to three capitalised words, of which one is no ordinary word; an acronym one time in twenty, a legal form one in ten. */
function nameOf(random: () => number, vocabulary: string[]): string {
  if (random() < 0.05) {
    return Array.from({ length: 2 + Math.floor(random() * 4) }, () => letter(random).toUpperCase()).join("");
  }
  const coined = word(random) + word(random).toLowerCase();
  const others = Array.from({ length: Math.floor(random() * 3) }, () => pick(random, vocabulary));
  return [coined, ...others].sort(() => random() - 0.5).join(" ") + (random() < 0.1 ? " AG" : "");
}

const syllables =
  "ba be bi bo bu da de di do du fa fe fi ga ge go ha he ho ka ke ko la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we wi zu ä ö ü st er en in au ei sch".split(
    " ",
  );
const letter = (random: () => number): string => "abcdefghijklmnopqrstuvwxyz"[Math.floor(random() * 26)] ?? "a";
const pick = (random: () => number, from: string[]): string => from[Math.floor(random() * from.length)] ?? "";

function word(random: () => number): string {
  const made = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, syllables)).join("");
  return made.charAt(0).toUpperCase() + made.slice(1);
}

/** mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const memoryMb = (): number => (process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers) / 1e6;

/** With the seconds of processor time that it took: on a machine with other work the wall clock says little. */
function timed<T>(run: () => T): [T, number] {
  const start = process.cpuUsage();
  const outcome = run();
  const { user, system } = process.cpuUsage(start);
  return [outcome, (user + system) / 1e6];
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { without: { type: "string" } } });
/** Peers that are too slow for a size: "modern-ahocorasick", and Hyperscan's "literals", "folded", "normalised", "unicode". */
const left = values.without?.split(",") ?? [];
const [megabytes = "10", ...sizes] = positionals;
measure(Number(megabytes), sizes.length > 0 ? sizes.map(Number) : [100, 10_000, 100_000, 1_000_000]);
