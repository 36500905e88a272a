import type { Mention } from "../matching/mention.ts";
import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import {
  beginsName,
  continuesName,
  guessedName,
  hasTriggerEnding,
  isDescribed,
  nameSpan,
  newSpan,
  type Reader,
  textOf,
} from "./guess-name.ts";
import { isSuffixWord, knownNameEnd, legalFormEnd, legalNameEnd, suffixEnd, suffixedNameEnd } from "./known-names.ts";
import type { Lexicon } from "./lexicon.ts";
import { isNamed, type Span, type SpanType } from "./spans.ts";
import { hasKnownEnding } from "./word-ending.ts";

/** Everybody in a sentence who might be a party, in order, not overlapping; prepositions, groups and clauses are still to be set. */
export function findSpans(
  tokens: readonly Token[],
  sentence: Sentence,
  mentions: readonly Mention[],
  lexicon: Lexicon,
): Span[] {
  const watched = watchedSpans(tokens, sentence, mentions);
  const reader = { tokens, sentence, lexicon, watched, titleCase: isTitleCase(tokens, sentence, lexicon), nameEnd: -1 };
  const spans: Span[] = [];
  for (let at = sentence.from; at < sentence.to; ) {
    const span = watched.get(at) ?? spanAt(reader, at, spans[spans.length - 1]);
    if (span === null) at++;
    else {
      spans.push(span);
      at = span.to;
      reader.nameEnd = span.type === "watched" || span.type === "named" ? span.to : -1;
    }
  }
  for (const span of spans) setRole(span, tokens, sentence, lexicon);
  for (const span of spans) forgetNameAsHead(span, spans);
  for (const span of spans) describeByName(span, tokens, lexicon);
  for (const span of spans) contrast(span, tokens, sentence);
  const parties = spans.filter(
    (span, index) => !isCredit(span, tokens, sentence, lexicon) && !isSortOf(span, spans[index + 1], tokens, lexicon),
  );
  return withoutBrackets(withoutTitles(joinBlocked(parties), lexicon), tokens);
}

function watchedSpans(
  tokens: readonly Token[],
  { from, to }: Sentence,
  mentions: readonly Mention[],
): Map<number, Span> {
  const spans = new Map<number, Span>();
  const start = tokens[from]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? 0;
  let at = from;
  for (const mention of mentions) {
    if (mention.start < start || mention.start >= end) continue;
    while (at > from && (tokens[at]?.start ?? 0) > mention.start) at--;
    while (at < to && (tokens[at]?.end ?? 0) <= mention.start) at++;
    let last = at;
    while (last + 1 < to && (tokens[last + 1]?.start ?? Number.POSITIVE_INFINITY) < mention.end) last++;
    if (at >= to) continue;
    last = suffixEnd(tokens, Math.max(last + 1, knownNameEnd(tokens, at, to)), to) - 1;
    last = legalFormEnd(tokens, last + 1, to) - 1;
    const span = newSpan("watched", at, last + 1, bareName(mention), 1);
    span.entityId = mention.entityId;
    span.possessive = isGenitive(mention) || (tokens[last]?.kind === "possessive" && !hasOwnS(mention.alias));
    spans.set(at, span);
  }
  return spans;
}

