import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import type { Lexicon } from "./lexicon.ts";
import type { SentenceView } from "./spans.ts";
import { endingStart, hasKnownEnding } from "./word-ending.ts";

/** The object stands this near its verb. */
const objectTokensMax = 7;

/** "Kick off a league": these belong to the verb. */
const particles = new Set(["off", "up", "out"]);

const indefinite = new Set("a an one ein eine einen einem joint gemeinsame gemeinsames gemeinsamen".split(" "));

/**
 * Whether what two organisations are said to do is one thing ("bauen ein Werk", "open a lab"): two that make several, or what each has
 * of its own (jobs, profits), do it side by side.
 */
export function makesOneThing({ tokens, to, lexicon, spans }: SentenceView, occurrence: Occurrence): boolean {
  let counted = false;
  let head: Token | undefined;
  for (let at = occurrence.to; at < Math.min(to, occurrence.to + objectTokensMax); at++) {
    const token = tokens[at];
    if (token?.kind === "possessive") {
      counted = true;
      head = undefined;
      continue;
    }
    if (token === undefined || token.kind !== "word") break;
    if (
      particles.has(token.lower) ||
      lexicon.conjunctions.has(token.lower) ||
      spans.some((span) => at >= span.from && at < span.to)
    )
      continue;
    if (indefinite.has(token.lower)) counted = true;
    else if (head !== undefined && endsObject(token, lexicon)) break;
    else if (isHead(token, lexicon)) head = token;
    if (head !== undefined && lexicon.compounds && !tokens[at + 1]?.joined) break;
  }
  if (head === undefined || isOwnAffair(head, lexicon)) return false;
  return counted || !looksPlural(head, lexicon);
}

function endsObject({ lower }: Token, lexicon: Lexicon): boolean {
  return lexicon.prepositions.has(lower) || lexicon.subordinators.has(lower) || lexicon.auxiliaries.has(lower);
}

function isHead(token: Token, lexicon: Lexicon): boolean {
  if (lexicon.compounds) return token.capital;
  return !endsObject(token, lexicon) && !lexicon.determiners.has(token.lower) && !lexicon.adverbs.has(token.lower);
}

export function isOwnAffair({ lower }: Token, lexicon: Lexicon): boolean {
  return lexicon.ownAffairs.has(lower) || (lexicon.compounds && hasKnownEnding(lower, lexicon.ownAffairs, 5));
}

function looksPlural({ lower }: Token, lexicon: Lexicon): boolean {
  if (lexicon.compounds)
    return (
      /(?:en|e|s|er)$/.test(lower) && !/(?:ung|ss)$/.test(lower) && endingStart(lower, lexicon.singulars, 3, 0) < 0
    );
  return /[^su]s$/.test(lower);
}
