import type { Token } from "../text/tokens.ts";
import {
  beginsName,
  continuesName,
  guessedName,
  isDescribed,
  nameSpan,
  newSpan,
  type Reader,
  textOf,
} from "./guess-name.ts";
import { isSuffixWord, knownNameEnd, legalNameEnd, suffixedNameEnd } from "./known-names.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span, SpanType } from "./spans.ts";
import { hasKnownEnding } from "./word-ending.ts";

/** Who might be a party and begins at a token, after the span `before`: a name, a description, or a person or place that is none; null where nobody does. */
export function spanAt(reader: Reader, at: number, before: Span | undefined): Span | null {
  const { tokens, lexicon } = reader;
  const token = tokens[at];
  if (token === undefined || (token.kind !== "word" && token.kind !== "number")) return null;
  const limit = nextWatched(reader, at);
  const known = knownNameEnd(tokens, at, limit);
  if (token.kind === "number" && known === 0) return null;
  if (known > 0) return knownSpan(reader, at, wholeNameEnd(reader, known, limit));
  if (token.capital || hasInnerCapital(token)) {
    const person = personEnd(reader, at, before, limit);
    if (person > 0) return newSpan("blocked", at, person, textOf(tokens, at, person), 1);
    const legal =
      reader.titleCase || lexicon.commonNouns.has(token.lower) ? 0 : legalNameEnd(tokens, at, limit, lexicon);
    if (legal > 0) return nameSpan(reader, at, legal, 1);
    const suffixed = suffixedNameEnd(tokens, at, limit, lexicon);
    if (suffixed > 0) return nameSpan(reader, at, suffixed, reader.titleCase ? 0.85 : 0.95);
  }
  if (isStartUp(tokens, at)) return newSpan("described", at, at + 2, textOf(tokens, at, at + 2), 1);
  if (isOfTheTwo(reader, at)) return newSpan("described", at, at + 1, token.text, 1);
  const plain = plainType(token, reader, at);
  if (plain !== null) return newSpan(plain, at, at + 1, token.text, 1);
  return token.capital || hasInnerCapital(token) ? guessedName(reader, at, limit, before) : null;
}

/** "easyJet" and "eBay" are written as only names are. */
const hasInnerCapital = ({ text, joined }: Token) => !joined && /^\p{Ll}{1,5}\p{Lu}/u.test(text);

/** "The two will build …", "both have signed": in English a number or pair that stands alone before its verb means those named before. */
function isOfTheTwo({ tokens, lexicon, sentence }: Reader, at: number): boolean {
  const word = tokens[at]?.lower ?? "";
  if (lexicon.compounds || !/^(?:two|pair|duo|trio|three|both)$/.test(word)) return false;
  const next = tokens[at + 1];
  const acts =
    next?.kind === "word" &&
    at + 1 < sentence.to &&
    (lexicon.auxiliaries.has(next.lower) || lexicon.saying.has(next.lower) || lexicon.words.has(next.lower));
  return acts && (word === "both" ? tokens[at - 1]?.lower !== "the" : tokens[at - 1]?.lower === "the");
}

/** "Start-up" is two words to the tokeniser. */
function isStartUp(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return tokens[at]?.lower === "start" && next?.joined === true && /^ups?$/.test(next.lower) && !tokens[at + 2]?.joined;
}

/** In English prose a known name may begin a longer one: "Nomura Research Institute", "Bell Canada". */
function wholeNameEnd({ tokens, lexicon, titleCase }: Reader, end: number, limit: number): number {
  if (lexicon.compounds || titleCase) return end;
  let whole = end;
  while (whole < limit && continuesName(tokens[whole], lexicon)) whole++;
  return whole;
}

/** As a known name "McDonald's" has its s itself, too. */
function knownSpan(reader: Reader, from: number, to: number): Span {
  if (reader.tokens[to - 1]?.kind !== "possessive") return nameSpan(reader, from, to, 1);
  return newSpan("named", from, to, textOf(reader.tokens, from, to), 1);
}

function nextWatched(reader: Reader, at: number): number {
  for (let next = at + 1; next < Math.min(reader.sentence.to, at + 6); next++)
    if (reader.watched.has(next)) return next;
  return reader.sentence.to;
}

