import { findCredits } from "./wire-credits.ts";
import { findDatelines } from "./wire-dateline.ts";
import { leadingMarks, type WirePriority } from "./wire-marks.ts";
import { type WireField, type WireSpan, withoutOverlaps } from "./wire-span.ts";

/** What a wire writes around the news. */
export interface WireFacts {
  /** By the name of `wire/agencies.json`; null where the item credits none. */
  agency: string | null;
  /** Where it was filed ("München", "Paris/London"), in mixed case; null where it doesn't say. */
  place: string | null;
  /** When it was filed, as far as the dateline says so: "2026-06-03", or "--06-03" without a year. */
  date?: string;
  /** How the wire ranks it; of several marks, the most urgent. */
  priority?: WirePriority;
  /** What isn't part of the news: title first, then by start; they don't overlap. */
  spans: WireSpan[];
}

/** What the finder of one sort of them saw in a field. */
export interface FoundInField {
  agency: string | null;
  place?: string | null;
  date?: string;
  priority?: WirePriority;
  spans: WireSpan[];
}

/** Credits stand at the ends: of a longer text, this much at either is read. */
export const endCharsMax = 4_000;

/**
 * Agency, place, date and priority of an item as wires write them, and the spans that say so: datelines ("MÜNCHEN
 * (dpa-AFX) - "), credits ("(AP)", "Von Eva Kern, dpa", "© AFP"), marks ("EILMELDUNG:", "UPDATE 1-", "+++"). Agencies are a list
 * (`wire/agencies.json`); places are known by where they stand. What could be part of the news is left in it. Pure; linear
 * in the text; `title` and `text` are plain.
 */
export function wireFacts(title: string, text: string): WireFacts {
  const found = [...readField(title, "title", ""), ...readField(text, "text", title)];
  const dateline = found.find(({ place }) => place);
  const date = found.find(({ date }) => date)?.date;
  const priority = mostUrgent(found);
  return {
    agency: found.find(({ agency }) => agency !== null)?.agency ?? null,
    place: dateline?.place ?? null,
    ...(date ? { date } : {}),
    ...(priority ? { priority } : {}),
    spans: withoutOverlaps(found.flatMap(({ spans }) => spans)),
  };
}

/** Datelines first: what they say of agency and place is the surest. */
function readField(content: string, field: WireField, title: string): FoundInField[] {
  if (content === "") return [];
  const marks = leadingMarks(content, field);
  const from = marks.spans.at(-1)?.end ?? 0;
  const begin = marks.leads ? from : 0;
  return [findDatelines(content, field, begin, title), marks, findCredits(content, field, begin)];
}

const ranks: readonly WirePriority[] = [
  "flash",
  "urgent",
  "exclusive",
  "update",
  "brief",
  "repeat",
  "background",
  "release",
];

function mostUrgent(found: readonly FoundInField[]): WirePriority | undefined {
  const given = found.flatMap(({ priority }) => priority ?? []);
  return ranks.find((rank) => given.includes(rank));
}
