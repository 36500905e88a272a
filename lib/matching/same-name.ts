import { foldPlain } from "../text/fold.ts";
import { withoutEntities } from "../text/left-over-entity.ts";

/**
 * How much of the span, in code units from its start, is the name: all of it, or what stands before "'s"; 0 if it is another
 * name. Alike are spellings that differ in accents, umlaut style, width and invisible characters, in space or hyphen between
 * words, and in inflection: a genitive or plural at the end ("Toyotas"), an adjective's ending within ("Deutschen Bank").
 */
export function sameName(name: string, span: string, caseSensitive: boolean): number {
  const possessive = possessiveAt(name, span);
  const bare = possessive > 0 ? span.slice(0, possessive) : span;
  if (isName(name, bare, caseSensitive)) return bare.length;
  // "Sainsbury's" where the watchlist has "Sainsburys".
  return possessive > 0 && /s$/i.test(name) && isName(name, span, caseSensitive) ? span.length : 0;
}

function isName(name: string, span: string, caseSensitive: boolean): boolean {
  const mine = words(name);
  const theirs = words(withoutEntities(span));
  if (mine.length !== theirs.length) return false;
  for (let i = 0; i < mine.length; i += 1) {
    const ours = mine[i] as Word;
    const other = theirs[i] as Word;
    if (i > 0 && !sameGap(ours.gap, other.gap, mine[i - 1]?.text.length === 1)) return false;
    if (!sameWord(ours.text, other.text, i === mine.length - 1, caseSensitive)) return false;
  }
  return true;
}

interface Word {
  text: string;
  /** What stands between this word and the one before it. */
  gap: string;
}

const wordPattern =
  /[\u3005-\u3007\u3041-\u30fe\u3105-\u312f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]|(?:(?![\u3005-\u3007\u3041-\u30fe\u3105-\u312f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff])[\p{L}\p{Nd}][\p{Mn}\p{Me}\p{Cf}]*(?:['’‘ʼ′´`](?=[\p{L}\p{Nd}]))?)+/gu;

function words(text: string): Word[] {
  const found: Word[] = [];
  let after = 0;
  for (const match of text.matchAll(wordPattern)) {
    found.push({ text: match[0], gap: text.slice(after, match.index) });
    after = match.index + match[0].length;
  }
  return found;
}

/** The offset of an English "'s" at the span's end that the name has not ("Vestas's"); 0 if there is none. */
function possessiveAt(name: string, span: string): number {
  const found = /['’‘ʼ′´`][sS]$/.exec(span);
  return found && !/['’‘ʼ′´`][sS]$/.test(name) ? found.index : 0;
}

const gapLengthMax = 12;

/** Space, line break and hyphen are one; a sign between two words ("K+S", "H&M") must be there, but the dot of an initial may not. */
function sameGap(mine: string, theirs: string, afterInitial: boolean): boolean {
  if (mine === theirs) return true;
  if (theirs.length > gapLengthMax) return false;
  const sign = signOf(mine);
  const folded = foldPlain(theirs).replace(/[™®©]/g, "");
  const other = signOf(folded);
  if (sign === other) return sign !== "" || isSoftGap(folded);
  return afterInitial && sign === "." && other === "" && isSoftGap(folded);
}

const signOf = (gap: string): string => foldPlain(gap).replace(/[\s-]+/g, "");

/** One hyphen without space, or space with at most one line break. */
const isSoftGap = (gap: string): boolean => /^(?:-\n?|[^\S\n]{0,3}\n?[^\S\n]{0,3})$/.test(gap);

function sameWord(mine: string, theirs: string, isLast: boolean, caseSensitive: boolean): boolean {
  if (mine === theirs) return true;
  const spell = caseSensitive ? cased : bare;
  if (inflects(spell(mine, "ue"), spell(theirs, "ue"), isLast)) return true;
  // Danish and Norwegian write "ø" without its stroke as German does "ö".
  if (stroke.test(mine) && inflects(spell(strokeless(mine), "ue"), spell(strokeless(theirs), "ue"), isLast))
    return true;
  // "Lurssen" may be Lürssen, but "Uber" is not "über", nor "Zurich" the city: a short name without umlaut has none.
  const addsUmlaut = umlaut.test(theirs) && !umlaut.test(mine) && mine.length < umlautLettersMin;
  return !addsUmlaut && inflects(spell(mine, "u"), spell(theirs, "u"), isLast);
}

const stroke = /ø/i;
const strokeless = (word: string): string => word.replace(/ø/g, "oe").replace(/Ø/g, "OE");

const umlaut = /[äöü]|[aou]\u0308/i;
const umlautLettersMin = 7;

const bare = (word: string, style: "ue" | "u"): string => foldPlain(word, style).replace(/'/g, "");

/** Folded letter by letter, with the case put back. */
function cased(word: string, style: "ue" | "u"): string {
  return [...word]
    .map((letter) => (letter === letter.toLowerCase() ? bare(letter, style) : bare(letter, style).toUpperCase()))
    .join("");
}

function inflects(mine: string, theirs: string, isLast: boolean): boolean {
  if (mine === theirs) return true;
  if (isLast) {
    if (theirs === `${mine}s`) return true;
    if (theirs === `${mine}es`)
      return mine.length >= nounLettersMin && /[^aeiouys]$/i.test(mine) && !/e[lmnr]$/i.test(mine);
    if (theirs === `${mine}n`) return weakPlural.test(mine);
  }
  const stem = mine.replace(adjectiveEnding, "");
  return (
    stem !== mine && stem.length >= 3 && !isLast && stem === theirs.replace(adjectiveEnding, "") && stem !== theirs
  );
}

const nounLettersMin = 4;

/** Nouns in names that take an -n: "Sparkassen", "den Stadtwerken". A coined name takes none: "Arten" are not Arte. */
const weakPlural = /(?:kasse|werke|betriebe)$/i;
const adjectiveEnding = /e[nrms]?$/i;
