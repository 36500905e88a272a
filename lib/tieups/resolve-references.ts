import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { newSpan } from "./guess-name.ts";
import type { Lexicon } from "./lexicon.ts";
import { isNamed, type Span } from "./spans.ts";
import { speaks } from "./speech.ts";

/** What "the company" stands for is less sure than a name. */
const referenceStrength = 0.88;

/** Who speaks for a company is surely meant by "we". */
const speakerStrength = 0.95;

/** A name this sure may be meant by a reference; weaker ones are guesses. */
const antecedentStrengthMin = 0.9;

/** Where two are meant and one is sure, the other may be a guess. */
const pairStrengthMin = 0.7;

/** "The companies" stands for no more organisations than this. */
const antecedentsMax = 4;

/**
 * The spans with each definite description ("the retailer", "die beiden Autobauer") replaced by the organisations that an earlier
 * sentence names, where only these can be meant: for a plural all of the nearest sentence that names several, for a singular the only
 * one that this sentence doesn't name itself. `earlier` gives the names of the sentences before, the nearest first; it is read only
 * when needed.
 */
export function resolveReferences(
  spans: Span[],
  tokens: readonly Token[],
  sentence: Sentence,
  lexicon: Lexicon,
  earlier: () => Span[][],
): Span[] {
  spans = withSpeaker(spans, tokens, sentence, lexicon);
  if (!spans.some((span) => referenceNumber(span, tokens, lexicon) !== null)) return spans;
  const before = earlier();
  const names = before.map((list) => distinct(list, antecedentStrengthMin));
  const pairs = before.map((list) => distinct(list, pairStrengthMin));
  return spans.flatMap((span) => {
    const number = referenceNumber(span, tokens, lexicon);
    if (number === "singular" && followsName(span, spans, lexicon, tokens)) return [span];
    const meant = number === null ? [] : number === "plural" ? pairOf(pairs) : one(before, names, spans, lexicon);
    if (meant.length === 0) return [span];
    return meant.map(({ type, text, entityId }) => ({ ...span, type, text, entityId, strength: referenceStrength }));
  });
}

const weWords = new Set(["we", "us", "our", "wir", "uns"]);

/** "We will work with Sharp, says Bosch's chief": who speaks for a company means it by "we". */
function withSpeaker(found: Span[], tokens: readonly Token[], sentence: Sentence, lexicon: Lexicon): Span[] {
  const spans = withOurs(found, tokens, sentence, lexicon);
  if (!spans.some((span) => isWe(span, tokens))) return spans;
  const speaker = spans.find((span) => isNamed(span) && speaks(span, tokens, lexicon));
  if (speaker === undefined) return lexicon.compounds ? found.filter((span) => !isWe(span, tokens)) : found;
  return spans.map((span) =>
    isWe(span, tokens)
      ? { ...span, type: speaker.type, text: speaker.text, entityId: speaker.entityId, strength: speakerStrength }
      : span,
  );
}

/** "Our vans will run on Sharp cells": what is the speaker's, too. */
function withOurs(spans: Span[], tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): Span[] {
  if (lexicon.compounds) return spans;
  const ours = tokens.findIndex(({ lower }, at) => at >= from && at < to && lower === "our");
  if (ours < 0 || spans.some((span) => isWe(span, tokens) || (span.from <= ours && ours < span.to))) return spans;
  const our = { ...newSpan("described", ours, ours + 1, "our", 1), possessive: true };
  return [...spans, our].sort((a, b) => a.from - b.from);
}

const isWe = ({ type, from }: Span, tokens: readonly Token[]) =>
  type === "described" && weWords.has(tokens[from]?.lower ?? "");

/** "Nvidia said it would …" means Nvidia. */
function followsName(span: Span, spans: Span[], { references }: Lexicon, tokens: readonly Token[]): boolean {
  return (
    references.has(tokens[span.from]?.lower ?? "") && spans.some((other) => isNamed(other) && other.to <= span.from)
  );
}

function distinct(spans: Span[], strengthMin: number): Span[] {
  const names = new Map<string, Span>();
  for (const span of spans) {
    if (!isNamed(span) || span.strength < strengthMin) continue;
    if (!names.has(identityOf(span))) names.set(identityOf(span), span);
  }
  return [...names.values()];
}

const identityOf = ({ entityId, text }: Span) => entityId ?? text.toLowerCase();

function pairOf(names: Span[][]): Span[] {
  const several = names.map(withoutWeak).find(({ length }) => length > 1);
  return several === undefined || several.length > antecedentsMax || several.every(isGuess) ? [] : several;
}

/** "Lunch at Lidl, thanks to Danone": beside two sure names a first word with a capital and without a verb is none. */
function withoutWeak(names: Span[]): Span[] {
  const sure = names.filter((name) => !isGuess(name));
  return sure.length > 1 ? names.filter((name) => name.acts || !isGuess(name) || name.from > 0) : names;
}

const isGuess = ({ strength }: Span) => strength < antecedentStrengthMin;

/** Whom a singular means: the only sure name beside those of this sentence, else who acts at the very beginning of the item. */
function one(earlier: Span[][], names: Span[][], spans: Span[], { compounds }: Lexicon): Span[] {
  const sure = onlyOther(names, spans);
  if (compounds || sure.length > 0 || names.some(({ length }) => length > 0)) return sure;
  const acting = earlier.flat().filter((span) => isNamed(span) && span.from === 0 && span.acts);
  const own = new Set(spans.filter(isNamed).map(identityOf));
  return own.size > 0 && acting.length === 1 && !acting[0]?.possessive
    ? acting.filter((span) => !own.has(identityOf(span)))
    : [];
}

function onlyOther(names: Span[][], spans: Span[]): Span[] {
  const own = new Set(spans.filter(isNamed).map(identityOf));
  const others = names
    .map((list) => list.filter((span) => !own.has(identityOf(span))))
    .find(({ length }) => length > 0);
  return others?.length === 1 ? others : [];
}

function referenceNumber(span: Span, tokens: readonly Token[], lexicon: Lexicon): "singular" | "plural" | null {
  if (span.type !== "described" || isSpecified(tokens[span.to])) return null;
  const word = tokens[span.to - 1]?.lower ?? "";
  const pronoun = lexicon.references.get(word);
  if (pronoun !== undefined) return pronoun;
  let plural = false;
  for (let at = span.from - 1; at >= Math.max(0, span.from - 4); at--) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") return null;
    const number = lexicon.references.get(token.lower);
    if (number === "plural") plural = true;
    else if (lexicon.definites.has(token.lower))
      return plural || isPlural(word, token.lower, lexicon) ? "plural" : "singular";
    else if (lexicon.prepositions.has(token.lower) || lexicon.determiners.has(token.lower))
      return plural ? "plural" : null;
  }
  return plural ? "plural" : null;
}

/** "The makers of phones" are told by what follows, not by what was said before. */
function isSpecified(next: Token | undefined): boolean {
  return next !== undefined && /^(?:der|des|von|vom|für|of|for|behind|that|which|who)$/.test(next.lower);
}

/** "Die Firmen" and "the firms" are several; "die Bank" is one. */
function isPlural(word: string, article: string, { compounds }: Lexicon): boolean {
  if (!compounds) return /[^s]s$/.test(word);
  return article === "die" && /(?:en|e|er|s)$/.test(word) && !/(?:tochter|kette|bank)$/.test(word);
}
