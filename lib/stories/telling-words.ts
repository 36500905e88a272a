import { commonWords, stopWords } from "./common-words.ts";

/** A word of a headline that says which event it is of. */
export interface TellingWord {
  /** Folded and stemmed: equal for two inflections of one word. */
  form: string;
  /** The beginning of a long word, equal for the compounds and derivations of one stem ("Inflation", "Inflationsrate"); else null. */
  opening: string | null;
  /** How much the word tells, 1 to 7: names and numbers more, words of every day less. */
  weight: number;
  /** Where an equal word in another language means the same: a number, or a capitalised word of an English sentence. */
  isName: boolean;
}

/** Beyond this many UTF-16 units a text adds nothing to what its opening says (the wire puts the news first). */
export const signedTextMax = 1_200;
const openingLength = 5;
const openingWordMin = 7;
const kickerWordsMax = 4;

const weights = { name: 6, number: 5, noun: 5, plain: 4, common: 2, kicker: 2 } as const;

/**
 * The telling words of a text in its order, repeats dropped: without stop words, folded (NFD without marks, ß as ss), lightly
 * stemmed, hyphen compounds both whole and in parts. `lang` is "de" or "en"; anything else is taken for the one whose stop words occur more.
 */
export function tellingWords(text: string, lang: string | null): TellingWord[] {
  const cut = text.slice(0, signedTextMax);
  const language = knownLanguage(lang) ?? guessLanguage(cut);
  const capitals = capitalsTell(cut, language);
  const kickerEnd = kickerLength(cut);
  const found = new Map<string, TellingWord>();
  for (const match of cut.matchAll(wordPattern)) {
    const inKicker = match.index < kickerEnd;
    for (const part of partsOf(match[0])) {
      const word = tellingWord(part, language, capitals);
      if (!word) continue;
      if (inKicker && word.weight > weights.kicker && !word.isName) word.weight -= 2;
      const known = found.get(word.form);
      if (!known) found.set(word.form, word);
      else known.weight = Math.max(known.weight, word.weight);
    }
  }
  return [...found.values()];
}

const wordPattern =
  /\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-‑’'&.][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** "Corona-Welle" → the whole written as one ("Coronawelle") and both parts. "McDonald's" → "McDonald". */
function partsOf(written: string): string[] {
  if (/^\p{N}/u.test(written) && !/\p{L}/u.test(written)) return [written];
  const bare = written.replace(/[’']s?$/u, "").replace(/[’'](?:s|S)(?=-|‑|$)/gu, "");
  const parts = bare.split(/[-‑]/u).filter(Boolean);
  if (parts.length < 2) return [bare.replace(/[’'.&]/gu, "")];
  return [parts.join(""), ...parts].map((part) => part.replace(/[’'.&]/gu, ""));
}

function tellingWord(part: string, language: "de" | "en", capitals: boolean): TellingWord | null {
  if (/^\p{N}/u.test(part)) return numberWord(part);
  const folded = fold(part);
  if (folded.length < 2 || stopWords[language].has(folded) || stopWords.en.has(folded)) return null;
  const form = stem(folded, language);
  const opening = folded.length >= openingWordMin ? folded.slice(0, openingLength) : null;
  const isCapital = /^\p{Lu}/u.test(part);
  const isAcronym = /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(part) || /\p{Ll}\p{Lu}/u.test(part);
  const isName = isAcronym || (isCapital && capitals && language === "en");
  if (commonWords[language].has(folded)) return { form, opening: null, weight: weights.common, isName: false };
  const weight = isName ? weights.name : isCapital && language === "de" ? weights.noun : weights.plain;
  return { form, opening, weight, isName };
}

/** "14,000", "14.000" and "14000" are one number; "2,2" and "2.2" as well. A lone digit tells little. */
function numberWord(written: string): TellingWord {
  const grouped = /^\p{N}{1,3}(?:[.,]\p{N}{3})+$/u.test(written);
  const form = grouped ? written.replace(/[.,]/g, "") : written.replace(/,/g, ".");
  return { form, opening: null, weight: form.length === 1 ? weights.common : weights.number, isName: true };
}

/** In a title set in capitals ("Merger Creates Biggest Supplier"), a capital says nothing. */
function capitalsTell(text: string, language: "de" | "en"): boolean {
  if (language === "de") return true;
  const long = text.match(/\p{L}{4,}/gu) ?? [];
  const lower = long.filter((word) => /^\p{Ll}/u.test(word)).length;
  return lower >= long.length * 0.4;
}

/** The length of a kicker such as "Handball:" or "Krieg in der Ukraine:" before the headline proper; 0 where there is none. */
function kickerLength(text: string): number {
  const colon = text.search(/:\s/u);
  if (colon < 0) return 0;
  return text.slice(0, colon).split(/\s+/u).length <= kickerWordsMax ? colon : 0;
}

/** Lower case without marks: "Brände" → "brande", "Straße" → "strasse", "Ørsted" → "orsted". */
export function fold(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .replace(/ł/g, "l");
}

const stemMin = 4;
const endings = {
  de: /(?:innen|ungen|ung|isches|ischen|ischer|ische|isch|ern|ten|tes|ter|en|er|es|em|te|st|e|s|n|t)$/u,
  en: /(?:ations|ation|ings|ing|ers|er|ies|ied|ed|es|ly|s|y|e)$/u,
};

/** The word without its commonest endings, at least four letters of it: not a root, only equal for most inflections. */
function stem(folded: string, language: "de" | "en"): string {
  const cut = folded.replace(endings[language], "");
  if (cut.length < stemMin) return folded;
  return language === "de" ? cut.replace(/^ge(?=\p{L}{5})/u, "") : cut;
}

function knownLanguage(lang: string | null): "de" | "en" | null {
  const primary = lang?.toLowerCase().split("-")[0];
  return primary === "de" || primary === "en" ? primary : null;
}

/** The language whose stop words occur more; German where an umlaut decides, English else. */
export function guessLanguage(text: string): "de" | "en" {
  const folded = fold(text).match(/\p{L}+/gu) ?? [];
  const count = (language: "de" | "en") => folded.filter((word) => stopWords[language].has(word)).length;
  const difference = count("de") - count("en") + (/[äöüß]/iu.test(text) ? 2 : 0);
  return difference > 0 ? "de" : "en";
}
