import type { Token } from "../text/tokens.ts";
import { decideStage } from "./decide-stage.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { areOneGroup } from "./known-names.ts";
import type { Lexicon } from "./lexicon.ts";
import { isOwnAffair, makesOneThing } from "./makes-one-thing.ts";
import { phraseEnd } from "./phrase-end.ts";
import type { SentenceView, Span } from "./spans.ts";
import { hasKnownEnding } from "./word-ending.ts";

/** In words, why what fills a frame states no tie-up after all; null where it does. */
export function objectionTo(view: SentenceView, occurrence: Occurrence, filling: Filling): string | null {
  const named = filling.spans.filter(({ type }) => type === "watched" || type === "named");
  if (filling.confidence < confidenceMin) return `too weak (${filling.confidence.toFixed(2)})`;
  const { stage, cues } = decideStage(view, occurrence, filling);
  if (/^[SCP]$/.test(filling.alternative.text) && !tellsOfOne(view, occurrence, filling, cues))
    return "one name, and nothing says what is done";
  if (describesEach(occurrence, filling)) return "says of each what it is";
  if (occurrence.trigger.loose && (named.length !== 2 || filling.spans.length !== 2))
    return "hardly anything is said, and not of just two";
  if (occurrence.trigger.frameName === "infinitive" && !announces(view, occurrence, filling))
    return 'no headline\'s "A to …"';
  if (isOfPerson(view, occurrence, filling)) return "a person's move";
  if (movesStaff(view, filling)) return "a person's move";
  if (isOfPlayer(view, occurrence) || isPlayerTrade(view)) return "a player's transfer";
  if (occurrence.trigger.frameName === "leave-phrase" && !hasSuccessor(view, occurrence)) return "left for no other";
  if (takesRank(view, occurrence)) return "a place in a ranking";
  if (isWithUnion(view, named)) return "a union's affairs";
  if (areFounders(view, named)) return "persons' affairs";
  if (isOfStaff(view, occurrence, named)) return "persons' affairs";
  if (isInstead(view, occurrence) && named.length < 2) return "something else is done instead";
  if (doesTheSame(view, occurrence, filling)) return "does the same as the other, each for itself";
  if (hasAny(view, view.lexicon.ratings)) return "an analyst's note";
  if (ofLawyers.has(occurrence.trigger.frameName) && hasAny(view, view.lexicon.lawyers))
    return "a law firm's partner or case";
  if (partsFromElse(view, occurrence, filling)) return "each parts with something else";
  if (combinesThings(view, occurrence)) return "things are combined, not companies";
  if (winTogether(occurrence, filling, cues)) return "each wins it, or both from somebody else";
  if (dividesSomething(view, occurrence, filling)) return "something else is divided";
  if (areOneGroup(named) && filling.confidence < groupProofConfidence && isWithinGroup(occurrence))
    return "both belong to one group";
  if (occurrence.trigger.frameName === "joint-adverb" && doOwnAffairs(view, occurrence))
    return "each does it on its own";
  if (isLicenceEach(view, occurrence, filling)) return "each has its own";
  if (occurrence.trigger.frameName === "run-phrase" && isOfMany(view, occurrence)) return "each does it on its own";
  if (/^[SK]2$/.test(filling.alternative.text) && movesWithMarket(view, occurrence)) return "prices that move alike";
  if (/2$/.test(filling.alternative.text) && isPartOfSum(view, occurrence)) return "each has a part of a sum";
  if (occurrence.trigger.fallback && filling.alternative.text === "S2" && hasAny(view, view.lexicon.apart))
    return "each does it on its own";
  if (occurrence.trigger.single && !makesOneThing(view, occurrence)) return "each does it on its own";
  if (filling.confidence < scoreProofConfidence && hasScore(view)) return "tells the score of a match";
  const rivalry = rivalryIn(view, occurrence, filling);
  const sealed = stage === "agreed" && cues.length > 0 && occurrence.trigger.frameName === "deal-noun";
  if (
    rivalry !== null &&
    !sealed &&
    filling.alternative.confidence * occurrence.trigger.weight < rivalryProofConfidence
  )
    return `speaks of rivalry ("${rivalry}")`;
  const prefix = excludedPrefix(view, occurrence);
  if (prefix !== null && named.length < 2) return `"${prefix}" is no partnership of organisations`;
  if (
    prefix === null &&
    hasPrefix(view, occurrence, view.lexicon.excludedDeals) &&
    /^(?:deal|merger|sale)-noun$/.test(occurrence.trigger.frameName)
  ) {
    return "this sort of contract is no tie-up";
  }
  const share = occurrence.trigger.kind === "stake" ? hasPrefix(view, occurrence, view.lexicon.excludedStakes) : null;
  if (share !== null) return `"${share}" is no share in a company`;
  if (view.lexicon.sureNames.has(occurrence.trigger.frameName)) {
    if (named.length < 2) return "a weak verb, and only one name";
    if (named.some((span) => isOwnSubsidiary(view, span))) return "the group's own subsidiary";
    if (named.some((span) => span.strength < nameMin(occurrence, span)))
      return "a weak verb, and a name that is only guessed";
  }
  if (stage === "active" && occurrence.trigger.frameName === "deal-noun" && filling.alternative.text === "S2")
    return "others' agreement, of which both speak";
  return null;
}

