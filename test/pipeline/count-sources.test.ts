import { expect, test } from "vitest";
import { countSources } from "../../lib/pipeline/count-sources.ts";
import { sourceOf } from "../alerting/sample-news.ts";

const copy = { title: "BMW und Toyota bauen Zellen", sentence: "Beide bauen ab Mai Zellen in Leipzig und Nagoya." };
const own = { title: "Zellwerk: Wer zahlt?", sentence: "Ein Gutachten rechnet mit Kosten in dreistelliger Höhe." };

test.each([
  ["one report", [{ source: "dpa", ...copy }], 1],
  ["three that print one text", ["dpa", "Morgen", "Abend"].map((source) => ({ source, ...copy })), 1],
  [
    "a text of its own beside them",
    [
      { source: "dpa", ...copy },
      { source: "Abend", ...copy },
      { source: "Nacht", ...own },
    ],
    2,
  ],
])("%s", (_, sources, count) => {
  expect(countSources(sources.map((source, n) => sourceOf({ ...source, itemId: `i${n}` })))).toBe(count);
});
