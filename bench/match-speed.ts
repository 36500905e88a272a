import { createRequire } from "node:module";
import { compileNames, matchNames } from "../lib/matching/match-names.ts";

/**
 * Prints how fast names are found in text, for dictionaries of 100 names to a million, beside one big `RegExp` and
 * `modern-ahocorasick` (where it is installed). Names and text are generated from a fixed seed; about one token in a hundred
 * is a name. Usage: npx tsx bench/match-speed.ts [MEGABYTES]
 */
function measure(megabytes: number): void {
  const random = seeded(1);
  const vocabulary = Array.from({ length: 60_000 }, () => word(random));
  console.log(`${megabytes} MB of text`);
  for (const size of [100, 10_000, 100_000, 1_000_000]) {
    const names = Array.from({ length: size }, () => nameOf(random, vocabulary));
    const texts = textsOf(random, vocabulary, names, megabytes * 1e6);
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const heapBefore = memoryMb();
    const [list, compileSeconds] = timed(() => compileNames(names));
    const heap = memoryMb() - heapBefore;
    console.log(`${size} names: compiled in ${compileSeconds.toFixed(2)} s, ${heap.toFixed(0)} MB`);
    report("tieup", texts, bytes, (text) => matchNames(list, text).length);
    if (size <= 10_000) report("RegExp", texts.slice(0, size > 100 ? 20 : texts.length), bytes, bigRegExp(names));
    const search = ahoCorasick(names);
    if (search) report("modern-ahocorasick", texts, bytes, search);
  }
}

function report(who: string, texts: string[], allBytes: number, search: (text: string) => number): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  for (const text of texts.slice(0, 50)) search(text);
  let found = 0;
  const [, seconds] = timed(() => {
    for (const text of texts) found += search(text);
  });
  const part = bytes < allBytes ? ` (on ${(bytes / 1e6).toFixed(1)} MB)` : "";
  console.log(`  ${who.padEnd(20)} ${(bytes / 1e6 / seconds).toFixed(1).padStart(7)} MB/s   ${found} places${part}`);
}

function bigRegExp(names: string[]): (text: string) => number {
  const longestFirst = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return (text) => text.match(pattern)?.length ?? 0;
}

/** Finds names within words too: it knows no whole words, so it finds more and does less. */
function ahoCorasick(names: string[]): ((text: string) => number) | null {
  try {
    const { default: AhoCorasick } = createRequire(import.meta.url)("modern-ahocorasick");
    const search = new AhoCorasick(names);
    return (text) => search.search(text).length;
  } catch {
    return null;
  }
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

function timed<T>(run: () => T): [T, number] {
  const start = performance.now();
  const outcome = run();
  return [outcome, (performance.now() - start) / 1000];
}

measure(Number(process.argv[2] ?? 10));