/** Of one name alone a cue tells what is done; of a partner, only that there is a new one ("bekommt neuen Sponsor"). */
function tellsOfOne(
  view: SentenceView,
  { trigger, from }: Occurrence,
  { alternative }: Filling,
  cues: string[],
): boolean {
  const { lexicon } = view;
  if (trigger.kind === "joint-venture" && /^[PS]$/.test(alternative.text)) return true;
  if (trigger.frameName !== "partner-noun") return cues.length > 0;
  if (!lexicon.compounds && alternative.text === "S" && dropsHim(view, from)) return true;
  return cues.some((cue) => lexicon.becoming.has(cue.toLowerCase()));
}

/** "Drops its Chinese supplier". */
const dropsHim = ({ tokens, lexicon }: SentenceView, noun: number) =>
  tokens
    .slice(Math.max(0, noun - droppedTokensMax), noun)
    .some(({ lower }) => lexicon.stageWords.get(lower) === "ended");

const droppedTokensMax = 3;

/** "Zulieferer ZF und Continental": each supplies or is owned by others. */
function describesEach({ trigger }: Occurrence, { alternative }: Filling): boolean {
  return trigger.frameName === "partner-noun" && trigger.kind !== "cooperation" && alternative.text === "Y2";
}

/** "Sony's new chips will …": what a company has stands this far behind it. */
const possessedTokensMax = 4;

/** "Thales radars to guard …": in a headline whoever stands first, right before "to", will do it. */
function announces({ tokens, segments, from }: SentenceView, occurrence: Occurrence, { spans }: Filling): boolean {
  const [subject] = spans;
  if (subject === undefined || occurrence.from - subject.to > (subject.possessive ? possessedTokensMax : 1))
    return false;
  if (tokens.slice(subject.to, occurrence.from).some(({ capital }) => capital)) return false;
  const verb = tokens[occurrence.to];
  const opens =
    subject.from === from ||
    segments[subject.from - 1 - from] !== segments[occurrence.from - from] ||
    tokens[subject.from - 1]?.kind === "mark";
  return opens && verb?.kind === "word" && !verb.capital;
}

/** "Agree deal for winger", "bid for midfielder", "signs tennis player": only a bond of the clubs themselves holds beside a player. */
function isOfPlayer(view: SentenceView, { trigger, to }: Occurrence): boolean {
  const { tokens, from, to: end, lexicon } = view;
  for (let at = from; at < end; at++) {
    if (!isPlayer(tokens[at], lexicon)) continue;
    if (!bondFrames.has(trigger.frameName) || (at >= to && at - to < playerTokensMax)) return true;
  }
  return signsPerson(view);
}

