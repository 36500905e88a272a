import { agencyForms, agencyFormsAlone, agencyOf, creditedAgency, formsOf } from "./agencies.ts";
import { monthNamed } from "./month-names.ts";
import cityNames from "./wire/cities.json" with { type: "json" };
import { endCharsMax, type FoundInField } from "./wire-facts.ts";
import type { WireField } from "./wire-span.ts";

/** Where a dateline could begin, its parts, and the agency in brackets. */
interface Lead {
  start: number;
  place: string | null;
  date: string | null;
}

const word = String.raw`\p{Lu}[\p{L}\p{M}.'’]*(?:-[\p{L}\p{M}.'’]+)*`;
const small = String.raw`(?:(?:am|an|der|im|in|bei|ob|vor|de|da|do|del|dos|di|la|le|los|las|el|al|upon|on|of|und|y) |(?:[abdiv]\.)+ ?)`;
// "München", "Berlin/Wolfsburg", "Frankfurt am Main", "Halle (Saale)", "GAITHERSBURG, Md.", "Neu-Delhi [Indien]".
const place = String.raw`${word}(?:(?: ?/ ?|, | ${small}{0,2})${word}){0,5}(?: [([]\p{Lu}\p{L}+[)\]])?`;
const month = String.raw`\p{L}{3,9}\.?`;
const date = String.raw`(?:\p{L}{2,10}\.?,? )?(?:\d{1,2}(?:\.|st|nd|rd|th)? ?${month}(?:,? \d{4})?|${month} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?)`;

