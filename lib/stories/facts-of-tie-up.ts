import { foldPlain } from "../text/fold.ts";
import type { TieUp } from "../tieups/tie-up.ts";
import lists from "./common-words.json" with { type: "json" };
import type { StoryFacts } from "./story.ts";

/** The facts that a tie-up gives its story: watched parties by id, others as `~` and their folded surface; each once, sorted. */
export function factsOfTieUp({ parties, kind, stage, areas }: Omit<TieUp, "evidence" | "confidence">): StoryFacts {
  const keys = parties.map(({ entityId, text }) => entityId ?? `~${foldPlain(text)}`);
  return { parties: [...new Set(keys)].sort(), kind, stage, areas: areas.filter(isAbout) };
}

const words = (lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")));
const dealWords = { de: words(lists.dealWords.de), en: words(lists.dealWords.en) };

/** "battery supply agreement" is about batteries; the agreement itself would be news to whoever was told of a contract. */
const isAbout = (area: string): boolean =>
  area.match(/[\p{L}\p{N}]+/gu)?.some((word) => {
    const folded = foldPlain(word, "u");
    return !dealWords.de.has(folded) && !dealWords.en.has(folded);
  }) ?? false;

/** The facts of an item that only mentions watched entities. */
export const factsOfMentions = (entityIds: readonly string[]): StoryFacts => ({
  parties: [...new Set(entityIds)].sort(),
  kind: null,
  stage: null,
  areas: [],
});
