import { expect, test } from "vitest";
import { factsOfTieUp } from "../../lib/stories/facts-of-tie-up.ts";

const parties = [
  { entityId: "velora", text: "Velora" },
  { entityId: null, text: "Nordwerk AG" },
];
type Stated = Parameters<typeof factsOfTieUp>[0];
const tieUp = (areas: string[]) => ({ parties, kind: "supply", stage: "agreed", areas }) as Stated;

test("parties are ids where they are watched, else their folded surface; each once, sorted", () => {
  expect(factsOfTieUp(tieUp([])).parties).toEqual(["velora", "~nordwerk ag"]);
});

test.each<[sentence: string, areas: string[], kept: string[]]>([
  ["what a deal is about stays", ["battery cells", "Ladesäulen"], ["battery cells", "Ladesäulen"]],
  ["another word for the deal is no area", ["agreement", "Beteiligung", "Verträge", "joint venture"], []],
  ["nor is one that says only that there is one", ["Bereich", "areas"], []],
  [
    "with what it is about it is one",
    ["battery contracts", "Allianz für Wasserstoff"],
    ["battery contracts", "Allianz für Wasserstoff"],
  ],
  ["what has no word is none", ["–"], []],
])("%s", (_, areas, kept) => {
  expect(factsOfTieUp(tieUp(areas)).areas).toEqual(kept);
});
