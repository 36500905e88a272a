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

// A word keeps inner signs that names have ("AT&T", "K+S", "L'Oréal", "Booking.com", "U.S."), and drops a possessive
// ending, which is a token of its own ("Intel's", "Ford 's" in old wires).
const tokenPattern =
  /https?:\/\/\S+|['’]s(?![\p{L}\p{N}])|(?:\p{L}\.){2,}|\p{N}+(?:[.,:]\p{N}+)+\p{L}*|\p{N}+(?![\p{L}])|[\p{L}\p{M}\p{N}]+(?:[&+](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+|['’](?!s(?![\p{L}\p{N}]))[\p{L}\p{M}]+|\.(?:com|de|net|org|ai|io|tv)(?![\p{L}\p{N}]))*\+?|\S/gu;

/**
 * The words, numbers and marks of a text in order. White space gives nothing; a hyphen between two words gives no token but
 * `joined` on the second. Linear in the length of the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let hyphenEnd = -1;
  for (const match of text.matchAll(tokenPattern)) {
    const raw = match[0];
    const start = match.index;
    const before = tokens[tokens.length - 1];
    if (isHyphen(raw) && before?.end === start && before.kind !== "mark" && isWordStart(text, start + 1)) {
      hyphenEnd = start + 1;
      continue;
    }
    tokens.push(tokenOf(raw, start, hyphenEnd === start));
  }
  return tokens;
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

function isHyphen(text: string): boolean {
  return text === "-" || text === "‑" || text === "‐";
}

function isWordStart(text: string, at: number): boolean {
  const next = text.codePointAt(at);
  return next !== undefined && /[\p{L}\p{N}]/u.test(String.fromCodePoint(next));
}