const isPlayer = (token: Token | undefined, { players }: Lexicon) =>
  token !== undefined && (players.has(token.lower) || (!token.capital && players.has(token.lower.replace(/s$/, ""))));

/** A player whom a bid is for stands this near behind it. */
const playerTokensMax = 3;

/** "Signs teenage sprinter after Puma deal lapses": a person is signed, whatever else is told. */
function signsPerson({ tokens, from, to, lexicon }: SentenceView): boolean {
  const sign = tokens.findIndex(({ lower }, at) => at >= from && at < to && /^sign(?:s|ed|ing)?$/.test(lower));
  if (sign < 0 || lexicon.compounds) return false;
  const object = tokens.slice(sign + 1, Math.min(to, sign + 1 + signedTokensMax));
  const end = object.findIndex(
    ({ kind, lower }) => kind === "mark" || lexicon.prepositions.has(lower) || lexicon.nouns.has(lower),
  );
  return object
    .slice(0, end < 0 ? undefined : end)
    .some(({ lower, capital }) => !capital && (lexicon.personTitles.has(lower) || lower === "player"));
}

const signedTokensMax = 4;

/** "Complete three-team trade", "agree on trade that sends …": clubs trade players. */
function isPlayerTrade({ tokens, from, to }: SentenceView): boolean {
  const trade = tokens.findIndex(({ lower }, at) => at >= from && at < to && lower === "trade");
  if (
    trade < 0 ||
    !/^(?:that|which|for|sending|[.,:;!?–—-]|)$/.test(trade + 1 < to ? (tokens[trade + 1]?.lower ?? "") : "")
  )
    return false;
  return tokens
    .slice(Math.max(from, trade - 4), trade)
    .some(({ lower }) => /^(?:agree[ds]?|completed?s?|finali[sz]es?|swing|execute|blockbuster|team)$/.test(lower));
}

/** "Porsche board member moves to Rivian", "Google researchers leave to join OpenAI": people of one company go to another. */
function movesStaff({ tokens, lexicon }: SentenceView, { spans }: Filling): boolean {
  if (lexicon.compounds) return false;
  return spans.some(({ to, prep }) => {
    if (prep !== null) return false;
    for (let at = to; at < to + staffTokensMax; at++) {
      const token = tokens[at];
      if (token === undefined || token.kind === "mark" || token.capital) return false;
      const next = tokens[at + 1]?.lower ?? "";
      if (isStaffWord(token.lower, lexicon))
        return (
          movingWords.test(next) ||
          (next === "to" && /^(?:join|leave|lead|chair|head)$/.test(tokens[at + 2]?.lower ?? ""))
        );
    }
    return false;
  });
}

/** "Board member", "former head of research": a person's part in a company stands this near behind it. */
const staffTokensMax = 4;

const isStaffWord = (word: string, { personTitles, people, peopleOf }: Lexicon) =>
  (personTitles.has(word) ||
    people.has(word) ||
    peopleOf.has(word) ||
    /^(?:member|partner|staffer|researcher)s?$/.test(word)) &&
  !/^(?:group|units?|divisions?|subsidiar(?:y|ies))$/.test(word);

const movingWords =
  /^(?:joins?|joined|moves?|moved|leaves?|left|quits?|defects?|departs?|switch(?:es)?|swaps?|returns?|jumps?|lured|poached|hired)$/;

/** "Leaves Boeing for Airbus", but "for good": whom it turns to is named right behind. */
const hasSuccessor = ({ tokens, spans }: SentenceView, { to }: Occurrence) =>
  spans.some((span) => isParty(span) && span.from >= to && span.from - to <= 1 && tokens[span.from]?.capital === true);

const isParty = ({ type }: Span) => type === "watched" || type === "named";

const bondFrames = new Set(["relation-noun", "venture-noun", "partner-noun", "merger-noun", "stake-noun"]);

