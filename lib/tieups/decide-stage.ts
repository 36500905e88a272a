import { hangsOnOtherVerb, isAdded, isInPassing } from "./already-there.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import { endsAsQuestion, isAsked, opensWithVerb, tellsHow } from "./is-asked.ts";
import { isAhead, isSettled } from "./is-settled.ts";
import { isReducedRelative, isStandingPassive } from "./passive.ts";
import type { SentenceView, Span } from "./spans.ts";
import { backgroundTokensMax, type Cue, cuesNear, cueTokensMax } from "./stage-cues.ts";
import type { Stage } from "./tie-up.ts";

export interface StageDecision {
  stage: Stage;
  /** The words that decided it, as they stand in the text. */
  cues: string[];
}

/**
 * The stage of a tie-up from the cues near its trigger. A denial outweighs all; then an end, a widening, talk of it; a tie-up that the
 * sentence only names in passing is active; what is left is agreed.
 */
export function decideStage(view: SentenceView, occurrence: Occurrence, filling: Filling): StageDecision {
  const cues = cuesNear(view, occurrence, filling);
  const of = (stage: Stage) => cues.filter((cue) => cue.stage === stage);
  const decided = (stage: Stage, from: Cue[] = of(stage)) => ({
    stage,
    cues: [...new Set(from.map(({ text }) => text))],
  });
  const ended = of("ended").filter(
    (cue) =>
      !hasBuyer(view, occurrence, filling, cue.text) &&
      !isAnnounced(cue, of("agreed")) &&
      !(of("rumoured").length > 0 && isPrevious(view, cue, occurrence)),
  );
  const undenied = of("denied").filter((cue) => isNotDenied(view, cue));
  const negation = negationOf(view, occurrence, cues, undenied);
  const over = of("denied").filter(({ to }) => furtherWords.has(view.tokens[to]?.lower ?? ""));
  const rumoured = [...of("rumoured"), ...undenied];
  const denied = of("denied").filter(
    (cue) => !undenied.includes(cue) && !over.includes(cue) && !isLeftOpen(cue, rumoured),
  );
  const kicker = ended.length > 0 && !isElsewhere(view, occurrence, ended) && isElsewhere(view, occurrence, denied);
  if (denied.length > 0 && !kicker) return decided("denied", denied);
  const feared = ended.filter((cue) => mayEnd(view, cue));
  if (feared.length > 0 && feared.length === ended.length) return decided("rumoured", feared);
  if (ended.length > 0 && view.lexicon.compounds && opensWithVerb(view) && isAsked(view, occurrence))
    return decided("rumoured", ended);
  if (ended.length > 0)
    return negation === null || isElsewhere(view, occurrence, ended)
      ? decided("ended", ended)
      : { stage: "active", cues: [negation] };
  if (occurrence.trigger.stage === "ended" && occurrence.trigger.word !== "noun" && mayEnd(view, occurrence))
    return decided("rumoured");
  if (occurrence.trigger.stage === "ended" && occurrence.trigger.word !== "noun")
    return negation === null ? { stage: "ended", cues: [] } : { stage: "active", cues: [negation] };
  if (negation !== null && goesOn(view, occurrence)) return { stage: "ended", cues: [negation] };
  if (negation !== null) return negated(view, occurrence, negation, decided("rumoured").cues);
  const passing = isInPassing(view, occurrence, filling);
  const before = rumoured.filter((cue) => cue.from < occurrence.from);
  if (of("expanded").length > 0 && rumoured.length === 0 && speaksOfBond(occurrence)) return decided("expanded");
  if (of("expanded").length > 0 && occurrence.trigger.frameName === "merger-noun")
    return decided("rumoured", of("expanded"));
  const merging = occurrence.trigger.frameName === "merger-noun" && (rumoured.length > 0 || of("agreed").length > 0);
  const first = Math.min(...filling.spans.map((span) => span.to));
  const done = of("agreed").some((cue) => cue.from >= first && cue.to <= occurrence.from);
  if (isAhead(view, occurrence)) return { stage: "rumoured", cues: ["vor"] };
  if (view.lexicon.compounds && passing && opensWithVerb(view) && isAsked(view, occurrence))
    return { stage: "rumoured", cues: ["?"] };
  const settled = passing && isSettled(view, occurrence, filling, of("agreed"));
  if (passing && before.length === 0 && !merging && !done && !settled) return { stage: "active", cues: [] };
  if (rumoured.length > 0) return decided("rumoured");
  if (
    isAdded(view, occurrence) ||
    isReducedRelative(view, occurrence, filling.spans) ||
    isStandingPassive(view, occurrence)
  )
    return { stage: "active", cues: [] };
  const becoming = becomingWord(view, occurrence);
  if (becoming !== null) return { stage: endsAsQuestion(view) ? "rumoured" : "agreed", cues: [becoming] };
  if (occurrence.trigger.stage !== null) return { stage: occurrence.trigger.stage, cues: [] };
  if (of("agreed").length > 0 && !isAsked(view, occurrence)) return decided("agreed");
  if (of("active").length > 0) return decided("active");
  if (isAsked(view, occurrence)) return { stage: "rumoured", cues: ["?"] };
  if (tellsHow(view, occurrence)) return { stage: "active", cues: [] };
  return { stage: hangsOnOtherVerb(view, occurrence, filling) ? "active" : "agreed", cues: [] };
}

