import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";

/** "Mit Forschern der TU", "with engineers at Ford": the organisation stands where its people do. */
export function isOfPeople(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  return ofWords.has(tokens[at]?.lower ?? "") && lexicon.peopleOf.has(tokens[at - 1]?.lower ?? "");
}

const ofWords = new Set("von vom der des of at from".split(" "));

/** "Nordbau, a subsidiary of Sharp, signed …": who is told to own the name before is not who acts. */
export function isOwner(tokens: readonly Token[], at: number, { compounds, determiners }: Lexicon): boolean {
  if (compounds || !/^(?:subsidiary|unit|division)$/.test(tokens[at - 1]?.lower ?? "")) return false;
  let first = at - 2;
  while (first > at - ownerTokensMax && tokens[first]?.kind === "word" && !determiners.has(tokens[first]?.lower ?? ""))
    first--;
  return (
    determiners.has(tokens[first]?.lower ?? "") &&
    tokens[first - 1]?.text === "," &&
    tokens[first - 2]?.capital === true
  );
}

/** "A wholly owned Canadian subsidiary of". */
const ownerTokensMax = 6;