/** The s of "McDonald's" is the name's own. */
const hasOwnS = (alias: string) => /['’]s$/u.test(alias);

/** The mention without inflection: "Toyotas" → "Toyota", "Intel's" → "Intel". */
function bareName({ text, alias }: Mention): string {
  if (hasOwnS(alias) && text.length <= alias.length) return text;
  if (isDeclined(text, alias)) return alias;
  if (text.length > alias.length && text.toLowerCase().startsWith(alias.toLowerCase()))
    return text.slice(0, alias.length);
  return text.replace(/['’]s?$/u, "");
}

/** "Deutschen Bank" is "Deutsche Bank". */
function isDeclined(text: string, alias: string): boolean {
  const bare = (name: string) => name.replace(/e[rnms]?(?= )/gu, "e");
  return text !== alias && alias.includes(" ") && bare(text) === bare(alias);
}

function isGenitive({ text, alias }: Mention): boolean {
  return text.length > alias.length && /^['’]?s?$/u.test(text.slice(alias.length)) && text.startsWith(alias);
}

function spanAt(reader: Reader, at: number, before: Span | undefined): Span | null {
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
  const plain = plainType(token, reader, at);
  if (plain !== null) return newSpan(plain, at, at + 1, token.text, 1);
  return token.capital || hasInnerCapital(token) ? guessedName(reader, at, limit, before) : null;
}

/** "easyJet" and "eBay" are written as only names are. */
const hasInnerCapital = ({ text, joined }: Token) => !joined && /^\p{Ll}{1,5}\p{Lu}/u.test(text);

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

const titleCaseShare = 0.85;

/** Whether an English headline writes Nearly All Words Like This, so that a capital shows no name. */
export function isTitleCase(tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): boolean {
  if (lexicon.compounds || tokens[to - 1]?.text === ".") return false;
  let words = 0;
  let capitals = 0;
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token?.kind !== "word" || token.end - token.start < 4 || lexicon.prepositions.has(token.lower)) continue;
    words++;
    if (token.capital) capitals++;
  }
  return words >= 3 && capitals / words >= titleCaseShare;
}

/** "RT @SZ:", "F: Reuters", "München (dpa)": who tells the news is no party to it. */
function isCredit(span: Span, tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): boolean {
  if (span.type !== "watched" && span.type !== "named") return false;
  const before = span.from > from ? tokens[span.from - 1]?.text : undefined;
  if (before === "@") return true;
  if (!lexicon.sources.has(tokens[span.from]?.lower ?? "")) return false;
  const after = span.to < to ? tokens[span.to]?.text : undefined;
  return (
    before === "(" ||
    (before === ":" && credits.has(tokens[span.from - 2]?.lower ?? "")) ||
    after === ":" ||
    after === "-" ||
    isReporting(span, tokens, from, to, lexicon)
  );
}

/** ", Bloomberg News reports" and ", berichtet Reuters" say who tells it. */
function isReporting(span: Span, tokens: readonly Token[], from: number, to: number, { saying }: Lexicon): boolean {
  let end = span.to;
  if (tokens[end]?.lower === "news") end++;
  const start = tokens[span.from - 1]?.lower === "the" ? span.from - 1 : span.from;
  if (start <= from) return false;
  const reports = (at: number) => at < to && saying.has(tokens[at]?.lower ?? "");
  if (tokens[start - 1]?.text === ",") return reports(end);
  return reports(start - 1) && tokens[start - 2]?.text === ",";
}

/** A guess before a plural that examples follow ("Email providers such as …") tells what sort they are. */
function isSortOf(span: Span, next: Span | undefined, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (lexicon.compounds || span.type !== "named" || span.strength > sortStrengthMax) return false;
  if (next?.type !== "described" || next.from !== span.to || !/[^s]s$/.test(tokens[next.to - 1]?.lower ?? ""))
    return false;
  return tokens.slice(next.to, next.to + sortTokensMax).some(({ lower }) => lexicon.examples.has(lower));
}

const sortStrengthMax = 0.88;

/** Examples begin this near. */
const sortTokensMax = 4;

const credits = new Set("f foto fotos bild quelle source photo via".split(" "));

const contrasts = new Set(["sondern", "but"]);

/** "Nicht Google, sondern Microsoft liefert": the first of the two does not. */
function contrast(span: Span, tokens: readonly Token[], { from, to }: Sentence): void {
  const before = span.from > from ? tokens[span.from - 1]?.lower : undefined;
  if (before !== "nicht" && before !== "not") return;
  const after = span.to < to ? tokens[span.to] : undefined;
  if (tokens[span.from - 2]?.text === "," && (after === undefined || after.text === ",")) span.role = "other";
  const next = tokens[span.to]?.text === "," ? span.to + 1 : span.to;
  if (next < to && contrasts.has(tokens[next]?.lower ?? "")) span.role = "other";
}

/** What stands after the name in its compound says what is meant: the company, its product, or something else. */
function setRole(span: Span, tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): void {
  if (tokens[span.to]?.kind === "possessive" || isBarePossessive(span, tokens, from, lexicon)) span.possessive = true;
  if (span.type === "blocked" || span.type === "described") return;
  const before = span.from > from ? tokens[span.from - 1] : undefined;
  if (tokens[span.from]?.joined && /^(?:ex|nicht|non|anti)$/.test(before?.lower ?? "")) {
    span.role = "other";
    return;
  }
  if (before !== undefined && lexicon.formers.has(before.lower) && isOfPerson(span, tokens, to, lexicon)) {
    span.type = "blocked";
    return;
  }
  let head = span.to;
  while (head + 1 < to && tokens[head]?.joined && tokens[head + 1]?.joined) head++;
  const token = tokens[head];
  if (head < to && token !== undefined && isStaff(token, lexicon) && !actsForEmployer(token, tokens[head + 1], lexicon))
    span.role = "other";
  if (isOne(span, tokens, to, lexicon)) span.role = "product";
  if (head >= to || !token?.joined) return;
  span.headAt = head;
  span.role = roleOfHead(token.lower, lexicon);
}

/** "Thales' purchase of …": an apostrophe that closes no quotation. */
function isBarePossessive({ to }: Span, tokens: readonly Token[], from: number, { compounds }: Lexicon): boolean {
  const mark = tokens[to];
  if (compounds || mark === undefined || !apostrophes.test(mark.text) || mark.start !== tokens[to - 1]?.end)
    return false;
  const opens = tokens.slice(from, to).some(({ text }) => openingQuotes.test(text));
  return !opens && /s$/i.test(tokens[to - 1]?.text ?? "") && tokens[to + 1]?.kind === "word";
}

const apostrophes = /^['’]$/;

const openingQuotes = /^['’‘]$/;

/** A person's title stands this near behind the names it belongs to. */
const titleTokensMax = 4;

/** "Former Shell and BP bosses", "früherer Cisco-Manager": who has left a company stands for it no more. */
function isOfPerson({ to: end }: Span, tokens: readonly Token[], to: number, lexicon: Lexicon): boolean {
  for (let at = end; at < Math.min(to, end + titleTokensMax); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") return false;
    const word = token.lower;
    if (lexicon.personTitles.has(word) || lexicon.personTitles.has(word.replace(/(?:es|s|innen|in)$/, ""))) return true;
    if (lexicon.compounds && !token.joined) return false;
  }
  return false;
}

const oneOf = new Set(["a", "an", "ein", "einen", "einem"]);

/** "A Ferrari, a Volvo and a wedding": one of them is what the company makes. */
function isOne(span: Span, tokens: readonly Token[], to: number, lexicon: Lexicon): boolean {
  if (!oneOf.has(tokens[span.from - 1]?.lower ?? "") || span.to - span.from > 1) return false;
  const next = span.to < to ? tokens[span.to] : undefined;
  if (next === undefined || next.kind === "mark") return true;
  return lexicon.conjunctions.has(next.lower) || lexicon.prepositions.has(next.lower);
}

/** "Bosch engineers to work with …", "Uber drivers assist …": what is done at work. */
function actsForEmployer({ lower }: Token, next: Token | undefined, { peopleOf, making }: Lexicon): boolean {
  if (next === undefined) return false;
  return (
    next.lower.startsWith("assist") ||
    (peopleOf.has(lower) && (next.lower === "to" || next.lower === "work" || making.has(next.lower)))
  );
}

/** "Uber driver", "Ford workers": English writes such compounds apart. */
function isStaff({ lower, joined, capital }: Token, { compounds, people }: Lexicon): boolean {
  return !compounds && !joined && !capital && people.has(lower);
}

function roleOfHead(head: string, lexicon: Lexicon): Span["role"] {
  if (lexicon.selfHeads.has(head)) return "self";
  if (lexicon.nouns.has(head) || hasTriggerEnding(head, lexicon)) return "trigger";
  return lexicon.productHeads.has(head) || hasKnownEnding(head, lexicon.productHeads, 4) ? "product" : "other";
}

/** "Der Opel-Mutterkonzern" is not Opel, but somebody who is described by it; "VW-Tochter Seat" is named after. */
function describeByName(span: Span, tokens: readonly Token[], lexicon: Lexicon): void {
  const head = tokens[span.headAt];
  const next = tokens[span.headAt + 1];
  if (span.role !== "other" || head === undefined || !isDescribed(head, lexicon) || next?.capital) return;
  Object.assign(span, {
    type: "described",
    to: span.headAt + 1,
    text: head.text,
    entityId: null,
    role: "self",
    headAt: -1,
  });
}

/** "Apple-IBM": a name at the end of the chain heads no compound. */
function forgetNameAsHead(span: Span, spans: Span[]): void {
  if (span.headAt < 0 || !spans.some(({ from, to }) => span.headAt >= from && span.headAt < to)) return;
  span.headAt = -1;
  span.role = "self";
}

/** "Kanzler Scholz" is one person. */
function joinBlocked(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const before = kept[kept.length - 1];
    if (span.type === "blocked" && before?.type === "blocked" && before.to === span.from) before.to = span.to;
    else kept.push(span);
  }
  return kept;
}

/**
 * "der Autobauer BMW" is one organisation: what describes a name beside it is no second one; nor is what that makes or owns
 * ("Tylenol maker Kenvue").
 */
function withoutTitles(spans: Span[], { nouns }: Lexicon): Span[] {
  return spans.filter((span, index) => {
    const next = spans[index + 1];
    const third = spans[index + 2];
    const owns = next?.type === "described" && next.from === span.to && !nouns.has(next.text.toLowerCase());
    if (owns && third?.from === next.to && isNamed(third)) return false;
    return !(span.type === "described" && next?.from === span.to && next.type !== "described");
  });
}

/** "General Motors (GM)" is one organisation: the watched of the two names stays. */
function withoutBrackets(spans: Span[], tokens: readonly Token[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const before = kept[kept.length - 1];
    const bracketed = tokens[span.from - 1]?.text === "(" || tokens[span.from - 1]?.text === "<";
    if (before === undefined || !bracketed || before.to !== span.from - 1 || before.type === "blocked") kept.push(span);
    else {
      if (before.type !== "watched" && span.type === "watched") {
        before.type = "watched";
        before.entityId = span.entityId;
        before.text = span.text;
      }
      before.to = Math.min(span.to + 1, tokens.length);
    }
  }
  return kept;
}
