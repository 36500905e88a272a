import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

const watched = ["BMW", "Toyota", { name: "General Motors", aliases: ["GM"], context: ["car"] }, "Volkswagen", "Ford"];
const ambiguous = [
  "Shell",
  "Apple",
  "Allianz",
  "MAN",
  "Continental",
  "Mercedes",
  "Amazon",
  "Smart",
  "Orange",
  "Target",
];
const spelled = [
  "Škoda",
  "K+S",
  "L'Oréal",
  "Siemens",
  "Deutsche Bank",
  "Telekom",
  "Lürssen",
  "Citroën",
  "Uber",
  "Daimler",
];
const { entities } = readWatchlist({ entities: [...watched, ...ambiguous, ...spelled] });
const dictionary = compileDictionary(entities);

const textsIn = (title: string, text = ""): string[] =>
  findMentions(dictionary, { title, text }).mentions.map((mention) => mention.text);

describe("names are found as whole words, in every form they take", () => {
  test.each([
    ["a hyphen compound on the right", "Der BMW-Chef geht", ["BMW"]],
    ["compounds on both sides", "Ex-VW-Manager und Nicht-BMW-Fahrer", ["VW", "BMW"]],
    ["two names in one compound", "Die VW-Toyota-Allianz wankt", ["VW", "Toyota"]],
    ["part of a longer word is none", "Die BMWelt, der Toyotismus und XBMW", []],
    ["a plural or genitive s belongs to the span", "BMWs und Toyotas Zahlen", ["BMWs", "Toyotas"]],
    ["an English possessive does not", "Toyota's plan, General Motors' plan", ["Toyota", "General Motors"]],
    ["a German genitive compound", "die Marken des Volkswagen-Konzerns", ["Volkswagen"]],
    [
      "an adjective within a name is inflected",
      "bei der Deutschen Bank",
      ["Deutsche Bank"].map(() => "Deutschen Bank"),
    ],
    ["in lower case it is an adjective", "viele deutsche Bank-Kunden", []],
    ["a closed compound with a head of companies", "Telekomchef trifft Siemenskonzern", ["Telekom", "Siemens"]],
    ["a closed compound with any other head", "Telekommunikation und Fordern", []],
    ["capital headlines", "TOYOTA UND DEUTSCHE BANK EINIG", ["TOYOTA", "DEUTSCHE BANK"]],
    ["all in lower case", "toyota will allein weiter", ["toyota"]],
    ["an acronym in lower case is none", "ein vw und ein bmw", []],
    ["háček or none", "Skoda, ŠKODA, Škoda", ["Skoda", "ŠKODA", "Škoda"]],
    ["umlaut written out, or without dots", "Luerssen, Lurssen, Lürssen", ["Luerssen", "Lurssen", "Lürssen"]],
    ["a dieresis that is no umlaut", "Citroen, nicht Citron", ["Citroen"]],
    ["an umlaut makes another word", "Über Berlin", []],
    [
      "full width, soft hyphen, zero width, fancy",
      "ＢＭＷ, Toy\u00adota, Volks\u200bwagen, 𝐁𝐌𝐖",
      ["ＢＭＷ", "Toy\u00adota", "Volks\u200bwagen", "𝐁𝐌𝐖"],
    ],
    ["a no-break space within", "Deutsche\u00a0Bank", ["Deutsche\u00a0Bank"]],
    ["a sentence end within", "Er ist Deutsche. Bank? Nein", []],
    ["signs count", "K+S, K + S, aber nicht K&S oder KS", ["K+S", "K + S"]],
    ["typographic apostrophe, or none", "L’Oréal und LOreal", ["L’Oréal", "LOreal"]],
    ["names in CJK stand within words", "日本のトヨタ自動車が発表", ["トヨタ自動車"]],
    ["web and mail addresses are none", "siehe www.bmw.de/toyota, info@toyota.de", []],
    ["accounts and hashtags are", "@Toyota #BMW", ["Toyota", "BMW"]],
    ["left-over entities", "BMW&amp;Toyota", ["BMW", "Toyota"]],
  ])("%s: %s", (_, title, expected) => expect(textsIn(title)).toEqual(expected));
});

describe("an ambiguous name counts where the item means the company", () => {
  test.each([
    ["bound by the full name in brackets", "General Motors (GM) wächst. Auch GM hofft", ["General Motors", "GM", "GM"]],
    ["beside another car maker", "GM und Toyota einig", ["GM", "Toyota"]],
    ["by a word of its business", "GM schließt Werk in Ohio", ["GM"]],
    ["beside one that nobody watches", "GM and Honda end talks", ["GM"]],
    ["doing what companies do", "GM steigt bei einem Projekt ein", ["GM"]],
    ["not doing so in sport", "GM signs goalkeeper before the playoffs", []],
    ["by a compound", "GM-Chefin tritt ab", ["GM"]],
    ["as a ticker", "Rallye der Papiere (GM.N) <GM>, NYSE:GM", ["GM", "GM", "GM"]],
    ["not a grandmaster", "GM Magnus Carlsen gewinnt das Schachturnier", []],
    ["not a general manager", "Giants GM Joe Schoen speaks about the draft", []],
    ["not what the letters stand for there", "The general manager (GM) resigned; the GM was tired", []],
    ["not a person after the name", "Maurice Ashley, GM, commented the chess match", []],
    ["a surname after its company's product", "Der Ford fährt", ["Ford"]],
    ["not a surname after a first name", "Harrison Ford dreht wieder", []],
    ["not the same person again", "Tom Ford zeigt Mode. Ford war zufrieden", []],
    ["a first name before a surname", "Mercedes Lopez gewinnt", []],
    ["a shell is not Shell", "Die Shell liegt am Strand", []],
    ["Shell sells fuel", "Shell verkauft Tankstellen", ["Shell"]],
    ["an alliance is not Allianz", "Eine neue Allianz zwischen Rom und Paris", []],
    ["nor is the second part of a compound", "Klima-Allianz fordert mehr", []],
    ["Allianz insures", "Die Allianz hebt als Versicherer die Beiträge", ["Allianz"]],
    ["the river", "Fires near the Amazon River; the Amazon is dry", []],
    ["the shop", "Amazon hires 5,000 workers", ["Amazon"]],
    ["a man in capitals", "DER MAN STEHT AUF", []],
    ["the truck maker", "MAN baut Lkw in Polen", ["MAN"]],
    ["a football club", "MAN City beats Man United", []],
    ["a longer name of another", "Daimler Truck und Continental Airlines", []],
    ["fruit and aims in lower case", "an apple, an orange, a target", []],
    ["smart things", "Smart Home, smart city", []],
  ])("%s: %s", (_, title, expected) => expect(textsIn(title)).toEqual(expected));
});

