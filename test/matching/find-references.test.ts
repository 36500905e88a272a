import { describe, expect, test } from "vitest";
import companies from "../../lib/matching/catalogue/companies.json" with { type: "json" };
import words from "../../lib/matching/catalogue/reference-words.json" with { type: "json" };
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

const watched = ["BMW", "Toyota", "General Motors", "Siemens", "SAP", "Deutsche Bank", "Nissan", "Quaxwerke"];
const dictionary = compileDictionary(readWatchlist({ entities: watched }).entities);
const found = (title: string, text = ""): string[] =>
  findMentions(dictionary, { title, text }).references.map(
    ({ text, entityIds }) => `${text} = ${entityIds.join(", ")}`,
  );

describe("a description stands for the company named before", () => {
  test.each([
    ["the people of its seat", "BMW wächst. Die Münchner zahlen mehr", ["Die Münchner = bmw"]],
    ["in the genitive", "BMW bietet. Das Angebot der Münchner gilt", ["der Münchner = bmw"]],
    ["not the police of the town", "BMW wächst. Die Münchner Polizei warnt", []],
    ["not those of another town", "BMW wächst. Die Hamburger zahlen mehr", []],
    [
      "the people of its country",
      "BMW und Toyota reden. Die Japaner zögern",
      ["die Japaner = toyota"].map((s) => s.replace("die", "Die")),
    ],
    ["the last named of two", "Toyota und Nissan reden. Die Japaner zögern", ["Die Japaner = nissan"]],
    ["nobody before it is named", "Die Münchner zahlen mehr als BMW", []],
    [
      "a prefix and a branch",
      "General Motors fällt, BMW nicht. Der US-Autoriese spart",
      ["Der US-Autoriese = general-motors"],
    ],
    [
      "an adjective and any company",
      "Toyota und BMW reden. Das japanische Unternehmen zögert",
      ["Das japanische Unternehmen = toyota"],
    ],
    ["another adjective besides", "BMW fällt. Der kriselnde Autobauer spart", ["Der kriselnde Autobauer = bmw"]],
    ["the branch must be that", "Siemens und BMW reden. Der Autobauer zahlt", ["Der Autobauer = bmw"]],
    ["nobody of the branch is named", "Siemens wächst. Der Autobauer zahlt", []],
    [
      "any company",
      "Quaxwerke wächst. Der Konzern zahlt, das Geld des Konzerns reicht",
      ["Der Konzern = quaxwerke", "des Konzerns = quaxwerke"],
    ],
    ["not before another name", "BMW wächst. Der Autobauer Honda zahlt", []],
    ["not before a watched name", "BMW wächst. Der Autobauer Nissan zahlt", []],
    ["not an unknown one", "BMW wächst. Ein Autobauer zahlt", []],
    ["not in a compound", "BMW wächst. Der Konzern-Betriebsrat tagt", []],
    ["a bank", "Deutsche Bank wächst. Das Geldhaus zahlt", ["Das Geldhaus = deutsche-bank"]],
    [
      "English: place and branch",
      "General Motors met BMW. The Detroit carmaker paid",
      ["The Detroit carmaker = general-motors"],
    ],
    ["English: country", "Toyota met BMW. The Japanese company paid", ["The Japanese company = toyota"]],
    ["English: based", "BMW met Toyota. The Munich-based group paid", ["The Munich-based group = bmw"]],
    [
      "English: two words",
      "General Motors met SAP. The U.S. auto giant paid",
      ["The U.S. auto giant = general-motors"],
    ],
    ["English: not an apposition", "BMW met Toyota. The carmaker Honda paid", []],
    ["English: not unknown", "BMW met Toyota. A carmaker paid", []],
  ])("%s: %s", (_, text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ["both", "BMW und Toyota reden. Beide Unternehmen schweigen", ["Beide Unternehmen = bmw, toyota"]],
    ["the two", "BMW und Toyota reden. Die beiden Autobauer schweigen", ["Die beiden Autobauer = bmw, toyota"]],
    ["two of a branch", "BMW, SAP und Toyota reden. Die Autobauer zahlen", ["Die Autobauer = bmw, toyota"]],
    ["more than two fit", "BMW, SAP und Toyota reden. Beide Unternehmen schweigen", []],
    ["only one is named", "BMW wächst. Die Unternehmen schweigen", []],
    ["English: both", "BMW met Toyota. Both companies paid", ["Both companies = bmw, toyota"]],
    ["English: the two", "BMW met Toyota. The two carmakers paid", ["The two carmakers = bmw, toyota"]],
    ["English: plural", "BMW met SAP. The companies paid", ["The companies = bmw, sap"]],
  ])("several: %s: %s", (_, text, expected) => expect(found(text)).toEqual(expected));

  test("the title names it, the text refers to it, with offsets into the text", () => {
    const { references } = findMentions(dictionary, {
      title: "BMW wächst",
      text: "Nun zahlt der Münchner Konzern mehr",
    });
    expect(references).toEqual([
      {
        entityIds: ["bmw"],
        field: "text",
        start: 10,
        end: 30,
        text: "der Münchner Konzern",
        reason: "BMW: seat München",
      },
    ]);
  });

  test("never makes a mention", () => {
    const { mentions, references } = findMentions(dictionary, {
      title: "Die Münchner und der Autobauer",
      text: "Die Japaner",
    });
    expect([mentions, references]).toEqual([[], []]);
  });

  test("a long text of them takes good time", () => {
    const text = `BMW. ${"Die Münchner und der große der die das Konzern. ".repeat(20_000)}`;
    expect(findMentions(dictionary, { title: "", text }).references.length).toBeGreaterThan(20_000);
  });
});

test("every company of the words is in the catalogue", () => {
  const known = new Set(companies.map(({ name }) => name));
  const used = [...Object.values(words.nations), ...Object.values(words.seats)].flatMap(({ companies }) => companies);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});
