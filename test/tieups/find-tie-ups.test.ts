import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { findTieUps } from "../../lib/tieups/find-tie-ups.ts";

function read(title: string, { lang = "de", text = "", watched = ["BMW", "Toyota", "Nvidia"] } = {}) {
  const dictionary = compileDictionary(readWatchlist({ entities: watched }).entities);
  const { mentions, references } = findMentions(dictionary, { title, text, lang });
  return findTieUps({ title, text, lang }, mentions, references);
}

describe("parties", () => {
  test.each([
    [
      "watched ones carry their entity",
      "BMW kooperiert mit Toyota",
      [
        ["bmw", "BMW"],
        ["toyota", "Toyota"],
      ],
    ],
    [
      "unwatched ones their surface",
      "BMW kooperiert mit BioNTech",
      [
        ["bmw", "BMW"],
        [null, "BioNTech"],
      ],
    ],
    [
      "without inflection",
      "Toyotas Kooperation mit BMW",
      [
        ["toyota", "Toyota"],
        ["bmw", "BMW"],
      ],
    ],
    [
      "without compound rest",
      "BMW-Konzern kooperiert mit Toyota",
      [
        ["bmw", "BMW"],
        ["toyota", "Toyota"],
      ],
    ],
    [
      "nobody watched",
      "OpenAI kooperiert mit BioNTech",
      [
        [null, "OpenAI"],
        [null, "BioNTech"],
      ],
    ],
    [
      "named twice, listed once",
      "BMW kooperiert mit Toyota, BMW freut sich",
      [
        ["bmw", "BMW"],
        ["toyota", "Toyota"],
      ],
    ],
  ])("%s", (_what, title, expected) => {
    const [tieUp] = read(title).tieUps;
    expect(tieUp?.parties.map(({ entityId, text }) => [entityId, text])).toEqual(expected);
  });

  test("two tie-ups in one item keep their own parties", () => {
    const { tieUps } = read("BMW kooperiert mit Toyota", { text: "Nvidia steigt bei OpenAI ein." });
    expect(tieUps.map(({ parties, kind }) => [parties.map(({ text }) => text), kind])).toEqual([
      [["BMW", "Toyota"], "cooperation"],
      [["Nvidia", "OpenAI"], "stake"],
    ]);
  });

  test("the people of a place stand for the company that has its seat there", () => {
    const { tieUps } = read("BMW und Toyota legen zu", {
      text: "Die Münchner schließen eine Partnerschaft mit Nvidia.",
    });
    expect(tieUps[0]?.parties.map((party) => party.entityId)).toEqual(["bmw", "nvidia"]);
  });

  test("a teaser that only describes both is about those whom the title names", () => {
    const text = "Die beiden Autobauer weiten ihre Zusammenarbeit auf Brennstoffzellen und Leichtbau aus.";
    const { tieUps } = read("BMW und Toyota weiten Zusammenarbeit aus", { text });
    expect(tieUps.map(({ parties, areas }) => [parties.map((party) => party.text), areas])).toEqual([
      [
        ["BMW", "Toyota"],
        ["Brennstoffzellen", "Leichtbau"],
      ],
    ]);
  });

  test.each([
    [
      "the only one named before",
      "Toyota shares rise",
      "The carmaker signed a partnership with Nvidia.",
      ["Toyota", "Nvidia"],
    ],
    [
      "nobody where two may be meant",
      "Toyota and BMW rise",
      "The carmaker signed a partnership with Nvidia.",
      ["Nvidia"],
    ],
    ["nobody where it says whom", "Toyota rises", "The maker of phones signed a partnership with Nvidia.", ["Nvidia"]],
  ])("a description stands for %s", (_who, title, text, expected) => {
    const { tieUps } = read(title, { text, lang: "en" });
    expect(tieUps[0]?.parties.map((party) => party.text)).toEqual(expected);
  });

  test("the same tie-up in title and teaser is one", () => {
    const { tieUps } = read("BMW kooperiert mit Toyota", { text: "BMW und Toyota arbeiten künftig zusammen." });
    expect(tieUps).toHaveLength(1);
  });
});