/** "Could cancel the order", "considers ending the venture": an end that is only spoken of. */
function mayEnd({ tokens, from, lexicon }: SentenceView, cue: Pick<Cue, "from">): boolean {
  if (lexicon.compounds) return false;
  const before = tokens.slice(Math.max(from, cue.from - fearedTokensMax), cue.from);
  const modal = before.findLastIndex(({ lower }) => modals.test(lower));
  return modal >= 0 && before.slice(modal + 1).every(({ lower, capital }) => !capital && !lexicon.nouns.has(lower));
}

const modals =
  /^(?:could|may|might|considers?|considering|weighs?|weighing|mulls?|mulling|threatens?|threatening|ponders?)$/;

const fearedTokensMax = 3;

/** A takeover is not widened; a "marriage" may be. */
const speaksOfBond = ({ trigger }: Occurrence) => trigger.kind !== "merger" || trigger.frameName === "marriage-noun";

/** "Neuer Anlauf nach dem Scheitern 2019: A und B sprechen wieder": an end that came before what is told. */
function isPrevious({ tokens, segments, from }: SentenceView, cue: Cue, occurrence: Occurrence): boolean {
  if (segments[cue.from - from] === segments[occurrence.from - from]) return false;
  return tokens
    .slice(Math.max(from, cue.from - 2), cue.from)
    .some(({ lower }) => lower === "nach" || lower === "after");
}

/** "Will die Zusammenarbeit nicht fortsetzen": what goes on no more has ended, planned or not. */
function goesOn({ tokens, from, to, clauses, lexicon }: SentenceView, occurrence: Occurrence): boolean {
  const clause = clauses[occurrence.from - from];
  for (let at = Math.max(from, occurrence.from - cueTokensMax); at < Math.min(to, occurrence.to + cueTokensMax); at++)
    if (clauses[at - from] === clause && lexicon.continuing.has(tokens[at]?.lower ?? "")) return true;
  return false;
}

/** "Aus der Traum: A und B bauen kein Werk" denies nothing of the end. */
function isElsewhere({ segments, from }: SentenceView, occurrence: Occurrence, cues: Cue[]): boolean {
  return cues.every((cue) => segments[cue.from - from] !== segments[occurrence.from - from]);
}

/** Talks that go on no more have ended; a thing that is not planned is denied, and so is what somebody says that his company doesn't do. */
function negated(view: SentenceView, { trigger }: Occurrence, negation: string, rumours: string[]): StageDecision {
  const noun = trigger.word === "noun" || statedNouns.test(trigger.frameName);
  const talksOver = !noun && trigger.stage === "rumoured";
  const acts = trigger.word === "verb" || trigger.frameName.endsWith("-verb");
  const buys = acts && (trigger.kind === "merger" || trigger.kind === "stake");
  const denied = saysWe(view) || opensWithNo(view, negation) || (!talksOver && (rumours.length > 0 || noun || buys));
  return { stage: denied ? "denied" : "ended", cues: [negation, ...rumours] };
}

/** Frames of nouns, some of which are written in two words: "no supply agreement with Sharp". */
const statedNouns = /^(?:deal|relation|venture|licence|merger|stake|project)-noun$/;

const saysWe = ({ tokens, from, to }: SentenceView): boolean =>
  tokens.slice(from, to).some(({ lower }) => lower === "we" || lower === "wir");

