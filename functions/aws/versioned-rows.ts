import { DeleteItemCommand, type QueryCommandInput, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Page, PageRequest } from "../../lib/api/page.ts";
import type { Versioned } from "../../lib/api/versioned.ts";
import { type Row, succeeds, type Table } from "./table.ts";

export interface Key {
  pk: string;
  sk: string;
}

/** Creating and replacing rows that carry a version: of two writers who read the same version, one wins. */
export function versionedRows<T>(table: Table, rowOf: (value: T) => Row) {
  return {
    /** False, and nothing written, where there is one with this key. */
    create: (value: T): Promise<boolean> => table.create({ ...rowOf(value), version: 1 }),
    /** False, and nothing written, where `version` is not the stored one any more. */
    replace: (value: T, version: number): Promise<boolean> =>
      table.replaceIf({ ...rowOf(value), version: version + 1 }, "version", version),
  };
}

/** A row without what the store adds to the thing. */
export function plain<T>(row: Row): T {
  const { pk: _pk, sk: _sk, slot: _slot, version: _version, ...thing } = row;
  return thing as T;
}

/** The thing under a key, strongly consistent, or null. */
export async function readVersioned<T>(table: Table, { pk, sk }: Key): Promise<Versioned<T> | null> {
  const row = await table.get(pk, sk);
  return row && { value: plain<T>(row), version: Number(row.version) };
}

/** Removes the row; a second time nothing happens. */
export async function removeRow(table: Table, key: Key): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: marshall({ pk: key.pk, sk: key.sk }) }));
}

/**
 * Sets attributes of a row, removes those that are undefined, and raises its version. False, and nothing written, where there is no such row. The mark of its schema stays:
 * an attribute that is set this way must mean the same in each shape of its kind.
 */
export const updateRow = (table: Table, key: Key, attributes: Record<string, unknown>): Promise<boolean> =>
  updateRowIf(table, key, attributes, "attribute_exists(pk)");

/** The same on a condition of one's own, whose values are in `given`. */
export function updateRowIf(
  table: Table,
  key: Key,
  attributes: Record<string, unknown>,
  condition: string,
  given: Record<string, string> = {},
): Promise<boolean> {
  const names = Object.keys(attributes);
  const [gone, set] = [true, false].map((isGone) =>
    names.flatMap((name, n) => ((attributes[name] === undefined) === isGone ? [n] : [])),
  ) as [number[], number[]];
  const setting = set.length > 0 ? `SET ${set.map((n) => `#a${n} = :a${n}`).join(", ")}` : "";
  const removal = gone.length > 0 ? ` REMOVE ${gone.map((n) => `#a${n}`).join(", ")}` : "";
  return succeeds(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall({ ...key }),
        ConditionExpression: condition,
        UpdateExpression: `${setting}${removal} ADD #version :one`,
        ExpressionAttributeNames: {
          ...Object.fromEntries(names.map((name, n) => [`#a${n}`, name])),
          "#version": "version",
        },
        ExpressionAttributeValues: marshall({
          ...Object.fromEntries(set.map((n) => [`:a${n}`, attributes[names[n] as string]])),
          ...given,
          ":one": 1,
        }),
      }),
    ),
  );
}

/** The rows under one value of the index BySlot, ordered by partition key; of a range of them, both ends included. Eventually consistent. */
export const queryOfSlot = (table: Table, slot: string, range?: { from: string; to: string }): AsyncGenerator<Row> =>
  table.query({
    IndexName: "BySlot",
    KeyConditionExpression: range ? "slot = :slot AND pk BETWEEN :from AND :to" : "slot = :slot",
    ExpressionAttributeValues: marshall({ ":slot": slot, ...(range ? { ":from": range.from, ":to": range.to } : {}) }),
  });

/** The same, all at once. */
export const rowsInSlot = (table: Table, slot: string): Promise<Row[]> => collect(queryOfSlot(table, slot));

/** An owner's rows whose partition key begins with `prefix`, from the index ByOwner, ordered by key. Eventually consistent. */
export function pageOfOwner<T>(
  table: Table,
  owner: string,
  prefix: string,
  page: PageRequest,
  thingOf: (row: Row) => T,
): Promise<Page<T>> {
  const query = {
    IndexName: "ByOwner",
    KeyConditionExpression: "#owner = :owner AND begins_with(pk, :prefix)",
    ExpressionAttributeNames: { "#owner": "owner" },
    ExpressionAttributeValues: marshall({ ":owner": owner, ":prefix": prefix }),
  };
  return pageOfQuery(table, query, page, thingOf, ["owner", "pk", "sk"]);
}

/**
 * One page of a query and the position of its last row, which is where the next one goes on: rows that come or go
 * meanwhile neither repeat a row nor leave one out. `keyNames` are the attributes that DynamoDB wants of a position.
 */
export async function pageOfQuery<T>(
  table: Table,
  query: Omit<QueryCommandInput, "TableName">,
  { limit, after }: PageRequest,
  thingOf: (row: Row) => T,
  keyNames: string[] = ["pk", "sk"],
): Promise<Page<T>> {
  const rows: Row[] = [];
  const start = after ? { ExclusiveStartKey: marshall(after) } : {};
  for await (const row of table.query({ ...query, Limit: limit + 1, ...start })) {
    rows.push(row);
    if (rows.length > limit) break;
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(thingOf),
    next: more ? Object.fromEntries(keyNames.map((name) => [name, String(last[name])])) : null,
  };
}

/** All that an async iterable gives, in its order. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** The same things in batches of `size`, the last one shorter. */
export async function* batchesOf<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of source) {
    batch.push(one);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
