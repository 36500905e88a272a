import type { Token } from "../text/tokens.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { isFormer, personBehind, personTokensMax } from "./former-person.ts";
import { isDescribed } from "./guess-name.ts";
import { isParticle } from "./is-particle.ts";
import { isVerbal } from "./is-verbal.ts";
import type { Lexicon } from "./lexicon.ts";
import { isOwnAffair } from "./makes-one-thing.ts";
import { phraseEnd } from "./phrase-end.ts";
import type { PhraseWord } from "./phrase-words.ts";
import { relativeClauseAt } from "./relative-clause.ts";
import { isSecondVerb, type SentenceView, type Span } from "./spans.ts";
import type { Stage } from "./tie-up.ts";
import { endingStart } from "./word-ending.ts";

/** A word or phrase that tells of a stage. */
export interface Cue {
  stage: Stage;
  text: string;
  /** Token indices, `to` exclusive. */
  from: number;
  to: number;
  /** Has a "not" of its own ("nicht mehr"), which negates nothing else. */
  negative: boolean;
}

/** "Opel's partner X plans …" says nothing of the partnership: only cues beside the word count. */
export const backgroundTokensMax = 4;

/** A cue further away than this from its trigger speaks of something else. */
export const cueTokensMax = 14;

/** The cues near a trigger that are said of this very tie-up, in the order of the text. */
export function cuesNear(view: SentenceView, { trigger, from, to }: Occurrence, filling: Filling): Cue[] {
  const { tokens, lexicon } = view;
  const cues: Cue[] = [];
  const aside = relativeClauseAt(view, from);
  const own = aside !== null && filling.spans.includes(aside.antecedent);
  const background = trigger.frameName === "partner-noun" || trigger.frameName === "run-phrase";
  for (let at = Math.max(view.from, from - cueTokensMax); at < Math.min(view.to, to + cueTokensMax); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") continue;
    if (background && (at < from - backgroundTokensMax || at >= to + 2)) continue;
    // "A, which gets cells from B, halted its lines": what the main clause tells of A is nothing that it does with B.
    if (own && view.clauses[at - view.from] !== view.clauses[from - view.from]) continue;
    const inside = at >= from && at < to;
    const stage = inside && !trigger.fallback ? undefined : lexicon.stageWords.get(token.lower);
    const named = stage !== undefined && isPartOfName(view, at);
    if (
      stage !== undefined &&
      !named &&
      (!isOthers(view, at, from, filling) || isHearsay(view, at)) &&
      !isOtherSense(view, at) &&
      !isOfFormerPerson(view, at, from, to) &&
      !isOfThing(view, at, from, to) &&
      !(stage === "rumoured" && (isOver(view, at) || isAim(view, at, to))) &&
      !(stage === "expanded" && (isPurpose(view, at, to) || tellsOwnAffairs(view, at)))
    )
      cues.push({ stage, text: token.text, from: at, to: at + 1, negative: false });
    for (const phrase of lexicon.stagePhrases.get(token.lower) ?? []) {
      const end = phraseEnd(phrase.words, tokens, at, view.to, (last) => isParticle(tokens, last, view.to, lexicon));
      const told =
        end > 0 &&
        tokens[end]?.lower !== "than" &&
        !isOthers(view, at, from, filling) &&
        !(isNounFirst(view, at) && phrase.words.length > 2 && !isParticleLess(phrase.words)) &&
        !hasSecondVerb(view, at, end) &&
        !(phrase.value === "expanded" && hasOtherObject(view, at, end, from));
      const overlaps = trigger.frameName === "buy-verb" && at < from && end > from && end < to;
      if (told && !overlaps && !(end === from && isPerfectPassive(view, phrase.value, end)))
        cues.push({
          stage: phrase.value,
          text: phraseText(view, phrase.words, at, end),
          from: at,
          to: end,
          negative: phrase.words.some((words) => words.some((word) => lexicon.negations.has(word))),
        });
    }
  }
  return cues;
}

/** "300 Stellen … ein" is no "stellen … ein": a German noun is no verb with a particle. */
const isNounFirst = ({ tokens, from, lexicon }: SentenceView, at: number): boolean =>
  lexicon.compounds && tokens[at]?.capital === true && at > from && tokens[at - 1]?.kind !== "mark";

const isParticleLess = (words: readonly PhraseWord[]): boolean =>
  words[1]?.[0] !== "*" ||
  !words[words.length - 1]?.some((word) => /^(?:ab|an|auf|aus|ein|nach|zurück|fort|zusammen)$/.test(word));

