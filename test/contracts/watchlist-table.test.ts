import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { watchlistTable } from "../../functions/aws/catalog-table.ts";
import type { Table } from "../../functions/aws/table.ts";
import { crashAfterWrites } from "../support/crashing-client.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { allPages, aWatchlist, ids, winners } from "./catalog-rows.ts";

let local: LocalTables;
let catalog: Table;

beforeAll(async () => {
  local = await startTables();
  catalog = local.tables.Catalog;
});
afterAll(() => local.stop());

describe("watchlists", () => {
  test("come back as they were put, with every shard read for all of them", async () => {
    const watchlists = watchlistTable(catalog);
    const many = Array.from({ length: 20 }, () => aWatchlist({ owner: "sharded" }));
    for (const watchlist of many) expect(await watchlists.create(watchlist)).toBe(true);
    const [first] = many;
    expect(await watchlists.readWatchlist(first?.id ?? "")).toEqual({ value: first, version: 1 });
    const all = await watchlists.allWatchlists();
    expect(ids(all.filter(({ owner }) => owner === "sharded"))).toEqual(ids(many));
    for (const limit of [1, 3, 20])
      expect(ids(await allPages((page) => watchlists.watchlistsOf("sharded", page), limit))).toEqual(ids(many));
  });

  test("absent: null, not replaced, and removing is no fault", async () => {
    const watchlists = watchlistTable(catalog);
    expect(await watchlists.readWatchlist("nobody")).toBeNull();
    expect(await watchlists.replace(aWatchlist({ id: "nobody" }), 1)).toBe(false);
    await watchlists.remove("nobody");
    expect(await watchlists.readWatchlist("nobody")).toBeNull();
  });

  test("twice and concurrently: one create, one replacement of the same version", async () => {
    const watchlists = watchlistTable(catalog);
    const watchlist = aWatchlist();
    const five = Array.from({ length: 5 }, (_, n) => n);
    expect(await winners(five.map((n) => watchlists.create({ ...watchlist, name: `created ${n}` })))).toBe(1);
    expect(await watchlists.create(watchlist)).toBe(false);
    expect(await winners(five.map((n) => watchlists.replace({ ...watchlist, name: `replaced ${n}` }, 1)))).toBe(1);
    expect((await watchlists.readWatchlist(watchlist.id))?.version).toBe(2);
  });

  test("made again under the same id with other companies, none of those before comes back", async () => {
    const watchlists = watchlistTable(catalog);
    const of = (name: string) => {
      const entities = [{ id: name.toLowerCase(), name, aliases: [], context: [], exclude: [] }];
      return { ...aWatchlist({ id: "made-again" }), entities };
    };
    const [before, after] = [of("Arnlo"), of("Bexter")];
    await watchlists.create(before);
    expect((await watchlists.readWatchlist("made-again"))?.value.entities).toEqual(before.entities);
    await watchlists.remove("made-again");
    await watchlists.create(after);
    expect(await watchlists.readWatchlist("made-again")).toEqual({ value: after, version: 1 });
  });

  test("with 2,000 entities of five aliases fit into a row", async () => {
    const watchlists = watchlistTable(catalog);
    const entities = Array.from({ length: 2000 }, (_, n) => ({
      id: `company-${n}`,
      name: `Company ${n} Holding`,
      aliases: Array.from({ length: 5 }, (_, a) => ({
        text: `Company ${n} alias ${a * 7919}`,
        caseSensitive: false,
        needsContext: false,
      })),
      context: ["market"],
      exclude: [],
    }));
    const watchlist = aWatchlist({ entities });
    await watchlists.create(watchlist);
    expect((await watchlists.readWatchlist(watchlist.id))?.value.entities).toEqual(entities);
    await watchlists.remove(watchlist.id);
  });

  test("raise the dictionary's version with every change, and concurrent changes each raise it", async () => {
    const watchlists = watchlistTable(catalog);
    const watchlist = aWatchlist();
    let { version: seen } = await watchlists.dictionaryVersion();
    const changes = [
      () => watchlists.create(watchlist),
      () => watchlists.replace({ ...watchlist, name: "changed" }, 1),
      () => watchlists.remove(watchlist.id),
      () => Promise.all(Array.from({ length: 5 }, () => watchlists.create(aWatchlist()))),
    ];
    for (const change of changes) {
      await change();
      const { version } = await watchlists.dictionaryVersion();
      expect(version).toBeGreaterThan(seen);
      seen = version;
    }
  });

  test("the version says for which watchlists it rose, concurrently too, and nothing where an earlier release raised it", async () => {
    const watchlists = watchlistTable(catalog);
    const changed = Array.from({ length: 4 }, () => aWatchlist());
    const { version: before } = await watchlists.dictionaryVersion();
    await Promise.all(changed.map((one) => watchlists.create(one)));
    const { version, changed: ids } = await watchlists.dictionaryVersion();
    expect(version).toBe(before + 8);
    expect(ids.slice(-8).sort()).toEqual([...changed, ...changed].map(({ id }) => id).sort());
    const ADD = new UpdateItemCommand({
      TableName: catalog.name,
      Key: { pk: { S: "DICTIONARY" }, sk: { S: "VERSION" } },
      UpdateExpression: "ADD #value :one",
      ExpressionAttributeNames: { "#value": "value" },
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    await catalog.client.send(ADD);
    expect(await watchlists.dictionaryVersion()).toEqual({ version: version + 1, changed: [] });
    const later = aWatchlist();
    await watchlists.create(later);
    expect(await watchlists.dictionaryVersion()).toEqual({ version: version + 3, changed: [later.id, later.id] });
  });

  test("of very many changes the version says the latest", async () => {
    const watchlists = watchlistTable(catalog);
    const one = aWatchlist();
    for (let n = 0; n < 55; n++) await watchlists.remove(one.id);
    const { changed } = await watchlists.dictionaryVersion();
    expect(changed).toEqual(Array(100).fill(one.id));
  });

  test.each([0, 1, 2])(
    "a crash after write %i of a change leaves no change that the version hides",
    async (allowed) => {
      const watchlists = watchlistTable(catalog);
      const watchlist = aWatchlist();
      const { version: before } = await watchlists.dictionaryVersion();
      await crashAfterWrites(local.client, allowed, () => watchlists.create(watchlist));
      const stored = await watchlists.readWatchlist(watchlist.id);
      expect(stored !== null).toBe(allowed === 2);
      if (stored) expect((await watchlists.dictionaryVersion()).version).toBeGreaterThan(before);
    },
  );
});
