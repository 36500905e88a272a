import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import { isVerbal } from "./is-verbal.ts";
import type { SentenceView, Span } from "./spans.ts";

/**
 * Whom something was done to, where the words before an English passive name him only as a part of what they say: "30% of Sharp bought by
 * Bosch", "Sharp's radar unit to be sold to Bosch". Undefined where the verb is no participle, or a verb of its own stands before it.
 */
export function partOfPassive(view: SentenceView, { trigger, from }: Occurrence, taken: Span[]): Span | undefined {
  const { tokens, spans, clauses, segments, lexicon } = view;
  if (lexicon.compounds || trigger.word === "noun" || trigger.word === "adverb") return undefined;
  const verb = participleAt(tokens, from);
  if (verb < 0) return undefined;
  let end = verb;
  while (end > view.from && isBeforeParticiple(tokens[end - 1], view)) end--;
  const clause = clauses[from - view.from];
  const segment = segments[from - view.from];
  const parts = spans.filter(
    (span) => span.to <= end && span.clause === clause && span.segment === segment && isPart(span),
  );
  const [owner, last] = parts.slice(-2);
  const part = owner !== undefined && last !== undefined && isThingOf(owner, last) ? owner : (last ?? owner);
  if (part === undefined || taken.includes(part)) return undefined;
  return tokens.slice(part.to, end).some((token) => hasOwnVerb(token, view)) ? undefined : part;
}

/** The trigger's participle: its first word, or the second behind an auxiliary ("be made by"). */
function participleAt(tokens: readonly Token[], from: number): number {
  if (isParticiple(tokens[from])) return from;
  return /^(?:be|been|being|is|are|was|were|to)$/.test(tokens[from]?.lower ?? "") ? from : -1;
}

const isParticiple = (token: Token | undefined) =>
  token !== undefined && /(?:ed|bought|sold|built|made|taken|run|held|won|chosen)$/.test(token.lower);

/** "Could be", "reportedly", "to be": between what is spoken of and the participle. */
function isBeforeParticiple(token: Token | undefined, { lexicon }: SentenceView): boolean {
  if (token === undefined || token.kind !== "word") return false;
  return lexicon.auxiliaries.has(token.lower) || lexicon.adverbs.has(token.lower) || token.lower === "being";
}

const partPrepositions = new Set(["of", "in", "for", "from"]);

/** "Of Sharp", "Sharp's": a name inside of a noun phrase. */
const isPart = ({ type, role, prep, possessive }: Span): boolean =>
  (type === "watched" || type === "named") &&
  (role === "self" || role === "product") &&
  (possessive || (prep !== null && partPrepositions.has(prep)));

/** "Jaguar's electric GT": what is only guessed to be a name behind a possessive may be a thing. */
const isThingOf = (owner: Span, { type, strength, from }: Span): boolean =>
  owner.possessive && type === "named" && strength <= guessStrengthMax && from - owner.to <= thingTokensMax;

const guessStrengthMax = 0.92;

const thingTokensMax = 4;

const hasOwnVerb = (token: Token, { lexicon }: SentenceView): boolean =>
  (token.kind === "mark" && !/^['’]$/.test(token.text)) ||
  (isVerbal(token, lexicon) && !lexicon.nouns.has(token.lower) && !lexicon.businessParts.has(token.lower));

/**
 * "Brakes made for Sharp by Bosch fail a test": whether the trigger's participle only tells more of what another verb speaks of, so that what
 * it says is so already.
 */
export function isReducedRelative(view: SentenceView, { trigger, from }: Occurrence, spans: Span[]): boolean {
  const { tokens, to, clauses, from: start, lexicon } = view;
  if (lexicon.compounds || trigger.word === "noun") return false;
  const verb = [from - 1, from, from + 1].find((at) => at >= start && isParticiple(tokens[at]) && !tokens[at]?.capital);
  if (verb === undefined || !followsNoun(view, verb)) return false;
  const last = Math.max(...spans.map((span) => span.to));
  const partner = spans.find((span) => span.to === last);
  if (partner === undefined || partner.prep === null || partner.from < verb) return false;
  const next = last < to ? tokens[last] : undefined;
  return next !== undefined && clauses[last - start] === clauses[verb - start] && isMainVerb(next, view);
}

/** Frames of what goes on: who "has been chosen" is new. */
const standingFrames = new Set(["supply-verb", "make-verb", "obtain-phrase"]);

/** "Wafers for Sharp are supplied by Bosch": what is, or has been, supplied is so already; a change of owner is news. */
export function isStandingPassive({ tokens, lexicon }: SentenceView, { trigger, from }: Occurrence): boolean {
  if (!lexicon.compounds && isOwned(tokens, from)) return true;
  if (lexicon.compounds || trigger.kind !== "supply" || !standingFrames.has(trigger.frameName)) return false;
  const verb = trigger.word === "verb" ? from : from + 1;
  const before = tokens.slice(Math.max(0, verb - 2), verb).map(({ lower }) => lower);
  if (events.test(tokens[verb]?.lower ?? "")) return false;
  return /(?:^|\s)(?:is|are|(?:has|have) been)$/.test(before.join(" ")) && isParticiple(tokens[verb]);
}

/** "A venture jointly owned by A and B": so already, unless it "will be". */
function isOwned(tokens: readonly Token[], from: number): boolean {
  if (tokens[from]?.lower !== "jointly" || !/^(?:owned|operated|run|held)$/.test(tokens[from + 1]?.lower ?? ""))
    return false;
  return !tokens.slice(Math.max(0, from - 3), from).some(({ lower }) => /^(?:will|would|be|to)$/.test(lower));
}

/** "Has been chosen" tells what happened once. */
const events =
  /^(?:chosen|picked|selected|awarded|named|tapped|hired|ordered|contracted|commissioned|dropped|replaced|signed)$/;

/** A small word stands before the participle, and no auxiliary, and no name that it might be said of as news. */
function followsNoun({ tokens, spans, lexicon }: SentenceView, verb: number): boolean {
  const before = tokens[verb - 1];
  if (before === undefined || before.kind !== "word" || lexicon.auxiliaries.has(before.lower)) return false;
  return !spans.some(({ to, prep }) => to === verb && prep === null);
}

function isMainVerb({ kind, capital, lower }: Token, { lexicon }: SentenceView): boolean {
  if (kind !== "word" || capital || lexicon.nouns.has(lower) || lexicon.prepositions.has(lower)) return false;
  if (lexicon.productHeads.has(lower) || lexicon.people.has(lower) || lexicon.described.has(lower)) return false;
  return /(?:[^s]s|ed)$/.test(lower) || lexicon.words.has(lower) || mainVerbs.test(lower);
}

const mainVerbs =
  /^(?:ha[sd]|have|is|are|was|were|will|found|show|fall|fell|come|came|fail|face|rise|rose|hit|lose|lost)$/;
