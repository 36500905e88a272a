import { isFancyLetter } from "./token-hash.ts";

/** A text without fancy letters, and where each of its code units came from. */
export interface PlainText {
  text: string;
  /** For each code unit of `text` its offset in the original, and the original's length at the end. */
  offsets: Int32Array;
}

/** The text with ligatures ("ﬁ"), mathematical letters ("𝐁𝐌𝐖") and the like written out; case and accents stay. Linear. */
export function plainLetters(text: string): PlainText {
  const offsets = new Int32Array(text.length * longestWrittenOut + 1);
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const fancy = isFancyLetter(text, at);
    const width = fancy ? 2 : 1;
    const piece = fancy || manyLetters.test(text.charAt(at)) ? writtenOut(text.slice(at, at + width)) : text.charAt(at);
    for (let i = 0; i < piece.length; i += 1) offsets[plain.length + i] = at;
    plain += piece;
    at += width;
  }
  offsets[plain.length] = text.length;
  return { text: plain, offsets: offsets.slice(0, plain.length + 1) };
}

const longestWrittenOut = 4;

/** Letters that Unicode's compatibility forms write as several: Latin digraphs and ligatures. */
const manyLetters = /[\u0132\u0133\u013f\u0140\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06\ufb13-\ufb17\u00fe\u00de]/;

/** One that stays fancy, or is longer than any known, becomes a space: it cannot be part of a name. */
function writtenOut(letter: string): string {
  const plain = letter === "þ" ? "th" : letter === "Þ" ? "Th" : letter.normalize("NFKC");
  return plain.length <= longestWrittenOut && !isFancyLetter(plain, 0) ? plain : " ";
}
