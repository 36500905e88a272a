import type { Occurrence } from "./fill-frame.ts";
import type { SentenceView, Span } from "./spans.ts";

/** What a tie-up is about takes no more words than this. */
const areaTokensMax = 4;

/** What a tie-up is about, as it stands after "für", "bei", "on", "for" behind the trigger: at most two noun phrases. */
export function findAreas(view: SentenceView, { from, to }: Occurrence): string[] {
  const { tokens, lexicon } = view;
  for (let at = to; at < Math.min(view.to, to + 14); at++) {
    const token = tokens[at];
    if (token === undefined || token.text === ":" || token.text === ";") break;
    if (
      !lexicon.areaPrepositions.has(token.lower) ||
      view.spans.some((span) => isSure(span) && span.from > at && span.from <= at + 2)
    )
      continue;
    const areas = areasAt(view, at + 1);
    if (areas.length > 0) return areas;
  }
  return compoundArea(view, from);
}

/** A guessed name behind "bei" may as well be what it is about. */
const isSure = ({ strength }: Span) => strength > 0.75;

function areasAt(view: SentenceView, start: number): string[] {
  const { tokens, lexicon } = view;
  const areas: string[] = [];
  let from = start;
  for (let at = start; at <= Math.min(view.to, start + 2 * areaTokensMax); at++) {
    const token = tokens[at];
    const joins = token !== undefined && at < view.to && (lexicon.conjunctions.has(token.lower) || token.text === ",");
    const ends = !joins && (token === undefined || at >= view.to || isAreaEnd(view, at));
    if (!joins && !ends) continue;
    const area = areaText(view, from, at);
    if (area === null) break;
    areas.push(area);
    from = at + 1;
    if (ends || token?.text === ",") break;
  }
  return areas.slice(0, 2);
}

function isAreaEnd(view: SentenceView, at: number): boolean {
  const token = view.tokens[at];
  if (token === undefined || token.kind === "mark") return true;
  const { lexicon } = view;
  if (view.spans.some((span) => isSure(span) && span.from === at)) return true;
  if (
    lexicon.prepositions.has(token.lower) ||
    lexicon.auxiliaries.has(token.lower) ||
    lexicon.subordinators.has(token.lower)
  )
    return true;
  if (lexicon.words.has(token.lower) || lexicon.stageWords.has(token.lower)) return true;
  return lexicon.compounds && !token.capital && !/e[nrsm]?$/.test(token.lower);
}

function areaText(view: SentenceView, from: number, to: number): string | null {
  let start = from;
  while (start < to && view.lexicon.determiners.has(view.tokens[start]?.lower ?? "")) start++;
  const first = view.tokens[start];
  const last = view.tokens[to - 1];
  if (first === undefined || last === undefined || start >= to || to - start > areaTokensMax) return null;
  if (first.kind === "number" || /^(?:mill|milli|bill|euro|dollar|prozent|percent)/.test(last.lower)) return null;
  if (view.lexicon.compounds && !last.capital) return null;
  if (view.lexicon.blocked.has(last.lower) || (view.lexicon.commonNouns.has(last.lower) && last.lower.length < 5))
    return null;
  const words: string[] = [];
  for (let at = start; at < to; at++) {
    const token = view.tokens[at];
    if (token) words.push((at > start && !token.joined ? " " : at > start ? "-" : "") + token.text);
  }
  return words.join("");
}

/** "Wasserstoff-Allianz" is about "Wasserstoff". */
function compoundArea(view: SentenceView, from: number): string[] {
  const token = view.tokens[from];
  const before = view.tokens[from - 1];
  if (!token?.joined || before === undefined || from - 1 < view.from) return [];
  if (view.spans.some((span) => span.from <= from - 1 && span.to > from - 1)) return [];
  return before.text.length > 3 ? [before.text] : [];
}