/** "Baut ein Werk und rüstet B aus": the particle is the second verb's. */
const hasSecondVerb = ({ tokens, lexicon }: SentenceView, at: number, end: number): boolean =>
  lexicon.compounds && tokens.slice(at + 1, end).some((_, index) => isSecondVerb(tokens, at + 1 + index, lexicon));

/** "Baut dank der Allianz mit B sein Geschäft aus": something else is widened than what the trigger at `from` tells of. */
function hasOtherObject({ tokens, spans, lexicon }: SentenceView, at: number, end: number, from: number): boolean {
  if (!lexicon.compounds || (from > at && from < end)) return false;
  for (let noun = at + 1; noun < end - 1; noun++) {
    const token = tokens[noun];
    if (!token?.capital || spans.some((span) => span.from <= noun && noun < span.to)) continue;
    const before = tokens[noun - 1];
    const object =
      noun - 1 === at || lexicon.determiners.has(before?.lower ?? "") || lexicon.possessives.has(before?.lower ?? "");
    if (object && !isTieUpNoun(token, lexicon)) return true;
  }
  return false;
}

const isTieUpNoun = ({ lower }: Token, { nouns, kindWords }: Lexicon): boolean =>
  nouns.has(lower) || kindWords.has(lower) || endingStart(lower, nouns, 4, 3) >= 0;

/** "Has been supplying" goes on, "has been bought" is done. */
const isPerfectPassive = ({ tokens }: SentenceView, stage: Stage, end: number): boolean =>
  stage === "active" &&
  tokens[end - 1]?.lower === "been" &&
  /(?:[^e]ed|en|ght|ld|[^e]t)$/.test(tokens[end]?.lower ?? "");

/** "Saab to buy a sonar firm, Handelsblatt reports". */
const isHearsay = ({ tokens, to }: SentenceView, at: number): boolean =>
  tokens[at]?.lower === "reports" && (at + 1 >= to || tokens[at + 1]?.kind === "mark");

/** "Infineon reports a weak quarter": with an object the verb tells of what the company itself says. */
function reportsItself({ tokens, spans, to }: SentenceView, at: number): boolean {
  if (!/^report(?:s|ed)$/.test(tokens[at]?.lower ?? "") || at + 1 >= to) return false;
  const next = tokens[at + 1];
  const named =
    spans.some((span) => (span.type === "watched" || span.type === "named") && span.to === at) ||
    tokens[at - 1]?.text === ",";
  return named && next?.kind !== "mark" && !/^(?:of|that|say|said|suggest)$/.test(next?.lower ?? "");
}

const afterWords = new Set(["nach", "after", "following"]);

/** "Nach monatelangen Verhandlungen", "after a bidding war": they led to what is told. */
function isOver({ tokens }: SentenceView, at: number): boolean {
  if (
    !/^(?:\p{L}*gesprächen?|\p{L}*verhandlungen|bieter\p{L}+|\p{L}*poker|tauziehen|ringen|sondierungen|talks|negotiations|bidding|courtship)$/u.test(
      tokens[at]?.lower ?? "",
    )
  )
    return false;
  const before = tokens.slice(Math.max(0, at - afterTokensMax), at);
  return before.some(({ lower }) => afterWords.has(lower));
}

const afterTokensMax = 4;

/** "Holt für die geplante Halle Sharp ins Boot": in German an adjective with its ending tells of the noun behind it. */
function isOfThing({ tokens, lexicon }: SentenceView, at: number, from: number, to: number): boolean {
  if (!lexicon.compounds || !stageAdjective.test(tokens[at]?.lower ?? "")) return false;
  let noun = tokens.slice(at + 1, at + 3).findIndex(({ capital }) => capital) + at + 1;
  if (noun === at) return false;
  while (tokens[noun + 1]?.joined) noun++;
  if (noun >= from && noun < to) return false;
  const { lower = "" } = tokens[noun] ?? {};
  return !lexicon.nouns.has(lower) && endingStart(lower, lexicon.nouns, 4, 3) < 0;
}

const stageAdjective =
  /^(?:geplant|vorgesehen|angedacht|neu|größer|bestehend|bisherig|langjährig|laufend|erfolgreich|ehemalig|früher|einstig|möglich|potenziell)e[nrsm]?$/;

/** What deepens or grows instead of the tie-up that it is about. */
export const doubts =
  /^(?:rows?|dispute|quarrel|doubts?|fears?|questions|concerns?|lawsuit|anger|unease|rift|spat|criticism)$/;

const affairTokensMax = 3;

