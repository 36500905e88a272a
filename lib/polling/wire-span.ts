export type WireField = "title" | "text";

/** A stretch of a field that isn't part of the news, in UTF-16 offsets into it. */
export interface WireSpan {
  field: WireField;
  start: number;
  end: number;
  /** `place`: a dateline that names no agency, and so is less sure. */
  what: "dateline" | "place" | "credit" | "mark" | "life";
}

/** The spans of the fields, title first, by start; where two overlap, one that covers both and is called as the longer. */
export function withoutOverlaps(spans: readonly WireSpan[]): WireSpan[] {
  const sorted = [...spans].sort((a, b) => rank(a) - rank(b) || a.start - b.start || b.end - a.end);
  const kept: WireSpan[] = [];
  for (const span of sorted) {
    const last = kept.at(-1);
    if (last?.field !== span.field || span.start >= last.end) {
      kept.push(span);
      continue;
    }
    const longer = span.end - span.start > last.end - last.start ? span : last;
    kept[kept.length - 1] = { ...longer, start: last.start, end: Math.max(last.end, span.end) };
  }
  return kept;
}

const rank = ({ field }: WireSpan): number => (field === "title" ? 0 : 1);

/**
 * The content with line breaks in place of the field's spans: as long as it was, so that offsets hold, and no sentence goes on
 * across one.
 */
export function maskSpans(content: string, field: WireField, spans: readonly WireSpan[]): string {
  let masked = "";
  let at = 0;
  for (const span of spans) {
    if (span.field !== field) continue;
    masked += content.slice(at, span.start) + "\n".repeat(span.end - span.start);
    at = span.end;
  }
  return masked + content.slice(at);
}

/** The news alone: the content without the field's spans, on one line. */
export const withoutSpans = (content: string, field: WireField, spans: readonly WireSpan[]): string =>
  spans.some((span) => span.field === field) ? maskSpans(content, field, spans).replace(/\s+/g, " ").trim() : content;
