import type { Occurrence } from "./fill-frame.ts";
import { type Found, groupOf, isFree, otherClauseFactor, place } from "./found.ts";
import type { Slot } from "./frame.ts";
import { isVerbal } from "./is-verbal.ts";
import { relativeClauseAt } from "./relative-clause.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** Who stands behind one of a slot's prepositions, in the trigger's clause rather than in a later one; null where nobody does. */
export function findGoverned(view: SentenceView, occurrence: Occurrence, slot: Slot, taken: Span[]): Found | null {
  const { segment, clause } = place(view, occurrence.from);
  const only = occurrence.trigger.prepOnly;
  const fits = (span: Span) =>
    span.prep !== null &&
    slot.prepositions.has(span.prep) &&
    (only === null || only === span.prep) &&
    span.segment === segment &&
    !taken.includes(span) &&
    !(span.type === "described" && span.from <= occurrence.from && occurrence.from < span.to) &&
    (span.role === "self" || span.role === "product" || span.role === "other");
  const candidates = view.spans
    .filter(fits)
    .filter((span) => (view.lexicon.compounds || span.from >= occurrence.to - 1) && !ownsNext(view, span))
    .filter((span) => !isOfElse(view, occurrence, span) && !isOfSecondVerb(view, occurrence, span));
  const here = candidates.find((span) => span.clause === clause);
  if (here !== undefined) return found(view, here, 1, occurrence);
  const later =
    candidates.find((span) => span.from >= occurrence.to && !isOfOtherSubject(view, span, taken)) ??
    clauseBefore(view, candidates, clause);
  if (later !== undefined) return found(view, later, otherClauseFactor, occurrence);
  const relative = relativeClauseAt(view, occurrence.from);
  if (relative?.prep == null || !slot.prepositions.has(relative.prep) || taken.includes(relative.antecedent))
    return null;
  return found(view, relative.antecedent, otherClauseFactor, occurrence);
}

/** "Buys a stake in Sharp and licenses a catalyst from Bosch": what a second verb governs is none of the first. */
function isOfSecondVerb({ tokens, lexicon }: SentenceView, { trigger, to }: Occurrence, { from }: Span): boolean {
  if (lexicon.compounds || trigger.word !== "verb") return false;
  return tokens
    .slice(to, from)
    .some(
      (token, at) =>
        lexicon.conjunctions.has(token.lower) &&
        tokens[to + at + 1]?.capital === false &&
        lexicon.words.get(tokens[to + at + 1]?.lower ?? "")?.some(({ word }) => word === "verb") === true,
    );
}

/** "The takeover of Sharp was cleared by regulators": who judges a deal has no part in it. */
function isJudged(tokens: SentenceView["tokens"], { from }: Span): boolean {
  const by = tokens.findLastIndex(({ lower }, at) => at < from && lower === "by");
  return from - by <= judgeTokensMax && verdicts.test(tokens[by - 1]?.lower ?? "");
}

const judgeTokensMax = 5;

const verdicts =
  /^(?:approved|cleared|blocked|vetoed|welcomed|criticised|criticized|opposed|examined|probed|investigated|reviewed|waved|prohibited|barred|stopped|halted)$/;

const relatives = new Set(["which", "who", "that", "whose"]);

/** "A cooperation with X, which gives all of its workers access": what a verb or another preposition stands before is not the noun's own "of". */
function isOfElse({ tokens, lexicon, spans }: SentenceView, { trigger, to }: Occurrence, span: Span): boolean {
  if (lexicon.compounds || trigger.word === "verb") return false;
  if (span.prep === "by" && isJudged(tokens, span)) return true;
  if (span.prep === "by") return tokens.slice(to, Math.max(to, span.from)).some(({ lower }) => relatives.has(lower));
  if (span.prep !== "of" || tokens[to - 1]?.lower === "of") return false;
  const first = spans.find(({ group }) => group === span.group) ?? span;
  const before = tokens.slice(to, Math.max(to, first.from));
  return before
    .slice(
      0,
      before.findLastIndex(({ lower }) => lower === "of"),
    )
    .some((token) => (token.lower !== "by" && lexicon.prepositions.has(token.lower)) || isVerbal(token, lexicon));
}

/** "To Amazon's Zoox": the partner is whom the name before owns. */
function ownsNext({ spans, tokens, lexicon }: SentenceView, { possessive, to }: Span): boolean {
  if (lexicon.compounds || !possessive) return false;
  const after = tokens[to]?.kind === "possessive" ? to + 1 : to;
  return spans.some(
    (span) => span.from === after && isNamed(span) && span.role === "self" && span.strength > ownedNameMin,
  );
}

/** Anything else behind a possessive may be a product. */
const ownedNameMin = 0.92;

/** "A liefert mit B, C steigt bei D aus": what another does in a clause of its own. */
function isOfOtherSubject({ spans }: SentenceView, { clause, from }: Span, taken: Span[]): boolean {
  return spans.some(
    (span) => span.clause === clause && span.to <= from && isFree(span) && isNamed(span) && !taken.includes(span),
  );
}

/** "Haben mit Geely vereinbart, einen Motor zu bauen": an infinitive's partner stands in the clause that it hangs on. */
function clauseBefore({ lexicon, spans }: SentenceView, candidates: Span[], clause: number): Span | undefined {
  if (!lexicon.compounds || spans.some((span) => span.clause === clause && isFree(span))) return undefined;
  return candidates.findLast((span) => span.clause === clause - 1);
}

function found(view: SentenceView, span: Span, factor: number, { trigger }: Occurrence): Found | null {
  const weight = span.role === "other" ? otherFactor(view, span, trigger) : 1;
  return { spans: groupOf(view, span), factor: factor * weight };
}

/** "Mit Mercedes-Power" is Mercedes more surely than "mit BMW-Fahrern". */
function otherFactor({ tokens, lexicon }: SentenceView, { headAt }: Span, { fallback }: Occurrence["trigger"]): number {
  const head = fallback ? undefined : tokens[headAt]?.lower;
  return head === undefined || lexicon.people.has(head) || lexicon.personTitles.has(head) ? 0.7 : 0.85;
}