/** "Übernimmt Spitzenplatz von Nokia". */
function takesRank({ tokens, lexicon }: SentenceView, { trigger, to }: Occurrence): boolean {
  if (trigger.word !== "verb" || trigger.kind !== "merger") return false;
  const object = tokens.slice(to, to + 3).find(({ lower }) => !lexicon.determiners.has(lower));
  return object !== undefined && ranks.test(object.lower);
}

const ranks = /^(?:spitze|spitzenplatz|spitzenposition|tabellenführung|rang|top|lead|first|crown)$/;

/** A company and a union; unions among themselves may work together. */
function isWithUnion({ lexicon }: SentenceView, named: Span[]): boolean {
  const unions = named.filter(({ text }) => lexicon.unions.has(text.toLowerCase()) || unionWords.test(text));
  return unions.length > 0 && unions.length < named.length;
}

const unionWords = /gewerkschaft$|\b(?:workers|union|teamsters)\b/iu;

/** "Founders of A and B swap advice", "Gründer von A und B fordern". */
function areFounders({ tokens, lexicon, spans }: SentenceView, named: Span[]): boolean {
  const [first] = named;
  if (first === undefined || named.some(({ group }) => group !== first.group)) return false;
  const start = spans.find(({ group }) => group === first.group) ?? first;
  if (!/^(?:of|at|from|von)$/.test(tokens[start.from - 1]?.lower ?? "")) return false;
  const { lower = "" } = tokens[start.from - 2] ?? {};
  return lexicon.personTitles.has(lower) || lexicon.personTitles.has(lower.replace(/s$/, ""));
}

/** "Former Goldman trader weds Morgan Stanley banker": each name says only where somebody works. */
function isOfStaff({ tokens, lexicon }: SentenceView, { trigger }: Occurrence, named: Span[]): boolean {
  if (lexicon.compounds || trigger.word !== "verb" || named.length === 0) return false;
  return named.every(({ to }) => {
    const { lower = "" } = tokens[to] ?? {};
    return lexicon.personTitles.has(lower) && !speakers.test(lower);
  });
}

/** Who speaks for a company stands for it. */
const speakers = /^(?:chief|ceo|cfo|boss|chairman|president|spokesm|spokesw|head|exec|owner|founder)/;

/** "Designs a chip instead of looking for a partner". */
function isInstead({ tokens, from: start }: SentenceView, { from }: Occurrence): boolean {
  for (let at = Math.max(start, from - insteadTokensMax); at < from; at++) {
    const { lower = "" } = tokens[at] ?? {};
    if (lower === "statt" || lower === "anstatt") return true;
    if (
      (lower === "instead" && tokens[at + 1]?.lower === "of") ||
      (lower === "rather" && tokens[at + 1]?.lower === "than")
    )
      return true;
  }
  return false;
}

const insteadTokensMax = 6;

/** "Joins Bosch in raising prices", but "joins Bosch in building a plant". */
function doesTheSame({ tokens, lexicon }: SentenceView, { from }: Occurrence, { spans }: Filling): boolean {
  if (!tokens[from]?.lower.startsWith("join")) return false;
  const last = spans.findLast((span) => span.from > from);
  if (last === undefined || tokens[last.to]?.lower !== "in") return false;
  const done = tokens[last.to + 1]?.lower ?? "";
  return /.{3}ing$/.test(done) && !lexicon.making.has(done);
}

/** What law firms have themselves: partners, mandates. */
const ofLawyers = new Set(["partner-noun", "deal-noun", "order-noun", "get-verb", "object-verb", "join-verb"]);

/** A tie-up of less confidence is dropped: it is wrong more often than right. */
export const confidenceMin = 0.5;

/** "E.ON bringt Tochter Uniper an die Börse". */
function isOwnSubsidiary({ tokens }: SentenceView, { from }: Span): boolean {
  return /^(?:\p{L}*tochter|subsidiary|unit|marke|brand)$/u.test(tokens[from - 1]?.lower ?? "");
}

