import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import type { Slot } from "./frame.ts";
import { isVerbal } from "./govern.ts";
import { isDescribed } from "./guess-name.ts";
import type { Lexicon } from "./lexicon.ts";
import { isOwnAffair } from "./makes-one-thing.ts";
import { partOfPassive } from "./passive.ts";
import type { SentenceView, Span } from "./spans.ts";
import { opensSaying } from "./speech.ts";
import { subjectOutside } from "./subject-outside.ts";

/** Who fills one slot of a frame, not counting those who are `taken`; null where nobody stands there. */
export function fillSlot(view: SentenceView, occurrence: Occurrence, slot: Slot, taken: Span[]): Found | null {
  switch (slot.place) {
    case "S":
      return subject(view, occurrence, taken);
    case "O":
      return object(view, occurrence, taken);
    case "C":
      return (
        whole(view.spans.filter(({ role, headAt }) => isCompound(occurrence, role) && isHead(occurrence, headAt))) ??
        (slot.several ? hyphened(view, occurrence) : null)
      );
    case "P":
      return slot.several && ownedFrames.has(occurrence.trigger.frameName)
        ? owners(view, occurrence)
        : possessor(view, occurrence, taken);
    case "Y":
      return neighbour(view, occurrence);
    case "D":
      return maker(view, occurrence, taken);
    case "B":
      return rightBefore(view, occurrence, taken);
    case "K":
      return otherSegment(view, occurrence, taken, slot.several);
    case "F":
      return following(view, occurrence, taken);
    case "U":
      return whole(view.spans.filter((span) => span.to === occurrence.from - 1 && isOfCustomers(view, span)));
    case "V":
      return affected(view, occurrence, taken);
    case "T":
      return slot.several ? titlePair(view, occurrence) : topic(view, taken);
    case "Q":
      return openTopic(view, taken);
    case "@":
      return governed(view, occurrence, slot, taken);
  }
}

/** A headline has few words and no full stop; what it says of two companies is its news. */
const headlineTokensMax = 24;

/** Whether a sentence is written as headlines are. */
export function isHeadline({ tokens, from, to }: SentenceView): boolean {
  return to - from <= headlineTokensMax && tokens[to - 1]?.text !== ".";
}

/** Who fills a slot, and how sure that is. */
export interface Found {
  spans: Span[];
  factor: number;
}

const whole = (spans: Span[]): Found | null => (spans.length > 0 ? { spans, factor: 1 } : null);

/** "Kauft Intel-Aktien", "Siemens-Züge für …": a phrase may hold a compound's head that is no trigger alone. */
const isCompound = ({ trigger }: Occurrence, role: Span["role"]) =>
  role === "trigger" || (trigger.word === "phrase" && (role === "other" || role === "product"));

const isHead = ({ from, to }: Occurrence, headAt: number) => headAt >= from && headAt < to;

/** "The Bosch-Sharp van company": names that a hyphen ties together, right before what they qualify. */
function hyphened(view: SentenceView, { from }: Occurrence): Found | null {
  if (view.lexicon.compounds) return null;
  const last = view.spans.findLast(({ to }) => to <= from);
  if (last === undefined || from - last.to > rightBeforeTokensMax || !view.tokens[last.from]?.joined) return null;
  if (view.tokens.slice(last.to, from).some((token) => endsNounPhrase(token, view.lexicon))) return null;
  const chain = groupOf(view, last);
  const first = chain[0] ?? last;
  const acts = view.spans.some((span) => isFree(span) && span.to <= first.from && span.segment === first.segment);
  return acts ? null : whole(chain);
}

const endsNounPhrase = (token: Token, lexicon: Lexicon) =>
  token.kind !== "word" || lexicon.prepositions.has(token.lower) || lexicon.auxiliaries.has(token.lower);

/** Words like "on" between a verb of impact and whom it hits. */
const impactTokensMax = 3;

