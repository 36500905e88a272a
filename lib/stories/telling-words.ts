import { foldPlain } from "../text/fold.ts";
import { detectLanguage } from "../text/language.ts";
import { commonWords, stopWords } from "./common-words.ts";

/** A word of a headline, with how much it says on which event the headline is of. */
export interface TellingWord {
  /** Folded and stemmed: equal for two inflections of one word. */
  form: string;
  /** The beginning of a long word, equal for the compounds and derivations of one stem ("Inflation", "Inflationsrate"); else null. */
  opening: string | null;
  /** How much the word tells, 1 to 7. */
  weight: number;
  /** A function word, or one of the furniture of headlines. */
  isLittle: boolean;
  /** Where an equal word in another language means the same: a number, or a capitalised word of an English sentence. */
  isName: boolean;
}

/** Beyond this many UTF-16 units a text adds nothing to what its opening says (the wire puts the news first). */
export const signedTextMax = 1_200;
const openingLength = 5;
const openingWordMin = 7;

/**
 * A verb or adjective says more than a noun on whether two headlines tell one event or two of one topic ("AfD-Parteitag startet", "Mahnwache
 * gegen AfD-Parteitag"); even the little words tell, as wires reuse each other's phrases.
 */
const weights = {
  de: { name: 4, number: 3, noun: 3, plain: 5, common: 2, little: 2 },
  en: { name: 4, number: 4, noun: 4, plain: 4, common: 2, little: 1 },
} as const;

/**
 * The words of a text in its order, repeats dropped: folded (NFD without marks, ß as ss), lightly stemmed, hyphen compounds in parts. `lang` is "de" or "en"; anything else is taken for the one whose stop words occur more.
 */
export function tellingWords(text: string, lang: string | null): TellingWord[] {
  const cut = text.slice(0, signedTextMax);
  const language = knownLanguage(lang ?? detectLanguage(cut)) ?? "en";
  const capitals = capitalsTell(cut, language);
  const found = new Map<string, TellingWord>();
  for (const [written] of cut.matchAll(wordPattern)) {
    for (const part of partsOf(written)) {
      const word = tellingWord(part, language, capitals);
      if (word && !found.has(word.form)) found.set(word.form, word);
    }
  }
  return [...found.values()];
}

const wordPattern =
  /\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-‑’'&.][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** "Corona-Welle" → "Corona", "Welle". "McDonald's" → "McDonald". "U.S." → "US". */
function partsOf(written: string): string[] {
  if (/^\p{N}/u.test(written) && !/\p{L}/u.test(written)) return [written];
  const bare = written.replace(/[’']s?$/u, "").replace(/[’'](?:s|S)(?=-|‑|$)/gu, "");
  return bare.split(/[-‑]/u).map((part) => part.replace(/[’'.&]/gu, ""));
}

function tellingWord(part: string, language: "de" | "en", capitals: boolean): TellingWord | null {
  const weight = weights[language];
  if (/^\p{N}/u.test(part)) return numberWord(part, language);
  const folded = fold(part);
  if (folded === "") return null;
  if (stopWords[language].has(folded))
    return { form: folded, opening: null, weight: weight.little, isLittle: true, isName: false };
  const form = stem(folded, language);
  if (commonWords[language].has(folded))
    return { form, opening: null, weight: weight.common, isLittle: false, isName: false };
  const opening = folded.length >= openingWordMin ? `${folded.slice(0, openingLength)}…` : null;
  const isCapital = /^\p{Lu}/u.test(part);
  const isAcronym = /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(part) || /\p{Ll}\p{Lu}/u.test(part);
  const isName = isAcronym || (isCapital && capitals && language === "en");
  return {
    form,
    opening,
    weight: isName ? weight.name : isCapital ? weight.noun : weight.plain,
    isLittle: false,
    isName,
  };
}

/** "14,000", "14.000" and "14000" are one number; "2,2" and "2.2" as well. A lone digit tells little. */
function numberWord(written: string, language: "de" | "en"): TellingWord {
  const grouped = /^\p{N}{1,3}(?:[.,]\p{N}{3})+$/u.test(written);
  const form = grouped ? written.replace(/[.,]/g, "") : written.replace(/,/g, ".");
  const { number, common } = weights[language];
  return { form, opening: null, weight: form.length === 1 ? common : number, isLittle: false, isName: true };
}

/** In a title set in capitals ("Merger Creates Biggest Supplier"), a capital says nothing. */
function capitalsTell(text: string, language: "de" | "en"): boolean {
  if (language === "de") return true;
  const long = text.match(/\p{L}{4,}/gu) ?? [];
  const lower = long.filter((word) => /^\p{Ll}/u.test(word)).length;
  return lower >= long.length * 0.4;
}

const fold = (word: string): string => foldPlain(word, "u");

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
