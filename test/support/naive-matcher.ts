import { foldPlain } from "../../lib/text/fold.ts";

/** A name at a place in a text, as `scanNames` reports it. */
export interface NaivePlace {
  name: number;
  start: number;
  end: number;
}

/**
 * The oracle: tries every name at every word of the text by comparing spelled-out variants, without hashing, stemming or
 * tables. Slow, and written from the rules rather than from the code that it checks: whole words; case counts where it must;
 * accents, invisible characters and umlaut spelling do not; a German or English ending may follow the last word, and an
 * adjective before it may end otherwise; "'s" is no part of the name.
 */
export function naiveMatches(names: readonly { text: string; caseSensitive: boolean }[], text: string): NaivePlace[] {
  const words = wordsOf(text);
  const found: NaivePlace[] = [];
  for (const [index, name] of names.entries()) {
    const parts = wordsOf(name.text);
    if (parts.length === 0) continue;
    for (let from = 0; from + parts.length <= words.length; from += 1) {
      const end = endOfName(name.text, parts, text, words.slice(from, from + parts.length), name.caseSensitive);
      if (end > 0) found.push({ name: index, start: words[from]?.start ?? 0, end });
    }
  }
  return found.sort((a, b) => a.end - b.end || a.start - b.start || a.name - b.name);
}

interface Word {
  text: string;
  start: number;
  end: number;
}

/** Letters, digits and marks, with apostrophes and invisible characters between them; CJK characters one by one. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let open: Word | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const next = text.charAt(at + 1);
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u.test(letter)) {
      open = null;
      words.push({ text: letter, start: at, end: at + 1 });
    } else if (/[\p{L}\p{Nd}]/u.test(letter)) {
      if (!open) {
        open = { text: "", start: at, end: at };
        words.push(open);
      }
      open.text += letter;
      open.end = at + 1;
    } else if (open && /[\p{Mn}\p{Cf}]/u.test(letter)) {
      open.text += letter;
      if (/\p{Mn}/u.test(letter)) open.end = at + 1;
    } else if (!(open && /['’´`]/.test(letter) && /[\p{L}\p{Nd}]/u.test(next))) {
      open = null;
    } else {
      open.text += "'";
    }
  }
  return words;
}

function endOfName(name: string, parts: Word[], text: string, words: Word[], caseSensitive: boolean): number {
  for (let i = 1; i < parts.length; i += 1) {
    const mine = name.slice(parts[i - 1]?.end, parts[i]?.start);
    if (!sameGap(mine, text.slice(words[i - 1]?.end, words[i]?.start), parts[i - 1]?.text.length === 1)) return 0;
    if (!adjectives(parts[i - 1]?.text ?? "", words[i - 1]?.text ?? "", caseSensitive)) return 0;
  }
  const last = words.at(-1);
  const mine = parts.at(-1)?.text ?? "";
  if (!last) return 0;
  const isMine = (word: string): boolean =>
    endings(mine).some((ending) => same(mine + ending, word, caseSensitive, mine));
  if (!/'[sS]$/.test(last.text) || /'[sS]$/.test(mine)) return isMine(last.text) ? last.end : 0;
  if (isMine(last.text.slice(0, -2))) return last.end - 2;
  return /[sS]$/.test(mine) && isMine(last.text) ? last.end : 0;
}

function endings(word: string): string[] {
  const plain = word.length >= 4;
  return [
    "",
    "s",
    ...(plain && /(?:[^aeiouyslmnr]|[^e][lmnr])$/i.test(foldPlain(word)) ? ["es"] : []),
    ...(/(?:kasse|werke|betriebe)$/i.test(word) ? ["n"] : []),
  ];
}

/** The word, or the same with another of the endings -e, -en, -er, -em, -es. */
function adjectives(mine: string, theirs: string, caseSensitive: boolean): boolean {
  if (same(mine, theirs, caseSensitive, mine)) return true;
  const stem = /^(.{3,}?)e[nrms]?$/i.exec(mine)?.[1];
  return (
    stem !== undefined &&
    ["e", "en", "er", "em", "es"].some((ending) => same(stem + ending, theirs, caseSensitive, mine))
  );
}

function same(mine: string, theirs: string, caseSensitive: boolean, name: string): boolean {
  const spelled = (word: string, style: "ue" | "u"): string => {
    const letters = [...word.replaceAll("'", "")].map((letter) => {
      const folded = foldPlain(letter, style);
      return caseSensitive && letter !== letter.toLowerCase() ? folded.toUpperCase() : folded;
    });
    return caseSensitive ? letters.join("") : foldPlain(word.replaceAll("'", ""), style);
  };
  if (spelled(mine, "ue") === spelled(theirs, "ue")) return true;
  if (/[äöü]|[aou]\u0308/i.test(theirs) && !/[äöü]/i.test(name) && name.length < 7) return false;
  return spelled(mine, "u") === spelled(theirs, "u");
}

function sameGap(mine: string, theirs: string, afterInitial: boolean): boolean {
  if (mine === theirs) return true;
  const seen = theirs.replace(/[\p{Cf}\p{Mn}]/gu, "").replaceAll("\u00a0", " ");
  const sign = (gap: string): string => gap.replace(/[\s\u00a0-]/g, "");
  if (sign(mine) !== "" && sign(mine) === sign(seen)) return true;
  const soft = /^(?:-\n?|[ \t]{0,3}\n?[ \t]{0,3})$/.test(seen);
  return soft && (sign(mine) === "" || (afterInitial && sign(mine) === "."));
}
