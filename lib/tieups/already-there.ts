import type { Token } from "../text/tokens.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { isVerbal } from "./is-verbal.ts";
import type { Lexicon } from "./lexicon.ts";
import { tellsByTheWay } from "./relative-clause.ts";
import type { SentenceView, Span } from "./spans.ts";
import { doubts } from "./stage-cues.ts";

const definite = new Set(
  "the its their der die das des seine seiner seines seinem ihre ihrer ihres ihrem dem den".split(" "),
);

const passingFrames = new Set(["relation-noun", "merger-noun", "venture-noun", "project-noun"]);

function isBeside(spans: Span[], at: number): boolean {
  const end = Math.max(...spans.map(({ to }) => to));
  return end <= at && at - end <= nounPhraseTokensMax;
}

/** "Bosch and Sharp's soybean joint venture" is one noun phrase. */
const nounPhraseTokensMax = 3;

/** The noun is the subject of what is told, so it is there already: "the joint venture of A and B sold …", "BMW-Toyota-Allianz nimmt …". */
export function isInPassing(
  view: SentenceView,
  { trigger, from, to }: Occurrence,
  { alternative, spans }: Filling,
): boolean {
  if (trigger.word === "verb" || trigger.word === "adverb" || !passingFrames.has(trigger.frameName)) return false;
  if (view.tokens[to - 1]?.lower === "up" && view.tokens[to - 1]?.joined === false) return false;
  if (alternative.text === "P Y") return true;
  const beside = alternative.text === "S2" && !view.lexicon.compounds && isBeside(spans, from);
  if (!beside && !/^(?:C|B|P|K|@)/.test(alternative.text)) return false;
  const segment = view.segments[from - view.from];
  const here = spans.filter((span) => span.segment === segment);
  const last = Math.max(to, ...here.map((span) => span.to));
  const next = view.tokens[last];
  const first = view.tokens[openingOf(view, Math.min(from, ...here.map((span) => span.from))) - 1];
  const opens = first === undefined || first.kind === "mark" || definite.has(first.lower);
  if (isApposition(view, from)) return true;
  if (!opens || last >= view.to || next === undefined || next.kind !== "word") return false;
  if (trigger.frameName === "merger-noun" && view.lexicon.auxiliaries.has(next.lower)) return false;
  if (isDoneTo(view, last) || isMadeNow(view, last) || isMadeNow(view, to)) return false;
  return !view.lexicon.prepositions.has(next.lower) || next.lower === "to" || next.lower === "vor";
}

/** "Battery venture of A and B hires …": where the words begin that qualify the noun. */
function openingOf({ tokens, from, spans, lexicon }: SentenceView, noun: number): number {
  if (lexicon.compounds) return noun;
  const sentence = noun - from <= qualifiersMax && !spans.some((span) => span.to <= noun);
  const qualifies = (token: Token) =>
    token.kind === "word" &&
    !lexicon.prepositions.has(token.lower) &&
    !/(?:[^s]s|ed)$/.test(token.lower) &&
    !lexicon.stageWords.has(token.lower) &&
    !isVerbal(token, lexicon);
  return sentence && tokens.slice(from, noun).every(qualifies) ? from : noun;
}

const qualifiersMax = 3;

/** "The Bosch-Sharp alliance launched in Hanover": a participle without an object tells what was done with it. */
function isDoneTo({ tokens, to, lexicon }: SentenceView, at: number): boolean {
  const [verb, next] = [tokens[at], at + 1 < to ? tokens[at + 1] : undefined];
  const done = /ed$/.test(verb?.lower ?? "") && lexicon.stageWords.get(verb?.lower ?? "") === "agreed";
  if (lexicon.compounds || verb === undefined || !(done || /^(?:cleared|approved)$/.test(verb.lower))) return false;
  return next === undefined || next.kind === "mark" || lexicon.prepositions.has(next.lower);
}

/** "The partnership was announced by …": what happens to the noun in the passive is its news. */
function isMadeNow({ tokens, to, lexicon }: SentenceView, at: number): boolean {
  if (lexicon.compounds || !lexicon.auxiliaries.has(tokens[at]?.lower ?? "")) return false;
  const verb = tokens.findIndex((token, next) => next > at && !lexicon.auxiliaries.has(token.lower));
  const { lower = "" } = tokens[verb] ?? {};
  const passive = tokens
    .slice(at, Math.max(at, verb))
    .some(({ lower }) => /^(?:be|been|being|is|are|was|were)$/.test(lower));
  return (
    passive &&
    verb < Math.min(to, at + auxiliariesMax) &&
    lexicon.stageWords.get(lower) === "agreed" &&
    isPassive(lower)
  );
}

