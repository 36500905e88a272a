import rows from "./wire/marks.json" with { type: "json" };
import type { FoundInField } from "./wire-facts.ts";
import type { WireField, WireSpan } from "./wire-span.ts";

export type WirePriority =
  | "flash"
  | "urgent"
  | "exclusive"
  | "update"
  | "brief"
  | "repeat"
  | "background"
  /** A company's own words, passed on. */
  | "release";

/** "ROUNDUP 2/", "UPDATE 1-", "EILMELDUNG: ", "BRIEF-": the mark, its number, and what sets it off. */
const marks = new Map(rows.map((row) => [row.text.toLowerCase(), row]));
const words = rows
  .map(({ text }) => text)
  .sort((a, b) => b.length - a.length)
  .join("|");

// In capitals a hyphen or dash sets a mark off; otherwise only a colon does: "Update - so geht es weiter", "Analyse-Tool".
const setOff = String.raw`(?:\s(?:Nr\. ?)?(?<number>\d{1,2}))?\s*(?<sign>:|\/(?=\S)|[-–—]|\+{3}|\||!(?=\s))\s*`;
const markPattern = new RegExp(`(?:(?:Reuters|DJ)[ -])?(?<mark>${words})${setOff}`, "iuy");
const plusPattern = /\+{3}\s*/y;

/** More marks than these don't stand before a headline. */
const marksMax = 5;

/** The marks with which a field begins, and the rows of plus signs in it. `leads` where it begins with one. */
export function leadingMarks(content: string, field: WireField): FoundInField & { leads: boolean } {
  const found: FoundInField & { leads: boolean } = { agency: null, spans: [], leads: false };
  let at = 0;
  for (let count = 0; count < marksMax; count++) {
    const end = plusSigns(content, at) ?? mark(content, at, found);
    if (end === null) break;
    found.spans.push({ field, start: at, end, what: "mark" });
    at = end;
  }
  found.leads = at > 0;
  found.spans.push(...innerPlusSigns(content, field, at));
  return found;
}

function plusSigns(content: string, at: number): number | null {
  plusPattern.lastIndex = at;
  return plusPattern.test(content) ? plusPattern.lastIndex : null;
}

function mark(content: string, at: number, found: FoundInField): number | null {
  markPattern.lastIndex = at;
  const match = markPattern.exec(content);
  const written = match?.groups?.mark;
  const row = written === undefined ? undefined : marks.get(written.toLowerCase());
  if (!match || !row || written === undefined) return null;
  const isWritten =
    written === row.text || (row.mixed && match.groups?.sign !== undefined && /[:!+|]/.test(match.groups.sign));
  const next = content.slice(markPattern.lastIndex, markPattern.lastIndex + 1);
  if (!isWritten || next === "" || (/[-–—]/.test(match.groups?.sign ?? "") && /\p{Ll}/u.test(next))) return null;
  found.priority ??= row.priority as WirePriority;
  if ("agency" in row && row.agency) found.agency ??= row.agency;
  return markPattern.lastIndex;
}

/** "… +++ Mehr in Kürze +++": each row of plus signs stands between sentences. */
function innerPlusSigns(content: string, field: WireField, from: number): WireSpan[] {
  if (!content.includes("+++", from)) return [];
  return [...content.slice(from).matchAll(/(?<!\S)\+{3}(?!\S)|\+{3}$/g)].map(({ index }) => ({
    field,
    start: from + index,
    end: from + index + 3,
    what: "mark" as const,
  }));
}
