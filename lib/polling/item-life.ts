import { embargoEnd, type Reference } from "./embargo-end.ts";
import type { ItemLife } from "./item.ts";
import { type LifeForm, lifeForms } from "./life-forms.ts";
import { leadingMarks } from "./wire-marks.ts";
import type { WireField } from "./wire-span.ts";

/** What a wire says of its own item, and where. */
export interface LifeEvent extends ItemLife {
  /** No part of the news. UTF-16 offsets, `end` exclusive. */
  marker: { field: WireField; start: number; end: number };
}

/**
 * The corrections, withdrawals and embargos that an item declares of itself, each kind once, in the order of the text, title
 * first. Only what wires say to their readers counts: "KORREKTUR:", "CORRECTED-", "ADVISORY: … withdrawn", "Sperrfrist: 15.00
 * Uhr" at the beginning of a field or sentence. `reference` says when and where the item was published. Pure; linear in the text.
 */
export function itemLife(title: string, text: string, reference: Reference): LifeEvent[] {
  const events = [...readField(title, "title", reference), ...readField(text, "text", reference)];
  return events
    .filter(({ kind }, index) => events.findIndex((other) => other.kind === kind) === index)
    .map((event) => ({ ...event, ...saidOf(events.filter(({ kind }) => kind === event.kind)) }));
}

/** The mark in the headline says that, a note in the text what. */
function saidOf(events: LifeEvent[]): Pick<LifeEvent, "says"> {
  const [says] = events.flatMap((event) => event.says ?? []);
  return says === undefined ? {} : { says };
}

/** One of these stands in every notice: most items are done with them. */
const telling =
  /korr[ie]|berichtig|richtigst|correct|refile|fassung|version|zurück|withdr|kill|retract|storn|hinfällig|sperrfrist|gesperrt|frei ab|embargo|disregard|ignore|discard|do not use|in error|story removed|irrtümlich|versehentlich|fälschlich|verwenden|veröffentlichen|nutzen/i;

/** Wires say such things at the ends of their texts. */
const endCharsMax = 4_000;

function readField(content: string, field: WireField, reference: Reference): LifeEvent[] {
  if (!telling.test(content)) return [];
  // "UPDATE 2-CORRECTED-…", "+++ KORREKTUR: …": the notice begins where other marks end.
  const begins = leadingMarks(content, field).leads ? (leadingEnd(content, field) ?? 0) : 0;
  const pieces = piecesOf(content, begins);
  const said = lifeForms.flatMap((form) => {
    if (form.field !== undefined && form.field !== field) return [];
    for (const { from, piece } of pieces) {
      const match = form.pattern.exec(piece);
      if (match && (from === begins || match.index > 0)) return [eventOf(form.kind, match, from, field)];
    }
    return [];
  });
  const embargo = pieces.flatMap(({ from, piece }) => embargoIn(piece, from, field, reference)).slice(0, 1);
  return [...said, ...embargo].sort((a, b) => a.marker.start - b.marker.start);
}

function leadingEnd(content: string, field: WireField): number | null {
  let end: number | null = null;
  for (const { start, end: its } of leadingMarks(content, field).spans) {
    if (start > (end ?? 0)) break;
    end = its;
  }
  return end;
}

function piecesOf(content: string, begins: number): { from: number; piece: string }[] {
  if (content.length - begins <= 2 * endCharsMax) return [{ from: begins, piece: content.slice(begins) }];
  return [begins, content.length - endCharsMax].map((from) => ({
    from,
    piece: content.slice(from, from + endCharsMax),
  }));
}

function eventOf(kind: LifeForm["kind"], match: RegExpExecArray, from: number, field: WireField): LifeEvent {
  const about = match.groups?.about?.replace(/^[\s:„“"»«'–-]+|[\s„“”"»«'.–-]+$/gu, "");
  const start = from + match.index;
  // Of "WITHDRAWN: …" the marker is the word; of a sentence that says it, the sentence.
  const whole = match[0].trimEnd().length;
  const marked =
    field === "title" && match.groups?.about && match[0].endsWith(match.groups.about)
      ? match[0].length - match.groups.about.length
      : whole;
  const end = start + Math.max(marked, /\s$/.test(match[0]) && marked === whole ? match[0].length : marked);
  const says = kind === "correction" ? noteIn(match[0]) : null;
  return {
    kind,
    until: null,
    ...(about ? { refersTo: about } : {}),
    ...(says ? { says } : {}),
    marker: { field, start, end },
  };
}

/** "KORREKTUR 2: " and "(korrigierte Fassung)" say nothing more. */
const noteWordsMin = 3;

/** The note without its brackets, where it says more than that there is a correction. */
function noteIn(written: string): string | null {
  const note = written.trim().replace(/^[([]+|[)\]]+$/g, "");
  return (note.match(/[\p{L}\p{N}]+/gu) ?? []).length >= noteWordsMin ? note : null;
}

const embargoPattern =
  /(?:^|(?<=[.!?…:"“”»)\]|+([]\s{0,3})|(?<=\n\s*)|(?<=\s[-–—]\s))(?:(?:ACHTUNG|Achtung|HINWEIS|Hinweis)[,!:]?\s(?:Redaktionen[,!:]?\s)?)?(?<word>SPERRFRIST(?:ENDE)?|Sperrfrist(?:ende|-Ende)?|GESPERRT bis|Gesperrt bis|Frei ab|FREI AB|(?:(?:STRICTLY |UNDER )?(?:EMBARGOED|EMBARGO)|(?:Strictly |Under )embargo(?:ed)?|Embargo(?:ed)?))(?<sign>\s?[:–—-]\s?|\s?,\s?|\s+)(?<when>[^\n()[\]|+]{0,80})/gu;

/** "Sperrfrist: …" needs no time; "Embargo …" needs one, because states impose embargos, too. */
function embargoIn(piece: string, from: number, field: WireField, reference: Reference): LifeEvent[] {
  for (const match of piece.matchAll(embargoPattern)) {
    const { word = "", sign = "", when = "" } = match.groups ?? {};
    if (/^\W*(?:aufgehoben|ist aufgehoben|lifted)/i.test(when)) continue;
    const end = embargoEnd(when, reference);
    const isPlain = end === null && /^sperrfrist/i.test(word) && sign.trim() === ":";
    const isUntil =
      end === null &&
      /^(?:strictly |under )?embargo/i.test(word) &&
      /^(?:until|till|for release|bis)\b/i.test(when) &&
      !/^embargo$/i.test(word);
    if (end === null && !isPlain && !isUntil) continue;
    const start = from + match.index;
    const length = match[0].length - when.length + (end?.length ?? 0);
    return [{ kind: "embargo", until: end?.until ?? null, marker: { field, start, end: start + length } }];
  }
  return [];
}
