/** What may stand in one place of a phrase: words of which any will do, each perhaps the end of a compound ("~firma"); "*" is a gap. */
export type PhraseWord = readonly string[];

/**
 * The places of a phrase as a lexicon writes it: "reicht|reichen * hand" has three. Small letters; a hyphen parts words, as it does for
 * the tokeniser, so that no alternative may have one. Throws on one that has, and on a first place that is only the end of a word: phrases are
 * looked up by their first word.
 */
export function phraseWords(text: string): PhraseWord[] {
  const places = text
    .toLowerCase()
    .split(" ")
    .filter((place) => place !== "");
  if (places[0]?.includes("~")) throw new Error(`expected whole words in the first place, got "${text}"`);
  return places.flatMap((place) => {
    if (!place.includes("|")) return place.split("-").map((word) => [word]);
    if (place.includes("-")) throw new Error(`expected alternatives without a hyphen, got "${place}"`);
    return [place.split("|")];
  });
}