/**
 * "Former Intel chief joins Nvidia board", "SAP holt Finanzvorstand von Siemens": with weak verbs the subject or the object is the
 * person.
 */
function isOfPerson(view: SentenceView, { trigger, from }: Occurrence, { spans }: Filling): boolean {
  const { tokens, lexicon } = view;
  if (trigger.word === "noun" || trigger.word === "adverb" || trigger.frameName === "make-verb") return false;
  if (!lexicon.sureNames.has(trigger.frameName) && !movesPersons.has(trigger.frameName)) return false;
  return spans.some((span) => {
    const head = span.headAt >= 0 ? span.headAt : span.to;
    const source =
      span.prep === null ? -1 : tokens.findLastIndex((token, at) => at < span.from && token.lower === span.prep);
    if (head < from) return isPerson(tokens[head], lexicon);
    if (hiresPersons.has(trigger.frameName) && isPerson(tokens[head], lexicon)) return true;
    return source > from && isPerson(tokens[source - 1], lexicon);
  });
}

/** Verbs that tell of persons as well as of goods: "holt", "hires". */
const hiresPersons = new Set(["object-verb", "get-verb", "drop-verb", "tend-verb"]);

const movesPersons = new Set([...hiresPersons, "buy-from-verb", "order-verb"]);

function isPerson(token: Token | undefined, { personTitles, compounds }: Lexicon): boolean {
  if (token === undefined) return false;
  const lower = compounds ? token.lower.replace(/(?:in|innen)$/, "") : token.lower;
  return (
    personTitles.has(token.lower) || personTitles.has(lower) || (compounds && hasKnownEnding(lower, personTitles, 4))
  );
}

function hasAny({ tokens, from, to }: SentenceView, words: ReadonlySet<string>): boolean {
  for (let at = from; at < to; at++) if (words.has(tokens[at]?.lower ?? "")) return true;
  return false;
}

/** "A und B trennen sich von ihren Biermarken". */
function partsFromElse({ tokens }: SentenceView, { trigger, to }: Occurrence, { alternative }: Filling): boolean {
  const from = [tokens[to - 1], tokens[to]].some((token) => fromWords.has(token?.lower ?? ""));
  return trigger.frameName === "part-verb" && alternative.text === "S2" && from;
}

const fromWords = new Set("von vom with from of".split(" "));

/** "A and B partner to combine their clouds": who combines what is no company merges with nobody. */
function combinesThings({ tokens, to: end, lexicon }: SentenceView, { trigger, to }: Occurrence): boolean {
  if (lexicon.compounds || trigger.frameName !== "merge-verb" || !/^combin/.test(tokens[to - 1]?.lower ?? ""))
    return false;
  const object = tokens.slice(to, Math.min(end, to + combinedTokensMax));
  const after = object.findIndex(({ kind, lower }) => kind === "mark" || lexicon.prepositions.has(lower));
  const things = object
    .slice(0, after < 0 ? undefined : after)
    .filter(
      ({ kind, capital, lower }) =>
        kind === "word" && !capital && !lexicon.conjunctions.has(lower) && !lexicon.determiners.has(lower),
    );
  return things.length > 0 && !things.some(({ lower }) => isBusiness(lower, lexicon));
}

const combinedTokensMax = 12;

function isBusiness(word: string, { businessParts, described }: Lexicon): boolean {
  return businessParts.has(word) || businessParts.has(word.replace(/(?:es|s)$/, "")) || described.has(word);
}

/** "BAE and Saab win artillery contract": they supply somebody else. */
function winTogether({ trigger }: Occurrence, { alternative }: Filling, cues: string[]): boolean {
  const won = cues.some((cue) => /^(?:wins?|won|lands?|landed|secures?d?|awarded)$/i.test(cue));
  return (trigger.kind === "supply" || trigger.kind === "licensing") && alternative.text === "S2" && won;
}

