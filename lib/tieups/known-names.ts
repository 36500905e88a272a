import { type Token, tokenize } from "../text/tokens.ts";
import organisations from "./lexicon/organisations.json" with { type: "json" };
import type { Lexicon } from "./lexicon.ts";

const knownNames = new Map<string, string[][]>();
for (const name of Object.values(organisations.names).flatMap((names) => names.split("|"))) {
  const words = tokenize(name).map(({ text }) => text);
  const first = words[0] ?? "";
  knownNames.set(
    first,
    [...(knownNames.get(first) ?? []), words].sort((a, b) => b.length - a.length),
  );
}
for (const [first, rest] of [...knownNames]) {
  if (first !== "Deutsche") continue;
  for (const inflected of ["Deutschen", "Deutscher"])
    knownNames.set(
      inflected,
      rest.map(([, ...words]) => [inflected, ...words]),
    );
}
/** The group that a company or brand belongs to, by its name in small letters. */
const groups = new Map<string, number>();
for (const [group, names] of organisations.groups.entries())
  for (const name of names.split("|")) groups.set(name.toLowerCase(), group);

const legalForms = new Set(organisations.legalForms.split(" "));
const suffixWords = new Set(organisations.suffixWords.split(" "));
const prefixWords = new Set(organisations.prefixWords.split(" "));
const noNames = new Set(organisations.acronymsNoNames.split(" "));

/** Whether all of several names belong to one group ("Facebook" and "Meta", "Eurowings" and "Lufthansa"). */
export function areOneGroup(names: readonly { text: string }[]): boolean {
  if (names.length < 2) return false;
  const [first, ...rest] = names.map(({ text }) => groups.get(text.toLowerCase().replace(/\+$/, "")));
  return first !== undefined && rest.every((group) => group === first);
}

/** The token after a well-known organisation's name that begins at `at`, or 0; the longest name wins, a genitive s is part of it. */
export function knownNameEnd(tokens: readonly Token[], at: number, limit: number): number {
  const token = tokens[at];
  if (token === undefined) return 0;
  const names = knownNames.get(token.text) ?? genitiveNames(token.text);
  if (names === undefined) return 0;
  for (const words of names) {
    let index = 1;
    while (index < words.length && at + index < limit && tokens[at + index]?.text === words[index]) index++;
    if (index === words.length) return legalFormEnd(tokens, at + index, limit);
  }
  return 0;
}

function genitiveNames(text: string): string[][] | undefined {
  if (!text.endsWith("s") || text.length < 4) return undefined;
  return knownNames.get(text.slice(0, -1))?.filter((words) => words.length === 1);
}

/** The token after words that organisations bear ("Volvo Trucks", "Siemens Mobility") and that stand at `end`. */
export function suffixEnd(tokens: readonly Token[], end: number, limit: number): number {
  let at = end;
  while (
    at < limit &&
    tokens[at]?.joined === false &&
    tokens[at]?.capital === true &&
    suffixWords.has(tokens[at]?.text ?? "")
  )
    at++;
  return at;
}

/** Whether organisations bear a word ("Institute", "Airlines"). */
export const isSuffixWord = (token: Token | undefined): boolean => token !== undefined && suffixWords.has(token.text);

/** The token after legal forms that stand at `end`. */
export function legalFormEnd(tokens: readonly Token[], end: number, limit: number): number {
  return end < limit && legalForms.has(tokens[end]?.text ?? "") ? end + 1 : end;
}

const nameTokensMax = 5;

/** The token after a name with a legal form ("Nordbau Oyj") that begins at `at`, or 0. */
export function legalNameEnd(tokens: readonly Token[], at: number, limit: number, lexicon: Lexicon): number {
  for (let end = at + 1; end < Math.min(limit, at + nameTokensMax); end++) {
    const token = tokens[end];
    if (token === undefined || (!token.capital && token.text !== "&")) return 0;
    if (legalForms.has(token.text)) return lexicon.determiners.has(tokens[at]?.lower ?? "") ? 0 : end + 1;
  }
  return 0;
}

/** The token after a name that ends or begins with a word that organisations bear ("Albion Pharmaceuticals", "FC Schalke"), or 0. */
export function suffixedNameEnd(tokens: readonly Token[], at: number, limit: number, lexicon: Lexicon): number {
  const first = tokens[at];
  if (first === undefined) return 0;
  if (prefixWords.has(first.text)) return prefixedNameEnd(tokens, at, limit);
  if (isWordOfLanguage(first, lexicon)) return 0;
  let found = 0;
  for (let end = at + 1; end < Math.min(limit, at + nameTokensMax); end++) {
    const token = tokens[end];
    if (token === undefined || !token.capital || token.joined || isWordOfLanguage(token, lexicon)) break;
    if (suffixWords.has(token.text)) found = end + 1;
  }
  return found;
}

function prefixedNameEnd(tokens: readonly Token[], at: number, limit: number): number {
  let end = at + 1;
  if (tokens[end]?.text === "of") end++;
  const from = end;
  while (end < limit && end - from < 2 && (tokens[end]?.capital || tokens[end]?.kind === "number")) end++;
  return end > from ? end : 0;
}

function isWordOfLanguage({ lower, text }: Token, lexicon: Lexicon): boolean {
  return lexicon.sentenceWords.has(lower) && !suffixWords.has(text) && !/^\p{Lu}{2,4}$/u.test(text);
}

/** "FrankfurtDer": where a feed lost the space behind a dateline, an article ends the word. */
const isGlued = (text: string): boolean => /^\p{Lu}\p{Ll}+(?:Der|Die|Das|Ein|Eine|The)$/u.test(text);

/** "SUV", "AI": capitals that everybody knows, and no organisation. */
export const isAcronymOfThings = ({ text }: Token): boolean => noNames.has(text);

/** True for what is written as only names are: "OpenAI", "H&M", "RWE". */
export function isOrganisationShape(
  token: Token,
  { titleCase, lexicon }: { titleCase: boolean; lexicon: Lexicon },
): boolean {
  const { text } = token;
  if (noNames.has(text) || noNames.has(text.toUpperCase()) || token.joined || isGlued(text)) return false;
  if (/\p{Ll}\p{Lu}\p{L}*$/u.test(text) || /\p{L}[&+]\p{L}/u.test(text))
    return !/s?In(nen)?$/.test(text) || /\p{Lu}\p{Lu}/u.test(text);
  if (!/^\p{Lu}{2,5}$/u.test(text)) return false;
  return !titleCase && !lexicon.blocked.has(token.lower) && !lexicon.words.has(token.lower);
}
