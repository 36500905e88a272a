import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { insertionEnd } from "./insertion-end.ts";
import type { Lexicon } from "./lexicon.ts";

/** `watched` and `named` are organisations by name, `described` one without ("a rival"), `blocked` persons, states, authorities. */
export type SpanType = "watched" | "named" | "described" | "blocked";

/** How a name stands in its compound or with its possessive. `self` is the organisation itself, also in "BMW-Chef". */
export type SpanRole = "self" | "product" | "trigger" | "other";

/** Tokens that stand for somebody who might be a party. */
export interface Span {
  type: SpanType;
  /** Token indices, `to` exclusive. */
  from: number;
  to: number;
  /** As it stands in the text without inflection and compound rest. */
  text: string;
  entityId: string | null;
  role: SpanRole;
  /** The token that heads its compound, or -1. */
  headAt: number;
  possessive: boolean;
  /** The preposition that governs it, lower case, or null. */
  prep: string | null;
  /** Spans that are listed together ("A, B und C") share a number. */
  group: number;
  segment: number;
  clause: number;
  /** Whether it is only guessed, but begins its sentence and has a verb of its own, as names do. */
  acts: boolean;
  /** How sure it is that this is an organisation, up to 1. */
  strength: number;
}

/** Whether a span is an organisation by name. */
export const isNamed = ({ type }: Pick<Span, "type">): boolean => type === "watched" || type === "named";

/** A sentence with everything that frames are filled from. */
export interface SentenceView {
  tokens: readonly Token[];
  from: number;
  to: number;
  lexicon: Lexicon;
  spans: Span[];
  /** Whether the item has a title: its text is a teaser then, and news is told as in headlines. */
  titled: boolean;
  /** The one organisation that the item's title is about; null where it names none or several, or for the title itself. */
  topic: Span | null;
  /** The two organisations that the title names, where it names just two; empty for the title itself. */
  pair: readonly Span[];
  /** Whether the title leaves open with whom its topic deals ("Neuer Eigner für Opel"); false for the title itself. */
  open: boolean;
  /** For each token of the sentence (by index minus `from`), the part between colons, dashes and the like. */
  segments: Uint16Array;
  /** The same for the finer parts between commas and subordinate words; numbers rise over the sentence, but a clause goes on behind what it puts in. */
  clauses: Uint16Array;
}

/** What the sentences of an item know of its title. */
export type Title = Pick<SentenceView, "titled" | "topic" | "pair" | "open">;

/** Sets segments and clauses of a sentence whose spans and groups are known. */
export function divide(
  tokens: readonly Token[],
  { from, to }: Sentence,
  spans: Span[],
  lexicon: Lexicon,
  title: Title,
): SentenceView {
  const segments = new Uint16Array(to - from);
  const clauses = new Uint16Array(to - from);
  let segment = 0;
  let clause = 0;
  let last = 0;
  let open = { until: -1, clause: 0 };
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (at === open.until + 1 && open.until >= 0) clause = open.clause;
    if (isSegmentMark(token, tokens, at) && !isGoingOn(token, tokens[at + 1])) {
      if (token.text === ";") segment += statementGap;
      else if (!isSegmentMark(tokens[at - 1] ?? token, tokens, at - 1) || at === from) segment++;
      clause = ++last;
    } else if (at === open.until) {
      // The comma that closes an insertion belongs to it.
    } else if (
      (token.text === "," && !insideGroup(spans, at)) ||
      isSegmentMark(token, tokens, at) ||
      startsClause(token, at, from, lexicon) ||
      isSecondVerb(tokens, at, lexicon)
    ) {
      const end = at > open.until ? insertionEnd(tokens, { from, to }, at, lexicon) : -1;
      if (end >= 0) open = { until: end, clause };
      clause = ++last;
    }
    segments[at - from] = segment;
    clauses[at - from] = clause;
  }
  for (const span of spans) {
    span.segment = segments[span.from - from] ?? 0;
    span.clause = clauses[span.from - from] ?? 0;
  }
  return { tokens, from, to, lexicon, spans, ...title, segments, clauses };
}

/** What stands behind a semicolon is a statement of its own, and no kicker's continuation. */
const statementGap = 3;

const segmentMarks = new Set([":", ";", "–", "—", "|", "…", "?", "!", "-", "»", "•", "*"]);

function isSegmentMark(token: Token, tokens: readonly Token[], at: number): boolean {
  if (token.kind !== "mark" || !segmentMarks.has(token.text)) return false;
  if (token.text === "-") return tokens[at - 1]?.end !== token.start;
  return !(token.text === "»" && tokens[at - 1]?.end !== token.start);
}

/** "A kooperiert mit B – und trennt sich von C": behind the dash the same subject goes on. */
function isGoingOn({ text }: Token, next: Token | undefined): boolean {
  return (text === "–" || text === "—" || text === "-") && (next?.lower === "und" || next?.lower === "and");
}

/** "Entwickelt Zellen mit A und beendet die Zusammenarbeit mit B": in German a small word behind "und" that triggers or tells a stage is a verb. */
export function isSecondVerb(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const verb = tokens[at + 1];
  if (!lexicon.compounds || tokens[at]?.lower !== "und" || verb?.kind !== "word" || verb.capital) return false;
  if (lexicon.words.get(verb.lower)?.some(({ word }) => word === "verb") && /t$/.test(verb.lower)) return true;
  return /t$/.test(verb.lower) && (lexicon.stageWords.has(verb.lower) || lexicon.phrases.has(verb.lower));
}

function startsClause(token: Token, at: number, from: number, lexicon: Lexicon): boolean {
  return at > from && token.kind === "word" && !token.joined && lexicon.subordinators.has(token.lower);
}

function insideGroup(spans: Span[], at: number): boolean {
  for (let index = 1; index < spans.length; index++) {
    const span = spans[index];
    const before = spans[index - 1];
    if (span && before && before.to <= at && at < span.from) return span.group === before.group;
  }
  return false;
}
