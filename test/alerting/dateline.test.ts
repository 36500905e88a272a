import { expect, test } from "vitest";
import { datelineOf, splitDateline } from "../../lib/alerting/dateline.ts";

test.each<[sentence: string, line: string, place: string | null, agency: string | null, text: string]>([
  ["German agency copy", "München (dpa) - BMW baut.", "München", "dpa", "BMW baut."],
  ["a regional service", "Kiel (dpa/lno) – Es wird.", "Kiel", "dpa/lno", "Es wird."],
  ["two places", "Berlin/Tokio (AFP) - Es wird.", "Berlin/Tokio", "AFP", "Es wird."],
  ["place and date", "BERLIN, Oct 1 (Reuters) - It is.", "BERLIN", "Reuters", "It is."],
  ["an em dash", "DETROIT (AP) — It is.", "DETROIT", "AP", "It is."],
  ["a place of two words", "New York (Reuters) -- It is.", "New York", "Reuters", "It is."],
  [
    "a company's acronym is no agency",
    "Motoren Werke (BMW) - Ein Blick.",
    null,
    null,
    "Motoren Werke (BMW) - Ein Blick.",
  ],
  ["an agency later in the sentence", "Das sagte BMW (dpa).", null, null, "Das sagte BMW (dpa)."],
  ["a plain sentence", "BMW baut.", null, null, "BMW baut."],
])("%s", (_, line, place, agency, text) => {
  expect(splitDateline(line)).toEqual({ place, agency, text });
});

test.each<
  [what: string, wire: { agency: string | null; place: string | null } | undefined, line: string, expected: object]
>([
  [
    "the item's own facts",
    { agency: "dpa", place: "Kiel" },
    "BMW baut.",
    { place: "Kiel", agency: "dpa", text: "BMW baut." },
  ],
  [
    "the line's, where the item has none",
    undefined,
    "Kiel (dpa) - BMW baut.",
    { place: "Kiel", agency: "dpa", text: "BMW baut." },
  ],
  [
    "the item's before the line's",
    { agency: "AFP", place: null },
    "Kiel (dpa) - BMW baut.",
    { place: "Kiel", agency: "AFP", text: "BMW baut." },
  ],
  ["neither", undefined, "BMW baut.", { place: null, agency: null, text: "BMW baut." }],
])("a source is filed as told by %s", (_, wire, line, expected) => {
  expect(datelineOf(wire ? { wire } : {}, line)).toEqual(expected);
});
