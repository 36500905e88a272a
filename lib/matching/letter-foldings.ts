import { foldPlain } from "../text/fold.ts";

/** What a UTF-16 code unit is where it is no single letter or digit. From `marker` on in the table, where no letter's folding lies. */
export const separator = 0;
const marker = 0xfff0;
export const apostrophe = 0xfff0;
export const invisible = 0xfff1;
export const ideograph = 0xfff2;
export const exotic = 0xfff3;
export const surrogate = 0xfff4;
export const entityStart = 0xfff5;
export const accent = 0xfff6;

/** The one letter or digit that a UTF-16 code unit folds to, or 0 where it is a sign or stands for more or less than a letter. */
export function foldedLetter(code: number): number {
  const folded = foldings[code] as number;
  return folded < marker ? folded : 0;
}

function foldingTable(): Uint16Array {
  const table = new Uint16Array(65536);
  for (const [first, last] of [
    [0, 0x2fff],
    [0xa000, 0xabff],
    [0xfb00, 0xfeff],
    [0xff00, 0xffef],
  ] as const) {
    for (let code = first; code <= last; code += 1) table[code] = foldingOf(String.fromCharCode(code));
  }
  for (const [first, last] of ideographs) table.fill(ideograph, first, last + 1);
  table.fill(surrogate, 0xd800, 0xe000);
  table[0x26] = entityStart;
  return table;
}

/** Kana, bopomofo, Han and its extension A, Hangul syllables, compatibility Han. Half-width kana stay letters. */
const ideographs = [
  [0x3005, 0x3007],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x30fc, 0x30fe],
  [0x3105, 0x312f],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
] as const;

function foldingOf(character: string): number {
  const folded = foldPlain(character, "u");
  if (folded === "'") return apostrophe;
  if (/\p{Cf}/u.test(character)) return invisible;
  if (/[\p{Mn}\p{Me}]/u.test(character)) return accent;
  if (!/[\p{L}\p{Nd}]/u.test(character)) return separator;
  if (folded.length === 1) return folded.charCodeAt(0);
  return ["ss", "ae", "oe"].includes(folded) ? folded.charCodeAt(0) : exotic;
}

/** For each UTF-16 code unit the one letter it folds to, or a marker. */
export const foldings = foldingTable();

/** Whether a code unit is a letter that stands for several ("ﬁ", "ĳ"). */
export const isManyLetters = (code: number): boolean => foldings[code] === exotic;

/** Whether a code point beyond U+FFFF is a letter or digit ("𝐁𝐌𝐖") and not an emoji or half a pair. */
export function isFancyLetter(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0;
  return (
    code > 0xffff &&
    /[\p{L}\p{Nd}]/u.test(String.fromCodePoint(code)) &&
    !/\p{Script=Han}/u.test(String.fromCodePoint(code))
  );
}
