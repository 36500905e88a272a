import lists from "./common-words.json" with { type: "json" };

/**
 * Words that say nothing about which event a headline is of, folded ("fuer", "uber" without the umlaut), by language.
 * Written by hand: function words, the reporting verbs of the trade and the furniture of headlines ("Liveblog", "review").
 */
export const stopWords: Record<"de" | "en", ReadonlySet<string>> = {
  de: words(lists.stopWords.de),
  en: words(lists.stopWords.en),
};

/**
 * Words that fill many headlines of one day without being function words: they count half. By hand, folded and unstemmed.
 */
export const commonWords: Record<"de" | "en", ReadonlySet<string>> = {
  de: words(lists.commonWords.de),
  en: words(lists.commonWords.en),
};

function words(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ")));
}
