import type { WatchedName } from "./dictionary.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The words before the bracket that the letters in it are short for, where these are not the company: "general manager (GM)", "Medical
 * Association of Nepal (MAN)", "Naturschutzgebiet (NSG)"; else null. Letters that hardly mean anything else but the company are taken for
 * short only of what is said to be no company: "Rheinisch-Westfälisches Elektrizitätswerk (RWE)" is its own long name.
 */
export function shortFor(name: WatchedName, text: string, { before, after }: Surroundings): string | null {
  if (!/\($/.test(before) || !/^\)/.test(after)) return null;
  const all = before.replace(/["“”]?\s*\($/, "").split(/[\s-]+/);
  const words = wordsMeant(all, text) ?? wordMeant(all.at(-1) ?? "", text);
  if (words === null) return null;
  const phrase = words.join(" ");
  const isUnsure = name.ambiguity === "acronym" || name.alias.needsContext;
  const isNone = isToldApart(name, text) && all.slice(-words.length - 2).some((word) => noCompany.test(word));
  return !isOwn(name, phrase) && (isUnsure || isNone) ? phrase : null;
}

/** The last words that begin with the letters, small words between them or not ("Association of Nepal"). */
function wordsMeant(all: string[], text: string): string[] | null {
  for (let from = all.length - text.length; from >= Math.max(0, all.length - text.length - smallWordsMax); from -= 1) {
    const words = all.slice(from);
    const counted = words.length === text.length ? words : words.filter((word) => !small.test(word));
    const initials = counted.map((word) => word.charAt(0).toUpperCase()).join("");
    if (counted.length > 0 && initials === text.toUpperCase() && words[0] === counted[0]) return words;
  }
  return null;
}

/** One long word that begins with the first letter and has the others in their order ("Verwaltungswissenschaft (VW)"). */
function wordMeant(word: string, text: string): string[] | null {
  if (word.length < wordLettersMin || !/^\p{Lu}\p{Ll}+$/u.test(word) || text.charAt(0) !== word.charAt(0)) return null;
  let at = 0;
  for (const letter of text.slice(1).toLowerCase()) {
    at = word.indexOf(letter, at + partLettersMin);
    if (at < 0) return null;
  }
  return [word];
}

const smallWordsMax = 3;
const small = /^(?:of|the|and|for|in|für|der|des|die|von|und|im|&)$/i;
const wordLettersMin = 8;
/** So many letters at least has each part of a compound. */
const partLettersMin = 2;

/** Whether the phrase is the company's own long name, or begins or ends with one. */
const isOwn = ({ entity }: WatchedName, phrase: string): boolean =>
  entity.aliases.some(({ text }) => {
    const [own, said] = [text.toLowerCase(), phrase.toLowerCase()];
    return said.endsWith(own) || (own.length >= 4 && said.startsWith(own));
  });

/**
 * Whether more is known of the company than the letters, so that what they are short for can be told from it: of a name that the catalogue
 * doesn't know and that has no other, the long form may be its own, were it a bank's association.
 */
const isToldApart = ({ branch, entity }: WatchedName, text: string): boolean =>
  branch !== "" || entity.aliases.some((alias) => alias.text.length > 2 * text.length);

const noCompany =
  /(?:verein|verband|verbands|partei|gewerkschaft|bund|bündnis|klub|club|initiative|ministerium|amt|behörde|universität|hochschule|institut|gemeinschaft|wissenschaft|wirtschaft|gebiet|gesetz|ordnung|wesen|syndrom|association|union|party|ministry|university|institute|society|league)$/i;
