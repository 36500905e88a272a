import type { StorySource } from "../stories/story.ts";

/** Where and by which agency a report was filed, and the text without that. */
export interface Dateline {
  place: string | null;
  agency: string | null;
  text: string;
}

// "München (dpa) - ", "BERLIN/TOKIO, 1 Oct (Reuters) – ", "Detroit (AP) -- ", "Kiel (dpa/lno) - ". Only agencies by name:
// "Bayerische Motoren Werke (BMW) - ein Rückblick" begins a sentence like any other.
const agencies =
  "dpa|AFP|AP|APA|Reuters|dts|SDA|Keystone-SDA|awp|epd|KNA|SID|ots|ANSA|EFE|PA Media|Kyodo|Xinhua|UPI|Bloomberg|Dow Jones|PRNewswire|BUSINESS WIRE";
const pattern = new RegExp(
  `^(?<place>\\p{Lu}[\\p{L}.'’ /-]{1,50}?)(?:,[^()]{1,40})? \\((?<agency>(?:${agencies})(?:[/-]\\p{L}{2,6})?)\\) ?(?:-{1,2}|–|—) ?(?=\\S)`,
  "u",
);

/** The line split into the dateline that agency copy begins with, as far as it has one, and the rest. */
export function splitDateline(line: string): Dateline {
  const found = pattern.exec(line);
  if (!found?.groups) return { place: null, agency: null, text: line };
  return {
    place: found.groups.place ?? null,
    agency: found.groups.agency ?? null,
    text: line.slice(found[0].length),
  };
}

/**
 * The line of a source without its dateline, and who filed it where: as its item says (`wire`); of an item that says
 * nothing, as the line does.
 */
export function datelineOf({ wire }: Pick<StorySource, "wire">, line: string): Dateline {
  const split = splitDateline(line);
  return { place: wire?.place ?? split.place, agency: wire?.agency ?? split.agency, text: split.text };
}
