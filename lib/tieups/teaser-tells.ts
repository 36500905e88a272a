import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { denialIn } from "./denial-in.ts";
import type { Lexicon } from "./lexicon.ts";
import type { StatedTieUp } from "./merge-tie-ups.ts";
import { phraseEnd } from "./phrase-end.ts";
import { isNamed, type Span } from "./spans.ts";

/** What a sentence tells of a tie-up that was stated before it. */
export interface Tell {
  kind: StatedTieUp["kind"] | null;
  stage: StatedTieUp["stage"] | null;
}

/**
 * Lets a sentence of the teaser tell what the title left open: the kind of a "deal" ("Bosch seals deal with Sharp. Deliveries start in May"),
 * and the stage where the title has no word of it ("…, said people familiar with the matter"). Only a sentence that speaks of nobody else does.
 * Changes the tie-up in place; the words that told it become its cues.
 */
export function tellFromTeaser(
  tieUp: StatedTieUp,
  tokens: readonly Token[],
  sentence: Sentence,
  spansHere: () => Span[],
  lexicon: Lexicon,
): void {
  const tells = tellsIn(tokens, sentence, lexicon);
  const kind = leavesKindOpen(tieUp) ? tells.find((tell) => tell.kind !== null && mayBe(tieUp, tell.kind)) : undefined;
  const stage = leavesStageOpen(tieUp) ? tells.find((tell) => tell.stage !== null) : undefined;
  const denial = leavesStageOpen(tieUp) ? denialIn(tokens, sentence, lexicon) : null;
  if (kind === undefined && stage === undefined && denial === null) return;
  if (spansHere().some((span) => isNamed(span) && isOther(span, tieUp) && !isReference(span, tokens, lexicon))) return;
  if (kind?.kind != null) Object.assign(tieUp, { kind: kind.kind, kindCue: kind.text });
  if (denial !== null) setStage(tieUp, "denied", denial);
  else if (stage?.stage != null) setStage(tieUp, stage.stage, stage.text);
}

function setStage(tieUp: StatedTieUp, stage: StatedTieUp["stage"], cue: string): void {
  tieUp.stage = stage;
  tieUp.evidence.cues = [cue];
}

/** A name that is less sure may be a place or the reader's guess at "the Finns". */
const otherStrengthMin = 0.7;

const isOther = ({ entityId, text, strength }: Span, { parties }: StatedTieUp) =>
  strength >= otherStrengthMin &&
  !parties.some((party) => (party.entityId !== null ? party.entityId === entityId : sameName(party.text, text)));

/** "The Finns". */
const isReference = ({ entityId, from }: Span, tokens: readonly Token[], { definites }: Lexicon) =>
  entityId === null && definites.has(tokens[from - 1]?.lower ?? "");

const sameName = (a: string, b: string) =>
  a.toLowerCase().startsWith(b.toLowerCase()) || b.toLowerCase().startsWith(a.toLowerCase());

const leavesKindOpen = ({ kind }: StatedTieUp) => kind === "cooperation" || kind === "supply";

/** A common company may come of any cooperation; what is delivered or licensed, only of a word that says no more than "deal". */
const mayBe = ({ kind: is, general, hinted, weak }: StatedTieUp, kind: StatedTieUp["kind"]) =>
  kind === "joint-venture"
    ? is === "cooperation"
    : kind === "licensing" || (is === "cooperation" && (general || hinted || weak));

const leavesStageOpen = ({ stage, evidence }: StatedTieUp) => stage === "agreed" && evidence.cues.length === 0;

function tellsIn(tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): (Tell & { text: string })[] {
  const found: (Tell & { text: string })[] = [];
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") continue;
    for (const { words, value } of lexicon.tells.get(token.lower) ?? []) {
      const end = phraseEnd(words, tokens, at, to);
      if (end > 0) found.push({ ...value, text: wordsOf(tokens, at, end) });
    }
  }
  return found;
}

const wordsOf = (tokens: readonly Token[], from: number, to: number) =>
  tokens
    .slice(from, to)
    .map(({ text }) => text)
    .join(" ");
