import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { isDescribed } from "./guess-name.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span } from "./spans.ts";

/** Sets for each span the preposition or the genitive that governs it, and which spans are listed together. */
export function govern(spans: Span[], tokens: readonly Token[], sentence: Sentence, lexicon: Lexicon): void {
  let group = 0;
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index];
    const before = spans[index - 1];
    if (span === undefined) continue;
    setPreposition(span, tokens, before?.to ?? sentence.from, lexicon);
    if (isPossessed(span, before, tokens, lexicon)) span.prep ??= before?.prep ?? null;
    if (before !== undefined && isListed(before, span, tokens, lexicon)) {
      span.prep ??= before.prep;
      if (!span.possessive && lexicon.compounds) span.possessive = before.possessive;
    } else group++;
    span.group = group;
    if (before?.group === group && before.headAt < 0 && span.headAt >= 0 && tokens[span.from]?.joined) {
      shareHead(spans, index);
    }
  }
}

/** "From Sharp's online store": what somebody has stands behind the preposition, too. */
function isPossessed(span: Span, before: Span | undefined, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (before === undefined || lexicon.compounds || tokens[before.to]?.kind !== "possessive") return false;
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
    if (token.kind === "mark" && token.text !== '"' && token.text !== "„" && token.text !== "“" && token.text !== "(")
      return;
    if (isOfPeople(tokens, at, lexicon)) {
      at--;
      continue;
    }
    if (
      isTransparent(tokens, at, lexicon) ||
      lexicon.personTitles.has(token.lower) ||
      lexicon.demonyms.has(token.lower)
    )
      continue;
    if (lexicon.prepositions.has(token.lower)) {
      if (!opensClause(tokens, at, span, lexicon)) span.prep = lexicon.contractions.get(token.lower) ?? token.lower;
      return;
    }
    if (lexicon.determiners.has(token.lower)) {
      if (isGenitiveArticle(token, tokens[at - 1], lexicon)) span.possessive = true;
      seenAdjective = false;
      continue;
    }
    if (token.kind === "mark" || token.kind === "possessive") continue;
    if (isNounAfterArticle(tokens, at, lexicon)) continue;
    if (isVerbal(token, lexicon) || isFiniteVerb(token, lexicon)) return;
    if (token.capital && lexicon.compounds && !token.joined) {
      if (seenAdjective || !isDescribedOrJoined(tokens, at, lexicon)) return;
    }
    seenAdjective = token.kind === "word" && !token.capital && !token.joined;
  }
}

/** "Watches as Pratt inks a pact", "sieht zu, wie A und B bauen": before a clause it is no preposition. */
function opensClause(tokens: readonly Token[], at: number, span: Span, lexicon: Lexicon): boolean {
  if (!lexicon.subordinators.has(tokens[at]?.lower ?? "")) return false;
  if (lexicon.compounds) return tokens[at - 1]?.text === "," && at === span.from - 1;
  const next = tokens[span.to];
  return next !== undefined && next.kind === "word" && !next.joined && isVerbal(next, lexicon);
}

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

const ofWords = new Set("von vom der des of at from".split(" "));

/** "Mit Forschern der TU", "with engineers at Ford": the organisation stands where its people do. */
function isOfPeople(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  return ofWords.has(tokens[at]?.lower ?? "") && lexicon.peopleOf.has(tokens[at - 1]?.lower ?? "");
}

/** In German a small word before a name that ends in t is a verb: adjectives have endings. */
function isFiniteVerb({ text, capital, kind }: Token, { compounds, adverbs }: Lexicon): boolean {
  return compounds && kind === "word" && !capital && /.{2}t$/.test(text) && !adverbs.has(text);
}

/** "with a number of banks", "with platforms like Facebook": the preposition before reaches through. */
function isTransparent(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const word = tokens[at]?.lower ?? "";
  const before = tokens[at - 1]?.lower ?? "";
  if (lexicon.compounds) return word === "von" && lexicon.quantities.has(before);
  if (word === "of") return lexicon.quantities.has(before);
  return (
    word === "including" ||
    (word === "like" && /s$/.test(before)) ||
    (word === "as" && before === "such") ||
    word === "such"
  );
}

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

export function isVerbal(token: Token, lexicon: Lexicon): boolean {
  if (lexicon.auxiliaries.has(token.lower)) return true;
  return lexicon.words.get(token.lower)?.some(({ word }) => word === "verb") === true;
}

/** "… mit Geely, Nissan verbündet sich": after a comma a name with its verb begins anew. */
function startsSentence(before: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (tokens[before.to]?.text !== "," || span.from !== before.to + 1 || before.prep === null) return false;
  const next = tokens[span.to];
  return next !== undefined && next.kind === "word" && !next.joined && isVerbal(next, lexicon);
}

/** "VW-Tochter Seat": the compound describes the name that follows. */
const isNamedAfter = (before: Span, span: Span) => before.role === "other" && before.headAt + 1 === span.from;

/** "banks such as UBS": the name stands for those described. */
function isExample(before: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (before.type !== "described") return false;
  let example = false;
  for (let at = before.to; at < span.from; at++) {
    const token = tokens[at];
    if (
      token === undefined ||
      !(token.text === "," || lexicon.examples.has(token.lower) || lexicon.determiners.has(token.lower))
    )
      return false;
    example ||= lexicon.examples.has(token.lower);
  }
  return example;
}

const isOrganisation = ({ type }: Span) => type === "watched" || type === "named";

const listedTokensMax = 5;

function isListed(before: Span, span: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (span.from - before.to > listedTokensMax) return false;
  if (isNamedAfter(before, span) || before.from === span.from) return true;
  const staff = before.type === "described" && before.to === span.from - 1 && isOfPeople(tokens, before.to, lexicon);
  if (staff || isExample(before, span, tokens, lexicon)) {
    span.prep = before.prep;
    return true;
  }
  if (span.prep !== null && span.prep !== before.prep) return false;
  if (startsSentence(before, span, tokens, lexicon)) return false;
  if (tokens[span.from]?.joined && span.from === before.to) return true;
  let linked = false;
  for (let at = before.to; at < span.from; at++) {
    const token = tokens[at];
    if (token === undefined) return false;
    const { lower } = token;
    if (lexicon.conjunctions.has(lower) || lower === "/") linked = true;
    else if (lower === ",") linked = linked || (isOrganisation(before) && isOrganisation(span));
    else if (token.kind === "possessive" || token.joined) continue;
    else if (!linked || (isVerbal(token, lexicon) && !lexicon.nouns.has(lower)) || lexicon.prepositions.has(lower))
      return false;
    else if (
      !lexicon.determiners.has(lower) &&
      !isDescribed(token, lexicon) &&
      (lexicon.adverbs.has(lower) || token.kind === "mark")
    )
      return false;
  }
  return linked;
}
