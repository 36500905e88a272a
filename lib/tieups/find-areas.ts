import type { Occurrence } from "./fill-frame.ts";
import type { SentenceView, Span } from "./spans.ts";
import { endingStart } from "./word-ending.ts";

/** What a tie-up is about takes no more words than this. */
const areaTokensMax = 4;

/** More areas than this are a list of everything. */
const areasMax = 3;

/** Further away than this, a preposition speaks of something else. */
const reachTokens = { after: 14, before: 8 };

/**
 * What a tie-up is about, as it stands in the text: behind "für", "bei", "on", "for" (also before a German verb), what is to be
 * developed or built, or what stands before the trigger ("battery partnership", "Batterieallianz"). Empty where nothing says so.
 */
export function findAreas(view: SentenceView, occurrence: Occurrence): string[] {
  const readers = [areasAfter, areasBefore, areasMade, areaInFront, areaInCompound];
  for (const read of readers) {
    const areas = read(view, occurrence);
    if (areas.length > 0) return areas;
  }
  return [];
}

function areasAfter(view: SentenceView, { to }: Occurrence): string[] {
  for (let at = to; at < Math.min(view.to, to + reachTokens.after); at++) {
    const token = view.tokens[at];
    if (token === undefined || token.text === ":" || token.text === ";") break;
    const areas = isAreaPreposition(view, at) ? areasAt(view, at + 1) : [];
    if (areas.length > 0) return areas;
  }
  return [];
}

/** German says what for before the verb: "wollen bei Wasserstoff enger zusammenarbeiten". */
function areasBefore(view: SentenceView, { from, trigger }: Occurrence): string[] {
  if (!view.lexicon.compounds || trigger.word === "noun") return [];
  const clause = view.clauses[from - view.from];
  for (let at = from - 1; at >= Math.max(view.from, from - reachTokens.before); at--) {
    if (view.clauses[at - view.from] !== clause) break;
    const areas = isAreaPreposition(view, at) ? areasAt(view, at + 1) : [];
    if (areas.length > 0) return areas;
  }
  return [];
}

function isAreaPreposition(view: SentenceView, at: number): boolean {
  const { tokens, lexicon } = view;
  const word = tokens[at]?.lower ?? "";
  if (!lexicon.areaPrepositions.has(word)) return false;
  if (word === "in" && lexicon.compounds && !lexicon.determiners.has(tokens[at + 1]?.lower ?? "")) return false;
  return !view.spans.some((span) => isSure(span) && span.from > at && span.from <= at + 2);
}

/** A guessed name behind "bei" may as well be what it is about. */
const isSure = ({ strength }: Span) => strength > 0.75;

/** "Partnership to develop solid-state batteries", "entwickelt mit Toyota Brennstoffzellen": the object of the making. */
function areasMade(view: SentenceView, { from }: Occurrence): string[] {
  const { tokens, lexicon } = view;
  const clause = view.clauses[from - view.from] ?? 0;
  for (let at = view.from; at < view.to; at++) {
    const word = tokens[at]?.lower ?? "";
    if (!lexicon.making.has(word) || Math.abs((view.clauses[at - view.from] ?? 0) - clause) > 1) continue;
    const areas = lexicon.compounds ? germanObject(view, at) : areasAt(view, at + 1);
    if (areas.length > 0) return areas;
  }
  return [];
}

/** The first noun around the verb that no preposition governs and that is no name. */
function germanObject(view: SentenceView, verb: number): string[] {
  const { tokens, lexicon } = view;
  for (let at = verb + 1; at < Math.min(view.to, verb + reachTokens.before); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") break;
    if (lexicon.prepositions.has(token.lower) || view.spans.some((span) => at >= span.from && at < span.to)) continue;
    const before = tokens[at - 1];
    if (!token.capital || token.joined || (before && lexicon.prepositions.has(before.lower))) continue;
    return areasAt(view, at);
  }
  return [];
}

function areasAt(view: SentenceView, start: number): string[] {
  const { tokens, lexicon } = view;
  const areas: string[] = [];
  let from = start;
  for (let at = start; at <= Math.min(view.to, start + areasMax * areaTokensMax); at++) {
    const token = tokens[at];
    const joins = token !== undefined && at < view.to && (lexicon.conjunctions.has(token.lower) || token.text === ",");
    const ends = !joins && (token === undefined || at >= view.to || isAreaEnd(view, at, from));
    if (!joins && !ends) continue;
    const area = areaText(view, from, at);
    if (area === null) break;
    areas.push(area);
    from = at + 1;
    if (ends) break;
  }
  return areas.slice(0, areasMax);
}

