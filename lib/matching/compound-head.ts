/**
 * Where the head of a closed compound begins in the word at `start` to `end` ("Telekom|chef", "Siemens|konzern"), or 0. Only
 * heads that a company's name takes and that hardly make another word with it; a name has at least four letters.
 */
export function compoundHead(text: string, start: number, end: number): number {
  if (
    end - start < shortest ||
    !mayEndHead[text.charCodeAt(end - 1) & 127] ||
    !mayEndHead2[text.charCodeAt(end - 2) & 127]
  )
    return 0;
  if (!isCapital(text.charCodeAt(start))) return 0;
  for (const head of heads) {
    const at = end - head.length;
    if (at - start >= nameLettersMin && text.startsWith(head, at)) return at;
  }
  return 0;
}

const nameLettersMin = 4;

/** Longest first, so that "konzernchef" is not taken for "chef". */
const heads = [
  ..."konzernchef konzernchefin konzernchefs konzern konzerns konzerne konzernen mutterkonzern chef chefs chefin chefetage".split(
    " ",
  ),
  ..."vorstand vorstands vorständin vorstandschef aufsichtsrat aufsichtsrats sprecher sprechers sprecherin manager managers managern".split(
    " ",
  ),
  ..."managerin aktie aktien aktionär aktionäre aktionären tochter töchter mutter übernahme zentrale".split(" "),
].sort((a, b) => b.length - a.length);

const shortest = nameLettersMin + Math.min(...heads.map((head) => head.length));
const mayEndHead = bits(1);
const mayEndHead2 = bits(2);

/** A mark for each character (its low seven bits) that stands so far from the end of a head. */
function bits(fromEnd: number): Uint8Array {
  const marks = new Uint8Array(128);
  for (const head of heads) marks[head.charCodeAt(head.length - fromEnd) & 127] = 1;
  return marks;
}

const isCapital = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || code >= 0xc0;
