import { leftOverEntity } from "../text/left-over-entity.ts";
import { isFancyLetter, isManyLetters } from "./letter-foldings.ts";

/** A text without fancy letters, and where each of its code units came from. */
export interface PlainText {
  text: string;
  /** For each code unit of `text` its offset in the original, and the original's length at the end. */
  offsets: Int32Array;
}

/**
 * The text with ligatures ("ﬁ"), mathematical letters ("𝐁𝐌𝐖") and the like written out, and with what parts of words were left as
 * entities ("Nestl&eacute;"); case and accents stay. Linear.
 */
export function plainLetters(text: string): PlainText {
  const offsets = new Int32Array(text.length * longestWrittenOut + 1);
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const entity = text.charCodeAt(at) === ampersand ? leftOverEntity(text, at) : null;
    const fancy = isFancyLetter(text, at);
    const width = entity?.width ?? (fancy ? 2 : 1);
    const letters = entity && isWithinWords(entity.meant) ? entity.meant : text.slice(at, at + width);
    const piece = fancy || isManyLetters(letters.charCodeAt(0)) ? writtenOut(letters) : letters;
    for (let i = 0; i < piece.length; i += 1) offsets[plain.length + i] = at;
    plain += piece;
    at += width;
  }
  offsets[plain.length] = text.length;
  return { text: plain, offsets: offsets.slice(0, plain.length + 1) };
}

/** Whether the text has an entity that stands for a part of a word: a letter, an apostrophe, a soft hyphen. Linear. */
export function hasWrittenLetter(text: string): boolean {
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
    const entity = leftOverEntity(text, at);
    if (entity && isWithinWords(entity.meant)) return true;
  }
  return false;
}

const ampersand = 0x26;
const isWithinWords = (meant: string): boolean => /[\p{L}\p{M}\p{Nd}\p{Cf}'’‘ʼ′´`]/u.test(meant);

const longestWrittenOut = 4;

/** One that stays fancy, or is longer than any known, becomes a space: it cannot be part of a name. */
function writtenOut(letter: string): string {
  const plain = letter === "þ" ? "th" : letter === "Þ" ? "Th" : letter.normalize("NFKC");
  const stays = isFancyLetter(plain, 0) || [...plain].some((piece) => isManyLetters(piece.charCodeAt(0)));
  return stays || plain.length > longestWrittenOut ? " " : plain;
}
