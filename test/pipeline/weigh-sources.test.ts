import { expect, test } from "vitest";
import { weighSources } from "../../lib/pipeline/weigh-sources.ts";
import type { Sourcing } from "../../lib/stories/independent-sources.ts";
import type { StorySource } from "../../lib/stories/story.ts";
import { sourceOf } from "../alerting/sample-news.ts";

const copy = { title: "BMW und Toyota bauen Zellen", sentence: "Beide bauen ab Mai Zellen in Leipzig und Nagoya." };
const own = { title: "Zellwerk: Wer zahlt?", sentence: "Ein Gutachten rechnet mit Kosten in dreistelliger Höhe." };
const longer = { title: "Zwei Autobauer, eine Zelle", sentence: "In Leipzig entstehen dreihundert Arbeitsplätze." };
const by = (agency: string) => ({ wire: { agency, place: "Leipzig" } });

const cases: [name: string, sources: Partial<StorySource>[], sourcing: Sourcing][] = [
  ["one report", [{ source: "Morgen", ...copy }], { outlets: 1, independent: 1, reprints: [] }],
  [
    "an agency and two that print its text",
    ["dpa", "Morgen", "Abend"].map((source) => ({ source, ...copy })),
    { outlets: 3, independent: 1, reprints: [{ agency: "dpa", outlets: 2 }] },
  ],
  [
    "three that print one text, and nobody says whose",
    ["Mittag", "Morgen", "Abend"].map((source) => ({ source, ...copy })),
    { outlets: 3, independent: 1, reprints: [{ agency: null, outlets: 2 }] },
  ],
  [
    "the last of them says whose: none of the three wrote it",
    [
      { source: "Mittag", ...copy },
      { source: "Morgen", ...copy },
      { source: "Abend", ...copy, ...by("dpa") },
    ],
    { outlets: 3, independent: 1, reprints: [{ agency: "dpa", outlets: 3 }] },
  ],
  [
    "a text of its own beside them",
    [
      { source: "dpa", ...copy },
      { source: "Abend", ...copy },
      { source: "Nacht", ...own },
    ],
    { outlets: 3, independent: 2, reprints: [{ agency: "dpa", outlets: 1 }] },
  ],
  [
    "two versions of one agency's text",
    [
      { source: "Morgen", ...copy, ...by("dpa") },
      { source: "Abend", ...longer, ...by("dpa") },
    ],
    { outlets: 2, independent: 1, reprints: [{ agency: "dpa", outlets: 2 }] },
  ],
  [
    "of which one is known as the agency's only by a later printer",
    [
      { source: "Morgen", ...copy },
      { source: "Abend", ...longer, ...by("dpa") },
      { source: "Nacht", ...copy, ...by("dpa") },
    ],
    { outlets: 3, independent: 1, reprints: [{ agency: "dpa", outlets: 3 }] },
  ],
  [
    "two agencies, the one that is printed more first",
    [
      { source: "Morgen", ...own, ...by("Reuters") },
      { source: "dpa", ...copy },
      { source: "Abend", ...copy },
      { source: "Nacht", ...copy },
    ],
    {
      outlets: 4,
      independent: 2,
      reprints: [
        { agency: "dpa", outlets: 2 },
        { agency: "Reuters", outlets: 1 },
      ],
    },
  ],
  [
    "an outlet that prints an agency's text beside its own report",
    [
      { source: "Morgen", ...own },
      { source: "Morgen", ...copy, ...by("dpa") },
    ],
    { outlets: 1, independent: 2, reprints: [{ agency: "dpa", outlets: 1 }] },
  ],
];

test.each(cases)("%s", (_, sources, sourcing) => {
  const stored = sources.map((source, n) =>
    sourceOf({ ...source, itemId: `i${n}`, firstSeenAt: `2026-03-02T10:0${n}:00.000Z` }),
  );
  expect(weighSources(stored.toReversed())).toEqual(sourcing);
});
