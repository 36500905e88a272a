export type TokenKind = "word" | "number" | "possessive" | "mark";

/** One word, number or mark of a text; `start` and `end` are UTF-16 offsets into it. */
export interface Token {
  text: string;
  /** Lower case, for look-ups. */
  lower: string;
  start: number;
  end: number;
  kind: TokenKind;
  /** True where only a hyphen stands between this word and the one before ("Chef" in "BMW-Chef"). */
  joined: boolean;
  /** True for a word that begins with a capital letter (or a digit). */
  capital: boolean;
}

/**
 * A token. A word keeps inner signs that names have ("AT&T", "K+S", "L'Oréal", "Booking.com", "U.S."), and drops a possessive
 * ending, which is a token of its own ("Intel's", "Ford 's" in old wires).
 */
export const tokenPattern =
  /https?:\/\/\S+|['’]s(?![\p{L}\p{N}])|(?:\p{L}\.){2,}|\p{N}+(?:[.,:]\p{N}+)+\p{L}*|\p{N}+(?![\p{L}])|[\p{L}\p{M}\p{N}]+(?:[&+](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+|['’](?!s(?![\p{L}\p{N}]))[\p{L}\p{M}]+|\.(?:com|de|net|org|ai|io|tv)(?![\p{L}\p{N}]))*\+?|\S/uy;

/**
 * The words, numbers and marks of a text in order. White space gives nothing; a hyphen between two words gives no token but
 * `joined` on the second, and so does a dash between two names. Linear in the length of the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let hyphenEnd = -1;
  for (let start = 0, end = 0; start < text.length; start = end) {
    const sign = signAt(text, start);
    end = start + 1;
    if (sign === space) continue;
    const wordEnd = isLetter(sign) ? plainWordEnd(text, start) : 0;
    if (wordEnd > 0) {
      tokens.push(plainWord(text, start, wordEnd, hyphenEnd === start));
      end = wordEnd;
      continue;
    }
    if (sign < mark) end = matchEnd(text, start);
    const before = tokens[tokens.length - 1];
    if (before?.end === start && before.kind !== "mark" && isWordStart(text, end) && joins(text, start, end, before))
      hyphenEnd = end;
    else if (end > start) tokens.push(tokenOf(text.slice(start, end), start, hyphenEnd === start));
    else end = start + 1;
  }
  return tokens;
}

/** Where the token at `at` ends, by the whole pattern; `at` itself for white space. */
function matchEnd(text: string, at: number): number {
  tokenPattern.lastIndex = at;
  return tokenPattern.test(text) ? tokenPattern.lastIndex : at;
}

/** Where the letters from `at` on end if what follows cannot belong to their word, as with nearly all words; else 0. */
function plainWordEnd(text: string, at: number): number {
  let end = at + 1;
  let sign = signAt(text, end);
  while (isLetter(sign)) {
    end += 1;
    sign = signAt(text, end);
  }
  // A full stop belongs to "U.S." and "Booking.com", a colon to an address.
  return sign === space || sign === mark || (sign === stop && signAt(text, end + 1) === space) ? end : 0;
}

/** The token of letters alone: what `tokenOf` gives, without a closer look. */
function plainWord(text: string, start: number, end: number, joined: boolean): Token {
  const word = text.slice(start, end);
  const lower = word.toLowerCase();
  const capital = signAt(text, start) === bigLetter;
  return { text: word, lower, start, end, kind: "word", joined, capital };
}

/** What a character tells at a glance. Of others, the pattern must say which token they are part of. */
const other = 0;
const smallLetter = 1;
const bigLetter = 2;
/** A token by itself, and the end of any word. */
const mark = 3;
/** Such a mark too, but the end of a word only before white space. */
const stop = 4;
const space = 5;

const isLetter = (sign: number): boolean => sign === smallLetter || sign === bigLetter;

/** The end of the text is white space. */
const signAt = (text: string, at: number): number => (at < text.length ? (signs[text.charCodeAt(at)] ?? other) : space);

/** Of Latin letters, and of the quotation marks and dashes of U+2010 to U+2026. */
const signs = Uint8Array.from({ length: 0x2027 }, (_, code) =>
  code < 0x250 || code >= 0x2010 ? signOf(String.fromCharCode(code)) : other,
);

function signOf(character: string): number {
  if (/\p{L}/u.test(character)) return character === character.toLowerCase() ? smallLetter : bigLetter;
  if (/\s/.test(character)) return space;
  if (/[.:]/.test(character)) return stop;
  return /[,;!?()[\]"„“”»«|/\u2010-\u2015…-]/.test(character) ? mark : other;
}

function tokenOf(text: string, start: number, joined: boolean): Token {
  const kind = kindOf(text);
  const lower = text.toLowerCase();
  const first = text[0] ?? "";
  const capital = kind === "word" && (first !== first.toLowerCase() || (first >= "0" && first <= "9"));
  return { text, lower, start, end: start + text.length, kind, joined, capital };
}

function kindOf(text: string): TokenKind {
  if (text.startsWith("http") && text.includes("://")) return "mark";
  if (isBasicLetter(text.charCodeAt(0))) return "word";
  const first = text[0] ?? "";
  if ((first === "'" || first === "’") && text.length === 2) return "possessive";
  if (first >= "0" && first <= "9" && (!letterPattern.test(text) || /^\d+[.,:]/.test(text))) return "number";
  return letterPattern.test(text) || first > "\u{2fff}" ? "word" : "mark";
}

const letterPattern = /\p{L}/u;
/** "a" to "z" and "A" to "Z", with which most words begin. */
const isBasicLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;

/** A hyphen; or a dash without spaces between capitals, as many set between two names ("Nissan–Dongfeng"). */
function joins(text: string, start: number, end: number, before: Token): boolean {
  if (end - start !== 1) return false;
  if (text[start] === "-" || text[start] === "‑" || text[start] === "‐") return true;
  return text[start] === "–" && before.capital && signAt(text, end) === bigLetter;
}

function isWordStart(text: string, at: number): boolean {
  const next = text.codePointAt(at);
  return isLetter(signAt(text, at)) || (next !== undefined && /[\p{L}\p{N}]/u.test(String.fromCodePoint(next)));
}
