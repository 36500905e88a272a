import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { isAcronymOfThings, isOrganisationShape, isSuffixWord } from "./known-names.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span, SpanType } from "./spans.ts";
import { hasKnownEnding } from "./word-ending.ts";

/** A name that only its capital shows, or its place in the sentence: the weakest sort. */
export function guessedName(reader: Reader, at: number, limit: number, preceding: Span | undefined): Span | null {
  const { tokens, lexicon, titleCase } = reader;
  const token = tokens[at];
  if (token === undefined) return null;
  const follows = reader.nameEnd === at && !token.joined;
  if (follows) return null;
  if (isOrganisationShape(token, reader)) return nameSpan(reader, at, shapeEnd(reader, at, limit), 0.92);
  if (isSecondOfPair(reader, at)) return nameSpan(reader, at, at + 1, 0.86);
  if (isPartOfSubject(reader, at)) return nameSpan(reader, at, at + 1, 0.88);
  const placed = !lexicon.compounds && lexicon.blocked.has(token.lower) && beginsName(tokens[at + 1], lexicon);
  if (tokens[at - 1]?.kind === "number" && unit.test(token.text)) return null;
  if (!(placed || mayBeName(token, lexicon)) || isTitleOfWork(tokens, at) || isNominal(reader, at)) return null;
  if (lexicon.compounds) return guessedGermanName(reader, at, preceding);
  const end = capitalRunEnd(reader, at, limit);
  const before = tokens[at - 1];
  const listed = reader.nameEnd === at - 1 && (before?.text === "," || lexicon.conjunctions.has(before?.lower ?? ""));
  const governed =
    listed || (before !== undefined && at > reader.sentence.from && lexicon.prepositions.has(before.lower));
  if (titleCase)
    return governed || at === reader.sentence.from
      ? nameSpan(reader, at, isNameOfTwo(reader, at, limit) ? at + 2 : at + 1, 0.7)
      : null;
  const place = tokens[end];
  const region = end === at + 1 && /^(?:north|south|east|west|new|central|great|latin|air|coast)$/.test(token.lower);
  if (region && place?.capital && end < limit && lexicon.blocked.has(place.lower))
    return newSpan("blocked", at, end + 1, textOf(tokens, at, end + 1), 1);
  if (at > reader.sentence.from) return nameSpan(reader, at, end, listed ? 0.88 : 0.85);
  return { ...nameSpan(reader, at, end, end - at > 1 ? 0.85 : 0.75), acts: actsNext(tokens[end], lexicon) };
}

const actsNext = (token: Token | undefined, { auxiliaries, nouns }: Lexicon): boolean =>
  token?.kind === "word" &&
  !token.capital &&
  (auxiliaries.has(token.lower) || (/(?:[^s]s|ed)$/.test(token.lower) && !nouns.has(token.lower)));

/** "200 MW of wind power": no name. */
const unit = /^(?:[kMGT]?(?:Wh?|Hz|B)|[MG]t|MWp|GWp|CO2)$/;

/** A sentence while its names are found. */
export interface Reader {
  tokens: readonly Token[];
  sentence: Sentence;
  lexicon: Lexicon;
  /** Watched spans by their first token. */
  watched: Map<number, Span>;
  /** Nearly all words have a capital, so that a capital shows no name. */
  titleCase: boolean;
  /** The token after the last name: another capital there belongs to that name ("Alstom India", "Apple Music"). */
  nameEnd: number;
}

/** A span of these tokens that nothing governs yet. */
export function newSpan(type: SpanType, from: number, to: number, text: string, strength: number): Span {
  const base = {
    entityId: null,
    role: "self" as const,
    headAt: -1,
    possessive: false,
    prep: null,
    group: 0,
    acts: false,
  };
  return { type, from, to, text, strength, ...base, segment: 0, clause: 0 };
}

/** The span of an unwatched organisation's name; its possessive ending is no part of it. */
export function nameSpan({ tokens }: Reader, from: number, to: number, strength: number): Span {
  const last = tokens[to - 1];
  const possessive = last?.kind === "possessive" || tokens[to]?.kind === "possessive";
  const end = last?.kind === "possessive" ? to - 1 : to;
  const text = textOf(tokens, from, end).replace(/^Deutsche[nr] /, "Deutsche ");
  return { ...newSpan("named", from, end, text, strength), possessive };
}