/** "Has doubled sales of vegan cheese", "reports wider loss", "profit at the venture doubles": the company's own, behind the verb or before it. */
function tellsOwnAffairs({ tokens, from, lexicon }: SentenceView, at: number): boolean {
  const [first, second] = tokens.slice(from, from + 2);
  if (first && at > from && doubts.test(first.lower)) return true;
  if (at > from + 1 && first && second && isOwnAffair(first, lexicon) && lexicon.prepositions.has(second.lower))
    return true;
  const after = tokens.slice(at + 1, at + affairTokensMax);
  return after.some((token) => isOwnAffair(token, lexicon));
}

/** "A investiert in B, C verhandelt mit D": what another says or does in a clause of its own. */
function isOthers(view: SentenceView, at: number, from: number, filling: Filling): boolean {
  const { clauses, segments: segmentOf, spans, from: start } = view;
  const clause = clauses[at - start];
  if (clause === clauses[from - start]) return isAddedOfOthers(view, at, from, filling);
  if (tellsOfSubject(view, clause)) return true;
  const here: Span[] = [];
  for (const span of spans) {
    if (span.from > at + cueTokensMax) break;
    if (span.clause === clause && (span.type === "watched" || span.type === "named")) here.push(span);
  }
  const segments = new Set([at, from].map((token) => segmentOf[token - start]));
  const apart =
    segments.size > 1 ||
    opensAside(view, at) ||
    here.some((span) => span.role === "self" && (span.prep === null || span.from > at || view.lexicon.compounds));
  return here.length > 0 && apart && here.every((span) => !filling.spans.includes(span));
}

/** "A, das 300 Stellen streichen will, kooperiert mit B": a German relative clause behind a name tells of that one alone. */
function tellsOfSubject({ tokens, clauses, spans, from, lexicon }: SentenceView, clause: number | undefined): boolean {
  if (!lexicon.compounds || clause === undefined) return false;
  const comma = clauses.indexOf(clause) + from;
  if (tokens[comma]?.text !== "," || !lexicon.relatives.has(tokens[comma + 1]?.lower ?? "")) return false;
  return spans.some(
    ({ to, prep, role, type }) =>
      to === comma && prep === null && role === "self" && (type === "watched" || type === "named"),
  );
}

const asideWords = new Set(["as", "while", "whereas", "but", "though", "although"]);

/** "Buys A as a merger with B fails": what else happened meanwhile. */
function opensAside({ tokens, clauses, from }: SentenceView, at: number): boolean {
  let first = at;
  while (first > from && clauses[first - 1 - from] === clauses[at - from]) first--;
  return asideWords.has(tokens[first]?.lower ?? "");
}

/** "Expands its tie-up with B and quits the one with C": a second verb that has a partner of its own. */
function isAddedOfOthers(
  { tokens, spans, lexicon }: SentenceView,
  at: number,
  from: number,
  filling: Filling,
): boolean {
  if (at < from || !lexicon.conjunctions.has(tokens[at - 1]?.lower ?? "")) return false;
  const behind = spans.filter((span) => span.from > at && (span.type === "watched" || span.type === "named"));
  return behind.length > 0 && behind.every((span) => span.prep !== null && !filling.spans.includes(span));
}

/** "Gemeinschaftsunternehmen für den Ausbau des Netzes": the net is widened, not the tie-up. */
function isPurpose({ tokens, lexicon }: SentenceView, at: number, triggerEnd: number): boolean {
  if (at < triggerEnd) return false;
  const before = [tokens[at - 1]?.lower ?? "", tokens[at - 2]?.lower ?? ""];
  const [next = "", further = ""] = before;
  return lexicon.areaPrepositions.has(next) || next === "beim" || next === "to"
    ? true
    : lexicon.determiners.has(next) && lexicon.areaPrepositions.has(further);
}

/** "Team up to offer loans", "kooperieren, um Antriebe zu erproben": what they do it for is no offer, and no test of the tie-up. */
function isAim({ tokens, clauses, from, lexicon }: SentenceView, at: number, triggerEnd: number): boolean {
  if (at < triggerEnd) return false;
  const before = tokens[at - 1]?.lower;
  if (!lexicon.compounds) return before === "to" && !aimedAt.has(tokens[at - 2]?.lower ?? "");
  if (before !== "zu") return false;
  const opening = tokens.findLastIndex(({ lower }, index) => index < at && lower === "um");
  return opening >= triggerEnd && clauses[opening - from] === clauses[at - from];
}

/** Behind these "to" opens no aim. */
const aimedAt = new Set("plan plans planning set talks due likely ready keen contrary according".split(" "));

function isPartOfName(view: SentenceView, at: number): boolean {
  return view.spans.some(({ from, to, type }) => at >= from && at < to && type !== "described");
}

