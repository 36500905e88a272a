import type { Occurrence } from "./fill-frame.ts";
import { type Found, groupOf, isFree, otherClauseFactor, place } from "./found.ts";
import { relativeClauseAt } from "./relative-clause.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** Whom the trigger's verb is done to, in its own clause; null where nobody is. */
export function findObject(view: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const { clause } = place(view, occurrence.from);
  const subjectGroups = new Set(taken.map(({ group }) => group));
  const free = view.spans.filter(
    (span) => isFree(span) && !subjectGroups.has(span.group) && span.clause === clause && !taken.includes(span),
  );
  const chosen = view.lexicon.compounds
    ? free.find(({ possessive }) => !possessive)
    : free.find((span) => span.from > occurrence.from && !span.possessive);
  if (chosen === undefined) return relatedObject(view, occurrence, taken);
  const named = takesPronoun.has(occurrence.trigger.kind) ? nameBefore(view, chosen, taken) : undefined;
  const meant = ownerOfPart(view, occurrence, chosen) ?? named ?? chosen;
  return { spans: groupOf(view, meant), factor: distanceFactor(meant.from - occurrence.to) };
}

/** Kinds of what is done to somebody, who may be told by a pronoun. */
const takesPronoun = new Set(["supply", "merger", "stake"]);

/** "Sharp, which Bosch bought in 2019, …": whom a relative clause with a subject of its own tells more of. */
function relatedObject(view: SentenceView, { from }: Occurrence, taken: Span[]): Found | null {
  const relative = relativeClauseAt(view, from);
  if (relative === null || relative.prep !== null || taken.includes(relative.antecedent)) return null;
  const acts = taken.some((span) => span.from >= relative.from && span.to <= from);
  return acts ? { spans: groupOf(view, relative.antecedent), factor: otherClauseFactor } : null;
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
