import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";

/** Separable parts of German verbs that are prepositions elsewhere. */
const particles = new Set(["ab", "an", "auf", "aus", "ein", "nach"]);

/**
 * Whether a word that may be the separable part of a German verb is one where it stands: "baut die Allianz aus", but not "schließt sich mit B
 * aus Ulm zusammen". True for any other word, and in other languages.
 */
export function isParticle(tokens: readonly Token[], at: number, to: number, lexicon: Lexicon): boolean {
  if (!lexicon.compounds || !particles.has(tokens[at]?.lower ?? "")) return true;
  const next = at + 1 < to ? tokens[at + 1] : undefined;
  return next === undefined || next.kind === "mark" || !governs(next, lexicon);
}

/** A noun, a number, an article or an adjective is governed by the word before it. */
const governs = (
  { kind, capital, lower }: Token,
  { determiners, prepositions, auxiliaries, conjunctions, adverbs }: Lexicon,
) =>
  kind === "number" ||
  capital ||
  determiners.has(lower) ||
  (/.{3}e[mnrs]?$/.test(lower) &&
    !prepositions.has(lower) &&
    !auxiliaries.has(lower) &&
    !conjunctions.has(lower) &&
    !adverbs.has(lower));
