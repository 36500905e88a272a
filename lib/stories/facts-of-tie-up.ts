import { foldPlain } from "../text/fold.ts";
import type { TieUp } from "../tieups/tie-up.ts";
import type { StoryFacts } from "./story.ts";

/** The facts that a tie-up gives its story: watched parties by id, others as `~` and their folded surface; each once, sorted. */
export function factsOfTieUp({ parties, kind, stage, areas }: Omit<TieUp, "evidence" | "confidence">): StoryFacts {
  const keys = parties.map(({ entityId, text }) => entityId ?? `~${foldPlain(text)}`);
  return { parties: [...new Set(keys)].sort(), kind, stage, areas };
}

/** The facts of an item that only mentions watched entities. */
export const factsOfMentions = (entityIds: readonly string[]): StoryFacts => ({
  parties: [...new Set(entityIds)].sort(),
  kind: null,
  stage: null,
  areas: [],
});