/** The tokens `from` to `to` as they stand in the text, with single spaces. */
export function textOf(tokens: readonly Token[], from: number, to: number): string {
  let text = tokens[from]?.text ?? "";
  for (let at = from + 1; at < to; at++) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token && before) text += (token.joined ? "-" : token.start > before.end ? " " : "") + token.text;
  }
  return text;
}

/** Whether a word describes an organisation without its name: "rival", "Chiphersteller". */
export function isDescribed(token: Token, lexicon: Lexicon): boolean {
  const bare = lexicon.compounds && token.lower.length > 5 ? token.lower.replace(/s$/, "") : token.lower;
  return (
    lexicon.described.has(token.lower) ||
    lexicon.described.has(bare) ||
    hasKnownEnding(token.lower, lexicon.describedSuffixes, 4)
  );
}

/** "Volvo Trucks und Westport bilden …": whoever does something together with a company is one, unless a plain noun. */
function isPartOfSubject({ tokens, lexicon, nameEnd, sentence }: Reader, at: number): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (!lexicon.compounds || token === undefined || next === undefined || nameEnd !== at - 1 || at < sentence.from + 2)
    return false;
  if (!lexicon.conjunctions.has(tokens[at - 1]?.lower ?? "") || token.joined || next.joined) return false;
  const finite = next.kind === "word" && !next.capital && (/[^i]en$/.test(next.text) || lexicon.words.has(next.lower));
  return finite && !isPlainNoun(token, lexicon);
}

function isPlainNoun({ lower }: Token, lexicon: Lexicon): boolean {
  const lists = [lexicon.commonNouns, lexicon.nounSuffixes, lexicon.nouns, lexicon.blocked, lexicon.described];
  return (
    lists.some((list) => list.has(lower)) ||
    lexicon.firstNames.has(lower) ||
    lexicon.people.has(lower) ||
    lexicon.personTitles.has(lower) ||
    /(?:ungs?|heit|keit|schaft|tion|tät|ismus|en|er|ler|innen|chen|lein|ie|ik|ger|kunde)$/.test(lower) ||
    hasKnownEnding(lower, lexicon.commonNouns, 5)
  );
}

const nominalPrepositions = new Set(["of", "by"]);

/** "Prolongation of …", "Purchase by …", "Lawyers see …": a sentence may begin with any noun. */
function isNominal({ tokens, sentence, lexicon }: Reader, at: number): boolean {
  const next = tokens[at + 1];
  if (lexicon.compounds || at !== sentence.from || next === undefined) return false;
  if (nominalPrepositions.has(next.lower) || isPluralNoun(tokens[at]?.lower ?? "", next, lexicon)) return true;
  if (isPhraseOfTwo(tokens[at]?.lower ?? "", next.lower, lexicon)) return true;
  return isSmallNoun(next, lexicon) && qualifyingPrepositions.has(tokens[at + 2]?.lower ?? "");
}

/** "Patent deal", "Supply contract" open a sentence as a term, and not as a name. */
const isPhraseOfTwo = (first: string, second: string, { phrases }: Lexicon) =>
  phrases.get(first)?.some(({ words }) => words.length === 2 && words[1]?.includes(second) === true) === true;

/** "Green light for …", "Heart drug from …": behind the first word stands a small noun that what follows belongs to. */
function isSmallNoun({ kind, capital, lower }: Token, lexicon: Lexicon): boolean {
  if (kind !== "word" || capital || verbsBeforeFor.test(lower)) return false;
  const thing = lexicon.nouns.get(lower)?.every(({ frameName }) => frameName === "hyphen-noun");
  return thing ?? !(lexicon.sentenceWords.has(lower) || lexicon.adverbs.has(lower) || lexicon.conjunctions.has(lower));
}

/** "Nordbau looks for …" has a verb behind its name. */
const verbsBeforeFor =
  /^(?:looks|calls|asks|pays|opts|hopes|heads|waits|aims|bids|searches|goes|applies|steps|shops|hunts|borrows|buys|hears|learns|recovers|suffers|withdraws|benefits|departs|retreats|speaks|stands)$/;

const qualifyingPrepositions = new Set(["of", "for", "from"]);

