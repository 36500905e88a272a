import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { isDescribed } from "./guess-name.ts";
import { isAmongThem, isListed, year } from "./is-listed.ts";
import { isOfPeople, isOwner } from "./is-of-people.ts";
import { isFiniteVerb, isVerbal } from "./is-verbal.ts";
import type { Lexicon } from "./lexicon.ts";
import { isRelativePronoun } from "./relative-spans.ts";
import { isNamed, type Span } from "./spans.ts";

/** Sets for each span the preposition or the genitive that governs it, and which spans are listed together. */
export function govern(spans: Span[], tokens: readonly Token[], sentence: Sentence, lexicon: Lexicon): void {
  let group = 0;
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index];
    if (span === undefined) continue;
    setPreposition(span, tokens, spans[index - 1]?.to ?? sentence.from, lexicon);
    const before = outsideBrackets(spans, index, tokens);
    if (isPossessed(span, before, tokens, lexicon)) span.prep ??= before?.prep ?? null;
    const apposed = before?.prep == null ? undefined : apposedBefore(spans, index, tokens, lexicon);
    if (apposed !== undefined && apposed !== before) span.group = apposed.group;
    else if (before !== undefined && isListed(before, span, tokens, lexicon)) {
      span.prep ??= before.prep;
      if (!span.possessive && lexicon.compounds) span.possessive = before.possessive;
      span.group = before.group;
    } else span.group = apposedBefore(spans, index, tokens, lexicon)?.group ?? ++group;
    if (before?.group === span.group && before.headAt < 0 && span.headAt >= 0 && tokens[span.from]?.joined) {
      shareHead(spans, index);
    }
  }
  for (const first of spans.filter((span) => isBelonging(span, tokens, lexicon)))
    for (const span of spans) if (span.group === first.group) span.type = "blocked";
}

const belongingWords = new Set(["von", "of", "at", "bei"]);

/** "Büros von UBS und ING", "works councils at Bosch": what belongs to a company, or who works there, is not the company. */
function isBelonging({ from, prep }: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (prep === null || !belongingWords.has(prep) || tokens[from - 1]?.lower !== prep) return false;
  const owner = tokens[from - 2];
  if (owner === undefined || owner.kind !== "word" || (lexicon.compounds && !owner.capital)) return false;
  return lexicon.belongings.has(owner.lower);
}

/** "Fremantle (The Price Is Right) and Fox": what stands in brackets is no part of the list. */
function outsideBrackets(spans: Span[], index: number, tokens: readonly Token[]): Span | undefined {
  const span = spans[index];
  const before = spans[index - 1];
  if (before === undefined || span === undefined) return before;
  for (let at = before.to; at < span.from; at++) {
    if (tokens[at]?.text === "(") return before;
    if (tokens[at]?.text === ")")
      return spans.slice(0, index).findLast(({ to }) => to <= openingBefore(tokens, before.from));
  }
  return before;
}

/** An apposition has no more words than these. */
const appositionTokensMax = 12;

/** "Leonardo, Italy's biggest defence group, and Saab": the name before an apposition, which one behind "and" is listed with. */
function apposedBefore(spans: Span[], index: number, tokens: readonly Token[], lexicon: Lexicon): Span | undefined {
  const span = spans[index];
  if (span === undefined || !isNamed(span) || span.prep !== null) return undefined;
  if (!lexicon.conjunctions.has(tokens[span.from - 1]?.lower ?? "") || tokens[span.from - 2]?.text !== ",")
    return undefined;
  return spans
    .slice(0, index)
    .findLast(
      (other) => isNamed(other) && tokens[other.to]?.text === "," && isApposition(other, span, tokens, lexicon),
    );
}

/** What stands between two names tells who the first is: it opens with an article or a possessor, and has no comma and no verb. */
function isApposition(first: Span, second: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (second.from - first.to > appositionTokensMax) return false;
  const told = tokens.slice(first.to + 1, second.from - 2);
  const opens =
    lexicon.determiners.has(told[0]?.lower ?? "") ||
    told.slice(0, 3).some(({ kind }) => kind === "possessive") ||
    (lexicon.compounds && told[0] !== undefined && isDescribed(told[0], lexicon));
  return opens && !told.some((token) => token.text === "," || isVerbal(token, lexicon));
}

/** The bracket that opens before a token, at most this many tokens earlier. */
const bracketTokensMax = 12;

function openingBefore(tokens: readonly Token[], from: number): number {
  for (let at = from - 1; at >= Math.max(0, from - bracketTokensMax); at--) if (tokens[at]?.text === "(") return at;
  return -1;
}

/** "From Sharp's online store", "with the Sharp-owned Nordbau": what somebody has stands behind the preposition, too. */
function isPossessed(span: Span, before: Span | undefined, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (before === undefined || lexicon.compounds) return false;
  if (before.headAt >= 0 && before.headAt + 1 === span.from) return true;
  if (tokens[before.to]?.kind !== "possessive") return false;
  return tokens.slice(before.to + 1, span.from).every(({ kind }) => kind === "word");
}

