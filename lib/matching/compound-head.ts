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

/** Longest first, so that "konzernchef" is not taken for "chef". */
const heads = [
  "konzernchef konzernchefin konzernchefs konzern konzerns konzerne konzernen mutterkonzern chef chefs chefin chefetage",
  "vorstand vorstands vorständin vorstandschef aufsichtsrat aufsichtsrats sprecher sprechers sprecherin manager managers",
  "managern managerin aktie aktien aktionär aktionäre aktionären tochter töchter mutter übernahme zentrale",
]
  .flatMap((line) => line.split(" "))
  .sort((a, b) => b.length - a.length);

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
