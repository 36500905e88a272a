import file from "./catalogue/reference-words.json" with { type: "json" };
import type { CompanyFacts } from "./company-facts.ts";

/** What a word says of the company that it stands for or describes. */
export interface ReferenceWord {
  /** `noun`: "Autobauer"; `people`: "Münchner", "Japaner"; `adjective`: "japanische", "Japanese", "Munich-based". */
  kind: "noun" | "people" | "adjective";
  number: "one" | "several" | "either";
  /** `Partial`, for "Konzern" says nothing of it. Several seats or nations may have one word ("Detroit"). */
  says: { fact: keyof CompanyFacts; values: readonly string[] } | null;
}

/** What the word says, or null if it is none that refers to companies. German words by their case, English ones in lower case. */
export function referenceWord(word: string, german: boolean): ReferenceWord | null {
  const known = words.get(word) ?? (german ? null : words.get(word.toLowerCase()));
  if (known) return known;
  const adjective = german ? /^(\p{L}[\p{L}-]*isch|deutsch)e[nmrs]?$/u.exec(word)?.[1] : undefined;
  if (adjective !== undefined) return words.get(`${adjective}e`) ?? null;
  const based = /^(\p{Lu}[\p{L}.]*)-based$/u.exec(word)?.[1];
  if (based !== undefined) return words.get(based.toLowerCase()) ?? null;
  return null;
}

/** The parts of "US-Autoriese", "Japan-Konzern": what the prefix says, and the noun; null for any other word. */
export function prefixedNoun(word: string): { prefix: ReferenceWord; noun: string } | null {
  const at = word.indexOf("-");
  const prefix = at > 0 ? prefixes.get(word.slice(0, at)) : undefined;
  return prefix ? { prefix, noun: word.slice(at + 1) } : null;
}

/** "Ölkonzern", and "Ölriese". */
const withGiants = (noun: string): string[] =>
  /.konzern$/.test(noun) ? [noun, noun.replace(/konzern$/, "riese"), noun.replace(/konzern$/, "gigant")] : [noun];

const words = new Map<string, ReferenceWord>();
const prefixes = new Map<string, ReferenceWord>();

function addFact(word: string, kind: ReferenceWord["kind"], fact: "seat" | "nation", key: string, into = words): void {
  const before = into.get(word);
  const values = before?.says?.fact === fact ? [...before.says.values, key] : [key];
  into.set(word, { kind, number: "one", says: { fact, values } });
}

for (const [key, { adjectives, people, english, prefixes: own }] of Object.entries(file.nations)) {
  for (const adjective of adjectives) addFact(`${adjective}e`, "adjective", "nation", key);
  for (const word of people) addFact(word, "people", "nation", key);
  for (const word of english) addFact(word.toLowerCase(), "adjective", "nation", key);
  for (const word of own) addFact(word, "adjective", "nation", key, prefixes);
}
for (const [key, { people, english }] of Object.entries(file.seats)) {
  for (const word of people) {
    addFact(word, "people", "seat", key);
    addFact(`${word}n`, "people", "seat", key);
  }
  for (const word of english) if (!words.has(word.toLowerCase())) addFact(word.toLowerCase(), "adjective", "seat", key);
}
for (const [branch, { m, n, f, english }] of Object.entries(file.nouns)) {
  const add = (word: string, number: ReferenceWord["number"]): void => {
    const before = words.get(word);
    const values = branch === "any" ? [] : [...(before?.says?.values ?? []), branch];
    words.set(word, { kind: "noun", number, says: values.length > 0 ? { fact: "branch", values } : null });
  };
  for (const noun of m.flatMap(withGiants)) {
    // "Der Autobauer" is one and "die Autobauer" are several: the article tells, see `numberOf`.
    add(noun, /(?:er|en)$/.test(noun) ? "either" : "one");
    add(`${noun}s`, "one");
    if (/e$/.test(noun)) add(`${noun}n`, "either");
    if (!/e[rn]?$/.test(noun)) for (const ending of ["e", "en"]) add(noun + ending, "several");
    if (/er$/.test(noun)) add(`${noun}n`, "several");
  }
  for (const noun of n) {
    add(noun, /en$/.test(noun) ? "either" : "one");
    add(/haus$/.test(noun) ? `${noun}es` : `${noun}s`, "one");
    if (!/en$/.test(noun)) add(/haus$/.test(noun) ? noun.replace(/haus$/, "häuser") : `${noun}e`, "several");
    if (/en$/.test(noun)) continue;
  }
  for (const noun of f) {
    add(noun, "one");
    add(/a$/.test(noun) ? noun.replace(/a$/, "en") : /e$/.test(noun) ? `${noun}n` : `${noun}en`, "several");
  }
  for (const noun of english) {
    add(noun, "one");
    add(noun.replace(/y$/, "ie").concat("s"), "several");
  }
}
for (const word of ["Partner", "Partnern", "Duo", "partners", "pair", "duo"])
  words.set(word, { kind: "noun", number: "several", says: null });
