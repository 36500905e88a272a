import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { hasKnownEnding } from "./word-ending.ts";

/**
 * Whether a word says that who follows has left ("former", "früherer", "ex"): such a person stands for the company no more. Who it is,
 * `personBehind` finds.
 */
export const isFormer = (token: Token | undefined, { formers }: Lexicon): boolean =>
  token !== undefined && formers.has(token.lower);

/** "Former Morgan Stanley senior executives": a person stands this near behind what is said of him. */
export const personTokensMax = 4;

/** Where, from a token on, somebody is named by a title or a part in a company ("chief", "engineers"); -1 where nobody is. */
export function personBehind(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): number {
  for (let at = from; at < Math.min(to, from + personTokensMax); at++) {
    const token = tokens[at];
    if (token !== undefined && isPersonOf(token, lexicon)) return at;
  }
  return -1;
}

/** "Engineers", "Chefs": whose title or part in a company it is. */
function isPersonOf({ lower }: Token, { personTitles, people, compounds }: Lexicon): boolean {
  return (
    people.has(lower) ||
    personTitles.has(lower) ||
    personTitles.has(lower.replace(/(?:es|s|in|innen|en)$/, "")) ||
    (compounds && hasKnownEnding(lower, personTitles, 4))
  );
}