/** "The deal with Sharp lifts Bosch", "weighs on Bosch's shares". */
function affected({ tokens, spans, to, lexicon }: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const last = Math.max(occurrence.to, ...taken.map((span) => span.to));
  const next = spans.find((span) => span.from >= last && !taken.includes(span) && isNamed(span));
  if (next === undefined || next.from >= to) return null;
  const verb = tokens.findLastIndex(({ lower }, at) => at >= last && at < next.from && lexicon.impacts.has(lower));
  return verb >= 0 && next.from - verb <= impactTokensMax ? whole([next]) : null;
}

/** "Bosch customers". */
const isOfCustomers = ({ tokens, lexicon }: SentenceView, { to, prep, possessive }: Span) =>
  prep === null && !possessive && lexicon.customers.has(tokens[to]?.lower ?? "");

const isFree = (span: Span) => span.prep === null && span.role === "self";

function groupOf(view: SentenceView, span: Span): Span[] {
  const group = view.spans.filter((other) => other.group === span.group);
  return group.some(({ role }) => role !== "other") ? group.filter(({ role }) => role !== "other") : group;
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

function place(view: SentenceView, at: number): { segment: number; clause: number } {
  return { segment: view.segments[at - view.from] ?? 0, clause: view.clauses[at - view.from] ?? 0 };
}

/** "Gemeinschaftsunternehmen" is what is founded, and nobody who founds it. */
const isVenture = ({ trigger, from }: Occurrence, span: Span): boolean =>
  trigger.kind === "joint-venture" && span.type === "described" && span.from <= from && from < span.to;

/** Reaching over a comma is right less often. */
const otherClauseFactor = 0.93;

function subject(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
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
      (view.lexicon.compounds || isSpeaker(view, span) || opensWithDoing(view, occurrence, span)),
  );
  return later === undefined ? null : { spans: groupOf(view, later), factor: otherClauseFactor };
}

/** "It and Sharp would build …": beside whom the pronoun means, those who are listed with it. */
function withListed(view: SentenceView, pronoun: Span | undefined, meant: Span[]): Span[] {
  const listed =
    pronoun === undefined ? [] : groupOf(view, pronoun).filter((span) => span !== pronoun && isNamed(span));
  return [...meant, ...listed.filter((span) => !meant.includes(span))];
}

/** "Uber und Bolt senken Preise, Taxifahrer protestieren gemeinsam": a German clause that begins with a noun and its verb has a subject; so has "I would buy …". */
function hasOwnSubject({ tokens, from, to, clauses, spans, lexicon }: SentenceView, clause: number): boolean {
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
  if (clause !== 1 || occurrence.trigger.word !== "verb" || occurrence.from - from > 2) return false;
  return /ing$/.test(tokens[occurrence.from]?.lower ?? "") || tokens[from]?.lower === "having";
}

/** "Nordbau announced that it had teamed up with …": a pronoun stands for the subject of the clauses before. */
function meantBy(view: SentenceView, pronoun: Span, free: Span[]): Span | undefined {
  if (view.lexicon.compounds || !view.lexicon.references.has(pronoun.text.toLowerCase())) return undefined;
  const earlier = free.filter((span) => isNamed(span) && span.clause < pronoun.clause && !span.possessive);
  return earlier.findLast((span) => !isObject(view, span)) ?? earlier[0];
}

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

const isNamed = ({ type }: Span) => type === "watched" || type === "named";

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

function object(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const { clause } = place(view, occurrence.from);
  const subjectGroups = new Set(taken.map(({ group }) => group));
  const free = view.spans.filter(
    (span) => isFree(span) && !subjectGroups.has(span.group) && span.clause === clause && !taken.includes(span),
  );
  const chosen = view.lexicon.compounds
    ? free.find(({ possessive }) => !possessive)
    : free.find((span) => span.from > occurrence.from && !span.possessive);
  if (chosen === undefined) return null;
  const named = occurrence.trigger.kind === "supply" ? nameBefore(view, chosen, taken) : undefined;
  const meant = ownerOfPart(view, occurrence, chosen) ?? named ?? chosen;
  return { spans: groupOf(view, meant), factor: distanceFactor(meant.from - occurrence.to) };
}

