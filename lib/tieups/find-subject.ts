import type { Occurrence } from "./fill-frame.ts";
import { shareWords } from "./find-maker.ts";
import { type Found, groupOf, isFree, isHead, otherClauseFactor, place } from "./found.ts";
import { isDescribed } from "./guess-name.ts";
import { isVerbal } from "./is-verbal.ts";
import { partOfPassive } from "./passive.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";
import { opensSaying } from "./speech.ts";
import { subjectOutside } from "./subject-outside.ts";

/** Who does what the trigger says: the subject of its clause, else of the clauses before or, where it is said by whom, behind; null where nobody does. */
export function findSubject(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const { segment, clause } = place(view, occurrence.from);
  const agent = agentOf(view, occurrence, taken);
  if (agent !== undefined) return { spans: groupOf(view, agent), factor: 1 };
  const free = view.spans.filter(
    (span) =>
      isFree(span) &&
      span.segment === segment &&
      !taken.includes(span) &&
      !isHead(occurrence, span.headAt) &&
      !isVenture(occurrence, span) &&
      !(span.type === "blocked" && decidesOnly(occurrence)),
  );
  const outside = view.lexicon.compounds ? subjectOutside(view, free, clause) : undefined;
  if (outside !== undefined) return { spans: sideOf(view, outside, occurrence), factor: otherClauseFactor };
  const here = free.filter((span) => span.clause === clause);
  const chosen = view.lexicon.compounds ? germanSubject(here) : englishSubject(view, here, occurrence);
  const part = chosen === undefined || chosen.type === "described" ? partOfPassive(view, occurrence, taken) : undefined;
  if (part !== undefined) return { spans: groupOf(view, part), factor: 1 };
  const described =
    chosen?.type === "described" ? (apposed(view, chosen, free) ?? meantBy(view, chosen, free)) : undefined;
  if (described !== undefined)
    return { spans: withListed(view, chosen, sideOf(view, described, occurrence)), factor: 1 };
  if (chosen !== undefined) return { spans: sideOf(view, chosen, occurrence), factor: 1 };
  if (hasOwnSubject(view, clause)) return null;
  const earlier = free.filter((span) => span.clause < clause && !span.possessive);
  const nearest = view.lexicon.compounds
    ? earlier[earlier.length - 1]
    : (englishSubject(view, earlier, occurrence) ?? earlier[0]);
  if (nearest !== undefined) return { spans: sideOf(view, nearest, occurrence), factor: otherClauseFactor };
  const later = free.find(
    (span) =>
      span.clause > clause &&
      !span.possessive &&
      !isInSubordinate(view, span) &&
      (view.lexicon.compounds || isSpeaker(view, span) || opensWithDoing(view, occurrence, span)),
  );
  return later === undefined ? null : { spans: groupOf(view, later), factor: otherClauseFactor };
}

/** "…, während A seinen Absatz steigert": what another does meanwhile. */
function isInSubordinate({ tokens, clauses, from, lexicon }: SentenceView, { clause }: Span): boolean {
  if (!lexicon.compounds) return false;
  const first = clauses.indexOf(clause) + from;
  const opening = tokens[first]?.kind === "mark" ? tokens[first + 1] : tokens[first];
  return lexicon.subordinators.has(opening?.lower ?? "") && !/^(?:wie|dass|ob)$/.test(opening?.lower ?? "");
}

/** "A, together with the publisher B, has partnered with C": whom the subject brings along is on its side. */
function sideOf(view: SentenceView, subject: Span, { trigger, from }: Occurrence): Span[] {
  const group = groupOf(view, subject);
  const last = group[group.length - 1];
  if (view.lexicon.compounds || last === undefined || trigger.frameName === "joint-adverb") return group;
  const next = view.spans.find((span) => span.from >= last.to);
  if (next === undefined || next.to > from || !isNamed(next) || !isBroughtAlong(view, last, next)) return group;
  return [...group, ...groupOf(view, next)];
}

/** The words between a subject and whom it brings along, at most. */
const alongTokensMax = 7;

