/**
 * Where the head of a closed compound begins in the word at `start` to `end` ("Telekom|chef", "Siemens|konzern"), or 0. Only
 * heads that a company's name takes and that hardly make another word with it; a name has at least four letters. Ask `mayHaveHead` first.
 */
export function compoundHead(text: string, start: number, end: number): number {
  for (const head of headsByEnding.get(text.slice(end - endingLetters, end)) ?? []) {
    const at = end - head.length;
    if (at - start >= nameLettersMin && text.startsWith(head, at)) return at;
  }
  return 0;
}

/** Whether the word at `start` to `end` may have a head: false for nearly all words that have none, and costs next to nothing. */
export const mayHaveHead = (units: Uint16Array, start: number, end: number): boolean =>
  end - start >= shortest &&
  isCapital(units[start] as number) &&
  endings[(((units[end - 2] as number) & 31) << 5) | ((units[end - 1] as number) & 31)] !== 0;

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

const shortest = nameLettersMin + Math.min(...heads.map((head) => head.length));
const headsByEnding = new Map<string, string[]>();
for (const head of heads) {
  const ending = head.slice(-endingLetters);
  headsByEnding.set(ending, [...(headsByEnding.get(ending) ?? []), head]);
}
const endings = endingMarks();

/** A mark for each pair of last letters that a head has: most words are told apart by it. */
function endingMarks(): Uint8Array {
  const marks = new Uint8Array(1024);
  for (const head of heads)
    marks[((head.charCodeAt(head.length - 2) & 31) << 5) | (head.charCodeAt(head.length - 1) & 31)] = 1;
  return marks;
}

const isCapital = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code <= 0xde);