const isPassive = (participle: string): boolean => /(?:ed|struck|won)$/.test(participle);

const auxiliariesMax = 4;

/** "Nordbau, a joint venture between Bosch and Sharp, …": who somebody is. */
function isApposition({ tokens, from: start, lexicon }: SentenceView, from: number): boolean {
  for (let at = from - 1; at > Math.max(start, from - nounPhraseTokensMax - 2); at--) {
    const token = tokens[at];
    if (token === undefined || token.kind !== "word" || lexicon.prepositions.has(token.lower)) return false;
    if (/^(?:a|an|the)$/.test(token.lower)) return tokens[at - 1]?.text === "," && tokens[at - 2]?.capital === true;
  }
  return false;
}

/** "Bosch's long-term contract with Sharp", "Bosch and Sharp's joint lab": what somebody has is there already. */
function isPossessed({ tokens, spans, lexicon }: SentenceView, from: number): boolean {
  if (lexicon.compounds) return false;
  const owner = spans.findLast((span) => span.to <= from);
  if (owner === undefined || !owner.possessive || from - owner.to > possessedTokensMax) return false;
  return tokens.slice(owner.to, from).every(({ kind, lower }) => kind !== "mark" && !lexicon.prepositions.has(lower));
}

/** What qualifies a noun behind its possessor. */
const possessedTokensMax = 4;

/** "… tools, developed with Apple": a participle behind a comma tells how it came about. */
export function isAdded(view: SentenceView, { trigger, from }: Occurrence): boolean {
  const { tokens, lexicon } = view;
  if (trigger.frameName === "stake-noun" && isHeld(view, from)) return true;
  if (trigger.frameName === "percent-phrase" && isOwned(view, from)) return true;
  if (isTroubled(view, from) || isLookedBackOn(view, from) || tellsByTheWay(view, from)) return true;
  if (trigger.word === "noun" && isInWhich(view, from)) return true;
  if (trigger.word === "verb" && isInRelativeClause(view, from)) return true;
  if (lexicon.compounds)
    return trigger.word === "verb"
      ? isAttribute(view, from)
      : trigger.word === "adverb" && (isJointAttribute(view, from) || isInRelativeClause(view, from));
  if (trigger.word === "adverb") return isMadeJointly(view, from) || isPossessed(view, from);
  if (trigger.frameName === "with-prep") return isParticiple(tokens[from - 1]) && isSmall(tokens[from - 2]);
  if (trigger.word !== "verb" || tokens[from - 1]?.text !== "," || closesInsertion(view, from)) return false;
  return /(?:ed|built|made)$/.test(tokens[from]?.lower ?? "");
}

/** "Row over the supply deal between …", "doubts grow over …": what is quarrelled about is there. */
function isTroubled({ tokens, from: start, lexicon }: SentenceView, from: number): boolean {
  if (lexicon.compounds) return false;
  const before = tokens.slice(Math.max(start, from - troubleTokensMax), from);
  const over = before.findLastIndex(({ lower }) => lower === "over" || lower === "about");
  return over > 0 && before.slice(0, over).some(({ lower }) => doubts.test(lower));
}

/** "Holds a 20% stake in Sharp": who has it has it already. */
function isHeld({ tokens, from: start, lexicon }: SentenceView, from: number): boolean {
  if (lexicon.compounds) return false;
  const before = tokens.slice(Math.max(start, from - heldTokensMax), from);
  const verb = before.findLastIndex(({ lower }) =>
    /^(?:holds?|owns?|has|have|held|owned|retains?|keeps?)$/.test(lower),
  );
  return (
    verb >= 0 &&
    !before
      .slice(verb + 1)
      .some(({ lower, kind }) => (kind === "mark" && lower !== "%" && lower !== ".") || /(?:ed|en|ght|ld)$/.test(lower))
  );
}

