import type { Occurrence } from "./fill-frame.ts";
import { phraseEnd } from "./lexicon.ts";
import type { SentenceView } from "./spans.ts";
import type { Stage } from "./tie-up.ts";

export interface StageDecision {
  stage: Stage;
  /** The words that decided it, as they stand in the text. */
  cues: string[];
}

interface Cue {
  stage: Stage;
  text: string;
  at: number;
  distance: number;
}

/** A cue further away than this from its trigger speaks of something else. */
const cueTokensMax = 14;

/**
 * The stage of a tie-up from the cues near its trigger. A denial outweighs all; then an end, a talk of it, a widening; a tie-up that the
 * sentence only names in passing is active; what is left is agreed.
 */
export function decideStage(view: SentenceView, occurrence: Occurrence): StageDecision {
  const cues = cuesNear(view, occurrence);
  const negation = negationNear(view, occurrence);
  const of = (stage: Stage) => cues.filter((cue) => cue.stage === stage);
  const texts = (list: Cue[]) => [...new Set(list.map(({ text }) => text))];
  const [denied, ended, expanded, rumoured, agreed, active] = (
    ["denied", "ended", "expanded", "rumoured", "agreed", "active"] as const
  ).map(of) as [Cue[], Cue[], Cue[], Cue[], Cue[], Cue[]];
  if (denied.length > 0) return { stage: "denied", cues: texts(denied) };
  if (ended.length > 0 && negation === null) return { stage: "ended", cues: texts(ended) };
  if (negation !== null && ended.length === 0) {
    const stage = rumoured.length > 0 || occurrence.trigger.word === "noun" ? "denied" : "ended";
    return { stage, cues: [negation, ...texts(rumoured)] };
  }
  if (expanded.length > 0 && rumoured.length === 0) return { stage: "expanded", cues: texts(expanded) };
  if (rumoured.length > 0) return { stage: "rumoured", cues: texts(rumoured) };
  if (occurrence.trigger.stage !== null) return { stage: occurrence.trigger.stage, cues: [] };
  if (agreed.length > 0) return { stage: "agreed", cues: texts(agreed) };
  if (active.length > 0) return { stage: "active", cues: texts(active) };
  return { stage: isInPassing(view, occurrence) ? "active" : "agreed", cues: [] };
}

function cuesNear(view: SentenceView, { from, to }: Occurrence): Cue[] {
  const { tokens, lexicon } = view;
  const cues: Cue[] = [];
  for (let at = Math.max(view.from, from - cueTokensMax); at < Math.min(view.to, to + cueTokensMax); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") continue;
    const distance = at < from ? from - at : Math.max(0, at - to + 1);
    const stage = at >= from && at < to ? undefined : lexicon.stageWords.get(token.lower);
    if (stage !== undefined) cues.push({ stage, text: token.text, at, distance });
    for (const phrase of lexicon.stagePhrases.get(token.lower) ?? []) {
      const end = phraseEnd(phrase.words, tokens, at, view.to);
      if (end > 0) cues.push({ stage: phrase.value, text: phraseText(view, phrase.words, at, end), at, distance });
    }
  }
  return cues;
}

function phraseText(view: SentenceView, words: readonly string[], at: number, end: number): string {
  const first = view.tokens[at]?.text ?? "";
  const last = view.tokens[end - 1]?.text ?? "";
  return words.includes("*")
    ? `${first} … ${last}`
    : view.tokens
        .slice(at, end)
        .map(({ text }) => text)
        .join(" ");
}

const negationTokensMax = 4;

function negationNear(view: SentenceView, { from, to }: Occurrence): string | null {
  for (let at = Math.max(view.from, from - negationTokensMax); at < Math.min(view.to, to + negationTokensMax); at++) {
    const token = view.tokens[at];
    if (token === undefined || !view.lexicon.negations.has(token.lower)) continue;
    if (view.clauses[at - view.from] === view.clauses[from - view.from]) return token.text;
  }
  return null;
}

/** A noun that is neither announced nor stands alone, in a sentence with another verb: "the joint venture of A and B sold …". */
function isInPassing(view: SentenceView, { trigger, from }: Occurrence): boolean {
  if (trigger.word !== "noun" && trigger.word !== "phrase") return false;
  const before = view.tokens[from - 1]?.lower ?? "";
  return before === "the" || before === "its" || before === "their" || before === "seiner" || before === "ihrer";
}
