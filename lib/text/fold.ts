import { leftOverEntity } from "./left-over-entity.ts";

/** A text without what writers vary, and where each of its code units came from. */
export interface FoldedText {
  text: string;
  /** For each UTF-16 code unit of `text` its offset in the original, and the original's length at the end. */
  offsets: Int32Array;
}

/** How ä, ö, ü are written without dots: "Luerssen" as German does, "Lurssen" as the rest of the world does. */
export type UmlautStyle = "ue" | "u";

/**
 * The text in lower case, without accents, ligatures, full-width forms, invisible characters and typographic variants of
 * space, hyphen and apostrophe; left-over `&amp;` and the like become the character meant. Linear in the text.
 */
export function fold(text: string, umlauts: UmlautStyle = "ue"): FoldedText {
  const offsets = new Int32Array(text.length * longestFolding + 1);
  let folded = "";
  foldEach(text, umlauts, (piece, at) => {
    for (let i = 0; i < piece.length; i += 1) offsets[folded.length + i] = at;
    folded += piece;
  });
  offsets[folded.length] = text.length;
  return { text: folded, offsets: offsets.slice(0, folded.length + 1) };
}

/** `fold` where nobody asks for offsets. */
export function foldPlain(text: string, umlauts: UmlautStyle = "ue"): string {
  if (plainText.test(text)) return text.toLowerCase();
  let folded = "";
  foldEach(text, umlauts, (piece) => {
    folded += piece;
  });
  return folded;
}

/** Gives each character, or left-over entity, as what it folds to, with its offset. */
function foldEach(text: string, umlauts: UmlautStyle, take: (piece: string, at: number) => void): void {
  for (let at = 0; at < text.length; ) {
    const entity = text.charCodeAt(at) === ampersand ? leftOverEntity(text, at) : null;
    const width = entity ? entity.width : codePointWidth(text, at);
    take(entity ? foldAt(entity.meant, 0, 1, umlauts) : foldAt(text, at, width, umlauts), at);
    at += width;
  }
}

/** ASCII without "&", which may begin an entity, and "`", which is taken for an apostrophe. */
const plainText = /^[\x20-\x25\x27-\x5f\x61-\x7e]*$/;

const ampersand = 0x26;
/** U+FDFA folds to 18 code units; nothing folds to more. */
const longestFolding = 18;
const combiningDiaeresis = 0x308;

const codePointWidth = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** Letters that Unicode does not take apart (UAX 15 leaves them whole). */
const wholeLetters: Record<string, string> = {
  ß: "ss",
  ẞ: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  ı: "i",
  þ: "th",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "―": "-",
  "−": "-",
  "’": "'",
  "‘": "'",
  ʼ: "'",
  "′": "'",
  "´": "'",
  "`": "'",
};

const memos: Record<UmlautStyle, Map<number, string>> = { ue: new Map(), u: new Map() };

function foldAt(text: string, at: number, width: number, umlauts: UmlautStyle): string {
  const code = text.codePointAt(at) ?? 0;
  if (code === combiningDiaeresis && umlauts === "ue") return /[aou]/i.test(text[at - 1] ?? "") ? "e" : "";
  const memo = memos[umlauts];
  const known = memo.get(code);
  if (known !== undefined) return known;
  const folded = foldCharacter(text.slice(at, at + width), umlauts);
  memo.set(code, folded);
  return folded;
}

function foldCharacter(character: string, umlauts: UmlautStyle): string {
  const lower = character.toLowerCase();
  if (umlauts === "ue" && /^[äöü]$/.test(lower)) return `${lower.normalize("NFD")[0]}e`;
  const whole = wholeLetters[lower];
  if (whole !== undefined) return whole;
  if (/^[\p{Cf}\p{Mn}\p{Me}]$/u.test(lower)) return "";
  if (/^\p{Zs}$/u.test(lower)) return " ";
  const pieces = lower.normalize("NFKD").replace(/[\p{Mn}\p{Me}]/gu, "");
  return [...pieces].map((piece) => wholeLetters[piece] ?? piece.toLowerCase()).join("");
}