/** "Brakes for …", "Gearboxes built by …", "Lenders want …": what a plural's own preposition, participle or verb follows. */
function isPluralNoun(word: string, { lower, capital }: Token, lexicon: Lexicon): boolean {
  if (/^['’]$/.test(lower)) return /[^s]s$/.test(word) && (lexicon.peopleOf.has(word) || lexicon.people.has(word));
  if (capital || !/[^s]s$/.test(word)) return false;
  if (pluralPrepositions.has(lower) || /(?:ed|made|built|sold|bought)$/.test(lower)) return true;
  return (
    !lower.endsWith("s") &&
    !lexicon.nouns.has(lower) &&
    (lexicon.words.has(lower) || lexicon.stageWords.has(lower) || pluralVerbs.has(lower))
  );
}

const pluralPrepositions = new Set(["for", "from", "at", "with"]);

const pluralVerbs = new Set(["see", "say", "want", "fear", "hope", "expect", "demand", "have", "are"]);

/** "Pfizer-Flagship pact": what a hyphen ties to a name in English is one, too. */
function isSecondOfPair({ tokens, lexicon, nameEnd }: Reader, at: number): boolean {
  const token = tokens[at];
  if (token === undefined || lexicon.compounds || !token.joined || nameEnd !== at || tokens[at + 1]?.joined)
    return false;
  return mayBeName({ ...token, joined: false }, lexicon);
}

/** "Krispy Kreme, …": a second unknown word belongs to the name where what follows it can't be part of one. */
function isNameOfTwo({ tokens, lexicon }: Reader, at: number, limit: number): boolean {
  const second = tokens[at + 1];
  const third = tokens[at + 2];
  if (second === undefined || at + 2 > limit || !second.capital || !mayBeName(second, lexicon)) return false;
  if (third === undefined || third.kind !== "word") return true;
  return (
    lexicon.conjunctions.has(third.lower) ||
    lexicon.prepositions.has(third.lower) ||
    lexicon.auxiliaries.has(third.lower) ||
    lexicon.words.has(third.lower)
  );
}

/** What begins behind a quotation mark is a film or a saying; behind one that closes ("… deal," Sharp said) it is not. */
function isTitleOfWork(tokens: readonly Token[], at: number): boolean {
  const [end, mark] = [tokens[at - 2], tokens[at - 1]];
  if (mark === undefined || !/^["„“‚‘'’«»]$/.test(mark.text)) return false;
  return end === undefined || !/^[,.!?]$/.test(end.text) || mark.start !== end.end;
}

/** In English prose a capital behind a name goes on with it. */
export function continuesName(token: Token | undefined, lexicon: Lexicon): boolean {
  if (token === undefined || !token.capital || token.joined) return false;
  return (
    !lexicon.personTitles.has(token.lower) && !lexicon.nouns.has(token.lower) && !lexicon.commonNouns.has(token.lower)
  );
}

const paperNames = new Set("news times post journal herald tribune gazette".split(" "));

/** "Boston Dynamics", "Detroit News": a place may begin a name. */
export function beginsName(next: Token | undefined, lexicon: Lexicon): boolean {
  if (isSuffixWord(next) || paperNames.has(next?.lower ?? "")) return next?.capital === true;
  return (
    continuesName(next, lexicon) && !lexicon.blocked.has(next?.lower ?? "") && !lexicon.words.has(next?.lower ?? "")
  );
}

/** "TD Ameritrade Park": in English prose what is written as only names are may begin a longer one. */
function shapeEnd({ tokens, lexicon, titleCase }: Reader, at: number, limit: number): number {
  let end = at + 1;
  while (!lexicon.compounds && !titleCase && end < limit && isMoreOfName(tokens[end], lexicon)) end++;
  return end;
}

function isMoreOfName(token: Token | undefined, lexicon: Lexicon): boolean {
  return token?.capital === true && mayBeName(token, lexicon) && !lexicon.personTitles.has(token.lower);
}

function capitalRunEnd({ tokens, lexicon }: Reader, at: number, limit: number): number {
  let end = at + 1;
  while (end < limit) {
    const token = tokens[end];
    const linked = token?.text === "of" || token?.text === "&";
    if (linked && tokens[end + 1]?.capital === true && end + 1 < limit) end += 2;
    else if (
      token?.capital &&
      !token.joined &&
      !lexicon.blocked.has(token.lower) &&
      (!lexicon.commonNouns.has(token.lower) || paperNames.has(token.lower))
    )
      end++;
    else break;
  }
  return end;
}

function guessedGermanName(reader: Reader, at: number, preceding: Span | undefined): Span | null {
  const { tokens, lexicon, sentence } = reader;
  const before = at > sentence.from ? tokens[at - 1] : undefined;
  const next = at + 1 < sentence.to ? tokens[at + 1] : undefined;
  if (next?.joined && !lexicon.selfHeads.has(next.lower)) return null;
  const end = foreignNameEnd(reader, at);
  if (preceding?.type === "described" && preceding.to === at) return nameSpan(reader, at, end, 0.9);
  if (isPartnerWord(before, lexicon)) return nameSpan(reader, at, end, 0.88);
  const governed =
    before !== undefined &&
    bindingPrepositions.has(before.lower) &&
    (before.lower !== "und" || reader.nameEnd === at - 1);
  const first =
    (before === undefined || before.text === ":" || before.text === "–") &&
    next?.text !== ":" &&
    next?.capital !== true;
  if (next !== undefined && /er$/.test(tokens[at]?.lower ?? "") && next.capital && isDescribed(next, lexicon))
    return null;
  if (before === undefined && asks(reader, at)) return null;
  const bought = isObjectOfVerb(reader, at);
  if (governed) return nameSpan(reader, at, end, 0.7);
  if (first || (bought && next?.capital !== true)) return nameSpan(reader, at, at + 1, 0.7);
  return null;
}

/** "Duality Biologics": behind an unknown name a second word that is no German noun belongs to it. */
function foreignNameEnd({ tokens, sentence, lexicon, watched }: Reader, at: number): number {
  const second = at + 1 < sentence.to ? tokens[at + 1] : undefined;
  if (second === undefined || !second.capital || second.joined || watched.has(at + 1)) return at + 1;
  const plain = isPlainNoun(second, lexicon) || !mayBeName(second, lexicon) || isDescribed(second, lexicon);
  return plain || tokens[at + 2]?.joined ? at + 1 : at + 2;
}

/** "Kommt die Hochzeit von BP und Shell?": a question begins with its verb. */
function asks({ tokens, sentence, lexicon, watched }: Reader, at: number): boolean {
  const next = tokens[at + 1];
  return (
    tokens[sentence.to - 1]?.text === "?" &&
    /(?:t|en)$/.test(tokens[at]?.lower ?? "") &&
    next !== undefined &&
    (lexicon.determiners.has(next.lower) || watched.has(at + 1) || next.capital || lexicon.adverbs.has(next.lower))
  );
}

/** "Schnappt sich Altair", "schluckt bald Real": an object without an article is a name, where the verb has companies for objects. */
function isObjectOfVerb({ tokens, lexicon, sentence }: Reader, at: number): boolean {
  let verb = at - 1;
  while (verb > sentence.from && (tokens[verb]?.lower === "sich" || lexicon.adverbs.has(tokens[verb]?.lower ?? "")))
    verb--;
  if (verb < sentence.from) return false;
  return lexicon.words.get(tokens[verb]?.lower ?? "")?.some(({ frameName }) => objectFrames.has(frameName)) === true;
}

const objectFrames = new Set(["buy-verb", "tend-verb", "rescue-verb"]);

/** "Puma-Großaktionär Pinault": who a compound of "partner" describes. */
function isPartnerWord(token: Token | undefined, { nouns }: Lexicon): boolean {
  return (
    token?.joined === true && nouns.get(token.lower)?.some(({ frameName }) => frameName === "partner-noun") === true
  );
}

const bindingPrepositions = new Set("mit bei von an durch zwischen und".split(" "));

/** False for words of the lexicon and for what is a common noun by list or ending. */
function mayBeName(token: Token, lexicon: Lexicon): boolean {
  const { lower } = token;
  if (token.joined || lower.length < 3 || (lower >= "0" && lower < ":") || isAcronymOfThings(token)) return false;
  if (lexicon.ordinaryWords.has(lower)) return false;
  if (!lexicon.compounds) return !/(?:ly|ing|ists|men|ians)$/.test(lower);
  return (
    !/^.{6,}en$|^.{3,}ern$/.test(lower) &&
    !hasKnownEnding(lower, lexicon.productHeads, 4) &&
    !hasKnownEnding(lower, lexicon.nounSuffixes, 2) &&
    !hasKnownEnding(lower, lexicon.commonNouns, 4) &&
    !hasTriggerEnding(lower, lexicon)
  );
}

/** Whether a compound ends with a noun that triggers: "Batterie|partnerschaft". */
export function hasTriggerEnding(lower: string, lexicon: Lexicon): boolean {
  return hasKnownEnding(lower, lexicon.nouns, 4);
}
