/** Beginnings of the names of months, folded: English, German (with Austria's), French, Spanish, Italian, Dutch, Portuguese. */
const beginnings: readonly (readonly string[])[] = [
  "jan jaen janv ene gen".split(" "),
  "feb feber fev fevr".split(" "),
  "mar maer mrz mars marz maart mrt".split(" "),
  "apr avr abr".split(" "),
  "may mai mag mei".split(" "),
  "jun juin giu".split(" "),
  "jul juil lug".split(" "),
  "aug aout ago".split(" "),
  "sep sept set".split(" "),
  "oct okt ott out".split(" "),
  "nov".split(" "),
  "dec dez dic".split(" "),
];

/** What may follow the beginning of a month's name: the rest of a full name, never of another word. */
const rests =
  /^(?:u?ary|uar|ner|vier|uari|ero|naio|eiro|ruary|ruar|rier|rero|braio|ruari|er|ch|z|zo|co|s|t|il|ile|ril|le|o|io|ai|e|y|n|et|li|l|lho|nho|nio|lio|gno|glio|ust|oût|ut|osto|ustus|tember|tembre|tiembre|ettembre|embro|tembro|ober|obre|tubre|tobre|ubro|ember|embre|iembre|ezembro|cember|zember|cembre|ciembre|bre|bro|tobro|osta|)$/;

/** The month, 1 to 12, that a word names in full or abbreviated; null for any other word. */
export function monthNamed(word: string): number | null {
  const folded = word.toLowerCase().replaceAll("ä", "ae").normalize("NFD").replace(/\p{M}/gu, "");
  for (const [index, names] of beginnings.entries()) {
    for (const beginning of names) {
      if (folded.startsWith(beginning) && rests.test(folded.slice(beginning.length))) return index + 1;
    }
  }
  return null;
}