/** "Owns a third of Sharp" is so already, "now owns", "will own" is new. */
function isOwned({ tokens, lexicon }: SentenceView, from: number): boolean {
  const owns = /^(?:owns?|holds?)$/.test(tokens[from]?.lower ?? "");
  return !lexicon.compounds && owns && !/^(?:now|will|would|to|each)$/.test(tokens[from - 1]?.lower ?? "");
}

const heldTokensMax = 6;

const troubleTokensMax = 9;

/** "Ten years after the merger with …". */
function isLookedBackOn({ tokens, from: start, lexicon }: SentenceView, from: number): boolean {
  if (lexicon.compounds) return false;
  const before = tokens.slice(Math.max(start, from - lookBackTokensMax), from);
  return before.some(
    ({ lower }, at) =>
      /^(?:years|decades?|months)$/.test(lower) && /^(?:after|since)$/.test(before[at + 1]?.lower ?? ""),
  );
}

const lookBackTokensMax = 6;

/** "Varta, in which Porsche holds a stake, …". */
function isInWhich({ tokens, from: start, clauses, lexicon }: SentenceView, from: number): boolean {
  if (lexicon.compounds) return false;
  const which = tokens.findIndex(
    ({ lower }, at) => at > start && at < from && lower === "which" && clauses[at - start] === clauses[from - start],
  );
  return which > 0 && lexicon.prepositions.has(tokens[which - 1]?.lower ?? "") && tokens[which - 2]?.text === ",";
}

/** "Advance a jointly developed drug": the adverb belongs to what is already there, and not to the subject's verb. */
function isMadeJointly({ tokens, spans, lexicon }: SentenceView, from: number): boolean {
  const before = tokens[from - 1];
  if (!isSmall(before) || lexicon.auxiliaries.has(before.lower) || lexicon.conjunctions.has(before.lower)) return false;
  return isParticiple(tokens[from + 1]) && isSmall(tokens[from + 2]) && !spans.some(({ to }) => to === from);
}

/** "Delays vans built with Mercedes". */
const isParticiple = (token: Token | undefined) => /^\p{Ll}*(?:ed|built|made)$/u.test(token?.text ?? "");

const isSmall = (token: Token | undefined): token is Token => token?.kind === "word" && !token.capital;

/** "The engine that Volvo developed with Renault will …", "der Motor, den A mit B entwickelt hat, …": what is told of a thing is so already. */
function isInRelativeClause({ tokens, from, to, clauses, lexicon }: SentenceView, at: number): boolean {
  const clause = clauses[at - from];
  let first = at;
  while (first > from && clauses[first - 1 - from] === clause) first--;
  if (tokens[first]?.text === ",") first++;
  const governed = lexicon.compounds && lexicon.prepositions.has(tokens[first]?.lower ?? "");
  const opening = governed ? tokens[first + 1] : tokens[first];
  if (first <= from || opening === undefined || !lexicon.relatives.has(opening.lower)) return false;
  if (lexicon.compounds) {
    const last = tokens.findLast((token, end) => end < to && clauses[end - from] === clause && token.kind === "word");
    const past = governed || isPast(tokens, at, to) || perfect.test(last?.lower ?? "");
    return tokens[first - 1]?.text === "," && tokens[first - 2]?.kind === "word" && past;
  }
  if (tokens[first - 1]?.text === "," && /^(?:is|are)$/.test(tokens[first + 1]?.lower ?? "")) return true;
  if (opening.lower === "that" && tokens[first + 1]?.capital && isThing(tokens[first - 1], lexicon)) return true;
  const named = tokens.slice(Math.max(from, first - relatedTokensMax), first);
  const present = /[^s]s$/.test(tokens[at]?.lower ?? "");
  return (present || isPast(tokens, at, to)) && named.some(({ lower }) => lexicon.determiners.has(lower));
}

/** "Park that Sharp runs", but "says that". */
const isThing = (token: Token | undefined, lexicon: Lexicon) =>
  isSmall(token) &&
  !lexicon.saying.has(token.lower) &&
  !lexicon.words.has(token.lower) &&
  !/(?:ed|s)$/.test(token.lower);

/** "The engine that": what a relative clause is about stands before it with its article; "said that" opens none. */
const relatedTokensMax = 3;

/** "Entwickelt hat", "gegründet wurde". */
const perfect = /^(?:hat|haben|hatten?|wurden?|ist|sind)$/;