/** "BMW-Toyota-Allianz": the head belongs to every name of the chain. */
function shareHead(spans: Span[], index: number): void {
  const last = spans[index];
  for (let at = index - 1; at >= 0; at--) {
    const span = spans[at];
    const next = spans[at + 1];
    if (!span || !next || !last || next.from !== span.to || span.headAt >= 0) return;
    span.role = last.role;
    span.headAt = last.headAt;
  }
}

const scanTokensMax = 9;

/** "mit dem japanischen Autobauer Toyota" → "mit"; "Übernahme der Commerzbank" → possessive. */
function setPreposition(span: Span, tokens: readonly Token[], from: number, lexicon: Lexicon): void {
  let seenAdjective = false;
  for (let at = span.from - 1; at >= Math.max(from, span.from - scanTokensMax); at--) {
    const token = tokens[at];
    if (token === undefined) return;
    if (!lexicon.compounds && /^(?:which|whom?|whose)$/.test(token.lower)) return;
    if (token.kind === "number" ? year.test(token.lower) : !lexicon.compounds && times.test(token.lower)) return;
    if (
      token.text === "," &&
      (opensExamples(tokens, at, lexicon) || (at > from + 1 && endsInsertion(tokens, at, lexicon)))
    )
      continue;
    if (token.kind === "mark" && token.text !== '"' && token.text !== "„" && token.text !== "“" && token.text !== "(")
      return;
    if (isOfPeople(tokens, at, lexicon)) {
      if (isOwner(tokens, at, lexicon)) {
        span.prep = token.lower;
        return;
      }
      at--;
      continue;
    }
    if (!lexicon.compounds && !token.capital && (token.joined || (at + 1 < span.from && tokens[at + 1]?.joined)))
      continue;
    if (
      isTransparent(tokens, at, lexicon) ||
      (tokens[at + 1]?.lower === "of" && lexicon.quantities.has(token.lower)) ||
      lexicon.personTitles.has(token.lower) ||
      lexicon.demonyms.has(token.lower)
    )
      continue;
    if (lexicon.prepositions.has(token.lower)) {
      if (isUnknownInfinitive(tokens, at, lexicon)) return;
      if (!opensClause(tokens, at, span, lexicon)) span.prep = governing(tokens, at, lexicon);
      return;
    }
    if (at < span.from && isRelativePronoun(tokens, at, lexicon)) return;
    if (lexicon.determiners.has(token.lower)) {
      if (isGenitiveArticle(token, tokens[at - 1], lexicon)) span.possessive = true;
      else if (lexicon.compounds && isNounHere(tokens[at - 1], lexicon)) return;
      seenAdjective = false;
      continue;
    }
    if (token.kind === "mark" || token.kind === "possessive") continue;
    if (isNounAfterArticle(tokens, at, lexicon)) continue;
    if ((isVerbal(token, lexicon) && !token.joined) || isFiniteVerb(token, lexicon)) return;
    if (token.capital && lexicon.compounds && !token.joined) {
      if (at === span.from - 1 && (span.type === "blocked" || hasArticle(tokens, at, lexicon))) continue;
      if (seenAdjective || !isDescribedOrJoined(tokens, at, lexicon)) return;
    }
    seenAdjective = token.kind === "word" && !token.capital && !token.joined;
  }
}

/** A German noun, and no preposition that begins the sentence. */
const isNounHere = (token: Token | undefined, { prepositions }: Lexicon) =>
  token?.capital === true && !prepositions.has(token.lower);

/** "In its second year Siemens built …": what a time stands between is not governed by the preposition. */
const times =
  /^(?:years?|months?|weeks?|days?|decades?|summer|autumn|spring|winter|seasons?|quarter|january|february|march|april|june|july|august|september|october|november|december)$/;

/** "With several studios, including Elstree": examples stand where those do whom they are of. */
function opensExamples(tokens: readonly Token[], at: number, { examples, compounds }: Lexicon): boolean {
  return !compounds && (examples.has(tokens[at + 1]?.lower ?? "") || isAmongThem(tokens, at + 1));
}

/** "Made for, or together with, Sharp": a preposition governs what stands behind the comma, too. */
function endsInsertion(tokens: readonly Token[], at: number, { prepositions, compounds }: Lexicon): boolean {
  const before = tokens[at - 2]?.lower ?? "";
  return !compounds && prepositions.has(tokens[at - 1]?.lower ?? "") && !times.test(before);
}

/** "Mit", or "statt" for "statt mit": whoever stands there is left out. */
function governing(tokens: readonly Token[], at: number, { instead, contractions }: Lexicon): string {
  const before = tokens[at - 1]?.lower ?? "";
  const word = tokens[at]?.lower ?? "";
  return instead.has(before) ? before : (contractions.get(word) ?? word);
}

/** "Bei der Plattform Wefox": a noun with its article beside a name says who that is. */
function hasArticle(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const before = tokens[at - 1];
  const attribute = before?.kind === "word" && !before.capital && /e[rnms]?$/.test(before.lower);
  return [before, attribute ? tokens[at - 2] : undefined].some((token) => lexicon.determiners.has(token?.lower ?? ""));
}

