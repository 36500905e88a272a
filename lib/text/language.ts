import { wordSieve } from "./word-sieve.ts";

const germanWords = (
  "der die das und ist nicht mit für von im dem den des ein eine einen einem einer auf bei sich zu zum zur nach wird werden " +
  "wurde hat haben sind auch aus wie über unter vor noch als an es sie er wir ich will soll kann könnte gegen um oder mehr nur " +
  "neue neuer neues neuen deutsche deutschen durch beim vom ins ab bis sein seine ihre ihr was so nun jetzt macht kommt geht " +
  "steigt gemeinsam zwischen weiter kein keine millionen milliarden prozent euro konzern dass doch wegen " +
  "kauft verkauft liefert baut startet plant stellt setzt holt bringt bekommt gewinnt verliert sucht gründen kooperieren " +
  "kooperiert verhandelt verhandeln fusionieren lizenziert"
).split(" ");
const englishWords = (
  "the and is not with for of to by from at its it their has have are was were will be been this that which as but he she " +
  "we you they his her new says said after over more than up into about against out year first would could may " +
  "million billion percent company deal inc corp ltd between how why what who amid set plans wins gets makes " +
  "us uk on off agree agrees sign signs talks sees hits buy buys acquire acquires sells launches joins takes merge merges"
).split(" ");

/** How much each small word speaks for the languages that have it. */
const markerLangs = new Map(
  [...germanWords, ...englishWords].map((word) => [
    word,
    { german: germanWords.includes(word) ? 1 : 0, english: englishWords.includes(word) ? 1 : 0 },
  ]),
);

/**
 * The language of a text as a BCP 47 primary subtag: the one of `de` and `en` whose small words it has most of; letters that only
 * German has count too. `fallback` where the text shows nothing either way (names only).
 */
export function detectLanguage(text: string, fallback = "en"): string {
  const { german, english } = signs(text);
  if (german === english) return fallback;
  return german > english ? "de" : "en";
}

/**
 * The language to read a text in that is declared to be in `declared`, for outlets run items in another language: the declared one,
 * unless nothing in the text speaks for it and enough for the other.
 */
export function readingLanguage(text: string, declared: string): string {
  const { german, english } = signs(text);
  if (declared === "de" && german === 0 && english >= decisiveSigns) return "en";
  if (declared === "en" && english === 0 && german >= decisiveSigns) return "de";
  return declared;
}

const decisiveSigns = 1.5;

/**
 * The language of an item in a feed that declares another: a text of some length that is clearly in the other of `de` and `en`
 * (or in one of them where the feed declares a third) is; else, and for any short title, the declared one.
 */
export function itemLanguage(text: string, declared: string): string {
  const { german, english, words } = signs(text);
  const [lang, own, other] = german > english ? ["de", german, english] : ["en", english, german];
  const isClear = own >= clearSigns && own >= other * clearRatio && own >= words * clearShare;
  return isClear ? lang : declared;
}

/** Signs that a text must have of its language, how many times those of the other, and for what share of its words. */
const clearSigns = 4;
const clearRatio = 4;
/** Of German and English prose, a third or more; of French, Dutch or Danish, which share some words, a sixth at most. */
const clearShare = 0.28;

interface Signs {
  german: number;
  english: number;
  words: number;
}

function signs(text: string): Signs {
  const sample = text.slice(0, sampleLengthMax).toLowerCase();
  const found: Signs = { german: 0, english: 0, words: 0 };
  if (otherLetters.test(sample)) for (const word of sample.match(/\p{L}+/gu) ?? []) count(word, 0, word.length, found);
  else countLatin(sample, found);
  return found;
}

/** What may be a letter outside of Latin: neither General Punctuation nor Currency Symbols. */
const otherLetters = /[\u0250-\u1fff\u2070-\u209f]|[^\0-\u20cf]/;

function countLatin(sample: string, found: Signs): void {
  for (let at = 0; at < sample.length; ) {
    const start = at;
    while (latinLetters[sample.charCodeAt(at)] === 1) at += 1;
    if (at === start) at += 1;
    else count(sample, start, at, found);
  }
}

const latinLetters = Uint8Array.from({ length: 0x250 }, (_, code) =>
  /\p{L}/u.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Adds what a word in lower case shows. By its last letters nearly every longer word shows nothing. */
function count(text: string, start: number, end: number, found: Signs): void {
  found.words += 1;
  const mayMark = mayBeMarker(text, start, end);
  const mayEnd = mayHaveEnding(text, start, end);
  const isAscii = isBelow(0x80, text, start, end);
  if (!mayMark && !mayEnd && isAscii) return;
  const word = text.slice(start, end);
  const langs = mayMark ? markerLangs.get(word) : undefined;
  const isGerman = (!isAscii && umlaut.test(word)) || (mayEnd && germanEnding.test(word));
  found.german += (langs?.german ?? 0) + (isGerman ? 0.6 : 0);
  found.english += (langs?.english ?? 0) + (mayEnd && englishEnding.test(word) ? 0.6 : 0);
}

const umlaut = /[äöüß]/;

function isBelow(limit: number, text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) >= limit) return false;
  return true;
}

const germanEndings = "ungen ung schaft schaften keit heit lich ische ischen ischer isches tät iert ieren".split(" ");
const englishEndings = "ing ness ship ships ity ously ally ful ment ments".split(" ");
const germanEnding = new RegExp(`.{3}(?:${germanEndings.join("|")})$`);
const englishEnding = new RegExp(`.{3}(?:${englishEndings.join("|")})$`);

const mayBeMarker = wordSieve(markerLangs.keys());
const mayHaveEnding = wordSieve([...germanEndings, ...englishEndings]);

/** The language shows in the first few sentences; more text would only cost time. */
const sampleLengthMax = 600;
