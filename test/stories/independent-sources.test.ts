import { describe, expect, it } from "vitest";
import { independentSources, type Report, type Sources } from "../../lib/stories/independent-sources.ts";

const report = (source: string, title: string, summary = ""): Report => ({ source, title, summary, lang: "de" });
const agency =
  "Der Maschinenbauer Nordwerk und der Zulieferer Velora wollen ab Herbst gemeinsam Batterien für Traktoren bauen.";

describe("independentSources", () => {
  it.each<[string, Report[], Sources]>([
    ["nobody reported", [], { outlets: [], independent: [] }],
    [
      "one text at three outlets is one source",
      [
        report("Küstenblatt", "Nordwerk und Velora bauen Batterien", agency),
        report("Talpost", "Industrie: Nordwerk und Velora bauen Batterien"),
        report("Ringzeitung", "Traktoren bald elektrisch", agency),
      ],
      {
        outlets: ["Küstenblatt", "Talpost", "Ringzeitung"],
        independent: [{ source: "Küstenblatt", agency: null, reprints: ["Talpost", "Ringzeitung"] }],
      },
    ],
    [
      "a copy of what a later printer had of an agency is none either",
      [
        { ...report("Küstenblatt", "Nordwerk und Velora bauen Batterien"), agency: "dpa" },
        { ...report("Talpost", "Traktoren bald elektrisch", agency), agency: "dpa" },
        report("Ringzeitung", "Pakt der Maschinenbauer", agency),
      ],
      {
        outlets: ["Küstenblatt", "Talpost", "Ringzeitung"],
        independent: [{ source: "Küstenblatt", agency: "dpa", reprints: ["Talpost", "Ringzeitung"] }],
      },
    ],
    [
      "two texts are two sources",
      [
        report("Küstenblatt", "Nordwerk und Velora bauen Batterien", agency),
        report("Talpost", "Überraschender Pakt: Was Velora von Nordwerk will"),
      ],
      {
        outlets: ["Küstenblatt", "Talpost"],
        independent: [
          { source: "Küstenblatt", agency: null, reprints: [] },
          { source: "Talpost", agency: null, reprints: [] },
        ],
      },
    ],
    [
      "an outlet's own follow-up is no second source",
      [
        report("Küstenblatt", "Nordwerk und Velora bauen Batterien", agency),
        report("Küstenblatt", "Nach dem Pakt: Betriebsrat fordert Klarheit"),
      ],
      { outlets: ["Küstenblatt"], independent: [{ source: "Küstenblatt", agency: null, reprints: [] }] },
    ],
  ])("%s", (_, reports, sources) => {
    expect(independentSources(reports)).toEqual(sources);
  });
});