function isBroughtAlong({ tokens, lexicon }: SentenceView, last: Span, { from, prep }: Span): boolean {
  const linking = tokens.slice(tokens[last.to]?.text === "," ? last.to + 1 : last.to, from);
  const opens = /^(?:together|along|alongside)$/.test(linking[0]?.lower ?? "");
  return (
    opens && prep !== null && linking.length <= alongTokensMax && !linking.some((token) => isVerbal(token, lexicon))
  );
}

/** "Gemeinschaftsunternehmen" is what is founded, and nobody who founds it. */
const isVenture = ({ trigger, from }: Occurrence, span: Span): boolean =>
  trigger.kind === "joint-venture" && span.type === "described" && span.from <= from && from < span.to;

/** "It and Sharp would build …": beside whom the pronoun means, those who are listed with it. */
function withListed(view: SentenceView, pronoun: Span | undefined, meant: Span[]): Span[] {
  const listed =
    pronoun === undefined ? [] : groupOf(view, pronoun).filter((span) => span !== pronoun && isNamed(span));
  return [...meant, ...listed.filter((span) => !meant.includes(span))];
}

/** "Uber und Bolt senken Preise, Taxifahrer protestieren gemeinsam": a German clause that begins with a noun and its verb has a subject; so has "I would buy …". */
export function hasOwnSubject({ tokens, from, to, clauses, spans, lexicon }: SentenceView, clause: number): boolean {
  if (!lexicon.compounds)
    return tokens.slice(from, to).some(({ lower }, at) => clauses[at] === clause && persons.test(lower));
  if (clause === 0) return false;
  const comma = clauses.indexOf(clause) + from;
  const [noun, verb] = [tokens[comma + 1], tokens[comma + 2]];
  if (comma + 2 >= to || tokens[comma]?.text !== "," || !noun?.capital || noun.joined || verb?.kind !== "word")
    return false;
  return (
    !verb.capital &&
    /en$/.test(verb.lower) &&
    !lexicon.adverbs.has(verb.lower) &&
    !spans.some((span) => span.from <= comma + 1 && comma + 1 < span.to)
  );
}

const persons = /^(?:i|he|she)$/;

