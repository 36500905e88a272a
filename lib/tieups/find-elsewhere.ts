import type { Occurrence } from "./fill-frame.ts";
import { isHeadline } from "./fill-slot.ts";
import { shareWords } from "./find-maker.ts";
import { hasOwnSubject } from "./find-subject.ts";
import { type Found, groupOf, isFree, place } from "./found.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** Who stands behind one of these is no side to what the kicker speaks of. */
const parted = new Set(["gegen", "against", "from", "statt", "vor", "hinter", "over"]);

/** A headline's kicker speaks of those whom the headline names. */
export function otherSegment(
  view: SentenceView,
  occurrence: Occurrence,
  taken: Span[],
  several: boolean,
): Found | null {
  if (!isHeadline(view)) return null;
  const { segment } = place(view, occurrence.from);
  const candidates = view.spans.filter(
    (span) =>
      !taken.includes(span) &&
      span.segment !== segment &&
      Math.abs(span.segment - segment) <= 2 &&
      span.role !== "trigger",
  );
  const organisations = candidates.filter((span) => isNamed(span) && !isOfShares(view, span));
  const free = organisations.find((span) => span.prep === null && span.role === "self" && !span.possessive);
  if (free !== undefined && (!several || groupOf(view, free).length > 1))
    return { spans: groupOf(view, free), factor: 1 };
  if (several) {
    const all = organisations.filter(
      ({ role, prep }) => (role === "self" || role === "product") && !parted.has(prep ?? ""),
    );
    return all.length > 1 ? { spans: all, factor: 0.95 } : null;
  }
  const any = organisations.find(({ role, prep }) => role === "self" && prep !== "gegen" && prep !== "against");
  if (any !== undefined) return { spans: groupOf(view, any), factor: 0.85 };
  const rest = organisations.find(({ role }) => role === "other");
  return rest === undefined ? null : { spans: groupOf(view, rest), factor: 0.72 };
}

/** "– Aktien von A und B steigen": what the exchange makes of it. */
function isOfShares(view: SentenceView, span: Span): boolean {
  const first = groupOf(view, span)[0] ?? span;
  return span.prep !== null && shareWords.has(view.tokens[first.from - 2]?.lower ?? "");
}

/** The title may be about another tie-up than the teaser. */
const topicFactor = 0.9;

/** "Continental klärt Zukunft der Reifensparte. Ein Verkauf an Michelin sei nicht geplant": who sells was told by the title. */
export function topic({ topic: meant, from, spans }: SentenceView, taken: Span[]): Found | null {
  if (meant === null || taken.includes(meant)) return null;
  if (spans.some((span) => isNamed(span) && span.role === "self" && span.prep === null && !span.possessive))
    return null;
  return { spans: [{ ...meant, from, to: from, prep: null, group: -1, segment: 0, clause: 0 }], factor: topicFactor };
}

/** "Neuer Eigner für Opel. Bosch übernimmt die Mehrheit": with whom the title's topic deals acts alone in the sentence. */
export function openTopic({ topic: meant, open, from, spans }: SentenceView, taken: Span[]): Found | null {
  if (meant === null || !open || taken.length !== 1) return null;
  if (spans.some((span) => isNamed(span) && !taken.includes(span))) return null;
  return { spans: [{ ...meant, from, to: from, prep: null, group: -1, segment: 0, clause: 0 }], factor: topicFactor };
}

/** "Die Partnerschaft läuft bis 2030", "The merger was signed": whose it is was told by a title that names two. */
export function titlePair(view: SentenceView, occurrence: Occurrence): Found | null {
  const { from } = occurrence;
  if (!isDefinite(view, from) && !isShared(view, occurrence) && !speaksOfBoth(view)) return null;
  if (view.spans.some((span) => isNamed(span) || span.type === "blocked")) return null;
  const apart = { from, to: from, prep: null, role: "self" as const, group: -1, segment: 0, clause: 0 };
  return view.pair.length === 2
    ? { spans: view.pair.map((span) => ({ ...span, ...apart })), factor: topicFactor }
    : null;
}

/** "Eine gemeinsame Firma", "ein Gemeinschaftsunternehmen" is that of those who were spoken of. */
const isShared = ({ tokens, lexicon }: SentenceView, { trigger, from, to }: Occurrence): boolean =>
  (trigger.kind === "joint-venture" && lexicon.determiners.has(tokens[from - 1]?.lower ?? "")) ||
  tokens
    .slice(from, to)
    .some(({ lower }) => /^gemeinsame[nrs]?$/.test(lower) || lexicon.references.get(lower) === "plural");

/** "Die beiden gründen …", "Both will …": the sentence begins with those whom the title names. */
function speaksOfBoth({ tokens, from, lexicon }: SentenceView): boolean {
  return tokens.slice(from, from + bothTokensMax).some(({ lower }) => lexicon.references.get(lower) === "plural");
}

const bothTokensMax = 3;

/** Words that qualify a noun, the parts of its compound among them, stand before it. */
const qualifiersMax = 4;

/** "The Indian media merger", "die geplante Fusion". */
function isDefinite({ tokens, from, lexicon }: SentenceView, noun: number): boolean {
  for (let at = noun - 1; at >= Math.max(from, noun - 1 - qualifiersMax); at--) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark" || lexicon.prepositions.has(token.lower)) return false;
    if (lexicon.definites.has(token.lower) || lexicon.possessives.has(token.lower)) return true;
  }
  return false;
}

/** "Under a pact signed in May, A and B will …", "Having agreed a merger, A and B …": whose it is stands behind the comma. */
function opensSentence({ tokens, from, lexicon }: SentenceView, { trigger, from: at }: Occurrence): boolean {
  const opening = tokens[from]?.lower ?? "";
  if (lexicon.compounds || trigger.word === "verb" || at - from > openingTokensMax) return false;
  return /^(?:under|having|as|with|in|by|through)$/.test(opening) || /.{3}ing$/.test(opening);
}

const openingTokensMax = 12;

export function following(view: SentenceView, occurrence: Occurrence, taken: Span[], several: boolean): Found | null {
  const { segment, clause } = place(view, occurrence.from);
  if (several && !opensSentence(view, occurrence)) return null;
  const hasSubject = view.spans.some((span) => isFree(span) && span.clause === clause && span.to <= occurrence.from);
  if (hasSubject || (!view.lexicon.compounds && hasOwnSubject(view, clause))) return null;
  const chosen = view.spans.find(
    (span) =>
      isFree(span) &&
      !taken.includes(span) &&
      span.segment === segment &&
      span.from >= occurrence.to &&
      span.clause > clause,
  );
  return chosen === undefined ? null : { spans: groupOf(view, chosen), factor: 1 };
}
