/** What stands around a name in its field. Words are "" where there is none next to it. */
export interface Surroundings {
  before: string;
  after: string;
  /** The word before, and the one before that, if only space or a comma parts them. */
  wordBefore: string;
  secondBefore: string;
  wordAfter: string;
  gapBefore: string;
  gapAfter: string;
  /** The parts of a hyphen compound: "Ex" and "Chef" in "Ex-BMW-Chef". */
  compoundLeft: string;
  compoundRight: string;
  sentenceStart: boolean;
}

/** Looks at most `windowLength` code units to either side. Read by hand: patterns that end at the name cost ten times as much. */
export function surroundingsOf(text: string, start: number, end: number): Surroundings {
  const from = Math.max(0, start - windowLength);
  const to = Math.min(text.length, end + windowLength);
  return {
    before: text.slice(from, start),
    after: text.slice(end, to),
    ...wordsBefore(text, from, start),
    ...wordsAfter(text, end, to),
    compoundLeft: isHyphen(text, start - 1) ? text.slice(lettersBack(text, from, start - 1), start - 1) : "",
    compoundRight: isHyphen(text, end) ? text.slice(end + 1, lettersOn(text, end + 1, to)) : "",
    sentenceStart: isSentenceStart(text, from, start),
  };
}

/** "US-Autobauer" and "Auto‐vermieter" are what their last part is. */
export const lastPart = (word: string): string => word.split(/[-‐]/).at(-1) ?? "";

const windowLength = 80;
/** More signs than these part a name from the words around it. */
const gapLengthMax = 8;

function wordsBefore(
  text: string,
  from: number,
  start: number,
): Pick<Surroundings, "wordBefore" | "secondBefore" | "gapBefore"> {
  const wordEnd = skipBack(text, from, start, isGap);
  const wordStart = skipBack(text, from, wordEnd, isWordPart);
  if (start - wordEnd > gapLengthMax || wordStart === wordEnd)
    return { wordBefore: "", secondBefore: "", gapBefore: text.slice(from, start) };
  const secondEnd = skipBack(text, from, wordStart, isSpaceOrComma);
  const isNear = secondEnd < wordStart && wordStart - secondEnd <= 3;
  return {
    wordBefore: text.slice(wordStart, wordEnd),
    secondBefore: isNear ? text.slice(skipBack(text, from, secondEnd, isWordPart), secondEnd) : "",
    gapBefore: text.slice(wordEnd, start),
  };
}

function wordsAfter(text: string, end: number, to: number): Pick<Surroundings, "wordAfter" | "gapAfter"> {
  let at = end;
  while (at < to && !isLetterOrDigit(text.charCodeAt(at))) at += 1;
  if (at >= to || at - end > gapLengthMax) return { wordAfter: "", gapAfter: text.slice(end, to) };
  let wordEnd = at;
  while (wordEnd < to && isWordPart(text.charCodeAt(wordEnd)) && text.charCodeAt(wordEnd) !== dot) wordEnd += 1;
  if (text.charCodeAt(wordEnd) === dot && wordEnd < to) wordEnd += 1;
  return { wordAfter: text.slice(at, wordEnd), gapAfter: text.slice(end, at) };
}

function skipBack(text: string, from: number, end: number, is: (code: number) => boolean): number {
  let at = end;
  while (at > from && is(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const lettersBack = (text: string, from: number, end: number): number => skipBack(text, from, end, isLetterOrDigit);

function lettersOn(text: string, start: number, to: number): number {
  let at = start;
  while (at < to && isLetterOrDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** Nothing but quotes, brackets, dashes and space since the last full stop, colon, quote or line break. */
function isSentenceStart(text: string, from: number, start: number): boolean {
  for (let at = start; at > from; at -= 1) {
    const sign = text.charAt(at - 1);
    if (sentenceEnds.includes(sign)) return true;
    if (!openers.includes(sign) && !/\s/.test(sign)) return false;
  }
  return true;
}

const sentenceEnds = '.!?:…»“”"„\n+|';
const openers = "«()-";
const dot = 0x2e;

const isLetterOrDigit = (code: number): boolean => {
  if (code < 0x80) return ascii[code] === letter;
  const known = beyondAscii[code];
  if (known !== unknown) return known === letter;
  const isOne = (code < 0xd800 || code >= 0xe000) && lettersBeyond.test(String.fromCharCode(code));
  beyondAscii[code] = isOne ? letter : inner;
  return isOne;
};
const isWordPart = (code: number): boolean =>
  code < 0x80 ? ascii[code] !== 0 : code === 0x2019 || isLetterOrDigit(code);
const isGap = (code: number): boolean => !isWordPart(code);
const isSpaceOrComma = (code: number): boolean =>
  code === 0x20 || code === 0x2c || (code !== 0 && /\s/.test(String.fromCharCode(code)));
const isHyphen = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && hyphens.includes(text.charAt(at));

const hyphens = "-‐‑–";
const lettersBeyond = /[\p{L}\p{N}]/u;
const unknown = 0;
const letter = 1;
const inner = 2;
/** What is known of the code units beyond ASCII, asked once each: texts without space are read around each of their names. */
const beyondAscii = new Uint8Array(0x10000);
const ascii = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9]/.test(character)) return letter;
  return "'.-".includes(character) ? inner : 0;
});