function plainType(
  token: Token,
  { tokens, lexicon, sentence, watched, nameEnd, titleCase }: Reader,
  at: number,
): SpanType | null {
  const next = at + 1 < sentence.to ? tokens[at + 1] : undefined;
  if (lexicon.compounds && token.lower === "wir") return "described";
  if (!token.capital && (lexicon.compounds || token.joined)) return null;
  if (lexicon.blocked.has(token.lower) && !next?.joined) {
    if (nameEnd === at && !lexicon.compounds) return null;
    if (next?.kind === "possessive" && tokens[at + 2]?.capital === true) return null;
    const qualifies =
      !lexicon.compounds &&
      next !== undefined &&
      (watched.has(at + 1) || lexicon.described.has(next.lower) || mergerWords.has(next.lower));
    return qualifies || isPlaceOf(tokens, at, sentence.to, { lexicon, watched, titleCase }) ? null : "blocked";
  }
  if (lexicon.compounds && (hasKnownEnding(token.lower, lexicon.blocked, 6) || isGenitivePlace(token, lexicon)))
    return "blocked";
  const modifies =
    !lexicon.compounds &&
    next !== undefined &&
    (lexicon.nouns.has(next.lower) || isDescribed(next, lexicon)) &&
    !actsItself(token, next, lexicon);
  if (nameEnd === at && token.capital) return null;
  const before = at > sentence.from ? tokens[at - 1] : undefined;
  const acts = before !== undefined && isDescribed(before, lexicon) && actsItself(before, token, lexicon);
  if (isDescribed(token, lexicon) && !next?.joined && !modifies && !acts) return "described";
  return null;
}

/** "They partner with …", "the two companies partner with …": before a plain verb a plural is its subject. */
function actsItself(token: Token, next: Token, lexicon: Lexicon): boolean {
  if (lexicon.pronouns.has(token.lower)) return true;
  return !token.capital && /[^s]s$/.test(token.lower) && !next.lower.endsWith("s") && lexicon.words.has(next.lower);
}

/** A place stands this far before whom it describes, at most. */
const placedTokensMax = 4;

/** "Paris couture houses", "London estate agency Chestertons": the place of an organisation is no side to what it does. */
function isPlaceOf(
  tokens: readonly Token[],
  at: number,
  to: number,
  { lexicon, watched, titleCase }: Pick<Reader, "lexicon" | "watched" | "titleCase">,
): boolean {
  if (lexicon.compounds || !tokens[at]?.capital) return false;
  if (beginsName(tokens[at + 1], lexicon) && at + 1 < to && !titleCase) return true;
  const from = tokens[at + 1]?.kind === "possessive" ? at + 2 : at + 1;
  for (let next = from; next < Math.min(to, from + placedTokensMax - 1); next++) {
    const token = tokens[next];
    if (
      token === undefined ||
      token.kind !== "word" ||
      lexicon.prepositions.has(token.lower) ||
      lexicon.auxiliaries.has(token.lower)
    )
      return false;
    if (isDescribed(token, lexicon)) return true;
    if (token.capital) return next > at + 1 && watched.has(next);
    if (
      lexicon.conjunctions.has(token.lower) ||
      lexicon.subordinators.has(token.lower) ||
      (lexicon.words.has(token.lower) && !token.joined) ||
      lexicon.nouns.has(token.lower)
    )
      return false;
  }
  return false;
}

/** "Deutschlands größter Händler", "Europas". */
function isGenitivePlace({ lower }: Token, { blocked }: Lexicon): boolean {
  return lower.length > 5 && lower.endsWith("s") && blocked.has(lower.slice(0, -1));
}

/** "UK merger", "China venture": the place of it, no side to it. */
const mergerWords = new Set("merger mergers venture ventures jv unit arm business operations".split(" "));

function personEnd({ tokens, lexicon, sentence }: Reader, at: number, before: Span | undefined, limit: number): number {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (tokens[at + 2]?.text === "&" || tokens[at + 1]?.text === "&" || isNamedAfterPerson(tokens, at, lexicon)) return 0;
  const titled = lexicon.personTitles.has(tokens[at - 1]?.lower ?? "");
  const asks = token !== undefined && at === sentence.from && lexicon.auxiliaries.has(token.lower);
  const first = token !== undefined && lexicon.firstNames.has(token.lower) && !token.joined && !asks;
  const nextCapital = next?.capital === true && !next.joined && at + 1 < limit && !lexicon.words.has(next.lower);
  if (first && nextCapital) return at + 2 + (isSurname(tokens[at + 2], at + 2, limit, lexicon) ? 1 : 0);
  if (titled && token?.capital && (before === undefined || before.to <= at)) return nextCapital ? at + 2 : at + 1;
  return 0;
}

/** "The Jane Goodall Institute": what bears a person's name is no person. */
function isNamedAfterPerson(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  if (lexicon.compounds) return false;
  return (
    tokens.slice(at + 1, at + 4).some((token) => token.capital && !token.joined && isSuffixWord(token)) &&
    tokens[at + 1]?.capital === true &&
    (isSuffixWord(tokens[at + 1]) || tokens[at + 2]?.capital === true)
  );
}

function isSurname(token: Token | undefined, at: number, limit: number, lexicon: Lexicon): boolean {
  return (
    at < limit && !lexicon.compounds && token?.capital === true && !token.joined && !lexicon.words.has(token.lower)
  );
}
