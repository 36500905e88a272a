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

/** Looks at most `windowLength` code units to either side. */
export function surroundingsOf(text: string, start: number, end: number): Surroundings {
  const before = text.slice(Math.max(0, start - windowLength), start);
  const after = text.slice(end, end + windowLength);
  const [, secondBefore = "", wordBefore = "", gapBefore = before] = wordsBefore.exec(before) ?? [];
  const [, gapAfter = after, wordAfter = ""] = wordsAfter.exec(after) ?? [];
  return {
    before,
    after,
    wordBefore,
    secondBefore,
    wordAfter,
    gapBefore,
    gapAfter,
    compoundLeft: /([\p{L}\p{N}]+)[-‐‑–]$/u.exec(before)?.[1] ?? "",
    compoundRight: /^[-‐‑–]([\p{L}\p{N}]+)/u.exec(after)?.[1] ?? "",
    sentenceStart: /(?:^|[.!?:…»“”"„\n+|])[\s"„“»«()+-]*$/u.test(before),
  };
}

const windowLength = 80;
const wordsBefore = /(?:([\p{L}\p{N}.'’-]{1,40})[\s,]{1,3})?([\p{L}\p{N}'’.-]{1,40})([^\p{L}\p{N}]{0,8})$/u;
const wordsAfter = /^([^\p{L}\p{N}]{0,8})([\p{L}\p{N}'’-]{1,40}\.?)/u;