describe("findMentions", () => {
  test("gives offsets into the field, title first, by start, with alias and reason", () => {
    const { mentions } = findMentions(dictionary, { title: "Toyota 😀 BMWs", text: "Ein Ford-Händler" });
    expect(mentions).toEqual([
      { entityId: "toyota", field: "title", start: 0, end: 6, text: "Toyota", alias: "Toyota", reason: "exact" },
      { entityId: "bmw", field: "title", start: 10, end: 14, text: "BMWs", alias: "BMW", reason: "exact" },
      { entityId: "ford", field: "text", start: 4, end: 8, text: "Ford", alias: "Ford", reason: "compound: -Händler" },
    ]);
  });

  test("says why a name was dropped", () => {
    const { dropped } = findMentions(dictionary, {
      title: "GM Hikaru Nakamura",
      text: "Klima-Allianz und Ford Foundation",
    });
    expect(dropped.map(({ text, reason }) => [text, reason])).toEqual([
      ["GM", "a role: GM Hikaru"],
      ["Allianz", "another word: Klima-Allianz"],
      ["Ford Foundation", "part of the longer name Ford Foundation"],
    ]);
  });

  test("heeds the watchlist's own context and exclusions", () => {
    const own = {
      name: "Rad",
      aliases: [{ text: "Rad", needsContext: true }],
      context: ["Speiche"],
      exclude: ["Rad schlagen"],
    };
    const list = compileDictionary(readWatchlist({ entities: [own] }).entities);
    const found = (text: string): number => findMentions(list, { title: "", text }).mentions.length;
    expect(found("Rad baut die Speiche neu")).toBe(1);
    expect(found("Rad baut neu")).toBe(0);
    expect(found("Rad schlagen mit Speiche")).toBe(0);
  });

  test("takes the watchlist's own context for a name that is a common word, but not behind an article", () => {
    const own = { name: "Adler Group", aliases: ["Adler"], context: ["Wohnungen"] };
    const list = compileDictionary(readWatchlist({ entities: [own] }).entities);
    const found = (text: string): number => findMentions(list, { title: "", text }).mentions.length;
    expect(found("Adler verkauft Wohnungen in Berlin")).toBe(1);
    expect(found("Adler kreist über dem Tal")).toBe(0);
    expect(found("Der Adler kreist, wo Wohnungen gebaut werden")).toBe(0);
  });

  test.each([
    ["Bosch seals deal with Sharp", ["Bosch", "Sharp"]],
    ["Bosch kooperiert mit Sharp", ["Bosch", "Sharp"]],
    ["Bosch schließt Vertrag über Kassen mit Square", ["Bosch", "Square"]],
    ["Bosch has trouble. A deal with Signal collapses", ["Bosch"]],
    ["Bosch struggles with Slack demand", ["Bosch"]],
    ["Bundesliga: Trainer nach Spiel bei Bosch im Vertrag mit Real", ["Bosch"]],
  ])("takes a name in doubt for the company where another one deals with it: %s", (title, expected) => {
    const list = compileDictionary(
      readWatchlist({ entities: ["Bosch", "Sharp", "Square", "Signal", "Slack", "Real"] }).entities,
    );
    expect(findMentions(list, { title, text: "" }).mentions.map(({ text }) => text)).toEqual(expected);
  });

  test.each([
    ["empty", "", 0],
    ["lone surrogates", "\ud83d BMW \ude00", 1],
    ["five million letters", "x".repeat(5_000_000), 0],
    ["a million names", "BMW ".repeat(100_000), 100_000],
    ["a million apostrophes", `BMW${"'".repeat(1_000_000)}`, 1],
    ["a million hyphens", `BMW${"-".repeat(1_000_000)}`, 1],
    ["a long address", `http://${"a".repeat(1_000_000)} BMW`, 1],
    ["endless entities", `${"&amp;".repeat(200_000)} BMW`, 1],
  ])("takes a text that is %s in good time", (_, text, expected) => {
    expect(findMentions(dictionary, { title: "", text }).mentions).toHaveLength(expected);
  });

  test("takes aliases that look like patterns by the letter", () => {
    const list = compileDictionary(readWatchlist({ entities: ["A.*B", "(C+D)[x]", "E\\F"] }).entities);
    const { mentions } = findMentions(list, { title: "AxxB, A.*B und (C+D)[x]", text: "CCD E\\F" });
    expect(mentions.map(({ text }) => text)).toEqual(["A.*B", "C+D)[x]", "E\\F"]);
  });
});
