import { describe, expect, test } from "vitest";
import { triggerPhrase } from "../../lib/tieups/trigger-phrase.ts";

const evidence = (sentence: string, trigger: string, ...cues: string[]) => ({
  field: "title" as const,
  sentence,
  start: 0,
  trigger,
  cues,
  lexicon: "de 1",
});

describe("triggerPhrase", () => {
  test.each<[string, ReturnType<typeof evidence>, string]>([
    ["a trigger alone is itself", evidence("A und B kooperieren", "kooperieren"), "kooperieren"],
    [
      "a separable verb goes around the trigger",
      evidence("A und B weiten ihre Zusammenarbeit auf C aus", "Zusammenarbeit", "weiten", "weiten … aus"),
      "weiten … Zusammenarbeit … aus",
    ],
    ["words side by side are joined", evidence("A and B end talks", "talks", "end"), "end talks"],
    [
      "a cue that holds the trigger is said once",
      evidence("A kündigt Vertrag mit B", "Vertrag", "kündigt Vertrag"),
      "kündigt Vertrag",
    ],
    [
      "a cue inside another word is not quoted from there",
      evidence("A und B: Ausbau der Allianz", "Allianz", "aus"),
      "Allianz",
    ],
    [
      "a cue that isn't in the sentence is left out",
      evidence("A und B kooperieren", "kooperieren", "plan"),
      "kooperieren",
    ],
  ])("%s", (_, given, expected) => {
    expect(triggerPhrase(given)).toBe(expected);
  });
});
