import { CreateTableCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { copyRows } from "../../functions/aws/copy-rows.ts";
import { tableShapes } from "../../functions/aws/table-shapes.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let local: LocalTables;
let restored: string;
let nth = 0;

beforeAll(async () => {
  local = await startTables();
});
afterAll(() => local.stop());

/** A table that a backup was restored into, and one in use, both empty. */
beforeEach(async () => {
  restored = `Restored${++nth}`;
  for (const TableName of [restored, `${restored}Live`])
    await local.client.send(new CreateTableCommand({ TableName, ...tableShapes.Catalog }));
});

const put = (table: string, row: Record<string, unknown>) =>
  local.client.send(new PutItemCommand({ TableName: table, Item: marshall(row) }));
const live = () => `${restored}Live`;
async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await local.client.send(new ScanCommand({ TableName: table }));
  return Items.map((item) => unmarshall(item)).sort((a, b) => (a.pk < b.pk ? -1 : 1));
}
const copy = (overwrite = false) => copyRows(local.client, { from: restored, to: live(), overwrite });

test("rows that are missing come back as they were, whatever is in them; those that are there stay as they are", async () => {
  const lost = {
    pk: "FEED#a",
    sk: "FEED",
    owner: "olga",
    bytes: new Uint8Array([0, 255]),
    set: new Set(["x"]),
    none: null,
  };
  await put(restored, lost);
  await put(restored, { pk: "FEED#b", sk: "FEED", title: "then" });
  await put(live(), { pk: "FEED#b", sk: "FEED", title: "now" });
  await put(live(), { pk: "FEED#c", sk: "FEED", title: "since" });
  expect(await copy()).toEqual({ rows: 2, written: 1 });
  expect(await rowsOf(live())).toEqual([
    lost,
    expect.objectContaining({ title: "now" }),
    expect.objectContaining({ title: "since" }),
  ]);
});

test("with overwriting, what is in both becomes as it was then, and what came since stays", async () => {
  await put(restored, { pk: "FEED#b", sk: "FEED", title: "then" });
  await put(live(), { pk: "FEED#b", sk: "FEED", title: "now", more: 1 });
  await put(live(), { pk: "FEED#c", sk: "FEED", title: "since" });
  expect(await copy(true)).toEqual({ rows: 1, written: 1 });
  expect(await rowsOf(live())).toEqual([
    { pk: "FEED#b", sk: "FEED", title: "then" },
    { pk: "FEED#c", sk: "FEED", title: "since" },
  ]);
});

test("more than a page of rows, twice, and from an empty table", async () => {
  expect(await copy()).toEqual({ rows: 0, written: 0 });
  const text = "x".repeat(100_000);
  for (let row = 0; row < 25; row++)
    await put(restored, { pk: `ITEM#${String(row).padStart(2, "0")}`, sk: "ITEM", text });
  expect(await copy()).toEqual({ rows: 25, written: 25 });
  expect(await copy()).toEqual({ rows: 25, written: 0 });
});

test("a table that there isn't is said to be none", async () => {
  await expect(copyRows(local.client, { from: "Nowhere", to: live(), overwrite: false })).rejects.toThrow(
    /not found|non-existent/i,
  );
});
