import fc from "fast-check";
import { expect, test } from "vitest";
import { composeSms } from "../../lib/alerting/compose-sms.ts";
import { smsParts, toGsm7 } from "../../lib/alerting/gsm-7.ts";
import { safeLink } from "../../lib/alerting/plain-line.ts";
import { endedTalks, expanded, reader, sourceOf, storyOf, summaryOf, told } from "./sample-news.ts";

const link = (length: number): string => `https://wire.example/${"a".repeat(length - 21)}`;
const linked = (length: number, parties = ["bmw", "toyota"]) =>
  told({
    story: storyOf("s1", { parties, areas: ["Brennstoffzellen", "Leichtbau"] }),
    sources: [sourceOf({ link: link(length) })],
  });
const late = (length: number) => ({
  ...linked(length),
  late: { because: "sending" as const, dueAt: "2023-06-29T09:00:00.000Z" },
});
const long = "~vereinigte norddeutsche elektrizitätswerke und stahlbau";

test.each<[sentence: string, stories: ReturnType<typeof told>[], partsMax: number, text: string]>([
  [
    "everything where it fits",
    [expanded],
    1,
    "BMW x Toyota: partnership expanded (Brennstoffzellen, Leichtbau). dpa +2. https://wire.example/1",
  ],
  [
    "how many more there are",
    [expanded, endedTalks],
    1,
    "BMW x Toyota: partnership expanded (Brennstoffzellen, Leichtbau). dpa +2. +1 more. https://wire.example/1",
  ],
  [
    "a longer link costs an area",
    [linked(85)],
    1,
    `BMW x Toyota: partnership expanded (Brennstoffzellen). Pressedienst. ${link(85)}`,
  ],
  ["then the areas", [linked(105)], 1, `BMW x Toyota: partnership expanded. Pressedienst. ${link(105)}`],
  ["then the outlet", [linked(120)], 1, `BMW x Toyota: partnership expanded. ${link(120)}`],
  ["a link that can't fit is left out whole", [linked(159)], 1, "BMW x Toyota: partnership expanded. Pressedienst."],
  [
    "and stays where two parts are allowed",
    [linked(159)],
    2,
    `BMW x Toyota: partnership expanded (Brennstoffzellen, Leichtbau). Pressedienst. ${link(159)}`,
  ],
  [
    "that it is late stays, whatever else goes",
    [late(83), endedTalks],
    1,
    `BMW x Toyota: partnership expanded. Late, not sent when it was due. +1 more. ${link(83)}`,
  ],
  [
    "that one of those that it doesn't name is late",
    [linked(60), { ...endedTalks, late: { because: "name", name: "GM" } }],
    1,
    `BMW x Toyota: partnership expanded (Brennstoffzellen, Leichtbau). Pressedienst. +1 more (late). ${link(60)}`,
  ],
  [
    "and how many of several",
    [
      linked(60),
      endedTalks,
      { ...told({ story: storyOf("s3") }), late: { because: "settings", changedAt: "2023-06-28T10:00:00.000Z" } },
    ],
    1,
    `BMW x Toyota: partnership expanded (Brennstoffzellen, Leichtbau). Pressedienst. +2 more (1 late). ${link(60)}`,
  ],
  [
    "in a word if need be",
    [late(109), endedTalks],
    1,
    `BMW x Toyota: partnership expanded. Late. +1 more. ${link(109)}`,
  ],
  [
    "and stays where the link doesn't",
    [late(140), endedTalks],
    1,
    "BMW x Toyota: partnership expanded. Pressedienst. Late, not sent when it was due. +1 more.",
  ],
  [
    "long names are cut before the link goes",
    [linked(80, ["bmw", long])],
    1,
    `BMW x Vereinigte Norddeutsche: partnership expanded. ${link(80)}`,
  ],
])("%s", (_, stories, partsMax, text) => {
  const sms = composeSms(summaryOf(stories), reader("en"), partsMax);
  expect(sms.text).toBe(text);
  expect(sms.parts).toBeLessThanOrEqual(partsMax);
});

test("says what was held, where that costs no other part", () => {
  const asleep = { ...reader("en"), quietHours: { from: "22:00", to: "07:00" } };
  const held = (one: ReturnType<typeof told>) => summaryOf([one, endedTalks], { held: { "quiet-hours": 2 } });
  const said = "2 held in your quiet hours (22:00-07:00).";
  expect(composeSms(held(expanded), asleep).text).toContain(`+1 more. ${said} https://wire.example/1`);
  expect(composeSms(held(linked(60)), asleep).text).not.toContain("held");
  expect(composeSms(held(linked(60)), asleep, 2).parts).toBe(1);
  expect(composeSms(held(linked(120)), asleep, 2).text).toContain(said);
});

test("never exceeds its parts, is GSM throughout and holds its link whole or not at all, whatever the feed says", () => {
  const anything = fc.string({ unit: "grapheme", maxLength: 300 });
  fc.assert(
    fc.property(
      fc.record({
        title: anything,
        source: anything,
        area: anything,
        path: fc.tuple(fc.webPath(), fc.string({ maxLength: 20 })).map(([path, query]) => `${path}?${query}`),
        party: anything,
      }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom("tie-up" as const, "mention" as const),
      ({ title, source, area, path, party }, partsMax, news) => {
        const story = storyOf("s1", {
          parties: ["bmw", `~${party}`],
          areas: [area],
          ...(news === "mention" ? { kind: null, stage: null } : {}),
        });
        const href = safeLink(`https://wire.example${path}`) ?? "";
        const sources = [sourceOf({ title, source, link: href })];
        const sms = composeSms(summaryOf([told({ story, sources })]), reader("de"), partsMax);
        expect(smsParts(sms.text)).toBe(sms.parts);
        expect(sms.parts).toBeLessThanOrEqual(partsMax);
        expect(toGsm7(sms.text)).toBe(sms.text);
        if (sms.text.includes("https://wire.example")) expect(sms.text).toContain(href);
      },
    ),
    { numRuns: 200 },
  );
});