/** "Alstom and Hitachi split Bombardier's signalling business". */
function dividesSomething(
  { tokens, lexicon }: SentenceView,
  { trigger, to }: Occurrence,
  { alternative }: Filling,
): boolean {
  if (trigger.frameName !== "part-verb" || trigger.word !== "verb" || alternative.text !== "S2") return false;
  const next = tokens[to];
  return next?.kind === "word" && !lexicon.prepositions.has(next.lower) && !lexicon.adverbs.has(next.lower);
}

/** Only clear statements make a tie-up of two that belong to one group ("Facebook", "Meta"). */
const groupProofConfidence = 0.9;

/** Within a group shares and companies change hands, and are news. */
const isWithinGroup = ({ trigger }: Occurrence) =>
  (trigger.kind !== "merger" || trigger.frameName === "with-verb") && trigger.frameName !== "stake-noun";

const objectTokensMax = 3;

/** "Nokia and Ericsson cut jobs together": the word before the adverb is what each has of its own. */
function doOwnAffairs({ tokens, from, lexicon }: SentenceView, occurrence: Occurrence): boolean {
  if (isSum(tokens, occurrence.to)) return true;
  if (lexicon.compounds) return false;
  const before = tokens.slice(Math.max(from, occurrence.from - objectTokensMax), occurrence.from);
  return before.some((token) => isOwnAffair(token, lexicon));
}

/** "Telekom and Vodafone obtain licences": from somebody else. */
const isLicenceEach = ({ tokens }: SentenceView, { trigger, to }: Occurrence, { alternative }: Filling) =>
  trigger.frameName === "licence-noun" && alternative.text === "S2" && /s$/.test(tokens[to - 1]?.lower ?? "");

/** "Stores run by Aldi and Lidl": each runs its own. */
const isOfMany = ({ tokens }: SentenceView, { from }: Occurrence) => /[^s]s$/.test(tokens[from - 1]?.lower ?? "");

/** "Legen gemeinsam zu", "in step on the way down": what shares do on one day. */
function movesWithMarket(view: SentenceView, { trigger, from: at }: Occurrence): boolean {
  const { tokens, clauses, from, to, lexicon } = view;
  if (trigger.word !== "adverb" && trigger.word !== "phrase" && !trigger.fallback) return false;
  for (let near = Math.max(from, at - moveTokensMax); near < Math.min(to, at + moveTokensMax); near++)
    if (clauses[near - from] === clauses[at - from])
      for (const { words } of lexicon.moves.get(tokens[near]?.lower ?? "") ?? [])
        if (phraseEnd(words, tokens, near, to) > 0) return true;
  return false;
}

const moveTokensMax = 10;

/** The sum stands behind a phrase, or behind the particle of a verb. */
function isPartOfSum({ tokens }: SentenceView, { trigger, to }: Occurrence): boolean {
  if (trigger.word === "phrase") return isSum(tokens, to);
  return trigger.particle !== null && tokens[to]?.lower === trigger.particle && isSum(tokens, to + 1);
}

/** "Streichen zusammen 12.000 Stellen", "kommen zusammen auf 40 Prozent": what is counted together was done by each. */
function isSum(tokens: readonly Token[], at: number): boolean {
  const from = tokens[at - 1]?.lower === "zusammen" && tokens[at]?.lower === "auf" ? at + 1 : at;
  const after = tokens.slice(from, from + sumTokensMax);
  const number = after.findIndex(({ kind }) => kind === "number");
  return number >= 0 && after.slice(0, number).every(({ lower }) => aboutWords.has(lower));
}

const sumTokensMax = 4;

const aboutWords = new Set(
  "rund fast knapp etwa mehr als über gut bis zu about some around nearly almost over".split(" "),
);

/** "2:1" stands for goals; only clear statements hold beside it. */
const scoreProofConfidence = 0.75;

function hasScore({ tokens, from, to }: SentenceView): boolean {
  for (let at = from; at < to; at++)
    if (/^\d{1,2}:(?:\d|1\d)$/.test(tokens[at]?.text ?? "") && tokens[at + 1]?.lower !== "uhr") return true;
  return false;
}

