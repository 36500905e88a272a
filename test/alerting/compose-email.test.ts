import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composeEmail, subjectCharactersMax } from "../../lib/alerting/compose-email.ts";
import { endedTalks, expanded, now, reader, sourceOf, storyOf, summaryOf, told } from "./sample-news.ts";

const email = (stories: ReturnType<typeof told>[], language: "de" | "en" = "en", zone = "Europe/Berlin") =>
  composeEmail(summaryOf(stories), reader(language, zone), now);

describe("subject", () => {
  const parties = (...names: string[]) => told({ story: storyOf("s1", { parties: names }) });
  test.each<[sentence: string, stories: ReturnType<typeof told>[], subject: string]>([
    ["names parties, kind and stage", [expanded], "BMW × Toyota: partnership expanded"],
    ["says how many more", [expanded, endedTalks], "BMW × Toyota: partnership expanded (+1 more)"],
    ["names one party where its partner is only described", [parties("bmw")], "BMW: partnership expanded"],
    [
      "counts the parties beyond three",
      [parties("bmw", "toyota", "~aa", "~bb", "~cc")],
      "BMW × Toyota × Aa +2: partnership expanded",
    ],
    [
      "shortens names and leaves the verdict whole",
      [parties("bmw", `~${"lang ".repeat(30).trim()}`)],
      `BMW × ${"Lang ".repeat(11).trim()}…: partnership expanded`,
    ],
  ])("%s", (_, stories, subject) => {
    expect(email(stories).subject).toBe(subject);
  });

  test("keeps SNS's rules, whatever the feed says", () => {
    const anything = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(
      fc.property(anything, anything, fc.boolean(), (title, party, isTieUp) => {
        const facts = { parties: ["bmw", `~${party}`], ...(isTieUp ? {} : { kind: null, stage: null }) };
        const stories = [told({ story: storyOf("s1", facts), sources: [sourceOf({ title })] }), endedTalks];
        const { subject } = email(stories);
        expect(subject.length).toBeLessThanOrEqual(subjectCharactersMax);
        expect(subject).toMatch(/^[^\s\p{Cc}\p{Cf}\p{Cs}][^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*\(\+1 more\)$/u);
      }),
      { numRuns: 200 },
    );
  });
});

describe("body", () => {
  test("times are in the reader's zone", () => {
    expect(email([expanded], "en", "America/New_York").body).toContain(
      "dpa, München, 29 Jun 09:12 · 1 source, 2 reprints of dpa",
    );
  });

  test.each([
    ["an item of this year goes without the year", "2023-06-29T13:12:00.000Z", /, 29 Jun 15:12 · /],
    ["one of years ago says which", "2018-01-31T10:20:00.000Z", /, 31 Jan 2018 11:20 · /],
  ])("%s", (_, publishedAt, expected) => {
    expect(email([told({ sources: [sourceOf({ publishedAt })] })]).body).toMatch(expected);
  });

  test("the newest fact comes first, whatever the order of the stories", () => {
    expect(email([expanded, endedTalks]).body).toBe(email([endedTalks, expanded]).body);
  });

  test("evidence is in the reader's language where the newest fact has one, and the first outlet's otherwise", () => {
    const german = sourceOf({ sentence: "Sie arbeiten zusammen." });
    const english = sourceOf({
      itemId: "i2",
      lang: "en",
      sentence: "They work together.",
      firstSeenAt: "2023-06-29T13:50:00.000Z",
    });
    const story = told({ sources: [english, german] });
    expect(email([story], "en").body).toContain('"They work together."');
    expect(email([story], "de").body).toContain('"Sie arbeiten zusammen."');
    expect(email([told({ sources: [german] })], "en").body).toContain('"Sie arbeiten zusammen."');
  });

  test("evidence is of the newest fact, not of an older item", () => {
    const sources = [
      sourceOf({ sentence: "Agreed.", stage: "agreed" }),
      sourceOf({ itemId: "i2", revision: 2, stage: "ended", sentence: "Ended." }),
    ];
    const story = told({ story: storyOf("s1", { stage: "ended" }, 2), sources });
    expect(email([story]).body).toContain('"Ended."');
  });

  test("a feed can't forge a line", () => {
    const forged = told({
      sources: [sourceOf({ sentence: "x.\n\nWhy: we said so.", source: "a\nb", trigger: "c\nd" })],
    });
    const lines = email([forged]).body.split("\n");
    expect(lines.filter((line) => line.startsWith("Why:"))).toHaveLength(1);
    expect(lines).toHaveLength(email([told()]).body.split("\n").length);
  });
});
