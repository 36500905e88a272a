import { expect, test } from "vitest";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { currentDictionary } from "../../lib/pipeline/current-dictionary.ts";
import { judgeHit } from "../../lib/pipeline/judge-hit.ts";

const minute = (at: number): Date => new Date(Date.UTC(2026, 2, 2, 10, at));

/** A store of watchlists that counts how often it was read, and a clock. */
function world() {
  const counts = { version: 0, lists: 0, single: 0 };
  const state = { version: 1, changed: [] as string[], names: ["BMW"], now: minute(0), broken: false };
  const listOf = (name: string) => ({ ...readWatchlist({ name, entities: [name] }), id: name, owner: "anna" });
  const watched = currentDictionary(
    {
      async dictionaryVersion() {
        counts.version++;
        if (state.broken) throw new Error("the store is away");
        return { version: state.version, changed: state.changed };
      },
      async watchlistById(id) {
        counts.single++;
        return state.names.includes(id) ? listOf(id) : null;
      },
      async allWatchlists() {
        counts.lists++;
        return state.names.map(listOf);
      },
    },
    () => state.now,
  );
  const names = async (asOf: Date) => (await watched(asOf))("anna").watchlists.map(({ name }) => name);
  return { counts, state, names };
}

test("polls that began together and find news at once read the version and the lists once", async () => {
  const { counts, state, names } = world();
  state.now = minute(1);
  await Promise.all(Array.from({ length: 50 }, () => names(minute(0))));
  expect(counts).toEqual({ version: 1, lists: 1, single: 0 });
});

test("a poll that begins after the version was read reads it again, and the lists only where it has risen", async () => {
  const { counts, state, names } = world();
  state.now = minute(1);
  await names(minute(0));
  state.now = minute(3);
  await names(minute(2));
  expect(counts).toEqual({ version: 2, lists: 1, single: 0 });
  Object.assign(state, { version: 2, names: ["BMW", "Toyota"], now: minute(4) });
  expect(await names(minute(3))).toEqual(["BMW", "Toyota"]);
});

test("a list that was changed in the very moment of a reading counts for the poll that begins in it", async () => {
  const { state, names } = world();
  await names(minute(0));
  Object.assign(state, { version: 2, names: ["Toyota"] });
  expect(await names(minute(0))).toEqual(["Toyota"]);
});

/** What the version says has changed since the second reading, and what is read then. */
test.each([
  ["a new list", { version: 3, changed: ["Toyota", "Toyota"] }, ["BMW", "Toyota"], { lists: 1, single: 1 }],
  ["a removed one", { version: 3, changed: ["x", "BMW", "BMW"] }, [], { lists: 1, single: 1 }],
  [
    "two of them, one of them twice",
    { version: 4, changed: ["BMW", "VW", "BMW"] },
    ["BMW", "VW"],
    { lists: 1, single: 2 },
  ],
  ["more than it remembers", { version: 4, changed: ["VW", "BMW"] }, ["BMW", "VW"], { lists: 2, single: 0 }],
  ["by a release that doesn't say which", { version: 2, changed: [] }, ["VW"], { lists: 2, single: 0 }],
  ["back to an earlier version, as after a restore", { version: 0, changed: ["BMW"] }, ["VW"], { lists: 2, single: 0 }],
])("%s: only what has changed is read, or all of it where that isn't known", async (_, version, names, read) => {
  const { counts, state, names: watched } = world();
  await watched(minute(0));
  Object.assign(state, { ...version, names, now: minute(2) });
  expect(await watched(minute(1))).toEqual(names);
  expect(counts).toMatchObject(read);
});

test("all lists are read again five minutes after they were, whatever was read since", async () => {
  const { counts, state, names } = world();
  await names(minute(0));
  for (let at = 1; at <= 5; at++) {
    Object.assign(state, { version: at + 1, changed: ["BMW"], now: minute(at) });
    await names(minute(at));
  }
  expect(counts).toMatchObject({ lists: 2, single: 4 });
});

test("however the version was missed, a changed list counts after five minutes", async () => {
  const { state, names } = world();
  await names(minute(0));
  Object.assign(state, { names: ["Toyota"], now: minute(5) });
  expect(await names(minute(5))).toEqual(["Toyota"]);
});

test("a store that was away is asked again", async () => {
  const { state, names } = world();
  state.broken = true;
  state.now = minute(1);
  await expect(names(minute(0))).rejects.toThrow("the store is away");
  state.broken = false;
  expect(await names(minute(0))).toEqual(["BMW"]);
});

test("what one owner calls a company is no name, context or exclusion for another's news", async () => {
  const lists = [
    {
      ...readWatchlist({ name: "Cars", entities: [{ name: "General Motors", aliases: ["GM"], context: ["Detroit"] }] }),
      owner: "anna",
    },
    {
      ...readWatchlist({
        name: "Chess",
        entities: [{ name: "General Motors", aliases: ["Grandmaster"], exclude: ["GM says"] }],
      }),
      owner: "otto",
    },
  ];
  const source = {
    dictionaryVersion: async () => ({ version: 1, changed: [] }),
    allWatchlists: async () => lists,
    watchlistById: async () => null,
  };
  const watched = currentDictionary(source, () => minute(1));
  const by = await watched(minute(0));
  const found = (owner: string, title: string) =>
    analyseItem({ id: "1", title, text: "", lang: "en" }, by(owner).dictionary).mentions.map(({ text }) => text);
  expect(found("anna", "Detroit: GM says sales rise")).toEqual(["GM"]);
  expect(found("anna", "A Grandmaster in Detroit")).toEqual([]);
  expect(found("otto", "Detroit: GM says sales rise")).toEqual([]);
  expect(found("otto", "A Grandmaster in Detroit")).toEqual(["Grandmaster"]);
  expect(by("nobody").watchlists).toEqual([]);
});

test.each([
  ["the strict list first", ["a-strict", "b-loose"]],
  ["the loose list first", ["b-strict", "a-loose"]],
])(
  "a name that one list takes in any case and one only as written: each keeps its own rule, %s",
  async (_, [strict, loose]) => {
    const listOf = (id: string | undefined, caseSensitive: boolean) => ({
      ...readWatchlist({ name: id, entities: ["BMW", { name: "Gogoro", aliases: [{ text: "GoGo", caseSensitive }] }] }),
      id: id ?? "",
      owner: "anna",
    });
    const lists = [listOf(strict, true), listOf(loose, false)];
    const source = {
      dictionaryVersion: async () => ({ version: 1, changed: [] }),
      allWatchlists: async () => lists,
      watchlistById: async () => null,
    };
    const { dictionary } = (await currentDictionary(source, () => minute(1))(minute(0)))("anna");
    const hits = (title: string) => {
      const analysis = analyseItem({ id: "1", title, text: "", lang: "de" }, dictionary);
      return lists.map((list) => judgeHit(list, analysis).hit);
    };
    expect(hits("BMW und GoGo gründen ein Gemeinschaftsunternehmen")).toEqual([true, true]);
    expect(hits("BMW und GOGO gründen ein Gemeinschaftsunternehmen")).toEqual([false, true]);
  },
);