/** What stands before an agency's bracket, from its right end. */
const leadPattern = new RegExp(
  `(?:(?<place>${place})(?:(?:,|\\.| ?[-–—/]+) ?(?<date>${date})\\.?)?|(?<only>${date}))?[ ,]*(?:[-–—]{1,2})?[ ]*$`,
  "u",
);
const bracketPattern = new RegExp(
  String.raw`[([]\s?(?<round>(?:${agencyForms})(?![\p{L}\d])[^()[\]]{0,40}?)\s?[)\]]|(?<!\S)/ ?(?<slash>(?:${agencyForms})) ?/`,
  "gu",
);
const bracket = /[([/]/;
/** What follows a dateline's bracket: surely one, and perhaps one where it begins the text. */
const surely = /^\)?\.?\s*(?:[-–—]{1,2}|:)\s*(?:(?<=\s|--)(?=\S)|(?=\p{Lu}|["„“»«]))/u;
const perhaps = /^\)?\.?\s+(?=[\p{Lu}"„“»«‚'\d])/u;
const secondDate = new RegExp(
  `^(?<place>${place}), (?<date>${date}) ?[-–—]{1,2} ?|^(?<only>${date}) ?[-–—/]{1,2} ?`,
  "u",
);
const trailDate = new RegExp(`^(?<date>${date}) ?/ ?`, "u");

const leadCharsMax = 90;
const placeCharsMax = 60;

/** The datelines of a field: "München (dpa) - ", "PARIS--(BUSINESS WIRE)--", "Tokio, 3. Juni (AFP) -", "AFP - ", "München - ". */
export function findDatelines(content: string, field: WireField, begin: number, title: string): FoundInField {
  const found: FoundInField = { agency: null, spans: [] };
  const head = content.slice(0, endCharsMax);
  // The pattern tries each agency at each sign: most texts have none that it could begin with.
  for (const match of bracket.test(head) ? head.matchAll(bracketPattern) : []) {
    const credit = match.groups?.round ?? match.groups?.slash ?? "";
    const agency = creditedAgency(credit);
    if (agency === null || match.index < begin) continue;
    const after = match.index + match[0].length;
    const lead = leadBefore(content, begin, match.index, agency);
    const end = lead && endOf(content, after, lead, begin);
    if (!lead || !end || (field === "title" && !end.sure)) continue;
    note(found, agency, { ...lead, ...end.lead }, field, end.at);
  }
  if (found.spans.length === 0 && field === "text") withoutBracket(content, begin, title, found);
  return found;
}

function note(found: FoundInField, agency: string | null, lead: Lead, field: WireField, end: number): void {
  found.agency ??= agency;
  if (lead.place) found.place ??= inMixedCase(lead.place);
  const written = lead.date && isoDate(lead.date);
  if (written) found.date ??= written;
  found.spans.push({ field, start: lead.start, end, what: agency === null ? "place" : "dateline" });
}

/** The place and date before a bracket at `at`; null where the bracket explains a name or stands within a sentence. */
function leadBefore(content: string, begin: number, at: number, agency: string): Lead | null {
  const from = Math.max(begin, at - leadCharsMax);
  const before = content.slice(from, at);
  const match = leadPattern.exec(before);
  if (!match) return null;
  const start = from + match.index;
  const atBoundary = isBoundary(content, begin, start);
  const written = match.groups?.place;
  if (written === undefined) {
    return atBoundary ? { start, place: null, date: match.groups?.only ?? null } : null;
  }
  const own = atBoundary ? written : cityAtEnd(written);
  if (own === null || own.length > placeCharsMax || explains(agency, own)) return null;
  const named = withoutAgencyBefore(withoutSentenceBefore(own));
  const skipped = written.length - named.length;
  const dash =
    /(?:\s[-–—]{1,2}\s*|\()$/.exec(content.slice(Math.max(begin, start + skipped - 5), start + skipped))?.[0].length ??
    0;
  return { start: start + skipped - dash, place: named, date: match.groups?.date ?? null };
}

/** At the field's beginning, after a sentence, a line or another bracket. */
function isBoundary(content: string, begin: number, at: number): boolean {
  return at <= begin || /(?:[.!?:…"“”»()\]|>]|\s[-–—]|\n)\s*$/.test(content.slice(Math.max(0, at - 4), at));
}

/** In the midst of words that have capitals, too, only a known city or a word in capitals tells where the place begins. */
function cityAtEnd(written: string): string | null {
  const tail = /(?:^| )((?:\S+ )?\S+)$/u.exec(written)?.[1] ?? written;
  const one = tail.slice(tail.lastIndexOf(" ") + 1);
  for (const candidate of [tail, one]) {
    if (cities.has(candidate.toLowerCase()) || candidate.split("/").every((part) => cities.has(part.toLowerCase()))) {
      return candidate;
    }
  }
  const capitals = /(?:^| )((?:\p{Lu}{3,}[/ -]?)+)$/u.exec(written)?.[1];
  return capitals ?? null;
}

/** "… Energie. Berlin": a sentence that ends with a word in capitals isn't part of the place. */
function withoutSentenceBefore(own: string): string {
  const stop = own.lastIndexOf(". ");
  if (stop < 0) return own;
  const head = own.slice(own.lastIndexOf(" ", stop - 1) + 1, stop);
  return head.length > 3 ? own.slice(stop + 2) : own;
}

/** "Foto: AFP Bonn": the picture's agency stands before the place. */
const withoutAgencyBefore = (own: string): string => own.replace(agencyBefore, "");
const agencyBefore = new RegExp(`^(?:${agencyForms}) (?=\\p{Lu})`, "u");

/** "Associated Press (AP)", "Agentur (dpa)", "Canadian Pacific (CP)": the bracket holds the short form of what stands before it. */
function explains(agency: string, own: string): boolean {
  if (/agentur|agenc|presse?\b|newswire|dienst$|service$/i.test(own)) return true;
  const initials = own
    .split(/[\s-]+/)
    .map((part) => part[0] ?? "")
    .join("")
    .toUpperCase();
  return initials.length > 1 && formsOf(agency).some((form) => form.toUpperCase() === initials);
}

/** Where the dateline ends, and what it says behind the bracket ("(ANSA) - ROME, JUN 3 -", "/ ACCESSWIRE / June 3, 2026 /"). */
function endOf(
  content: string,
  after: number,
  lead: Lead,
  begin: number,
): { at: number; sure: boolean; lead: Partial<Lead> } | null {
  const rest = content.slice(after, after + leadCharsMax);
  const trailed = trailDate.exec(rest.trimStart());
  if (trailed) {
    const at = after + (rest.length - rest.trimStart().length) + trailed[0].length;
    return { at, sure: true, lead: { date: trailed.groups?.date ?? null } };
  }
  const sure = surely.exec(rest);
  if (sure) {
    const at = after + sure[0].length;
    const second = lead.place === null ? secondDate.exec(content.slice(at, at + leadCharsMax)) : null;
    const { place: secondPlace, date: itsDate, only } = second?.groups ?? {};
    if (!second) return { at, sure: true, lead: {} };
    return {
      at: at + second[0].length,
      sure: true,
      lead: { place: secondPlace ?? null, date: itsDate ?? only ?? null },
    };
  }
  const soft = perhaps.exec(rest);
  const begins = lead.start <= begin || content[lead.start - 1] === "\n";
  return soft && begins ? { at: after + soft[0].length, sure: false, lead: {} } : null;
}

const bareAgency = new RegExp(
  String.raw`(?<agency>${agencyFormsAlone})(?:/\p{L}{2,8})?\s?(?:[-–—]{1,2}|:|\|)\s+(?=[\p{Lu}"„“»\d])`,
  "uy",
);
const bareDated = new RegExp(
  String.raw`(?<place>${place})(?:,|\.|\s[-–—])\s(?<date>${date})\s?(?:[-–—]{1,2}|[.:])\s*(?=[\p{Lu}"„“»])`,
  "uy",
);
const bareCity = new RegExp(
  String.raw`(?<place>${word}(?: ${word})?(?:/${word}(?: ${word})?)*)\s?(?:[-–—]{1,2})\s+(?=[\p{Lu}"„“»])`,
  "uy",
);

const cities = new Set(cityNames.map((name) => name.toLowerCase()));
/** A shorter rest is a headline ("Berlin - Hamburg 2:1"), not a sentence filed from there. */
const sentenceWordsMin = 5;

/** Datelines without an agency, and agencies without brackets, at the beginning of a text. */
function withoutBracket(content: string, begin: number, title: string, found: FoundInField): void {
  if (!/[\d|:–—-]/.test(content.slice(begin, begin + leadCharsMax))) return;
  const agency = matchAt(bareAgency, content, begin);
  if (agency?.groups?.agency && !title.includes(agency.groups.agency)) {
    note(found, agencyOf(agency.groups.agency), noLead(begin), "text", bareAgency.lastIndex);
    return;
  }
  const dated = matchAt(bareDated, content, begin);
  if (dated?.groups && isoDate(dated.groups.date ?? "")) {
    const { place = null, date = null } = dated.groups;
    note(found, null, { start: begin, place, date }, "text", bareDated.lastIndex);
    return;
  }
  const city = matchAt(bareCity, content, begin)?.groups?.place;
  if (!city?.split("/").every((part) => cities.has(part.toLowerCase()))) return;
  const rest = content.slice(bareCity.lastIndex, bareCity.lastIndex + 400).split(/\s+/);
  const [first = ""] = rest;
  if (rest.length < sentenceWordsMin || cities.has(first.replace(/\P{L}+$/u, "").toLowerCase())) return;
  note(found, null, { start: begin, place: city, date: null }, "text", bareCity.lastIndex);
}

const noLead = (start: number): Lead => ({ start, place: null, date: null });

function matchAt(pattern: RegExp, content: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(content);
}

/** "--06-03" or "2026-06-03" for a date in words or numbers (German order); null for what is none. */
export function isoDate(written: string): string | null {
  const numbers = /(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?/.exec(written);
  const monthWord = written.match(/\p{L}{3,}/gu)?.findLast((name) => monthNamed(name) !== null);
  const monthNumber = numbers ? Number(numbers[2]) : monthWord ? monthNamed(monthWord) : null;
  const day = Number(numbers?.[1] ?? /(?<!\d)\d{1,2}(?!\d)/.exec(written)?.[0] ?? 0);
  const year = numbers?.[3] ?? /\d{4}/.exec(written)?.[0];
  if (monthNumber === null || monthNumber < 1 || monthNumber > 12 || day < 1 || day > 31) return null;
  const fullYear = year === undefined ? "-" : year.length === 2 ? `20${year}` : year;
  return `${fullYear}-${String(monthNumber).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** "NEW YORK" as people write it: "New York"; "Washington, D.C." and words in mixed case stay. */
function inMixedCase(written: string): string {
  const isShouted = written === written.toUpperCase() && /\p{Lu}{2}/u.test(written);
  const named = isShouted ? written.replace(/\p{Lu}[\p{Lu}\p{M}]+/gu, capitalised) : written;
  return named.replace(/ (?:Am|An|Der|In|Im|De|Of) /g, (small) => small.toLowerCase());
}

const capitalised = (name: string): string => (name[0] ?? "") + name.slice(1).toLowerCase();
