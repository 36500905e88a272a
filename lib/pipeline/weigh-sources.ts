import { creditedAgency } from "../polling/agencies.ts";
import { type IndependentSource, independentSources, type Sourcing } from "../stories/independent-sources.ts";
import type { StorySource } from "../stories/story.ts";

/** Who reported a story, from its items in whatever order: of eleven outlets that print what dpa wrote, none is a source. */
export function weighSources(sources: readonly StorySource[]): Sourcing {
  const inOrder = sources.toSorted((a, b) => (a.firstSeenAt < b.firstSeenAt ? -1 : 1));
  const reports = inOrder.map(({ source, title, sentence, lang, wire }) => {
    return { source, title, summary: sentence, lang, agency: wire?.agency ?? creditedAgency(source) };
  });
  const { outlets, independent } = independentSources(reports);
  return { outlets: outlets.length, independent: independent.length, reprints: reprintsOf(independent) };
}

function reprintsOf(independent: readonly IndependentSource[]): Sourcing["reprints"] {
  const byAgency = new Map<string | null, number>();
  for (const one of independent) {
    const count = printersOf(one).length;
    if (count > 0) byAgency.set(one.agency, (byAgency.get(one.agency) ?? 0) + count);
  }
  return [...byAgency].map(([agency, outlets]) => ({ agency, outlets })).sort((a, b) => b.outlets - a.outlets);
}

/** The outlets that didn't write it: all but the agency, where there is one; else all but the first. */
const printersOf = ({ source, agency, reprints }: IndependentSource): string[] =>
  agency === null ? reprints : [source, ...reprints].filter((outlet) => creditedAgency(outlet) !== agency);
