import type { Filling, Occurrence } from "./fill-frame.ts";
import { isFiniteVerb, isVerbal } from "./is-verbal.ts";
import type { SentenceView } from "./spans.ts";
import type { Cue } from "./stage-cues.ts";

/**
 * "Allianz von A und B besiegelt", "die Allianz von A und B wurde am Montag besiegelt": a German noun is said to have come about, by a participle
 * behind it with no verb of its own or with one of the passive; "die Allianz hat ein Werk gegründet" does something itself.
 */
export function isSettled(
  view: SentenceView,
  { from, to }: Occurrence,
  { spans }: Filling,
  agreed: readonly Cue[],
): boolean {
  const { tokens, clauses, segments, from: start, lexicon } = view;
  if (!lexicon.compounds) return false;
  const end = Math.max(
    to,
    ...spans.filter((span) => segments[span.from - start] === segments[from - start]).map((span) => span.to),
  );
  return agreed.some((cue) => {
    if (cue.from < end || clauses[cue.from - start] !== clauses[from - start]) return false;
    const between = tokens.slice(end, cue.from);
    if (between.some(({ lower }) => passive.has(lower)))
      return !between.some(({ lower }) => lower === "hat" || lower === "haben");
    const next = cue.to < view.to ? tokens[cue.to] : undefined;
    const closes = next === undefined || next.kind === "mark" || lexicon.prepositions.has(next.lower);
    return (
      closes &&
      !between.some((token) => token.kind === "mark" || isVerbal(token, lexicon) || isFiniteVerb(token, lexicon))
    );
  });
}

const passive = new Set("ist sind war waren sei seien wird werden werde wurde wurden würde gilt".split(" "));

/** "A und B vor Fusion", "A steht vor dem Einstieg bei B": a German noun that one stands before is only near. */
export function isAhead(view: SentenceView, { trigger, from }: Occurrence): boolean {
  const { tokens, segments, from: start, to, lexicon } = view;
  if (!lexicon.compounds || trigger.word === "verb" || trigger.word === "adverb") return false;
  let at = from - 1;
  while (at > start && at > from - aheadTokensMax && isBeforeNoun(view, at)) at--;
  if (tokens[at]?.lower !== "vor" || at < start) return false;
  const verbs = tokens
    .slice(start, to)
    .filter(
      (token, index) =>
        segments[index] === segments[from - start] && (isVerbal(token, lexicon) || isFiniteVerb(token, lexicon)),
    );
  return verbs.every(({ lower }) => standing.test(lower));
}

const aheadTokensMax = 5;

/** An article, an adjective, or the compound's first names. */
function isBeforeNoun({ tokens, lexicon }: SentenceView, at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind === "mark" || token.kind === "number") return false;
  if (lexicon.determiners.has(token.lower) || tokens[at + 1]?.joined) return true;
  return !token.capital && /.{2}e[mnrs]?$/.test(token.lower) && !lexicon.prepositions.has(token.lower);
}

const standing = /^(?:steht|stehen|stünde|stünden|stehe|stand|standen)$/;