const strongPast = /(?:nahm|stieg|schloss|gab|zog|trat|bot|hielt|kam|erwarb|verlieh|vertrieb)(?:en)?$/;

/** A verb in the past: "developed", "baute", "entwickelt hat". */
function isPast(tokens: readonly Token[], at: number, to: number): boolean {
  const next = at + 1 < to ? tokens[at + 1]?.lower : undefined;
  const { lower = "" } = tokens[at] ?? {};
  return /(?:ed|built|made|[^aeiou]ten?)$/.test(lower) || strongPast.test(lower) || perfect.test(next ?? "");
}

/** "A, together with B, partnered with C": the comma belongs to what is put in before the verb. */
function closesInsertion({ tokens, from: start }: SentenceView, from: number): boolean {
  for (let at = from - 2; at > Math.max(start, from - insertionTokensMax); at--)
    if (tokens[at]?.text === ",") return /^(?:together|along|alongside)$/.test(tokens[at + 1]?.lower ?? "");
  return false;
}

const insertionTokensMax = 10;

/** "Der von Bosch belieferte Autobauer" tells of him what is so already. */
function isAttribute({ tokens, spans }: SentenceView, from: number): boolean {
  const before = spans.findLast((span) => span.to <= from);
  return (
    before?.to === from &&
    (before.prep === "von" || before.prep === "mit") &&
    /(?:t|en)(?:e|en|er|es|em)$/.test(tokens[from]?.lower ?? "") &&
    tokens[from + 1]?.capital === true
  );
}

/** "Das gemeinsam von A und B vertriebene Mittel". */
function isJointAttribute(view: SentenceView, from: number): boolean {
  const last = view.spans.findLast(
    (span) => span.from > from && (span.prep === "von" || span.prep === "mit") && isAttribute(view, span.to),
  );
  return last !== undefined;
}

/** "rises on tie-up with Bosch" tells of a new one. */
const newsPrepositions = new Set(["on", "after", "following"]);

/** "Lästert über Lufthansa-Pakt": what is spoken of is there. */
const talkPrepositions = new Set(["über", "gegen", "trotz", "wegen", "an"]);

const heldFrames = new Set(["relation-noun", "venture-noun", "deal-noun", "licence-noun"]);

/** "30 Prozent der Anteile", "den Auftrag hat A an B vergeben": the article tells of nothing that was there. */
function isGivenAway({ tokens, to, lexicon }: SentenceView, noun: number): boolean {
  if (!lexicon.compounds) return false;
  if (/^(?:prozent|%|hälfte|mehrheit|rest|fünftel|drittel|viertel|großteil)$/.test(tokens[noun - 2]?.lower ?? ""))
    return true;
  return tokens.slice(noun, Math.min(to, noun + givenTokensMax)).some(({ lower }) => given.test(lower));
}

const givenTokensMax = 14;

const given =
  /^(?:vergeben|vergab|vergibt|erteilt|erteilte|bekommt|bekam|bekommen|erhält|erhielt|erhalten|gewann|gewonnen|gewinnt)$/;

/** "Seat's chief praises the partnership with Bosch …": the verb before the noun is none that makes a tie-up. */
export function hangsOnOtherVerb(view: SentenceView, { trigger, from }: Occurrence, { spans }: Filling): boolean {
  if (trigger.word === "verb") return false;
  if (spans.some(({ role, headAt, prep }) => role === "trigger" && headAt === from && talkPrepositions.has(prep ?? "")))
    return true;
  const before = view.tokens[from - 1];
  if (trigger.word === "adverb") return before !== undefined && definite.has(before.lower) && before.lower !== "the";
  if (before !== undefined && definite.has(before.lower)) return !isGivenAway(view, from);
  if (heldFrames.has(trigger.frameName) && isPossessed(view, from)) return true;
  if (view.lexicon.compounds || trigger.frameName !== "relation-noun") return false;
  const first = Math.min(...spans.map((span) => span.to));
  if (view.tokens.slice(Math.max(first, from - 4), from).some(({ lower }) => newsPrepositions.has(lower))) return false;
  for (let at = first; at < from; at++) {
    const token = view.tokens[at];
    if (token && !token.capital && /^[a-z]+[^s](?:s|ed)$/.test(token.text) && !view.lexicon.adverbs.has(token.lower))
      return true;
  }
  return false;
}
