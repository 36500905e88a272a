import type { Token } from "../text/tokens.ts";
import { isDescribed } from "./guess-name.ts";
import { isOfPeople, isOwner } from "./is-of-people.ts";
import { isVerbal } from "./is-verbal.ts";
import type { Lexicon } from "./lexicon.ts";
import { isNamed, type Span } from "./spans.ts";
import { opensSaying } from "./speech.ts";

/** Whether a span is listed with the one before it: "A, B and C", "banks such as A". */
export function isListed(before: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  const near = span.from - before.to <= listedTokensMax;
  if (near && (isNamedAfter(before, span) || before.from === span.from)) return true;
  const staff =
    before.type === "described" &&
    before.to === span.from - 1 &&
    isOfPeople(tokens, before.to, lexicon) &&
    !isOwner(tokens, before.to, lexicon);
  if (staff || isExample(before, span, tokens, lexicon)) {
    span.prep = before.prep;
    return true;
  }
  const linking = lexicon.compounds ? tokens.slice(before.to, span.from) : between(before, span, tokens);
  if (linking === null || linking.length > listedTokensMax) return false;
  if (span.prep !== null && span.prep !== before.prep) return false;
  if (!isPlaceAfter(before, span, lexicon) && startsSentence(before, span, tokens, lexicon)) return false;
  if (tokens[span.from]?.joined && span.from === before.to) return true;
  let linked = false;
  for (const [at, token] of linking.entries()) {
    const { lower } = token;
    if (lower === "new" && linked && lexicon.determiners.has(linking[at - 1]?.lower ?? "")) continue;
    if (lexicon.conjunctions.has(lower) || lower === "/") linked = true;
    else if (lower === ",")
      linked = linked || (isNamed(before) && isNamed(span)) || isPlaceAfter(before, span, lexicon);
    else if (lexicon.subordinators.has(lower) && lower !== "as") return false;
    else if (token.kind === "possessive" || token.joined || isRestOfName(token, linked, before, lexicon)) continue;
    else if (!linked || (isVerbal(token, lexicon) && !lexicon.nouns.has(lower)) || lexicon.prepositions.has(lower))
      return false;
    else if (
      !lexicon.determiners.has(lower) &&
      !isDescribed(token, lexicon) &&
      (lexicon.adverbs.has(lower) || token.kind === "mark")
    )
      return false;
  }
  const commaOnly = linking.every(({ text, lower }) => text !== "/" && !lexicon.conjunctions.has(lower));
  return linked && !(lexicon.compounds && commaOnly && before.prep !== null && !goesOn(span, tokens, lexicon));
}

/** "With thirty banks, among them UBS". */
export const isAmongThem = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.lower === "among" && /^(?:them|others)$/.test(tokens[at + 1]?.lower ?? "");

/** "By buying A, B gains …", "Having bought A, B …": the sentence begins with what B did. */
function closesDoing(
  before: Span,
  span: Span,
  tokens: readonly Token[],
  { compounds, conjunctions }: Lexicon,
): boolean {
  const next = tokens[span.to];
  if (compounds || next?.kind !== "word" || next.capital || conjunctions.has(next.lower)) return false;
  for (let at = before.from - 1; at >= Math.max(0, before.from - doingTokensMax); at--) {
    const { lower = "", kind } = tokens[at] ?? {};
    if (kind === "mark") return false;
    const opens =
      (tokens[at - 2]?.kind ?? "mark") === "mark" &&
      /^(?:by|in|after|before|since|with|while)$/.test(tokens[at - 1]?.lower ?? "");
    if ((opens && /..ing$/.test(lower)) || (lower === "having" && (tokens[at - 1]?.kind ?? "mark") === "mark"))
      return true;
  }
  return false;
}

const doingTokensMax = 6;

/** "… mit Geely, Nissan verbündet sich", "in a blow to Boeing, A and B sign": after a comma names with their verb begin anew. */
function startsSentence(before: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (tokens[before.to]?.text !== "," || span.from !== before.to + 1) return false;
  if (closesDoing(before, span, tokens, lexicon)) return true;
  let at = span.to;
  if (before.prep === null) {
    const next = tokens[at];
    return isToldOf(before, tokens, lexicon) && next !== undefined && isMainVerb(next, lexicon);
  }
  if (lexicon.conjunctions.has(tokens[at]?.lower ?? "")) {
    const name = at + 1;
    at = name;
    while (at < name + secondNameTokensMax && tokens[at]?.capital) at++;
    if (at === name) return false;
  }
  const next = tokens[at];
  if (next === undefined || next.kind !== "word" || next.joined) return false;
  const acts = !next.capital && lexicon.stageWords.has(next.lower) && !lexicon.nouns.has(next.lower);
  if (!lexicon.compounds && (opensSaying(span, tokens, lexicon) || takesObject(tokens, at))) return true;
  return acts || isVerbal(next, lexicon) || isUnknownVerb(next, lexicon);
}

/** "After the merger with A, B counts the cost": a small word in -s before an article or a number is a verb. */
function takesObject(tokens: readonly Token[], at: number): boolean {
  const [verb, object] = [tokens[at], tokens[at + 1]];
  if (verb === undefined || object === undefined || verb.capital || !/[^s]s$/.test(verb.lower)) return false;
  return object.kind === "number" || /^(?:an?|the|its|their|stock)$/.test(object.lower);
}

