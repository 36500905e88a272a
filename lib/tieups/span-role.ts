import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { isFormer, personBehind } from "./former-person.ts";
import { hasTriggerEnding, isDescribed } from "./guess-name.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span } from "./spans.ts";
import { hasKnownEnding } from "./word-ending.ts";

/** Sets what is meant by a span, as what stands behind the name in its compound says: the company, its product, or something else. */
export function setRole(span: Span, tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): void {
  if (tokens[span.to]?.kind === "possessive" || isBarePossessive(span, tokens, from, lexicon)) span.possessive = true;
  if (span.type === "blocked" || span.type === "described") return;
  const before = span.from > from ? tokens[span.from - 1] : undefined;
  if (tokens[span.from]?.joined && /^(?:ex|nicht|non|anti)$/.test(before?.lower ?? "")) {
    span.role = "other";
    return;
  }
  if (before !== undefined && isOfFormerPerson(span, before, tokens, to, lexicon)) {
    span.type = "blocked";
    return;
  }
  let head = span.to;
  while (head + 1 < to && tokens[head]?.joined && tokens[head + 1]?.joined) head++;
  const token = tokens[head];
  if (head < to && token !== undefined && isStaff(token, lexicon) && !actsForEmployer(token, tokens[head + 1], lexicon))
    span.role = "other";
  if (isOne(span, tokens, to, lexicon)) span.role = "product";
  if (head >= to || !token?.joined) return;
  span.headAt = head;
  span.role = roleOfHead(token.lower, lexicon);
}

/** "Thales' purchase of …": an apostrophe that closes no quotation. */
function isBarePossessive({ to }: Span, tokens: readonly Token[], from: number, { compounds }: Lexicon): boolean {
  const mark = tokens[to];
  if (compounds || mark === undefined || !apostrophes.test(mark.text) || mark.start !== tokens[to - 1]?.end)
    return false;
  const opens = tokens.slice(from, to).some(({ text }) => openingQuotes.test(text));
  return !opens && /s$/i.test(tokens[to - 1]?.text ?? "") && tokens[to + 1]?.kind === "word";
}

const apostrophes = /^['’]$/;

const openingQuotes = /^['’‘]$/;

/** "Former Shell and BP bosses", "früherer Cisco-Manager": who has left a company stands for it no more. */
function isOfFormerPerson(span: Span, before: Token, tokens: readonly Token[], to: number, lexicon: Lexicon): boolean {
  if (!isFormer(before, lexicon)) return false;
  const person = personBehind(tokens, span.to, to, lexicon);
  const between = tokens.slice(span.to, person);
  return person >= 0 && between.every(({ kind, joined }) => kind !== "mark" && (joined || !lexicon.compounds));
}

const oneOf = new Set(["a", "an", "ein", "einen", "einem"]);

/** "A Ferrari, a Volvo and a wedding": one of them is what the company makes. */
function isOne(span: Span, tokens: readonly Token[], to: number, lexicon: Lexicon): boolean {
  if (!oneOf.has(tokens[span.from - 1]?.lower ?? "") || span.to - span.from > 1) return false;
  const next = span.to < to ? tokens[span.to] : undefined;
  if (next === undefined || next.kind === "mark") return true;
  return lexicon.conjunctions.has(next.lower) || lexicon.prepositions.has(next.lower);
}

/** "Bosch engineers to work with …", "Uber drivers assist …": what is done at work. */
function actsForEmployer({ lower }: Token, next: Token | undefined, { peopleOf, making }: Lexicon): boolean {
  if (next === undefined) return false;
  return (
    next.lower.startsWith("assist") ||
    (peopleOf.has(lower) && (next.lower === "to" || next.lower === "work" || making.has(next.lower)))
  );
}

/** "Uber driver", "Ford workers": English writes such compounds apart. */
function isStaff({ lower, joined, capital }: Token, { compounds, people }: Lexicon): boolean {
  return !compounds && !joined && !capital && people.has(lower);
}

function roleOfHead(head: string, lexicon: Lexicon): Span["role"] {
  if (lexicon.selfHeads.has(head)) return "self";
  if (lexicon.nouns.has(head) || hasTriggerEnding(head, lexicon)) return "trigger";
  return lexicon.productHeads.has(head) || hasKnownEnding(head, lexicon.productHeads, 4) ? "product" : "other";
}

/** "Der Opel-Mutterkonzern" is not Opel, but somebody who is described by it; "VW-Tochter Seat" is named after. */
export function describeByName(span: Span, tokens: readonly Token[], lexicon: Lexicon): void {
  const head = tokens[span.headAt];
  const next = tokens[span.headAt + 1];
  if (span.role !== "other" || head === undefined || !isDescribed(head, lexicon) || next?.capital) return;
  Object.assign(span, {
    type: "described",
    to: span.headAt + 1,
    text: head.text,
    entityId: null,
    role: "self",
    headAt: -1,
  });
}

/** "Apple-IBM": a name at the end of the chain heads no compound. */
export function forgetNameAsHead(span: Span, spans: Span[]): void {
  if (span.headAt < 0 || !spans.some(({ from, to }) => span.headAt >= from && span.headAt < to)) return;
  span.headAt = -1;
  span.role = "self";
}

/** "Nicht Google, sondern Microsoft liefert": the first of the two does not. */
export function contrast(span: Span, tokens: readonly Token[], { from, to }: Sentence): void {
  const before = span.from > from ? tokens[span.from - 1]?.lower : undefined;
  if (before !== "nicht" && before !== "not") return;
  const after = span.to < to ? tokens[span.to] : undefined;
  if (tokens[span.from - 2]?.text === "," && (after === undefined || after.text === ",")) span.role = "other";
  const next = tokens[span.to]?.text === "," ? span.to + 1 : span.to;
  if (next < to && contrasts.has(tokens[next]?.lower ?? "")) span.role = "other";
}

const contrasts = new Set(["sondern", "but"]);
