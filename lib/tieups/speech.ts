import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span } from "./spans.ts";

/** "Bosch finance chief", "Bosch's head of sales": a title stands this near behind the name. */
const titleTokensMax = 3;

/** Whether a name speaks, or somebody for it: "says Bosch", "Bosch says", "Bosch finance chief:", "Bosch's Keller:", "Bosch-Chef". */
export function speaks({ from, to }: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (lexicon.saying.has(tokens[from - 1]?.lower ?? "")) return true;
  if (tokens[to - 1]?.joined === true && lexicon.personTitles.has(tokens[to - 1]?.lower ?? "")) return true;
  const possessive = tokens[to]?.kind === "possessive" || tokens[to - 1]?.kind === "possessive";
  const start = tokens[to]?.kind === "possessive" ? to + 1 : to;
  if (lexicon.saying.has(tokens[start]?.lower ?? "")) return true;
  if (possessive && tokens[start]?.capital && isSaidBy(tokens[start + 1], lexicon)) return true;
  return hasTitle(tokens, start, lexicon);
}

const isSaidBy = (token: Token | undefined, { saying }: Lexicon) =>
  token !== undefined && (token.text === ":" || saying.has(token.lower));

function hasTitle(
  tokens: readonly Token[],
  start: number,
  { personTitles, prepositions, compounds }: Lexicon,
): boolean {
  for (let at = start; at < start + (compounds ? 1 : titleTokensMax); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind !== "word" || prepositions.has(token.lower)) return false;
    if (personTitles.has(token.lower) || token.lower === "head") return true;
  }
  return false;
}

/** "…, Bosch manager says": a name whose verb of saying stands this near behind it begins a clause of its own. */
export function opensSaying({ to }: Span, tokens: readonly Token[], lexicon: Lexicon): boolean {
  for (let at = to; at <= to + titleTokensMax; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark" || lexicon.prepositions.has(token.lower)) return false;
    if (lexicon.saying.has(token.lower)) return true;
  }
  return false;
}
