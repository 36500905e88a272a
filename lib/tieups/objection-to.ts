import { decideStage } from "./decide-stage.ts";
import {
  combinesThings,
  describesEach,
  dividesSomething,
  doesTheSame,
  doOwnAffairs,
  isLicenceEach,
  isOfMany,
  isPartOfSum,
  partsFromElse,
  winTogether,
} from "./each-alone.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { areOneGroup } from "./known-names.ts";
import { makesOneThing } from "./makes-one-thing.ts";
import { hasAny, personsObjection } from "./of-persons.ts";
import { phraseEnd } from "./phrase-end.ts";
import { rivalryIn } from "./rivalry-in.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

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
  const persons = personsObjection(view, occurrence, filling);
  if (persons !== null) return persons;
  if (occurrence.trigger.frameName === "leave-phrase" && !hasSuccessor(view, occurrence)) return "left for no other";
  if (isSought(view, occurrence, filling)) return "a partner is only sought, and others are named for something else";
  if (takesRank(view, occurrence)) return "a place in a ranking";
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
  const had = cues.some((cue) => /^ha(?:ve|s) /i.test(cue));
  if (stage === "active" && !had && occurrence.trigger.frameName === "deal-noun" && filling.alternative.text === "S2")
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

/** "Leaves Boeing for Airbus", but "for good": whom it turns to is named right behind. */
const hasSuccessor = ({ tokens, spans }: SentenceView, { to }: Occurrence) =>
  spans.some((span) => isNamed(span) && span.from >= to && span.from - to <= 1 && tokens[span.from]?.capital === true);

/** "Looks for a new partner after the end of its pact with Sharp": whom a preposition names is not the one that is sought. */
function isSought({ tokens, lexicon }: SentenceView, { trigger, from }: Occurrence, { alternative }: Filling): boolean {
  if (lexicon.compounds || trigger.frameName !== "partner-noun" || !alternative.text.includes("@")) return false;
  const before = tokens.slice(Math.max(0, from - soughtTokensMax), from);
  return before.some(
    ({ lower }, at) =>
      lower === "for" &&
      /^(?:a|an|another|new)$/.test(before[at + 1]?.lower ?? "") &&
      seeking.test(before[at - 1]?.lower ?? ""),
  );
}

const soughtTokensMax = 6;

const seeking = /^(?:look(?:s|ed|ing)?|search(?:es|ed|ing)?|hunt(?:s|ed|ing)?|scout(?:s|ing)?|shop(?:s|ping)?)$/;

/** "Übernimmt Spitzenplatz von Nokia". */
function takesRank({ tokens, lexicon }: SentenceView, { trigger, to }: Occurrence): boolean {
  if ((trigger.word !== "verb" && trigger.frameName !== "buy-verb") || trigger.kind !== "merger") return false;
  const object = tokens.slice(to, to + 3).find(({ lower }) => !lexicon.determiners.has(lower));
  return object !== undefined && ranks.test(object.lower);
}

const ranks = /^(?:spitze|spitzenplatz|spitzenposition|tabellenführung|rang|top|lead|first|crown)$/;

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

/** What law firms have themselves: partners, mandates. */
const ofLawyers = new Set(["partner-noun", "deal-noun", "order-noun", "get-verb", "object-verb", "join-verb"]);

/** A tie-up of less confidence is dropped: it is wrong more often than right. */
export const confidenceMin = 0.5;

/** "E.ON bringt Tochter Uniper an die Börse". */
function isOwnSubsidiary({ tokens }: SentenceView, { from }: Span): boolean {
  return /^(?:\p{L}*tochter|subsidiary|unit|marke|brand)$/u.test(tokens[from - 1]?.lower ?? "");
}

/** Only clear statements make a tie-up of two that belong to one group ("Facebook", "Meta"). */
const groupProofConfidence = 0.9;

/** Within a group shares and companies change hands, and are news. */
const isWithinGroup = ({ trigger }: Occurrence) =>
  (trigger.kind !== "merger" || trigger.frameName === "with-verb") && trigger.frameName !== "stake-noun";

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
