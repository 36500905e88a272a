import { isFancyLetter, isManyLetters } from "./letter-foldings.ts";

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
    const piece =
      fancy || isManyLetters(text.charCodeAt(at)) ? writtenOut(text.slice(at, at + width)) : text.charAt(at);
    for (let i = 0; i < piece.length; i += 1) offsets[plain.length + i] = at;
    plain += piece;
    at += width;
  }
  offsets[plain.length] = text.length;
  return { text: plain, offsets: offsets.slice(0, plain.length + 1) };
}

const longestWrittenOut = 4;

/** One that stays fancy, or is longer than any known, becomes a space: it cannot be part of a name. */
function writtenOut(letter: string): string {
  const plain = letter === "þ" ? "th" : letter === "Þ" ? "Th" : letter.normalize("NFKC");
  const stays = isFancyLetter(plain, 0) || [...plain].some((piece) => isManyLetters(piece.charCodeAt(0)));
  return stays || plain.length > longestWrittenOut ? " " : plain;
}