/** "Threatens to leave Sharp": behind "to" a word that opens an idiom, or tells a stage, is a verb. */
function isUnknownInfinitive(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const next = tokens[at + 1];
  if (lexicon.compounds || tokens[at]?.lower !== "to" || next === undefined || next.capital) return false;
  const verb = lexicon.phrases.has(next.lower) || lexicon.stageWords.has(next.lower);
  return (
    verb &&
    !lexicon.nouns.has(next.lower) &&
    !isDescribed(next, lexicon) &&
    !lexicon.adverbs.has(next.lower) &&
    !lexicon.determiners.has(next.lower) &&
    !lexicon.prepositions.has(next.lower)
  );
}

/** "Watches as Pratt inks a pact", "sieht zu, wie A und B bauen": before a clause it is no preposition. */
function opensClause(tokens: readonly Token[], at: number, span: Span, lexicon: Lexicon): boolean {
  if (lexicon.compounds && opensInfinitive(tokens, at)) return true;
  if (!lexicon.subordinators.has(tokens[at]?.lower ?? "")) return false;
  if (lexicon.compounds)
    return at === span.from - 1 && (tokens[at - 1]?.text === "," || opensSentence(tokens, at, span.to));
  const next = tokens[span.to];
  if (next === undefined || next.kind !== "word" || next.joined) return false;
  if (/^(?:it|they|we)$/.test(span.text.toLowerCase())) return !lexicon.prepositions.has(next.lower);
  const acts = isNamed(span) && !next.capital && lexicon.stageWords.has(next.lower) && !lexicon.nouns.has(next.lower);
  return isVerbal(next, lexicon) || (acts && /(?:s|ed)$/.test(next.lower));
}

/** "Nimmt Kredite auf, um B zu kaufen", "ohne B zu nennen": before an infinitive they are no prepositions. */
function opensInfinitive(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:um|ohne|statt|anstatt)$/.test(tokens[at]?.lower ?? "") || (tokens[at - 1]?.kind ?? "mark") !== "mark")
    return false;
  const clause = tokens.slice(at + 1, at + infinitiveTokensMax);
  const end = clause.findIndex(({ kind, text }) => kind === "mark" && text !== "-");
  return (end < 0 ? clause : clause.slice(0, end)).some(
    ({ lower }) => lower === "zu" || /^(?:ab|an|auf|aus|bei|ein|mit|zusammen|zurück)zu.{3,}n$/.test(lower),
  );
}

const infinitiveTokensMax = 20;

/** "Wie A mitteilte, …": such a clause ends with a comma. */
const opensSentence = (tokens: readonly Token[], at: number, end: number): boolean =>
  (tokens[at - 1]?.kind ?? "mark") === "mark" &&
  tokens.slice(end, end + openingTokensMax).some(({ text }) => text === ",");

const openingTokensMax = 8;

/** "To partner LG", "with its ally": a noun that could be a verb elsewhere. */
function isNounAfterArticle(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const word = tokens[at]?.lower ?? "";
  const before = tokens[at - 1]?.lower ?? "";
  if (before === "to" && isInfinitive(word, lexicon)) return false;
  const isNoun = lexicon.nouns.has(word) || lexicon.described.has(word);
  return isNoun && (lexicon.prepositions.has(before) || lexicon.determiners.has(before));
}

/** "Pays to purchase Tremont" has a verb behind its "to"; before a name only who somebody is ("to partner LG") needs no article. */
function isInfinitive(word: string, { words, nouns, described }: Lexicon): boolean {
  const isVerb = words.get(word)?.some((trigger) => trigger.word === "verb") === true;
  const isRole = described.has(word) || nouns.get(word)?.some(({ frameName }) => frameName === "partner-noun") === true;
  return isVerb && !isRole;
}

/** "with a number of banks", "with platforms like Facebook": the preposition before reaches through. */
function isTransparent(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const word = tokens[at]?.lower ?? "";
  const before = tokens[at - 1]?.lower ?? "";
  if (lexicon.compounds) return word === "von" && lexicon.quantities.has(before);
  if (word === "of") return lexicon.quantities.has(before);
  if (word === "over" && (tokens[at + 1]?.kind === "number" || tens.test(tokens[at + 1]?.lower ?? ""))) return true;
  if (isAmongThem(tokens, at) || isAmongThem(tokens, at - 1)) return true;
  return (
    word === "including" ||
    (word === "like" && /s$/.test(before)) ||
    (word === "as" && before === "such") ||
    word === "such"
  );
}

/** "With over thirty banks". */
const tens = /^(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/;

function isDescribedOrJoined(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const token = tokens[at];
  return (
    token !== undefined &&
    (isDescribed(token, lexicon) || lexicon.nouns.has(token.lower) || tokens[at + 1]?.joined === true)
  );
}

function isGenitiveArticle(token: Token, before: Token | undefined, lexicon: Lexicon): boolean {
  return lexicon.compounds && (token.lower === "der" || token.lower === "des") && before?.capital === true;
}
