import { expect, test } from "vitest";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { currentDictionary } from "../../lib/pipeline/current-dictionary.ts";

const minute = (at: number): Date => new Date(Date.UTC(2026, 2, 2, 10, at));

/** A store of watchlists that counts how often it was read, and a clock. */
function world() {
  const counts = { version: 0, lists: 0 };
  const state = { version: 1, names: ["BMW"], now: minute(0), broken: false };
  const watched = currentDictionary(
    {
      async dictionaryVersion() {
        counts.version++;
        if (state.broken) throw new Error("the store is away");
        return state.version;
      },
      async allWatchlists() {
        counts.lists++;
        return state.names.map((name) => ({ ...readWatchlist({ name, entities: [name] }), owner: "anna" }));
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
  expect(counts).toEqual({ version: 1, lists: 1 });
});

test("a poll that begins after the version was read reads it again, and the lists only where it has risen", async () => {
  const { counts, state, names } = world();
  state.now = minute(1);
  await names(minute(0));
  state.now = minute(3);
  await names(minute(2));
  expect(counts).toEqual({ version: 2, lists: 1 });
  Object.assign(state, { version: 2, names: ["BMW", "Toyota"], now: minute(4) });
  expect(await names(minute(3))).toEqual(["BMW", "Toyota"]);
});

test("a list that was changed in the very moment of a reading counts for the poll that begins in it", async () => {
  const { state, names } = world();
  await names(minute(0));
  Object.assign(state, { version: 2, names: ["Toyota"] });
  expect(await names(minute(0))).toEqual(["Toyota"]);
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
  const watched = currentDictionary({ dictionaryVersion: async () => 1, allWatchlists: async () => lists }, () =>
    minute(1),
  );
  const by = await watched(minute(0));
  const found = (owner: string, title: string) =>
    analyseItem({ id: "1", title, text: "", lang: "en" }, by(owner).dictionary).mentions.map(({ text }) => text);
  expect(found("anna", "Detroit: GM says sales rise")).toEqual(["GM"]);
  expect(found("anna", "A Grandmaster in Detroit")).toEqual([]);
  expect(found("otto", "Detroit: GM says sales rise")).toEqual([]);
  expect(found("otto", "A Grandmaster in Detroit")).toEqual(["Grandmaster"]);
  expect(by("nobody").watchlists).toEqual([]);
});
