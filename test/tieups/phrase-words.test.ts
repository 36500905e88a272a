import { describe, expect, test } from "vitest";
import { phraseWords } from "../../lib/tieups/phrase-words.ts";

describe("phraseWords", () => {
  test.each([
    ["words in a row", "im Bunde", [["im"], ["bunde"]]],
    ["alternatives in one place", "reicht|reichen * hand", [["reicht", "reichen"], ["*"], ["hand"]]],
    ["a hyphen parts words, as in a text", "on-board with", [["on"], ["board"], ["with"]]],
    ["nothing", "", []],
  ])("%s", (_what, text, expected) => {
    expect(phraseWords(text)).toEqual(expected);
  });

  test("an alternative with a hyphen is refused: it would be two words in one place", () => {
    expect(() => phraseWords("cloud-dienste|strom für")).toThrow("without a hyphen");
  });
});
