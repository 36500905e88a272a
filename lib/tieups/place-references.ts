import type { Reference } from "../matching/find-references.ts";
import type { Mention } from "../matching/mention.ts";
import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { newSpan } from "./guess-name.ts";
import type { Span } from "./spans.ts";

/** What stands for a watched name is less sure than the name. */
const referenceStrength = 0.9;

/**
 * The spans of a sentence with those of its references that matching found ("die Münchner", "beide Unternehmen"), in order. A
 * reference to somebody whom the sentence names itself, or to one of several who were named before, adds nothing.
 */
export function placeReferences(
  spans: Span[],
  tokens: readonly Token[],
  { from, to }: Sentence,
  references: readonly Reference[],
  mentions: readonly Mention[],
): Span[] {
  const start = tokens[from]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? 0;
  const here = references.filter((reference) => reference.start >= start && reference.start < end);
  if (here.length === 0) return spans;
  const own = new Set(spans.flatMap(({ entityId }) => entityId ?? []));
  let placed = spans;
  for (const reference of here) {
    if (reference.entityIds.some((id) => own.has(id))) continue;
    placed = withReference(placed, tokens, { from, to }, reference, mentions);
  }
  return placed;
}

/** "The company" may mean any of those named before; who is told by a place ("die Münchner") or a number is known. */
function isCertain({ entityIds, field, start }: Reference, mentions: readonly Mention[]): boolean {
  if (entityIds.length > 1) return true;
  const before = mentions.filter((mention) => mention.field !== field || mention.start < start);
  return new Set(before.map(({ entityId }) => entityId)).size === 1;
}

function withReference(
  spans: Span[],
  tokens: readonly Token[],
  { from, to }: Sentence,
  reference: Reference,
  mentions: readonly Mention[],
): Span[] {
  let last = from;
  while (last + 1 < to && (tokens[last + 1]?.start ?? Number.POSITIVE_INFINITY) < reference.end) last++;
  const over = spans.filter((span) => span.from <= last && (tokens[span.to - 1]?.end ?? 0) > reference.start);
  if (over.some(({ type }) => type === "watched" || type === "named")) return spans;
  if (over.some(({ type }) => type === "described") && !isCertain(reference, mentions)) return spans;
  const meant = reference.entityIds.map((id) => spanOf(id, last, mentions));
  return [...spans.filter((span) => !over.includes(span)), ...meant].sort((a, b) => a.from - b.from);
}

function spanOf(entityId: string, at: number, mentions: readonly Mention[]): Span {
  const mention = mentions.find((candidate) => candidate.entityId === entityId);
  return { ...newSpan("watched", at, at + 1, mention?.alias ?? entityId, referenceStrength), entityId };
}