/** "Bosch: Kein gemeinsames Werk mit Sharp": a German statement that begins with its "no". */
function opensWithNo({ tokens, from, to, lexicon }: SentenceView, negation: string): boolean {
  const at = tokens.findIndex(({ text }, index) => index >= from && index < to && text === negation);
  return lexicon.compounds && /^Keine?n?$/.test(negation) && (at === from || tokens[at - 1]?.text === ":");
}

/** "Dementiert nicht", "did not deny": what is not denied may be. */
function isNotDenied({ tokens, from, to, lexicon }: SentenceView, cue: Cue): boolean {
  if (cue.negative) return false;
  if (cue.to - cue.from > 1)
    return !lexicon.compounds && lexicon.negations.has(tokens[cue.from - 1]?.lower ?? "") && cue.from > from;
  const near = [
    ...tokens.slice(Math.max(from, cue.from - 2), cue.from),
    ...tokens.slice(cue.to, Math.min(to, cue.to + 1)),
  ];
  return near.some(({ lower }) => lexicon.negations.has(lower));
}

/** "Verhandeln nicht weiter": what goes on no more was there. */
const furtherWords = new Set(["weiter", "mehr", "länger"]);

/** "Schließt eine Kooperation nicht aus" is no denial. */
function isLeftOpen(cue: Cue, rumoured: Cue[]): boolean {
  return rumoured.some(({ from, to }) => to - from > 1 && from === cue.from && to === cue.to);
}

/** "Kündigt Zusammenarbeit an" announces it, "kündigt Zusammenarbeit" ends it. */
function isAnnounced(cue: Cue, agreed: Cue[]): boolean {
  return agreed.some(({ from, to }) => from === cue.from && to > cue.to);
}

/** "sells its stake to B" ends one tie-up and makes another, which is the news. */
function hasBuyer(
  view: SentenceView,
  { trigger, to }: Occurrence,
  { alternative, spans }: Filling,
  cue: string,
): boolean {
  if (trigger.frameName === "sell-verb") return /@(?:to|an)$/.test(alternative.text);
  if (/^verk/i.test(cue) && spans.some((span) => isSecondOf(view, to, span))) return true;
  return (
    /^(?:sell|sold|sale|verk)/i.test(cue) &&
    spans.some(({ prep }) => prep === "to" || (prep === "an" && alternative.text.startsWith("C ")))
  );
}

/** "Anteil an einer Pipeline an B": of two behind the same preposition, the second gets it. */
function isSecondOf({ tokens }: SentenceView, nounEnd: number, { prep, from }: Span): boolean {
  return prep === "an" && tokens.slice(nounEnd, from).filter(({ lower }) => lower === prep).length > 1;
}

/** The word that tells of a new partner: "wird Partner", "new supplier". */
function becomingWord({ tokens, from, lexicon }: SentenceView, occurrence: Occurrence): string | null {
  if (occurrence.trigger.frameName !== "partner-noun") return null;
  for (let at = occurrence.from - 1; at >= Math.max(from, occurrence.from - backgroundTokensMax); at--)
    if (lexicon.becoming.has(tokens[at]?.lower ?? "")) return tokens[at]?.text ?? null;
  return null;
}

/** In English the negation stands before its verb; German puts it anywhere in the clause. */
const negationTokensMax = { beside: 1, near: 4, clause: 12 };

function negationOf(
  view: SentenceView,
  { trigger, from, to }: Occurrence,
  cues: Cue[],
  undenied: readonly Cue[],
): string | null {
  const background = trigger.frameName === "partner-noun";
  const reach = background
    ? negationTokensMax.beside
    : view.lexicon.compounds
      ? negationTokensMax.clause
      : negationTokensMax.near;
  for (let at = Math.max(view.from, from - reach); at < Math.min(view.to, to + reach); at++) {
    const token = view.tokens[at];
    if (token === undefined || !view.lexicon.negations.has(token.lower)) continue;
    if (cues.some((cue) => cue.negative && at >= cue.from && at < cue.to)) continue;
    if (trigger.word === "phrase" && at >= from && at < to) continue;
    if (undenied.some((cue) => cue.to - cue.from > 1 && cue.from === at + 1)) continue;
    if (view.tokens[at + 1]?.lower === "nur" || view.tokens[at + 1]?.lower === "only") continue;
    if (view.clauses[at - view.from] === view.clauses[from - view.from]) return token.text;
  }
  return null;
}
