import { expect, test } from "vitest";
import { splitDateline } from "../../lib/alerting/dateline.ts";

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