/** "A said B would supply it": an object's pronoun stands for who was named before, and is not the subject. */
function nameBefore({ spans, lexicon }: SentenceView, pronoun: Span, taken: Span[]): Span | undefined {
  if (lexicon.compounds || !lexicon.references.has(pronoun.text.toLowerCase())) return undefined;
  return spans.find((span) => isFree(span) && isNamed(span) && span.to <= pronoun.from && !taken.includes(span));
}

/** "Buys Sharp's radar unit": of what is only described as somebody's part, the owner is named. */
function ownerOfPart({ tokens, spans, lexicon }: SentenceView, { to }: Occurrence, part: Span): Span | undefined {
  if (lexicon.compounds || part.type !== "described" || !lexicon.businessParts.has(tokens[part.to - 1]?.lower ?? ""))
    return undefined;
  const owner = spans.findLast((span) => span.from >= to && span.to <= part.from);
  if (owner === undefined || !owner.possessive || !isNamed(owner) || part.from - owner.to > partTokensMax)
    return undefined;
  return tokens
    .slice(owner.to, part.from)
    .every(({ kind, lower }) => kind !== "mark" && !lexicon.prepositions.has(lower))
    ? owner
    : undefined;
}

/** The words that tell which part it is, the possessive's s among them. */
const partTokensMax = 5;

/** An object far from its verb is less sure. */
function distanceFactor(tokens: number): number {
  return tokens > 6 ? 0.85 : 1;
}

const possessorTokensMax = 5;

/** "Fusion der X", "Werk der X": a noun's genitive follows it, a verb's that of its object. */
const genitiveTokensMax = { noun: 3, verb: 7 };

function possessor(view: SentenceView, { trigger, from, to }: Occurrence, taken: Span[]): Found | null {
  const reach = trigger.word === "verb" ? genitiveTokensMax.verb : genitiveTokensMax.noun;
  const { segment } = place(view, from);
  const chosen = view.spans.find((span) => {
    if (!span.possessive || taken.includes(span) || span.segment !== segment || span.role === "product") return false;
    const before = span.to <= from && from - span.to <= possessorTokensMax && (span.prep === null || hasS(view, span));
    const after = (view.lexicon.compounds || trigger.word === "verb") && span.from >= to && span.from - to <= reach;
    return before || after;
  });
  return chosen === undefined ? null : { spans: groupOf(view, chosen), factor: 1 };
}

/** Frames of what two own: it stands right behind their names. */
const ownedFrames = new Set(["hyphen-noun", "shared-noun", "possessed-adverb"]);

/** "Bosch and Sharp's vaccine". */
function owners(view: SentenceView, { from }: Occurrence): Found | null {
  const last = view.spans.findLast(({ to, possessive }) => to <= from && possessive);
  if (last === undefined || from - last.to > possessorTokensMax) return null;
  if (view.tokens.slice(last.to, from).some(({ lower }) => view.lexicon.prepositions.has(lower))) return null;
  const joined = view.lexicon.conjunctions;
  const group = groupOf(view, last);
  const first = group[0] ?? last;
  return view.tokens.slice(first.to, last.from).some(({ lower }) => joined.has(lower)) ? whole(group) : null;
}

