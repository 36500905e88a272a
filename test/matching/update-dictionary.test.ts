import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { deltaEntitiesMin, updateDictionary } from "../../lib/matching/update-dictionary.ts";
import type { Entity } from "../../lib/matching/watchlist.ts";

const many = Array.from({ length: deltaEntitiesMin }, (_, i) => `Quax${i.toString(36).padStart(3, "q")}werke`);
const entitiesOf = (...more: unknown[]): Entity[] => readWatchlist({ entities: [...many, ...more] }).entities;

const texts = [
  "BMW, Toyota und GM reden. GM steigt bei Shell ein, die Münchner zahlen",
  "General Motors (GM) und Ford in Detroit; Harrison Ford; Daimler Truck, Daimler",
  `${many[3]} und ${many[7]}-Chef, Shell Deutschland, eine Speiche für Rad`,
];

const before = entitiesOf("BMW", "Toyota", "Ford", "Daimler", {
  name: "Rad",
  aliases: [{ text: "Rad", needsContext: true }],
});
const edits: [string, Entity[]][] = [
  ["nothing", before],
  ["an entity comes", entitiesOf("BMW", "Toyota", "Ford", "Daimler", "GM")],
  ["an entity goes", entitiesOf("BMW", "Ford", "Daimler")],
  ["all that was special goes", entitiesOf()],
  ["a longer name comes", entitiesOf("BMW", "Toyota", "Ford", "Daimler", "Daimler Truck", "Shell")],
  ["an alias comes", entitiesOf({ name: "BMW", aliases: ["Münchner"] }, "Toyota", "Ford", "Daimler")],
  [
    "context comes",
    entitiesOf("BMW", { name: "Rad", aliases: [{ text: "Rad", needsContext: true }], context: ["Speiche"] }),
  ],
];

describe("a dictionary with an edit laid over it finds what one compiled anew finds", () => {
  const base = compileDictionary(before);
  test.each(edits)("%s", (_, entities) => {
    const updated = updateDictionary(base, entities);
    const anew = compileDictionary(entities);
    for (const text of texts)
      expect(findMentions(updated, { title: "", text })).toEqual(findMentions(anew, { title: "", text }));
  });

  test("an edit after an edit", () => {
    let dictionary = base;
    for (const [, entities] of [...edits, ...edits.toReversed()]) {
      dictionary = updateDictionary(dictionary, entities);
      const anew = compileDictionary(entities);
      for (const text of texts)
        expect(findMentions(dictionary, { title: "", text })).toEqual(findMentions(anew, { title: "", text }));
    }
  });
});

test("an entity that is called as a kind of cue takes none of them along", () => {
  const special = ["BMW", "GM", "Shell", "MAN"];
  const base = compileDictionary(entitiesOf(...special, "Business", "Sport", "Branch cars"));
  const entities = entitiesOf(...special);
  const items = ["GM: Umsatz und Gewinn", "GM after the playoffs", "GM und die Raffinerie", "MAN: Umsatz und Gewinn"];
  for (const title of items) {
    const item = { title, text: "" };
    const anew = findMentions(compileDictionary(entities), item);
    expect(findMentions(updateDictionary(base, entities), item)).toEqual(anew);
  }
});

describe("what is compiled", () => {
  const base = compileDictionary(before);
  test("nothing, where nothing changed", () =>
    expect(
      updateDictionary(
        base,
        entitiesOf("BMW", "Toyota", "Ford", "Daimler", { name: "Rad", aliases: [{ text: "Rad", needsContext: true }] }),
      ),
    ).toBe(base));
  test("only the edit", () => {
    const updated = updateDictionary(base, entitiesOf("BMW", "Toyota", "Ford", "Daimler", "Nissan"));
    expect(updated.base?.dictionary).toBe(base);
    expect(updated.table.size).toBeLessThan(20);
  });
  test("everything, where much changed", () => {
    const other = Array.from({ length: deltaEntitiesMin }, (_, i) => `Blix${i.toString(36).padStart(3, "q")}bau`);
    expect(updateDictionary(base, readWatchlist({ entities: other }).entities).base).toBeNull();
  });
  test("everything, where the whole is small", () => {
    const small = compileDictionary(readWatchlist({ entities: ["BMW", "Ford"] }).entities);
    expect(updateDictionary(small, readWatchlist({ entities: ["BMW"] }).entities).base).toBeNull();
  });
});
