import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { lintWatchlist } from "../../lib/matching/lint-watchlist.ts";
import { aliasesMax, phraseLengthMax, readWatchlist, WatchlistError } from "../../lib/matching/read-watchlist.ts";

const namesIn = (names: unknown[], text: string): string[] =>
  findMentions(compileDictionary(readWatchlist({ entities: names }).entities), { title: "", text }).mentions.map(
    (mention) => mention.text,
  );

describe("names", () => {
  test("ten thousand of them in one watchlist are found, one more is refused", () => {
    const aliases = Array.from({ length: aliasesMax }, (_, i) => `Quax${i}werke`);
    expect(namesIn([...chunks(aliases, 10)], "Quax0werke, Quax9999werke, Quax10000werke")).toEqual([
      "Quax0werke",
      "Quax9999werke",
    ]);
    expect(() => readWatchlist({ entities: [...chunks([...aliases, "Quax10000werke"], 10)] })).toThrow(WatchlistError);
  });

  test("ten thousand of them may be one company's, or as many companies'", () => {
    const aliases = Array.from({ length: aliasesMax - 1 }, (_, i) => `Quax${i}werke`);
    expect(namesIn([{ name: "Quaxwerke", aliases }], "Quax77werke und Quax9998werke")).toHaveLength(2);
    expect(namesIn(["Quaxwerke", ...aliases], "Quax77werke und Quax9998werke")).toHaveLength(2);
  });

  test("ten thousand of them are linted in good time", () => {
    const aliases = Array.from({ length: aliasesMax }, (_, i) => `Quax${i}werke`);
    expect(lintWatchlist(readWatchlist({ entities: [...chunks(aliases, 10)] }))).toEqual([]);
  });

  test.each([
    ["a pattern", "A.*B", "AxxB A.*B", ["A.*B"]],
    ["an unclosed bracket", "Foo[bar", "Foobar Foo[bar", ["Foo[bar"]],
    ["a backslash", "E\\dF", "E1F E\\dF", ["E\\dF"]],
    ["a repetition", "(ab+)+c", "ababababab (ab+)+c", ["ab+)+c"]],
    ["an alternative", "foo|bar", "foo bar foo|bar", ["foo|bar"]],
    ["anything", "^.+$", "", []],
  ])("%s is taken by the letter", (_, name, text, expected) => {
    if (expected.length === 0) expect(() => namesIn([name], text)).toThrow(WatchlistError);
    else expect(namesIn([name], text)).toEqual(expected);
  });

  test.each([
    ["empty", ""],
    ["space", "   "],
    ["one letter", "X"],
    ["one letter with signs", "(X)"],
    ["signs", "!?"],
    ["an emoji", "😀"],
    ["too long", "x".repeat(phraseLengthMax + 1)],
    ["a legal form alone", "SE"],
    ["another legal form", "GmbH"],
    ["a number", 15],
    ["half a surrogate pair", "Acme\ud83dWerke"],
    ["nothing", null],
  ])("%s is refused with what was expected", (_, name) => {
    expect(() => readWatchlist({ entities: [name] })).toThrow(/expected .*, got /s);
    expect(() => readWatchlist({ entities: ["BMW", { name: "Toyota", aliases: [name] }] })).toThrow(
      /expected .*, got /s,
    );
  });

  test.each([
    ["a pair of surrogates", "Acme 😀 Werke", "Acme 😀 Werke", 1],
    ["control characters", "Acme\u0000Werke", "Acme\u0000Werke", 1],
    ["as long as may be", "ab ".repeat(66).trim(), "ab ".repeat(66), 1],
    ["right to left", "شركة أكمي", "قالت شركة أكمي اليوم", 1],
  ])("%s is no fault", (_, name, text, atLeast) => {
    expect(namesIn([name], text).length).toBeGreaterThanOrEqual(atLeast);
  });
});

describe("texts take time that grows with their length", () => {
  const dictionary = ["BMW", "Toyota", "Ab Ab", "Ab Ab Ab", "GM", "Deutsche Bank"];
  test.each([
    ["empty", "", 0],
    ["names that overlap", "Ab ".repeat(200_000), 66_667],
    ["a name that begins everywhere", "Deutsche ".repeat(300_000), 0],
    ["dots", ".".repeat(2_000_000), 0],
    ["ampersands", "&".repeat(1_000_000), 0],
    ["accents", `BMW${"\u0308".repeat(500_000)}`, 1],
    ["lone surrogates", "\ud800 BMW ".repeat(50_000), 50_000],
    ["quotes", '"„'.repeat(500_000), 0],
    ["articles", `BMW ${"der die das ".repeat(200_000)}`, 1],
    ["one line of brackets", "(".repeat(1_000_000), 0],
    ["hyphens that join names", "BMW-".repeat(100_000), 100_000],
    ["ideographs without space", "丰田".repeat(50_000), 50_000],
    ["entities that were escaped again", `${"&amp;".repeat(300_000)}BMW`, 1],
    ["words that may be compounds", "Toyotachef ".repeat(100_000), 100_000],
    ["names in brackets", "(GM) BMW ".repeat(50_000), 100_000],
  ])("%s", (_, text, expected) => expect(namesIn(dictionary, text)).toHaveLength(expected), 20_000);
});

/** Entities of several names each, for a watchlist has fewer entities than names. */
function* chunks(aliases: string[], size: number): Generator<object> {
  for (let i = 0; i < aliases.length; i += size) yield { name: aliases[i], aliases: aliases.slice(i + 1, i + size) };
}
