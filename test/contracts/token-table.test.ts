import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tokenTable } from "../../functions/aws/catalog-table.ts";
import type { Table } from "../../functions/aws/table.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { allPages, aToken, winners } from "./catalog-rows.ts";

let local: LocalTables;
let catalog: Table;

beforeAll(async () => {
  local = await startTables();
  catalog = local.tables.Catalog;
});
afterAll(() => local.stop());

describe("tokens", () => {
  test("are found by their hash, note their use, and are gone once revoked", async () => {
    const tokens = tokenTable(catalog);
    const token = aToken();
    expect(await tokens.tokenByHash(token.hash)).toBeNull();
    expect(await winners([tokens.create(token), tokens.create({ ...token, owner: "mallory" })])).toBe(1);
    expect(await tokens.create({ ...token, owner: "mallory" })).toBe(false);
    expect(await tokens.noteUse(token.hash, "2026-03-02T00:00:00.000Z")).toBe(true);
    expect((await tokens.tokenByHash(token.hash))?.lastUsedAt).toBe("2026-03-02T00:00:00.000Z");
    await tokens.revoke(token.hash);
    expect(await tokens.tokenByHash(token.hash)).toBeNull();
    expect(await tokens.noteUse(token.hash, "2026-03-03T00:00:00.000Z")).toBe(false);
    expect(await tokens.tokenByHash(token.hash)).toBeNull();
  });

  test("are listed by owner", async () => {
    const tokens = tokenTable(catalog);
    const mine = [aToken({ owner: "keeper" }), aToken({ owner: "keeper" })];
    for (const token of mine) await tokens.create(token);
    const listed = await allPages((page) => tokens.tokensOf("keeper", page), 1);
    expect(listed.map(({ hash }) => hash).sort()).toEqual(mine.map(({ hash }) => hash).sort());
  });
});