describe("areas", () => {
  test.each([
    ["after a preposition", "BMW und Toyota kooperieren bei Brennstoffzellen", ["Brennstoffzellen"]],
    ["two of them", "BMW kooperiert mit Toyota bei Brennstoffzellen und Leichtbau", ["Brennstoffzellen", "Leichtbau"]],
    ["from the compound", "Wasserstoff-Allianz: BMW und Toyota", ["Wasserstoff"]],
    ["from a closed compound", "Batteriepartnerschaft von BMW und Toyota", ["Batterie"]],
    ["before the verb", "BMW und Toyota wollen bei Wasserstoff enger zusammenarbeiten", ["Wasserstoff"]],
    ["what is developed", "BMW entwickelt mit Toyota Brennstoffzellen", ["Brennstoffzellen"]],
    ["a time is none", "BMW kooperiert mit Toyota im Herbst", []],
    ["a sum is none", "BMW kauft Toyota für 3 Milliarden Euro", []],
  ])("%s", (_what, title, expected) => {
    expect(read(title).tieUps[0]?.areas).toEqual(expected);
  });

  test.each([
    [
      "to",
      "BMW and Toyota broaden alliance to fuel cells and lightweight construction",
      ["fuel cells", "lightweight construction"],
    ],
    ["to develop", "BMW, Toyota sign partnership to develop solid-state batteries", ["solid-state batteries"]],
    ["over", "BMW in deal with Toyota over battery cells", ["battery cells"]],
    ["in front of the noun", "BMW and Toyota announce battery partnership", ["battery"]],
    ["a place is none", "BMW and Toyota form alliance in Ohio", []],
    ["a sum is none", "BMW signs $2bn deal with Toyota", []],
  ])("in English: %s", (_what, title, expected) => {
    expect(read(title, { lang: "en" }).tieUps[0]?.areas).toEqual(expected);
  });
});

describe("evidence", () => {
  test("names sentence, offset, trigger, cues and lexicon", () => {
    const text = "Das war Montag. BMW und Toyota weiten ihre Zusammenarbeit aus.";
    const evidence = read("Autobauer", { text }).tieUps[0]?.evidence;
    expect(evidence).toMatchObject({ field: "text", start: 16, trigger: "Zusammenarbeit", lexicon: "de 8" });
    expect(evidence?.sentence).toBe("BMW und Toyota weiten ihre Zusammenarbeit aus.");
    expect(evidence?.cues).toContain("weiten … aus");
  });

  test("a separable verb is shown with its particle", () => {
    expect(read("BMW steigt bei Nvidia ein").tieUps[0]?.evidence.trigger).toBe("steigt … ein");
  });

  test.each([
    ["the partner is no organisation", "BMW kooperiert mit der Polizei", "Polizei is no organisation"],
    ["rivalry", "BMW nutzt im Vergleich mit Toyota andere Motoren", "rivalry"],
  ])("what is dropped says why: %s", (_what, title, expected) => {
    const { tieUps, dropped } = read(title);
    expect(tieUps).toEqual([]);
    expect(dropped.map(({ reason }) => reason).join("; ")).toContain(expected);
  });
});

describe("hostile and huge text", () => {
  test.each([
    ["empty", ""],
    ["marks only", ":;,.–—»«".repeat(2000)],
    ["one endless sentence of names and triggers", "BMW kooperiert mit Toyota und ".repeat(5000)],
    ["lone surrogates", "BMW \ud800 kooperiert \udc00 mit Toyota"],
    ["one endless word", "Kooperation".repeat(20_000)],
  ])("%s is answered in bounded time", (_what, text) => {
    const before = process.cpuUsage();
    read("", { text });
    const { user, system } = process.cpuUsage(before);
    // Ten times what the slowest takes; a step for each pair of its 20,000 words would take longer.
    expect((user + system) / 1000).toBeLessThan(15_000);
  });
});

test("a title that tells the stage is the proof, though the teaser says more of the tie-up", () => {
  const text = "Nvidia verhandelt mit dem Konzern nicht weiter über eine gemeinsame Entwicklung.";
  const [tieUp] = read("Nvidia und BMW beenden Gespräche über Sensoren", { text }).tieUps;
  expect(tieUp?.evidence).toMatchObject({ field: "title", trigger: "Gespräche" });
});

test("what the teaser tells of the kind and the stage stands among the cues", () => {
  const watched = ["Bosch", "Nokia"];
  const [licence] = read("Bosch seals deal with Nokia", {
    lang: "en",
    text: "Royalties fall due from 2027.",
    watched,
  }).tieUps;
  expect([licence?.kind, licence?.evidence.cues]).toEqual(["licensing", ["seals", "Royalties"]]);
  const [sale] = read("Bosch to buy Nokia unit", {
    lang: "en",
    text: "Two people familiar with it said so.",
    watched,
  }).tieUps;
  expect([sale?.stage, sale?.evidence.cues]).toEqual(["rumoured", ["people familiar"]]);
});