/** "No deal planned, Sharp says": who says so speaks of itself. */
function isSpeaker({ tokens, lexicon }: SentenceView, span: Span): boolean {
  const before = tokens[span.from - 1];
  if (before === undefined) return false;
  return lexicon.saying.has(before.lower) || (/^[,"”]$/.test(before.text) && opensSaying(span, tokens, lexicon));
}

/** "The cartel office allows A's takeover of B": authorities decide on what others do. */
function decidesOnly({ trigger }: Occurrence): boolean {
  return trigger.frameName === "merger-noun" || trigger.frameName === "stake-noun";
}

/** "Nvidia, das wertvollste Unternehmen der Welt, beteiligt sich": the name before the comma is meant. */
function apposed(view: SentenceView, described: Span, free: Span[]): Span | undefined {
  return free.findLast(
    (span) =>
      (span.type === "watched" || span.type === "named") &&
      span.clause === described.clause - 1 &&
      view.tokens[span.to]?.text === "," &&
      !span.possessive,
  );
}

const jointFrames = new Set(["in-phrase", "joint-adverb"]);

/** "Was made by A in association with B": in the passive who does it stands behind "by". */
function agentOf({ spans, lexicon }: SentenceView, { trigger, from }: Occurrence, taken: Span[]): Span | undefined {
  if (lexicon.compounds || !jointFrames.has(trigger.frameName)) return undefined;
  return spans.findLast(
    (span) => span.to <= from && from - span.to <= 1 && span.prep === "by" && isNamed(span) && !taken.includes(span),
  );
}

/** "By buying A, B gains …", "having bought A, B …": who did it is the subject of the clause that follows. */
function opensWithDoing({ tokens, from }: SentenceView, occurrence: Occurrence, { clause }: Span): boolean {
  const verb = occurrence.trigger.word === "verb" || occurrence.trigger.frameName.endsWith("-verb");
  if (clause !== 1 || !verb || occurrence.from - from > 2) return false;
  return /ing$/.test(tokens[occurrence.from]?.lower ?? "") || tokens[from]?.lower === "having";
}

/** "Nordbau announced that it had teamed up with …": a pronoun stands for the subject of the clauses before. */
function meantBy(view: SentenceView, pronoun: Span, free: Span[]): Span | undefined {
  if (view.lexicon.compounds || !view.lexicon.references.has(pronoun.text.toLowerCase())) return undefined;
  const earlier = free.filter((span) => isNamed(span) && span.clause < pronoun.clause && !span.possessive);
  return earlier.findLast((span) => !isObject(view, span)) ?? earlier[0] ?? whoseShares(view, pronoun);
}

/** "Shares in A rose after it signed …": of a subject that is somebody's, the owner is meant. */
function whoseShares({ tokens, spans, from }: SentenceView, pronoun: Span): Span | undefined {
  const first = spans.find((span) => isNamed(span) && span.clause < pronoun.clause);
  if (first === undefined || first.from - from > sharesTokensMax) return undefined;
  return shareWords.has(tokens[from]?.lower ?? "") && /^(?:in|of)$/.test(first.prep ?? "") ? first : undefined;
}

const sharesTokensMax = 4;

function germanSubject(free: Span[]): Span | undefined {
  return free.find(({ possessive }) => !possessive);
}

/** The name right before "to" ("clears Mars to swallow …"); else the last free name before the trigger that is not the object of an earlier verb; the first one where verbs are joined by "and". */
function englishSubject(view: SentenceView, free: Span[], { trigger, from }: Occurrence): Span | undefined {
  const left = free.filter((span) => span.to <= from && !span.possessive);
  const told = view.tokens[from - 1]?.lower === "to" ? left.find(({ to }) => to === from - 1) : undefined;
  if (told !== undefined && isNamed(told) && !isLeft(view, told)) return told;
  const link = view.tokens[from - 1]?.lower ?? "";
  if (view.lexicon.conjunctions.has(link)) return left[0];
  if (link === "," && trigger.word === "verb" && !view.lexicon.sureNames.has(trigger.frameName))
    return left.find(isNamed) ?? left[0];
  for (let index = left.length - 1; index >= 0; index--) {
    const span = left[index];
    if (span === undefined || (index > 0 && isObject(view, span))) continue;
    return span.type === "described" ? (left.findLast(isNamed) ?? span) : span;
  }
  return undefined;
}

/** "Hamilton leaves Mercedes to join Ferrari": whom somebody leaves does nothing itself. */
const isLeft = ({ tokens }: SentenceView, { from }: Span) =>
  /^(?:lea(?:ves?|ving)|left|quit(?:s|ting)?|exit(?:s|ed)?|ditch(?:es|ed)?|drop(?:s|ped)?|depart(?:s|ed)?)$/.test(
    tokens[from - 1]?.lower ?? "",
  );

function isObject(view: SentenceView, span: Span): boolean {
  const first = groupOf(view, span)[0] ?? span;
  let at = first.from - 1;
  while (at > view.from && view.lexicon.determiners.has(view.tokens[at]?.lower ?? "")) at--;
  const before = at >= view.from ? view.tokens[at] : undefined;
  if (before === undefined || before.kind !== "word") return false;
  if (view.lexicon.subordinators.has(before.lower) || view.lexicon.conjunctions.has(before.lower)) return false;
  if (view.lexicon.stageWords.has(before.lower) && !view.lexicon.nouns.has(before.lower)) return true;
  if (isBetweenNames(view, at) && !hasVerb(view, span)) return true;
  return isVerbal(before, view.lexicon) || (!before.capital && /(?:s|ed|ing)$/.test(before.lower));
}

/** "Schmidt said VW would invest": a name with a verb of its own is no object. */
function hasVerb({ tokens, lexicon }: SentenceView, { to }: Span): boolean {
  const next = tokens[to];
  return next !== undefined && next.kind === "word" && !next.joined && isVerbal(next, lexicon);
}

/** "United lose Tezos as sponsor": a small word between two names that is no noun is their verb. */
function isBetweenNames({ tokens, spans, lexicon }: SentenceView, at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.capital || token.joined || !spans.some((span) => span.to === at && isFree(span)))
    return false;
  const { lower } = token;
  if (lexicon.prepositions.has(lower) || lexicon.adverbs.has(lower) || lexicon.auxiliaries.has(lower)) return false;
  return (
    !lexicon.nouns.has(lower) &&
    !isDescribed(token, lexicon) &&
    !lexicon.personTitles.has(lower) &&
    !lexicon.peopleOf.has(lower)
  );
}