function isAreaEnd(view: SentenceView, at: number, start: number): boolean {
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
  if (lexicon.compounds) return !token.capital && (hasNoun(view, start, at) || !/e[nrsm]?$/.test(token.lower));
  return lexicon.words.has(token.lower) && !lexicon.making.has(token.lower);
}

function hasNoun({ tokens }: SentenceView, from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ capital }) => capital);
}

function areaText(view: SentenceView, from: number, to: number): string | null {
  const { tokens, lexicon } = view;
  let start = from;
  while (start < to && isFiller(view, start)) start++;
  const first = tokens[start];
  const last = tokens[to - 1];
  if (first === undefined || last === undefined || start >= to || to - start > areaTokensMax) return null;
  if (first.kind === "number" || last.kind === "number") return null;
  if (lexicon.compounds ? !last.capital : isEnglishName(view, to - 1)) return null;
  if (isNoArea(last.lower, view) || (to - start === 1 && lexicon.adverbs.has(first.lower))) return null;
  const words: string[] = [];
  for (let at = start; at < to; at++) {
    const token = tokens[at];
    if (token) words.push((at > start ? (token.joined ? "-" : " ") : "") + token.text);
  }
  return words.join("");
}

/** Articles, possessives and what makes more of it ("their joint new …") are left out. */
function isFiller({ tokens, lexicon }: SentenceView, at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  return lexicon.determiners.has(token.lower) || lexicon.making.has(token.lower) || lexicon.adverbs.has(token.lower);
}

/** A word with a capital in English is a place or a name, but for "AI" and "5G". */
function isEnglishName({ tokens }: SentenceView, at: number): boolean {
  const text = tokens[at]?.text ?? "";
  return /^\p{Lu}\p{Ll}/u.test(text);
}

function isNoArea(lower: string, { lexicon }: SentenceView): boolean {
  if (lexicon.noAreas.has(lower) || lexicon.blocked.has(lower)) return true;
  return /^(?:mill|milli|bill|euro|dollar|prozent|percent|\d)/.test(lower) || lexicon.described.has(lower);
}

/** "Battery partnership", "lithium supply deal". */
function areaInFront(view: SentenceView, { from, trigger }: Occurrence): string[] {
  const { tokens, lexicon } = view;
  if (lexicon.compounds || (trigger.word !== "noun" && trigger.word !== "phrase")) return [];
  let start = from;
  while (start > view.from && from - start < areaTokensMax && isInFront(view, start - 1)) start--;
  if (start === from || (tokens[start]?.joined ?? false)) return [];
  const area = areaText(view, start, from);
  return area === null ? [] : [area];
}

function isInFront({ tokens, lexicon, spans }: SentenceView, at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "word" || (token.capital && !/^(?:\p{Lu}+|[2-6]G|3D)$/u.test(token.text))) return false;
  if (spans.some((span) => at >= span.from && at < span.to)) return false;
  const { lower } = token;
  return !(
    lexicon.words.has(lower) ||
    lexicon.nouns.has(lower) ||
    lexicon.stageWords.has(lower) ||
    lexicon.determiners.has(lower) ||
    lexicon.prepositions.has(lower) ||
    lexicon.auxiliaries.has(lower) ||
    lexicon.adverbs.has(lower) ||
    lexicon.subordinators.has(lower) ||
    lexicon.conjunctions.has(lower) ||
    lexicon.noAreas.has(lower) ||
    /(?:s|ed|ing)$/.test(lower)
  );
}

/** "Wasserstoff-Allianz" and "Batteriepartnerschaft" are about the first part. */
function areaInCompound(view: SentenceView, { from }: Occurrence): string[] {
  const { tokens, lexicon, spans } = view;
  const token = tokens[from];
  const before = tokens[from - 1];
  if (token === undefined || !lexicon.compounds) return [];
  if (token.joined) {
    if (before === undefined || from - 1 < view.from) return [];
    if (spans.some((span) => span.from <= from - 1 && span.to > from - 1)) return [];
    return before.text.length > 3 && !isNoArea(before.lower, view) ? [before.text] : [];
  }
  const at = endingStart(token.lower, lexicon.nouns, 4, 4);
  if (at < 0 || lexicon.nouns.has(token.lower)) return [];
  const part = token.text.slice(0, at).replace(/(?<=ung|heit|keit|schaft|ion|tät)s$/u, "");
  return isNoArea(part.toLowerCase(), view) ? [] : [part];
}