/** "Under an agreement with A, B printed …": a word in -ed behind a name is its verb, known or not. */
const isUnknownVerb = ({ lower, capital }: Token, { compounds }: Lexicon) =>
  !compounds && !capital && /[^e]ed$/.test(lower);

const secondNameTokensMax = 4;

const isMainVerb = (token: Token, lexicon: Lexicon) =>
  token.kind === "word" &&
  !token.joined &&
  !token.capital &&
  !lexicon.auxiliaries.has(token.lower) &&
  isVerbal(token, lexicon);

/** "Infineon beliefert Stellantis, ZF gewinnt BMW": the name before the comma is the object of a verb of its own. */
function isToldOf(name: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  for (let at = name.from - 1; at >= Math.max(0, name.from - verbTokensMax); at--) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") return false;
    if (isMainVerb(token, lexicon)) return true;
  }
  return false;
}

const verbTokensMax = 4;

/** "VW-Tochter Seat": the compound describes the name that follows. */
const isNamedAfter = (before: Span, span: Span) => before.role === "other" && before.headAt + 1 === span.from;

/** "banks such as UBS": the name stands for those described. */
function isExample(before: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (before.type !== "described") return false;
  if (isFarExample(before, span, tokens, lexicon)) return true;
  let example = false;
  for (let at = before.to; at < span.from; at++) {
    const token = tokens[at];
    if (token === undefined || !(isExampleWord(token, lexicon) || lexicon.determiners.has(token.lower))) return false;
    example ||= lexicon.examples.has(token.lower) || isAmongThem(tokens, at);
  }
  return example || isApposed(before, span, tokens, lexicon);
}

/** "With regional carriers across both continents, including Orange": an example word binds to the plural before, over what tells more of it. */
function isFarExample({ to, prep }: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  let last = span.from - 1;
  while (last > to && lexicon.determiners.has(tokens[last]?.lower ?? "")) last--;
  const plural = /s$/.test(tokens[to - 1]?.lower ?? "");
  if (lexicon.compounds || prep === null || !plural || !lexicon.examples.has(tokens[last]?.lower ?? "")) return false;
  const told = tokens.slice(to, last);
  if (told.length > exampleTokensMax || told.some((token) => endsExamples(token, lexicon))) return false;
  return (
    told.some(({ text }) => text === ",") ||
    !told.some(({ lower }) => lexicon.prepositions.has(lower) && lower !== "as")
  );
}

function endsExamples(token: Token, lexicon: Lexicon): boolean {
  return (
    isVerbal(token, lexicon) ||
    (lexicon.subordinators.has(token.lower) && token.lower !== "as") ||
    /^[.;:()]$/.test(token.text)
  );
}

const exampleTokensMax = 8;

const isExampleWord = ({ text, lower }: Token, { examples, compounds }: Lexicon) =>
  text === "," ||
  examples.has(lower) ||
  /^(?:among|them|others)$/.test(lower) ||
  (!compounds && (lower === "most" || lower.endsWith("ly")));

/** "With a rival, Sharp, …", "with two other agencies, the Bell Syndicate and …": the names of those described. */
function isApposed({ to, prep }: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (lexicon.compounds || prep === null || tokens[to]?.text !== "," || !isNamed(span)) return false;
  let end = span.to;
  while (isOfList(tokens[end], lexicon)) end++;
  const next = tokens[end];
  return next === undefined || next.kind === "mark" || lexicon.prepositions.has(next.lower) || next.lower === "to";
}

function isOfList(token: Token | undefined, { conjunctions, determiners }: Lexicon): boolean {
  if (token === undefined) return false;
  return token.capital || token.text === "," || conjunctions.has(token.lower) || determiners.has(token.lower);
}

/** "Offices in San Francisco, California": where the first stands, the second does. */
function isPlaceAfter({ prep }: Span, { type }: Span, { compounds }: Lexicon): boolean {
  return !compounds && type === "blocked" && prep !== null && /^(?:in|at|from|near|of)$/.test(prep);
}

/** "Nordbau Event Authority, Sharp": a capital right behind a name belongs to it. */
function isRestOfName(token: Token, linked: boolean, before: Span, lexicon: Lexicon): boolean {
  if (lexicon.compounds || linked || !token.capital || token.kind !== "word" || !isNamed(before)) return false;
  return !lexicon.personTitles.has(token.lower) && !lexicon.nouns.has(token.lower);
}

const listedTokensMax = 5;

/** "With Lidl in 2017 and Schenker in 2018": when each began is no part of the list. */
function withoutYears(linking: readonly Token[]): readonly Token[] {
  const [first, second, third] = linking;
  const dated = first?.lower === "in" && second?.kind === "number" && year.test(second.text) && third?.lower === "and";
  return dated ? linking.slice(2) : linking;
}

export const year = /^[12]\d{3}$/;

/** The tokens between two names, without what stands in brackets there; null where the second stands in them. */
function between(before: Span, span: Span, tokens: readonly Token[]): readonly Token[] | null {
  const linking = withoutYears(tokens.slice(before.to, span.from));
  const open = linking.findIndex(({ text }) => text === "(");
  if (open < 0) return linking;
  const close = linking.findIndex(({ text }, at) => at > open && text === ")");
  return close < 0 ? null : [...linking.slice(0, open), ...linking.slice(close + 1)];
}

/** "Mit A, B und C", but not "verlängert mit A, B nicht": behind a preposition commas alone make no list. */
function goesOn({ to }: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  const next = tokens[to];
  return next !== undefined && (next.text === "," || next.joined || lexicon.conjunctions.has(next.lower));
}
