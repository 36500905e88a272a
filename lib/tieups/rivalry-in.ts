import type { Filling, Occurrence } from "./fill-frame.ts";
import type { SentenceView } from "./spans.ts";

export function rivalryIn(view: SentenceView, { trigger, from, to }: Occurrence, filling: Filling): string | null {
  const anywhere = filling.confidence < loneSegmentConfidence;
  for (let at = view.from; at < view.to; at++) {
    if ((at >= from && at < to && to - from <= closePhraseTokens) || isRivalOfParty(view, at, filling)) continue;
    const token = view.tokens[at];
    if (!anywhere && view.segments[at - view.from] !== view.segments[from - view.from]) continue;
    if ((trigger.stage === "ended" || !anywhere) && isReason(view, at)) continue;
    if (token?.lower.startsWith("threaten") && view.tokens[at + 1]?.lower === "to") continue;
    if (isAboutDeal(view, at, from)) continue;
    if (trigger.frameName === "as-phrase" && /^(?:verlier|los[et])/.test(token?.lower ?? "")) continue;
    if (trigger.kind === "merger" && competitionLaw.test(token?.lower ?? "")) continue;
    if (token && view.lexicon.rivalry.has(token.lower) && isAgainstSomebody(view, token.lower)) return token.text;
  }
  return null;
}

/** "Opens a probe into the Bosch-Sharp tie-up": who looks into a deal is no rival of its parties. */
function isAboutDeal({ tokens, lexicon }: SentenceView, at: number, deal: number): boolean {
  if (
    lexicon.compounds ||
    at > deal ||
    !/^(?:probe|challenges?|ruling|dispute|row|complaint)$/.test(tokens[at]?.lower ?? "")
  )
    return false;
  return deal - at <= probedTokensMax && /^(?:into|over|of|to|about)$/.test(tokens[at + 1]?.lower ?? "");
}

const probedTokensMax = 7;

/** A weaker statement is doubted for what stands in any part of the sentence. */
const loneSegmentConfidence = 0.7;

/** Those who watch over competition decide on mergers. */
const competitionLaw = /^(?:antitrust|wettbewerb)$/;

/** A longer phrase has a gap, in which anything may stand ("schließt sich der Klage an"). */
const closePhraseTokens = 3;

/** "Gemeinsam mit dem Rivalen Volvo": with whom something is done, rival or not, is a partner. */
function isRivalOfParty({ tokens, lexicon }: SentenceView, at: number, { spans }: Filling): boolean {
  return (
    lexicon.described.has(tokens[at]?.lower ?? "") &&
    spans.some(({ from, to }) => from === at + 1 || (from <= at && at < to))
  );
}

/** "Drops Pepsi over price row": a quarrel is why partners part. */
function isReason({ tokens }: SentenceView, at: number): boolean {
  return tokens.slice(Math.max(0, at - reasonTokensMax), at).some(({ lower }) => reasonWords.has(lower));
}

const reasonTokensMax = 3;

const reasonWords = new Set("over after amid following despite nach wegen trotz im".split(" "));

/** "Gegen Tesla" is rivalry, "gegen Drohnen" a purpose. */
function isAgainstSomebody({ spans, lexicon }: SentenceView, word: string): boolean {
  return !lexicon.prepositions.has(word) || spans.some(({ prep, type }) => prep === word && type !== "blocked");
}
