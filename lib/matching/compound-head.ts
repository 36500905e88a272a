import { foldedLetter } from "./letter-foldings.ts";

/**
 * Where the head of a closed compound begins in the word at `start` to `end` ("Telekom|chef", "Siemens|konzern"), or 0. Only
 * heads that a company's name takes and that hardly make another word with it; a name has at least four letters. Ask `endingMarks` first.
 */
export function compoundHead(text: string, start: number, end: number): number {
  for (const head of headsByEnding.get(text.slice(end - endingLetters, end)) ?? []) {
    const at = end - head.length;
    if (at - start >= nameLettersMin && text.startsWith(head, at)) return at;
  }
  return 0;
}

const nameLettersMin = 4;
const endingLetters = 4;

const wordsOf = (lines: string[]): string[] => lines.flatMap((line) => line.split(" "));

/** What belongs to a company, and hardly makes another word with a name that is a word as well ("Bahnchef"). */
const companysHeads = wordsOf([
  "konzernchef konzernchefin konzernchefs konzern konzerns konzerne konzernen mutterkonzern chef chefs chefin chefetage",
  "vorstand vorstands vorständin vorstandschef aufsichtsrat aufsichtsrats sprecher sprechers sprecherin manager managers",
  "managern managerin aktie aktien aktionär aktionäre aktionären tochter töchter mutter übernahme zentrale",
]);
/** What belongs to it, too, but makes other words as well: "Miniwerk", "Deltawerke", "Postfiliale". */
const loose = wordsOf([
  "werk werks werke werken fabrik händler filiale filialen maschine mitarbeiter gruppe sparte zulieferer ableger",
]);
const looseHeads: ReadonlySet<string> = new Set(loose);

/** Whether the head that begins the text ("werk und …") makes other words as well, so that only an unmistakable name goes with it. */
export const isLooseHead = (text: string): boolean => looseHeads.has(/^\p{Ll}+/u.exec(text)?.[0] ?? "");

/** Longest first, so that "konzernchef" is not taken for "chef". */
const heads = [...companysHeads, ...loose].sort((a, b) => b.length - a.length);

/** A shorter word has no head. */
export const compoundLettersMin = nameLettersMin + Math.min(...heads.map((head) => head.length));
const headsByEnding = new Map<string, string[]>();
for (const head of heads) {
  const ending = head.slice(-endingLetters);
  headsByEnding.set(ending, [...(headsByEnding.get(ending) ?? []), head]);
}

/**
 * A mark for each hash of the last four letters that a head has: nearly all words that have none are told apart by it, and by their capital
 * and their number of letters.
 */
export function endingMarks(): Uint8Array {
  const marks = new Uint8Array(1024);
  for (const head of heads) {
    let letters = 0;
    for (let i = 1; i <= endingLetters; i += 1)
      letters = (letters << 8) | foldedLetter(head.charCodeAt(head.length - i));
    marks[Math.imul(letters, 0x9e3779b1) >>> 22] = 1;
  }
  return marks;
}
