import type { Occurrence } from "./fill-frame.ts";
import type { SentenceView, Span } from "./spans.ts";

/** Who fills a slot, and how sure that is. */
export interface Found {
  spans: Span[];
  factor: number;
}

export const whole = (spans: Span[]): Found | null => (spans.length > 0 ? { spans, factor: 1 } : null);

export const isHead = ({ from, to }: Occurrence, headAt: number) => headAt >= from && headAt < to;

export const isFree = (span: Span) => span.prep === null && span.role === "self";

/** All who are listed with a span, itself among them; those that only head a compound where there are no others. */
export function groupOf(view: SentenceView, span: Span): Span[] {
  const group = view.spans.filter((other) => other.group === span.group);
  return group.some(({ role }) => role !== "other") ? group.filter(({ role }) => role !== "other") : group;
}

/** The segment and the clause of a token. */
export function place(view: SentenceView, at: number): { segment: number; clause: number } {
  return { segment: view.segments[at - view.from] ?? 0, clause: view.clauses[at - view.from] ?? 0 };
}

/** Reaching over a comma is right less often. */
export const otherClauseFactor = 0.93;