/** "Extension of Bosch's deal with Sharp": what stands before the name governs the deal. */
const hasS = ({ tokens, lexicon }: SentenceView, { to }: Span) =>
  !lexicon.compounds &&
  [tokens[to - 1], tokens[to]].some((token) => token?.kind === "possessive" || /^['’]$/.test(token?.text ?? ""));

/** "partner Sharp", "Bosch-Partner Sharp", and "Sharp, Partner von …". */
function neighbour(view: SentenceView, { from, to }: Occurrence): Found | null {
  const { tokens, spans } = view;
  const after = spans.find((span) => span.from >= to && span.from - to <= 1);
  if (after && (after.type === "watched" || after.type === "named") && after.role !== "product") {
    const between = after.from > to ? tokens[to] : undefined;
    if (between === undefined || between.text === "(" || between.text === '"') return whole(groupOf(view, after));
  }
  const predicate = spans.find((span) => span.from >= to && isPredicate(view, span, to));
  if (predicate !== undefined) return whole(groupOf(view, predicate));
  const before = spans.find(
    (span) =>
      tokens[span.to]?.text === "," &&
      from > span.to &&
      from - span.to <= appositionReach(view, span) &&
      span.prep === null,
  );
  return before === undefined || before.role !== "self" ? null : whole([before]);
}

/** "Sharp, Partner von …"; behind "Sharp, Apple's biggest …" more may stand between. */
function appositionReach({ spans, lexicon }: SentenceView, { to }: Span): number {
  return !lexicon.compounds && spans.some((span) => span.from === to + 1 && span.possessive) ? 7 : 3;
}

const copulas = new Set(
  "is are was were include includes included including ist sind war waren heißt heißen".split(" "),
);

/** "Seat's partner in the project is Bosch". */
function isPredicate(view: SentenceView, span: Span, from: number): boolean {
  if (span.type !== "watched" && span.type !== "named") return false;
  let at = span.from - 1;
  while (at > from && isBeforePredicate(view, view.tokens[at])) at--;
  return at >= from && at - from < 8 && copulas.has(view.tokens[at]?.lower ?? "");
}

/** An article, a colon, or an unknown name that the list begins with ("partners include Global Crossing, Verizon"). */
function isBeforePredicate({ lexicon }: SentenceView, token: Token | undefined): boolean {
  if (token === undefined) return false;
  return (
    lexicon.determiners.has(token.lower) ||
    token.text === ":" ||
    (!lexicon.compounds && (token.capital || token.text === ","))
  );
}

function maker(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const { clause } = place(view, occurrence.from);
  const chosen = view.spans.find(
    (span) => span.clause === clause && !taken.includes(span) && isMaker(view, span, occurrence),
  );
  return chosen === undefined ? null : { spans: groupOf(view, chosen), factor: 1 };
}

function isMaker(view: SentenceView, span: Span, occurrence: Occurrence): boolean {
  if (span.type === "described" || span.type === "blocked") return false;
  if (!view.lexicon.compounds && span.from < occurrence.to) return false;
  if (span.role === "product" || isBeforeProduct(view, span)) return true;
  return span.possessive && span.from >= occurrence.to && span.from - occurrence.to <= 4;
}

/** "Nokia patents", "Boeing 777X", "Bosch brakes": English writes the compounds of a name and a product apart. */
function isBeforeProduct({ tokens, lexicon, to: end }: SentenceView, { to, prep }: Span): boolean {
  const next = tokens[to];
  if (lexicon.compounds || prep !== null || next === undefined) return false;
  if (/\d/.test(next.text)) return next.kind === "word";
  const second = isQualifier(next, lexicon) ? tokens[to + 1] : undefined;
  return isProduct(tokens, to, end, lexicon) || (second !== undefined && isProduct(tokens, to + 1, end, lexicon));
}

/** "Bosch racing shoes": a small word between a name and its product. */
const isQualifier = ({ kind, capital, lower }: Token, lexicon: Lexicon) =>
  kind === "word" &&
  !capital &&
  !lexicon.sentenceWords.has(lower) &&
  !lexicon.saying.has(lower) &&
  !lexicon.people.has(lower) &&
  !lexicon.conjunctions.has(lower) &&
  !lexicon.adverbs.has(lower);

function isProduct(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): boolean {
  const token = tokens[at];
  if (token === undefined || at >= end || token.capital) return false;
  return (
    lexicon.productHeads.has(token.lower) ||
    (isPluralOfThings(token, lexicon) && endsObject(tokens[at + 1], at + 1 < end, lexicon))
  );
}

/** A plural of no persons, shares or the like, and no verb. */
function isPluralOfThings(token: Token, lexicon: Lexicon): boolean {
  const { lower } = token;
  if (!/[^s]s$/.test(lower) || lexicon.sentenceWords.has(lower) || lexicon.saying.has(lower)) return false;
  return (
    !lexicon.people.has(lower) &&
    !lexicon.customers.has(lower) &&
    !lexicon.personTitles.has(lower.slice(0, -1)) &&
    !isOwnAffair(token, lexicon) &&
    !lexicon.described.has(lower) &&
    !lexicon.adverbs.has(lower) &&
    !shareWords.has(lower)
  );
}

const endsObject = (token: Token | undefined, inside: boolean, { prepositions }: Lexicon) =>
  !inside || token === undefined || token.kind === "mark" || prepositions.has(token.lower);

const rightBeforeTokensMax = 3;

function rightBefore(view: SentenceView, { from }: Occurrence, taken: Span[]): Found | null {
  const span = view.spans.findLast(({ to }) => to <= from);
  if (span === undefined || from - span.to > rightBeforeTokensMax || span.role !== "self" || taken.includes(span))
    return null;
  if (span.prep === "against" || span.possessive) return null;
  for (let at = span.to; at < from; at++) {
    const token = view.tokens[at];
    if (
      token === undefined ||
      token.kind !== "word" ||
      isVerbal(token, view.lexicon) ||
      view.lexicon.prepositions.has(token.lower)
    )
      return null;
  }
  return whole(groupOf(view, span));
}

/** Who stands behind one of these is no side to what the kicker speaks of. */
const parted = new Set(["gegen", "against", "from", "statt", "vor", "hinter", "over"]);

/** A headline's kicker speaks of those whom the headline names. */
function otherSegment(view: SentenceView, occurrence: Occurrence, taken: Span[], several: boolean): Found | null {
  if (!isHeadline(view)) return null;
  const { segment } = place(view, occurrence.from);
  const candidates = view.spans.filter(
    (span) =>
      !taken.includes(span) &&
      span.segment !== segment &&
      Math.abs(span.segment - segment) <= 2 &&
      span.role !== "trigger",
  );
  const organisations = candidates.filter((span) => isNamed(span) && !isOfShares(view, span));
  const free = organisations.find((span) => span.prep === null && span.role === "self" && !span.possessive);
  if (free !== undefined && (!several || groupOf(view, free).length > 1))
    return { spans: groupOf(view, free), factor: 1 };
  if (several) {
    const all = organisations.filter(
      ({ role, prep }) => (role === "self" || role === "product") && !parted.has(prep ?? ""),
    );
    return all.length > 1 ? { spans: all, factor: 0.95 } : null;
  }
  const any = organisations.find(({ role, prep }) => role === "self" && prep !== "gegen" && prep !== "against");
  if (any !== undefined) return { spans: groupOf(view, any), factor: 0.85 };
  const rest = organisations.find(({ role }) => role === "other");
  return rest === undefined ? null : { spans: groupOf(view, rest), factor: 0.72 };
}

/** "– Aktien von A und B steigen": what the exchange makes of it. */
function isOfShares(view: SentenceView, span: Span): boolean {
  const first = groupOf(view, span)[0] ?? span;
  return span.prep !== null && shareWords.has(view.tokens[first.from - 2]?.lower ?? "");
}

const shareWords = new Set("aktie aktien papiere shares stock stocks".split(" "));

/** The title may be about another tie-up than the teaser. */
const topicFactor = 0.9;

/** "Continental klärt Zukunft der Reifensparte. Ein Verkauf an Michelin sei nicht geplant": who sells was told by the title. */
function topic({ topic: meant, from, spans }: SentenceView, taken: Span[]): Found | null {
  if (meant === null || taken.includes(meant)) return null;
  if (spans.some((span) => isNamed(span) && span.role === "self" && span.prep === null && !span.possessive))
    return null;
  return { spans: [{ ...meant, from, to: from, prep: null, group: -1, segment: 0, clause: 0 }], factor: topicFactor };
}

/** "Neuer Eigner für Opel. Bosch übernimmt die Mehrheit": with whom the title's topic deals acts alone in the sentence. */
function openTopic({ topic: meant, open, from, spans }: SentenceView, taken: Span[]): Found | null {
  if (meant === null || !open || taken.length !== 1) return null;
  if (spans.some((span) => isNamed(span) && !taken.includes(span))) return null;
  return { spans: [{ ...meant, from, to: from, prep: null, group: -1, segment: 0, clause: 0 }], factor: topicFactor };
}

/** "Die Partnerschaft läuft bis 2030", "The merger was signed": whose it is was told by a title that names two. */
function titlePair(view: SentenceView, occurrence: Occurrence): Found | null {
  const { from } = occurrence;
  if (!isDefinite(view, from) && !isShared(view, occurrence) && !speaksOfBoth(view)) return null;
  if (view.spans.some((span) => isNamed(span) || span.type === "blocked")) return null;
  const apart = { from, to: from, prep: null, role: "self" as const, group: -1, segment: 0, clause: 0 };
  return view.pair.length === 2
    ? { spans: view.pair.map((span) => ({ ...span, ...apart })), factor: topicFactor }
    : null;
}

/** "Eine gemeinsame Firma", "ein Gemeinschaftsunternehmen" is that of those who were spoken of. */
const isShared = ({ tokens, lexicon }: SentenceView, { trigger, from, to }: Occurrence): boolean =>
  (trigger.kind === "joint-venture" && lexicon.determiners.has(tokens[from - 1]?.lower ?? "")) ||
  tokens.slice(from, to).some(({ lower }) => /^gemeinsame[nrs]?$/.test(lower));

/** "Die beiden gründen …", "Both will …": the sentence begins with those whom the title names. */
function speaksOfBoth({ tokens, from, lexicon }: SentenceView): boolean {
  return tokens.slice(from, from + bothTokensMax).some(({ lower }) => lexicon.references.get(lower) === "plural");
}

const bothTokensMax = 3;

/** Words that qualify a noun, the parts of its compound among them, stand before it. */
const qualifiersMax = 4;

/** "The Indian media merger", "die geplante Fusion". */
function isDefinite({ tokens, from, lexicon }: SentenceView, noun: number): boolean {
  for (let at = noun - 1; at >= Math.max(from, noun - 1 - qualifiersMax); at--) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark" || lexicon.prepositions.has(token.lower)) return false;
    if (lexicon.definites.has(token.lower) || lexicon.possessives.has(token.lower)) return true;
  }
  return false;
}

function following(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const { segment, clause } = place(view, occurrence.from);
  const hasSubject = view.spans.some((span) => isFree(span) && span.clause === clause && span.to <= occurrence.from);
  if (hasSubject || (!view.lexicon.compounds && hasOwnSubject(view, clause))) return null;
  const chosen = view.spans.find(
    (span) =>
      isFree(span) &&
      !taken.includes(span) &&
      span.segment === segment &&
      span.from >= occurrence.to &&
      span.clause > clause,
  );
  return chosen === undefined ? null : { spans: groupOf(view, chosen), factor: 1 };
}

function governed(view: SentenceView, occurrence: Occurrence, slot: Slot, taken: Span[]): Found | null {
  const { segment, clause } = place(view, occurrence.from);
  const only = occurrence.trigger.prepOnly;
  const fits = (span: Span) =>
    span.prep !== null &&
    slot.prepositions.has(span.prep) &&
    (only === null || only === span.prep) &&
    span.segment === segment &&
    !taken.includes(span) &&
    (span.role === "self" || span.role === "product" || span.role === "other");
  const candidates = view.spans
    .filter(fits)
    .filter((span) => (view.lexicon.compounds || span.from >= occurrence.to - 1) && !ownsNext(view, span))
    .filter((span) => !isOfElse(view, occurrence, span) && !isOfSecondVerb(view, occurrence, span));
  const here = candidates.find((span) => span.clause === clause);
  if (here !== undefined) return found(view, here, 1, occurrence);
  const later =
    candidates.find((span) => span.from >= occurrence.to && !isOfOtherSubject(view, span, taken)) ??
    clauseBefore(view, candidates, clause);
  return later === undefined ? null : found(view, later, otherClauseFactor, occurrence);
}

/** "Buys a stake in Sharp and licenses a catalyst from Bosch": what a second verb governs is none of the first. */
function isOfSecondVerb({ tokens, lexicon }: SentenceView, { trigger, to }: Occurrence, { from }: Span): boolean {
  if (lexicon.compounds || trigger.word !== "verb") return false;
  return tokens
    .slice(to, from)
    .some(
      (token, at) =>
        lexicon.conjunctions.has(token.lower) &&
        tokens[to + at + 1]?.capital === false &&
        lexicon.words.get(tokens[to + at + 1]?.lower ?? "")?.some(({ word }) => word === "verb") === true,
    );
}

const relatives = new Set(["which", "who", "that", "whose"]);

/** "A cooperation with X, which gives all of its workers access": what a verb or another preposition stands before is not the noun's own "of". */
function isOfElse({ tokens, lexicon, spans }: SentenceView, { trigger, to }: Occurrence, span: Span): boolean {
  if (lexicon.compounds || trigger.word === "verb") return false;
  if (span.prep === "by") return tokens.slice(to, Math.max(to, span.from)).some(({ lower }) => relatives.has(lower));
  if (span.prep !== "of" || tokens[to - 1]?.lower === "of") return false;
  const first = spans.find(({ group }) => group === span.group) ?? span;
  const before = tokens.slice(to, Math.max(to, first.from));
  return before
    .slice(
      0,
      before.findLastIndex(({ lower }) => lower === "of"),
    )
    .some((token) => (token.lower !== "by" && lexicon.prepositions.has(token.lower)) || isVerbal(token, lexicon));
}

/** "To Amazon's Zoox": the partner is whom the name before owns. */
function ownsNext({ spans, tokens, lexicon }: SentenceView, { possessive, to }: Span): boolean {
  if (lexicon.compounds || !possessive) return false;
  const after = tokens[to]?.kind === "possessive" ? to + 1 : to;
  return spans.some(
    (span) => span.from === after && isNamed(span) && span.role === "self" && span.strength > ownedNameMin,
  );
}

/** Anything else behind a possessive may be a product. */
const ownedNameMin = 0.92;

/** "A liefert mit B, C steigt bei D aus": what another does in a clause of its own. */
function isOfOtherSubject({ spans }: SentenceView, { clause, from }: Span, taken: Span[]): boolean {
  return spans.some(
    (span) => span.clause === clause && span.to <= from && isFree(span) && isNamed(span) && !taken.includes(span),
  );
}

/** "Haben mit Geely vereinbart, einen Motor zu bauen": an infinitive's partner stands in the clause that it hangs on. */
function clauseBefore({ lexicon, spans }: SentenceView, candidates: Span[], clause: number): Span | undefined {
  if (!lexicon.compounds || spans.some((span) => span.clause === clause && isFree(span))) return undefined;
  return candidates.findLast((span) => span.clause === clause - 1);
}

function found(view: SentenceView, span: Span, factor: number, { trigger }: Occurrence): Found | null {
  const weight = span.role === "other" ? otherFactor(view, span, trigger) : 1;
  return { spans: groupOf(view, span), factor: factor * weight };
}

/** "Mit Mercedes-Power" is Mercedes more surely than "mit BMW-Fahrern". */
function otherFactor({ tokens, lexicon }: SentenceView, { headAt }: Span, { fallback }: Occurrence["trigger"]): number {
  const head = fallback ? undefined : tokens[headAt]?.lower;
  return head === undefined || lexicon.people.has(head) || lexicon.personTitles.has(head) ? 0.7 : 0.85;
}
