import { describe, expect, test } from "vitest";
import { aliasesMax, entitiesMax, readWatchlist, WatchlistError } from "../../lib/matching/read-watchlist.ts";

function problemOf<T = string>(given: unknown, of: (fault: WatchlistError) => T | string = ({ message }) => message) {
  try {
    return readWatchlist(given) && "none";
  } catch (fault) {
    return of(fault as WatchlistError);
  }
}

describe("readWatchlist", () => {
  test("takes plain names and fills in the defaults", () => {
    expect(readWatchlist({ name: "Car alliances", entities: ["BMW", "Toyota"] })).toEqual({
      id: "car-alliances",
      owner: "local",
      name: "Car alliances",
      entities: [
        {
          id: "bmw",
          name: "BMW",
          aliases: [{ text: "BMW", caseSensitive: true, needsContext: false }],
          context: [],
          exclude: [],
        },
        {
          id: "toyota",
          name: "Toyota",
          aliases: [{ text: "Toyota", caseSensitive: false, needsContext: false }],
          context: [],
          exclude: [],
        },
      ],
      rule: {
        news: "tie-up",
        parties: "both-watched",
        kinds: ["cooperation", "joint-venture", "supply", "licensing", "stake", "merger"],
        stages: ["rumoured", "agreed", "expanded", "ended", "denied"],
        minConfidence: 0.5,
      },
    });
  });

  test("makes the name an alias, and keeps what an alias says of itself", () => {
    const entity = {
      name: "General Motors",
      aliases: ["GM", { text: "Genmo", caseSensitive: true, needsContext: true }],
    };
    expect(readWatchlist({ entities: [entity] }).entities[0]?.aliases).toEqual([
      { text: "General Motors", caseSensitive: false, needsContext: false },
      { text: "GM", caseSensitive: true, needsContext: true },
      { text: "Genmo", caseSensitive: true, needsContext: true },
    ]);
  });

  test.each([
    ["one company alone: any party", { entities: ["BMW"] }, "any"],
    ["several: both are watched", { entities: ["BMW", "Ford"] }, "both-watched"],
    ["as said", { entities: ["BMW", "Ford"], rule: { parties: "any" } }, "any"],
    [
      "a pair by names",
      { entities: ["BMW", "GM"], rule: { parties: { pair: ["GM", "BMW"] } } },
      { pair: ["general-motors", "bmw"] },
    ],
  ])("rule.parties: %s", (_, given, expected) => expect(readWatchlist(given).rule.parties).toEqual(expected));

  test("makes one entity of two names for one company", () => {
    const { entities } = readWatchlist({ entities: ["VW", "Volkswagen AG", "Acme GmbH", "ACME"] });
    expect(entities.map(({ id, aliases }) => [id, aliases.map(({ text }) => text)])).toEqual([
      ["volkswagen", ["VW", "Volkswagen AG"]],
      ["acme", ["Acme GmbH", "ACME"]],
    ]);
  });

  test.each([
    [
      "no mapping",
      ["BMW"],
      "watchlist: expected a mapping with name, entities, rule, mustMatch, mustNotMatch, got a list of 1",
    ],
    ["no entities", {}, "entities: expected a list, got nothing"],
    ["none of them", { entities: [] }, "entities: expected at least one company, got none"],
    [
      "a mistyped field",
      { entities: ["BMW"], rules: {} },
      'rules: expected one of name, entities, rule, mustMatch, mustNotMatch, got an unknown field; did you mean "rule"?',
    ],
    [
      "a mistyped field of an entity",
      { entities: [{ name: "BMW", alias: [] }] },
      'entities[0].alias: expected one of id, name, aliases, context, exclude, got an unknown field; did you mean "aliases"?',
    ],
    [
      "an unheard-of field",
      { entities: ["BMW"], zzzzzz: 1 },
      "zzzzzz: expected one of name, entities, rule, mustMatch, mustNotMatch, got an unknown field",
    ],
    [
      "an empty alias",
      { entities: [{ name: "BMW", aliases: [""] }] },
      'entities[0].aliases[0]: expected a text, got ""',
    ],
    [
      "a one-letter alias",
      { entities: ["BMW", { name: "X" }] },
      'entities[1].name: expected a name of at least two letters or digits, got "X"',
    ],
    [
      "mere signs",
      { entities: ["--"] },
      'entities[0].name: expected a name of at least two letters or digits, got "--"',
    ],
    [
      "a mere legal form",
      { entities: ["S.E."] },
      'entities[0].name: expected a name, not only a legal form, got "S.E."',
    ],
    [
      "a number",
      { entities: [{ name: 1860 }] },
      "entities[0].name: expected a text (put it in quotes), got the number 1860",
    ],
    ["a long alias", { entities: ["B".repeat(201)] }, "entities[0].name: expected at most 200 characters, got 201"],
    [
      "an unknown stage",
      { entities: ["BMW"], rule: { stages: ["over"] } },
      'rule.stages[0]: expected "rumoured" or "agreed" or "expanded" or "active" or "ended" or "denied", got "over"',
    ],
    [
      "no kind left",
      { entities: ["BMW"], rule: { kinds: [] } },
      "rule.kinds: expected one or more of cooperation, joint-venture, supply, licensing, stake, merger, got an empty list",
    ],
    [
      "too sure",
      { entities: ["BMW"], rule: { minConfidence: 2 } },
      "rule.minConfidence: expected a number from 0 to 1, got 2",
    ],
    [
      "a pair with a stranger",
      { entities: ["BMW"], rule: { parties: { pair: ["BMW", "Ford"] } } },
      'rule.parties.pair[1]: expected a company of this watchlist, got "Ford"',
    ],
    [
      "a pair of one",
      { entities: ["BMW", "Ford"], rule: { parties: { pair: ["BMW"] } } },
      "rule.parties.pair: expected two different watched companies, got a list of 1",
    ],
    [
      "no yes or no",
      { entities: [{ name: "BMW", aliases: [{ text: "Beemer", needsContext: "yes" }] }] },
      'entities[0].aliases[0].needsContext: expected true or false, got "yes"',
    ],
    [
      "too many",
      { entities: Array.from({ length: entitiesMax + 1 }, (_, i) => `Firma ${i}`) },
      "entities: expected at most 10000 entries, got 10001",
    ],
  ])("refuses %s", (_, given, message) => expect(problemOf(given)).toBe(message));

  test("says all that is wrong at once, and no pair is missed among entities that could not be read", () => {
    const wrong = {
      name: "",
      entities: ["BMW", 7, { name: "X", aliases: ["Toyota", ""], alias: 1 }],
      rule: { kinds: ["romance"], minSources: 0, parties: { pair: ["BMW", "Ford"] }, stage: [] },
      mustMatch: "BMW",
    };
    expect(() => readWatchlist(wrong)).toThrow(WatchlistError);
    expect(problemOf(wrong, ({ problems }) => problems.map(({ field }) => field))).toEqual([
      ...["entities[1]", "entities[2].name", "entities[2].aliases[1]", "entities[2].alias"],
      ...["name", "rule.kinds[0]", "rule.minSources", "rule.stage", "mustMatch"],
    ]);
    expect(problemOf(wrong)).toMatch(/^entities\[1\]: expected .*; name: expected .* \(and 4 more\)$/);
  });

  test("takes as many aliases as it says, and no more", () => {
    const entities = (each: number): object[] =>
      Array.from({ length: 25 }, (_, i) => ({
        name: `Firma ${i}`,
        aliases: Array.from({ length: each }, (_, j) => `Name ${i} ${j}`),
      }));
    expect(readWatchlist({ entities: entities(aliasesMax / 25 - 1) }).entities).toHaveLength(25);
    expect(() => readWatchlist({ entities: entities(aliasesMax / 25) })).toThrow(
      "at most 10000 names and aliases together",
    );
  });
});
