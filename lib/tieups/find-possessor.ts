import type { Occurrence } from "./fill-frame.ts";
import { type Found, groupOf, place, whole } from "./found.ts";
import type { SentenceView, Span } from "./spans.ts";

/** Whose the trigger's noun or object is: "Bosch's deal", "der Kauf der Opel"; null where it is nobody's. */
export function findPossessor(view: SentenceView, { trigger, from, to }: Occurrence, taken: Span[]): Found | null {
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

const possessorTokensMax = 5;

/** "Fusion der X", "Werk der X": a noun's genitive follows it, a verb's that of its object. */
const genitiveTokensMax = { noun: 3, verb: 7 };

/** Frames of what two own: it stands right behind their names. */
export const ownedFrames = new Set(["hyphen-noun", "shared-noun", "possessed-adverb"]);

/** "Bosch and Sharp's vaccine". */
export function owners(view: SentenceView, { from }: Occurrence): Found | null {
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
