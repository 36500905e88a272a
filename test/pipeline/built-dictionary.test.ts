import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dictionaryBucket, dictionaryKey } from "../../functions/aws/dictionary-bucket.ts";
import type { Objects, StoredObject } from "../../functions/aws/objects.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import { buildDictionary, rebuiltAfterMs } from "../../lib/pipeline/build-dictionary.ts";
import { currentDictionary, type WatchlistSource } from "../../lib/pipeline/current-dictionary.ts";

const owners = ["anna", "otto", "ida"];
const ids = ["a", "b", "c", "d", "e"];
const names = ["BMW", "Toyota", "General Motors", "Ünal & Söhne", "Shell plc"];

/** Watchlists, what raises their version, and a bucket in memory; `reads` counts readings of all. */
function world() {
  const lists = new Map<string, Watchlist>();
  const log = { version: 0, changed: [] as string[] };
  const objects = new Map<string, StoredObject>();
  const state = { reads: 0, at: 0, unused: [] as string[] };
  const bucket: Objects = {
    get: async (key) => objects.get(key) ?? null,
    notesOf: async (key) => objects.get(key)?.notes ?? null,
    put: async (key, object) => void objects.set(key, object),
  };
  const source: WatchlistSource = {
    dictionaryVersion: async () => ({ version: log.version, changed: [...log.changed] }),
    watchlistById: async (id) => lists.get(id) ?? null,
    async allWatchlists() {
      state.reads++;
      return [...lists.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
  const now = () => new Date(state.at);
  const store = dictionaryBucket(bucket);
  return {
    ...{ lists, objects, state },
    build: () => buildDictionary({ source, store, now }),
    raise(id: string) {
      log.version++;
      log.changed = [...log.changed, id].slice(-100);
    },
    /** What a poller that starts now watches, with the bucket and without it. */
    async watched({ built }: { built: boolean }) {
      const notUsed = (fault: unknown) => void state.unused.push(String(fault));
      const by = await currentDictionary(source, now, built ? { ...store, notUsed } : null)(now());
      return owners.map(by);
    },
  };
}

const list = fc
  .record({
    id: fc.constantFrom(...ids),
    owner: fc.constantFrom(...owners),
    name: fc.string({ minLength: 1, maxLength: 5 }).filter((text) => text.trim() !== ""),
    entities: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
  })
  .map(({ id, owner, name, entities }): Watchlist => ({ ...readWatchlist({ name, entities }), id, owner }));

const change = fc.record({
  list,
  removed: fc.boolean(),
  /** The builder reads in the middle of the change, after it, or not at all. */
  builds: fc.constantFrom("never", "within", "after"),
  /** Who makes the change dies before it says so again. */
  dies: fc.boolean(),
});

test("what was built, and the changes since, are the same as all watchlists read, whenever it was built and whoever died", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      const { lists, raise, build, watched } = world();
      await build();
      for (const { list, removed, builds, dies } of changes) {
        raise(list.id);
        if (builds === "within") await build();
        if (removed) lists.delete(list.id);
        else lists.set(list.id, list);
        if (!dies) raise(list.id);
        if (builds === "after") await build();
      }
      const [built, read] = [await watched({ built: true }), await watched({ built: false })];
      expect(built.map(({ watchlists }) => watchlists)).toEqual(read.map(({ watchlists }) => watchlists));
      // Thousands of words: compared without a list of what differs.
      expect(isDeepStrictEqual(built, read)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

const bmw: Watchlist = {
  ...readWatchlist({ name: "Cars", entities: ["BMW", "Ünal & Söhne"] }),
  id: "a",
  owner: "anna",
};

test("whatever becomes of the bytes, the same is watched", async () => {
  const { lists, objects, raise, build, watched } = world();
  lists.set("a", bmw);
  for (let nth = 0; nth < 2; nth++) raise("a");
  await build();
  const { body, notes } = objects.get(dictionaryKey) as StoredObject;
  const all = await watched({ built: false });
  const damage = fc.record({ at: fc.nat(body.length - 1), flips: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, flips, cut }) => {
      const damaged = cut ? body.slice(0, at) : body.map((byte, index) => (index === at ? byte ^ flips : byte));
      objects.set(dictionaryKey, { body: damaged, notes });
      expect(isDeepStrictEqual(await watched({ built: true }), all)).toBe(true);
    }),
  );
});

test("a poller with a dictionary that was built reads none of it from the source but what changed", async () => {
  const { lists, raise, build, watched, state } = world();
  lists.set("a", bmw);
  raise("a");
  await build();
  state.reads = 0;
  raise("b");
  lists.set("b", { ...bmw, id: "b" });
  raise("b");
  const [anna] = await watched({ built: true });
  expect(anna?.watchlists.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(state).toMatchObject({ reads: 0, unused: [] });
});

test("while nothing changes nothing is built, until what was built is a quarter of an hour old", async () => {
  const { lists, raise, build, state } = world();
  lists.set("a", bmw);
  raise("a");
  expect(await build()).toMatchObject({ version: 1, watchlists: [{ id: "a" }] });
  state.at = rebuiltAfterMs - 1;
  expect(await build()).toBeNull();
  expect(state.reads).toBe(1);
  // However the version was missed.
  lists.delete("a");
  state.at = rebuiltAfterMs;
  expect(await build()).toEqual({ version: 1, watchlists: [] });
});
