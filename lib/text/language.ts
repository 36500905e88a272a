const markers: Record<string, ReadonlySet<string>> = {
  de: new Set(
    (
      "der die das und ist nicht mit für von im dem den des ein eine einen einem einer auf bei sich zu zum zur nach wird werden " +
      "wurde hat haben sind auch aus wie über unter vor noch als an es sie er wir ich will soll kann könnte gegen um oder mehr nur " +
      "neue neuer neues neuen deutsche deutschen durch beim vom ins ab bis sein seine ihre ihr was so nun jetzt macht kommt geht " +
      "steigt gemeinsam zwischen weiter kein keine millionen milliarden prozent euro konzern dass doch wegen " +
      "kauft verkauft liefert baut startet plant stellt setzt holt bringt bekommt gewinnt verliert sucht gründen kooperieren " +
      "kooperiert verhandelt verhandeln fusionieren lizenziert"
    ).split(" "),
  ),
  en: new Set(
    (
      "the and is not with for of to by from at its it their has have are was were will be been this that which as but he she " +
      "we you they his her new says said after over more than up into about against out year first would could may " +
      "million billion percent company deal inc corp ltd between how why what who amid set plans wins gets makes " +
      "us uk on off agree agrees sign signs talks sees hits buy buys acquire acquires sells launches joins takes merge merges"
    ).split(" "),
  ),
};

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

function signs(text: string): { german: number; english: number; words: number } {
  const words =
    text
      .slice(0, sampleLengthMax)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  let german = 0;
  let english = 0;
  for (const word of words) {
    const sign = signOf(word);
    german += sign.german;
    english += sign.english;
  }
  return { german, english, words: words.length };
}

interface Sign {
  german: number;
  english: number;
}

/** What a word in lower case shows. Remembered, for texts are made of the same few thousand words. */
function signOf(word: string): Sign {
  const known = signsKnown.get(word);
  if (known) return known;
  const german = (markers.de?.has(word) ? 1 : 0) + (/[äöüß]/.test(word) || germanEnding.test(word) ? 0.6 : 0);
  const english = (markers.en?.has(word) ? 1 : 0) + (englishEnding.test(word) ? 0.6 : 0);
  const sign = { german, english };
  if (signsKnown.size >= signsKnownMax) signsKnown.clear();
  if (word.length <= rememberedLettersMax) signsKnown.set(word, sign);
  return sign;
}

const signsKnown = new Map<string, Sign>();
const signsKnownMax = 20_000;
const rememberedLettersMax = 40;

const germanEnding = /.{3}(?:ungen|ung|schaft|schaften|keit|heit|lich|ische[nrs]?|tät|iert|ieren)$/;
const englishEnding = /.{3}(?:ing|ness|ship|ships|ity|ously|ally|ful|ments?)$/;

/** The language shows in the first few sentences; more text would only cost time. */
const sampleLengthMax = 600;