/** What a weak verb says must be said of sure names. */
const sureNameMin = 0.85;

/** Behind a preposition stands an organisation more surely than as an object ("hands control to Boyu", "gives Mustang …"). */
const governedNameMin = 0.85;

function nameMin({ trigger }: Occurrence, { prep }: Span): number {
  return trigger.fallback ? knownNameMin : prep === null ? sureNameMin : governedNameMin;
}

/** Where hardly anything is said, only known names and those with a legal form will do. */
const knownNameMin = 0.93;

/** Only clear statements hold beside words of rivalry ("Allianz gegen Tesla: VW und Bosch …"). */
const rivalryProofConfidence = 0.83;

/** A weaker statement is doubted for what stands in any part of the sentence. */
const loneSegmentConfidence = 0.7;

function rivalryIn(view: SentenceView, { trigger, from, to }: Occurrence, filling: Filling): string | null {
  const anywhere = filling.confidence < loneSegmentConfidence;
  for (let at = view.from; at < view.to; at++) {
    if ((at >= from && at < to && to - from <= closePhraseTokens) || isRivalOfParty(view, at, filling)) continue;
    const token = view.tokens[at];
    if (!anywhere && view.segments[at - view.from] !== view.segments[from - view.from]) continue;
    if ((trigger.stage === "ended" || !anywhere) && isReason(view, at)) continue;
    if (token?.lower.startsWith("threaten") && view.tokens[at + 1]?.lower === "to") continue;
    if (trigger.frameName === "as-phrase" && /^(?:verlier|los[et])/.test(token?.lower ?? "")) continue;
    if (trigger.kind === "merger" && competitionLaw.test(token?.lower ?? "")) continue;
    if (token && view.lexicon.rivalry.has(token.lower) && isAgainstSomebody(view, token.lower)) return token.text;
  }
  return null;
}

/** Those who watch over competition decide on mergers. */
const competitionLaw = /^(?:antitrust|wettbewerb)$/;

/** A longer phrase has a gap, in which anything may stand ("schließt sich der Klage an"). */
const closePhraseTokens = 3;

/** "Gemeinsam mit dem Rivalen Volvo": with whom something is done, rival or not, is a partner. */
function isRivalOfParty({ tokens, lexicon }: SentenceView, at: number, { spans }: Filling): boolean {
  return (
    lexicon.described.has(tokens[at]?.lower ?? "") &&
    spans.some(({ from, to }) => from === at + 1 || (from <= at && at < to))
  );
}

/** "Drops Pepsi over price row": a quarrel is why partners part. */
function isReason({ tokens }: SentenceView, at: number): boolean {
  return tokens.slice(Math.max(0, at - reasonTokensMax), at).some(({ lower }) => reasonWords.has(lower));
}

const reasonTokensMax = 3;

const reasonWords = new Set("over after amid following despite nach wegen trotz im".split(" "));

/** "Gegen Tesla" is rivalry, "gegen Drohnen" a purpose. */
function isAgainstSomebody({ spans, lexicon }: SentenceView, word: string): boolean {
  return !lexicon.prepositions.has(word) || spans.some(({ prep, type }) => prep === word && type !== "blocked");
}

function excludedPrefix(view: SentenceView, occurrence: Occurrence): string | null {
  return occurrence.trigger.word === "noun" ? hasPrefix(view, occurrence, view.lexicon.excludedPrefixes) : null;
}

/** The compound that the trigger ends, if it begins with one of the prefixes. */
function hasPrefix(view: SentenceView, { from }: Occurrence, prefixes: readonly string[]): string | null {
  const token = view.tokens[from];
  const before = token?.joined ? view.tokens[from - 1] : undefined;
  const word = (before?.lower ?? "") + (token?.lower ?? "");
  return prefixes.some((prefix) => word.startsWith(prefix)) ? word : null;
}
