import { independentSources } from "../stories/independent-sources.ts";
import type { StorySource } from "../stories/story.ts";

/** How many of a story's items, in whatever order, are nobody's copy: ten reprints of an agency's text are one. */
export function countSources(sources: readonly StorySource[]): number {
  const inOrder = sources.toSorted((a, b) => (a.firstSeenAt < b.firstSeenAt ? -1 : 1));
  const reports = inOrder.map(({ source, title, sentence, lang }) => ({ source, title, summary: sentence, lang }));
  return independentSources(reports).independent.length;
}