/** "Ex-BMW-Manager" and "former Google engineers" have left; "Ex-Partner" is a partnership's end. */
function isOfFormerPerson(view: SentenceView, at: number, from: number, to: number): boolean {
  const { tokens, lexicon } = view;
  if (tokens[at]?.lower === "ex" && tokens[at + 1]?.joined) {
    let end = at + 1;
    while (tokens[end + 1]?.joined) end++;
    return end < from || end >= to;
  }
  if (!isFormer(tokens[at], lexicon)) return false;
  // What is former far from the trigger, or behind it, is something else.
  if (!lexicon.compounds && (at >= to || from - at > personTokensMax + 1)) return true;
  const person = personBehind(tokens, at + 1, view.to, lexicon);
  return person >= 0 && (person < from || person >= to);
}

/** "aus" is no "Aus", and "in May" is a month. */
function isOtherSense(view: SentenceView, at: number): boolean {
  const { tokens, lexicon } = view;
  const token = tokens[at];
  if (token === undefined) return true;
  if (lexicon.capitalCues.has(token.lower) && (!token.capital || isCapitalByPlace(view, at))) return true;
  if (lexicon.stageWords.get(token.lower) === "ended" && isQuarrelOver(view, at)) return true;
  const before = tokens[at - 1];
  if (reportsItself(view, at)) return true;
  if (token.lower === "shelves") return isNounHere(view, at);
  if (token.lower === "near" && before !== undefined && isThing(before, lexicon)) return true;
  if (
    token.lower === "eye" &&
    before !== undefined &&
    isVerbal(before, lexicon) &&
    !lexicon.auxiliaries.has(before.lower)
  )
    return true;
  if (token.lower === "ende" || token.lower === "end") return isTimeOf(view, at);
  if (token.text !== "May") return false;
  return tokens[at + 1]?.kind === "number" || (before !== undefined && lexicon.prepositions.has(before.lower));
}

/** "Find oil near Troll": behind a thing "near" is where it is. */
const isThing = (token: Token, lexicon: Lexicon) =>
  token.kind === "word" &&
  !token.capital &&
  !isDescribed(token, lexicon) &&
  !lexicon.nouns.has(token.lower) &&
  !lexicon.auxiliaries.has(token.lower);

/** "Walmart shelves to carry …": what no object follows is no verb. */
function isNounHere({ tokens, lexicon }: SentenceView, at: number): boolean {
  const { lower = "" } = tokens[at + 1] ?? {};
  const verb = /(?:s|ed)$/.test(lower) && lexicon.words.has(lower) && !lexicon.nouns.has(lower);
  return lexicon.prepositions.has(lower) || lexicon.auxiliaries.has(lower) || verb;
}

/** "Aus zwei mach eins", "Aus Köln": the first word of a headline has a capital in any case. */
function isCapitalByPlace({ tokens, from, to, lexicon }: SentenceView, at: number): boolean {
  if (at > from && tokens[at - 1]?.kind !== "mark") return false;
  const next = at + 1 < to ? tokens[at + 1] : undefined;
  if (next?.kind !== "word" || lexicon.prepositions.has(next.lower)) return false;
  return !lexicon.determiners.has(next.lower) || /^(?:dem|den|einem|einer)$/.test(next.lower);
}

/** "Beenden Rechtsstreit mit Partnerschaft": what ends is a quarrel. */
function isQuarrelOver({ tokens }: SentenceView, at: number): boolean {
  return tokens
    .slice(at + 1, at + 4)
    .some(({ lower }) =>
      /(?:streit|fehde|krieg|zoff|konflikt|dispute|feud|rift|war|spat|lawsuit|rivalry|litigation|standoff|blackout|boycott|impasse|strike)s?$/.test(
        lower,
      ),
    );
}

const timeWords =
  /^(?:vergangene[nrs]?|letzte[nrs]?|kommende[nrs]?|nächste[nrs]?|dieses|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jahres|monats|quartals|woche|year|month|quarter|week|day|decade|january|february|march|june|july|october|december)$/;

/** "Ende vergangenen Jahres", "by the end of the year" are times. */
function isTimeOf({ tokens }: SentenceView, at: number): boolean {
  const after = tokens.slice(at + 1, at + 4).filter(({ lower }) => !/^(?:of|the|des|this|next|last)$/.test(lower));
  return after[0] !== undefined && (after[0].kind === "number" || timeWords.test(after[0].lower));
}

function phraseText(view: SentenceView, words: readonly PhraseWord[], at: number, end: number): string {
  const first = view.tokens[at]?.text ?? "";
  const last = view.tokens[end - 1]?.text ?? "";
  if (words.some(([word]) => word === "*")) return `${first} … ${last}`;
  return view.tokens
    .slice(at, end)
    .map(({ text }) => text)
    .join(" ");
}
