import { wordSieve } from "../text/word-sieve.ts";
import rows from "./wire/agencies.json" with { type: "json" };

/** Every form of every agency, the longest first, as the source of a regular expression. */
export const agencyForms: string = sourceOf(rows.flatMap(({ forms }) => forms));

/** Those that are known without brackets, too: their names are nothing else in a headline. */
export const agencyFormsAlone: string = sourceOf(rows.filter(({ alone }) => alone).flatMap(({ forms }) => forms));

const byForm = new Map(rows.flatMap(({ agency, forms }) => forms.map((form) => [form, agency] as const)));

/**
 * The agency that stands behind a credit as wires write it, without its brackets: "dpa/lby", "AFP/dpa" (the first counts),
 * "dpa-AFX", "awp international", "Newsfile Corp. - June 3, 2026". null where it names none, or more than a credit does.
 */
export function creditedAgency(credit: string): string | null {
  const [first = "", ...rest] = credit.trim().split(/\s?[/+,]\s?|\s-\s/);
  const agency = byForm.get(first);
  if (agency === undefined || rest.length > partsMax) return null;
  return rest.every((part) => byForm.has(part) || servicePattern.test(part)) ? agency : null;
}

/** The agency of exactly this form; null for any other text. */
export const agencyOf = (form: string): string | null => byForm.get(form) ?? null;

/** True where some agency may be named: a word with which one of its forms begins stands in the text. Cheap. */
export function mayNameAgency(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const start = at;
    while (isLatinLetter(text.charCodeAt(at))) at += 1;
    if (at === start) at += 1;
    else if (mayBeFirst(text, start, at) && firstWords.has(text.slice(start, at))) return true;
  }
  return false;
}

const isLatinLetter = (code: number): boolean =>
  ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || (code >= 0xc0 && code <= 0x24f);
const firstWords = new Set([...byForm.keys()].flatMap((form) => form.match(/[A-Za-z\u00c0-\u024f]+/)?.[0] ?? []));
const mayBeFirst = wordSieve(firstWords);

/** All ways in which the agency is written, for the word that a bracket explains ("Associated Press (AP)"). */
export const formsOf = (agency: string): readonly string[] => rows.find((row) => row.agency === agency)?.forms ?? [];

/** More authors than these have no room behind an agency's name. */
const partsMax = 5;

/** A regional service ("lby"), an author's sign ("tmt"), a date ("June 3", "2026"), an agency that we don't list. */
const servicePattern = /^(?:[\p{L}.-]{1,12}|\d{1,2}\.? ?\p{L}{3,9}|\p{L}{3,9}\.? \d{1,2}|\d{4})$/u;

function sourceOf(forms: readonly string[]): string {
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|");
}
