import { describe, expect, test } from "vitest";
import { lintOnCorpus, lintWatchlist } from "../../lib/matching/lint-watchlist.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { tryAliases } from "../../lib/matching/try-aliases.ts";

const warningsFor = (...entities: unknown[]): string[] =>
  lintWatchlist(readWatchlist({ entities })).map(({ alias, problem }) => `${alias}: ${problem}`);

describe("warns about names that match more than the company", () => {
  test.each([
    ["a known acronym of many meanings", ["GM"], ["GM: short"]],
    ["not a known one of one meaning", ["BMW"], []],
    ["two letters that nobody knows", ["QX Werke", { name: "Quaxwerke", aliases: ["QX"] }], ["QX: short"]],
    ["not four", [{ name: "Quaxwerke", aliases: ["QXWB"] }], []],
    ["a common word", ["Shell"], ["Shell: common"]],
    ["a common word of no known company", ["Sommer"], ["Sommer: common"]],
    ["a month", ["März"], ["März: common"]],
    ["a surname", ["Ford"], ["Ford: common"]],
    ["not a coined name", ["Toyota"], []],
    [
      "a name that others' longer names contain",
      [{ name: "Cargo Werke", aliases: ["Schenker"] }],
      ["Schenker: contained"],
    ],
    [
      "not where they are watched as well",
      [
        { name: "Cargo Werke", aliases: ["Schenker"] },
        { name: "DB Schenker", aliases: ["Schenker AG Essen"] },
      ],
      [],
    ],
    ["not where they are excluded", [{ name: "Cargo Werke", aliases: ["Schenker"], exclude: ["DB Schenker"] }], []],
    [
      "a name of two entities, on both",
      [
        { name: "Quaxwerke", aliases: ["Quaxi"] },
        { name: "Quaxbau", aliases: ["Quaxi"] },
      ],
      ["Quaxi: shared", "Quaxi: shared"],
    ],
    [
      "an acronym in any case",
      [{ name: "Quaxwerke", aliases: [{ text: "QXWB", caseSensitive: false }] }],
      ["QXWB: any-case"],
    ],
    [
      "none where its writer gave context",
      [{ name: "Shell", aliases: [{ text: "Shell", needsContext: true }], context: ["Öl"] }],
      [],
    ],
  ])("%s", (_, entities, expected) => expect(warningsFor(...entities)).toEqual(expected));

  test("proposes context words, case and exclusions", () => {
    const [warning] = lintWatchlist(readWatchlist({ entities: ["GM"] }));
    expect(warning?.proposal).toMatchObject({ needsContext: true, caseSensitive: true, exclude: [] });
    expect(warning?.proposal.context).toContain("Detroit");
    const [contained] = lintWatchlist(readWatchlist({ entities: [{ name: "Cargo Werke", aliases: ["Schenker"] }] }));
    expect(contained?.proposal.exclude).toEqual(["DB Schenker"]);
  });
});

test("tries the names on a corpus: counts, and examples of what would be wrong", () => {
  const watchlist = readWatchlist({ entities: ["Shell", "Toyota"] });
  const trial = tryAliases(watchlist);
  trial.add({ title: "Ölkonzern Shell bohrt", text: "Shell bohrt tief" });
  trial.add({ title: "Die Muschel hat eine harte shell", text: "" });
  trial.add({ title: "Nichts davon", text: "" });
  expect(trial.items()).toBe(3);
  expect(trial.use("shell", "Shell")).toEqual({
    places: 3,
    items: 2,
    kept: 2,
    lowered: 1,
    examples: [{ text: "Die Muschel hat eine harte [shell]", counted: false, reason: "written in lower case" }],
  });
  expect(trial.use("toyota", "Toyota")).toEqual({ places: 0, items: 0, kept: 0, lowered: 0, examples: [] });
});

describe("a corpus shows which names are words", () => {
  const watchlist = readWatchlist({
    entities: [
      { name: "Kite Robotics", aliases: ["Kite"] },
      { name: "Quaxwerke", aliases: [{ text: "Ember", needsContext: true }], context: ["Kohle"] },
      "Toyota",
      "Shell",
    ],
  });
  const problemsAfter = (...titles: string[]): string[] => {
    const trial = tryAliases(watchlist);
    for (const title of titles) trial.add({ title, text: "" });
    const byName = lintWatchlist(watchlist);
    return lintOnCorpus(watchlist, trial, byName).map(
      ({ alias, problem, message }) => `${problem} ${alias}: ${message}`,
    );
  };

  test.each([
    [
      "in small letters among capitals",
      ["A boy flew a kite in Delhi", "Another kite fell, and Kite rose"],
      ['common Kite: "Kite" is a word, too: the corpus has it 2 times in small letters'],
    ],
    ["not where all is in small letters", ["toyota wins again", "kite wins"], []],
    ["not where the name alone stands", ["Kite wins", "Toyota wins"], []],
    ["not of one with context", ["An ember glows in Rome"], []],
    ["not of one that is warned of anyway", ["Her shell lay in Rome"], []],
  ])("%s", (_, titles, expected) => expect(problemsAfter(...titles)).toEqual(expected));

  test("proposes context", () => {
    const trial = tryAliases(watchlist);
    trial.add({ title: "A kite over Delhi", text: "" });
    const [warning] = lintOnCorpus(watchlist, trial, lintWatchlist(watchlist));
    expect(warning?.proposal).toMatchObject({ needsContext: true, context: ["Kite Robotics"] });
  });
});
