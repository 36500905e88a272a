import type { DynamoDBClient, QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoTable, type Row, rowsBeginning, succeeds, type Table } from "../../functions/aws/table.ts";
import { collect, pageOfOwner, queryOfSlot, updateRow } from "../../functions/aws/versioned-rows.ts";
import { memoryDynamo } from "../simulation/memory-dynamo.ts";
import { type SeededRandom, seededRandom } from "../simulation/seeded-random.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let local: LocalTables;
beforeAll(async () => {
  local = await startTables();
});
afterAll(() => local.stop());

function inMemory(now = () => 0, lagMs = 0): Table {
  const dynamo = memoryDynamo({ now, lagMs: () => lagMs, pageSize: 2 });
  const client = { send: async (command: object) => dynamo.execute(command) } as unknown as DynamoDBClient;
  return dynamoTable(client, "Catalog");
}

type Operation = (table: Table) => Promise<unknown>;

const send = (table: Table, command: PutItemCommand | DeleteItemCommand): Promise<boolean> =>
  succeeds(table.client.send(command as PutItemCommand));

/** One of what the stores do, with keys and values that often meet. */
function drawn(random: SeededRandom): [string, Operation] {
  const pk = `P#${random.between(0, 2)}`;
  const sk = `S#${random.between(0, 4)}`;
  const n = random.between(0, 3);
  const row: Row = { pk, sk, version: n, slot: `slot${n % 2}`, owner: "anna", ...(n === 3 ? {} : { text: `t${n}` }) };
  const between: Omit<QueryCommandInput, "TableName"> = {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :until",
    ExpressionAttributeValues: marshall({ ":pk": pk, ":from": "S#1", ":until": sk }),
    ScanIndexForward: random.chance(0.5),
  };
  const unlessNewer = {
    ConditionExpression: "attribute_not_exists(pk) OR version <= :version",
    ExpressionAttributeValues: marshall({ ":version": n }),
  };
  const operations: [string, Operation][] = [
    ["get", (table) => table.get(pk, sk)],
    ["get stale", (table) => table.getStale(pk, sk)],
    ["create", (table) => table.create(row)],
    ["replace if", (table) => table.replaceIf(row, "version", n)],
    ["replace if absent", (table) => table.replaceIf(row, "text", undefined)],
    ["update", (table) => updateRow(table, { pk, sk }, { text: "changed", slot: "slot1" })],
    ["put", (table) => send(table, new PutItemCommand({ TableName: table.name, Item: marshall(row) }))],
    [
      "put unless newer",
      (table) => send(table, new PutItemCommand({ TableName: table.name, Item: marshall(row), ...unlessNewer })),
    ],
    ["delete", (table) => send(table, new DeleteItemCommand({ TableName: table.name, Key: marshall({ pk, sk }) }))],
    ["query by prefix", (table) => collect(table.query({ ...rowsBeginning(pk, "S#"), ConsistentRead: true }))],
    ["query by range", (table) => collect(table.query(between)).catch(nameOf)],
    ["query by slot", async (table) => inKeyOrder(await collect(queryOfSlot(table, `slot${n % 2}`)))],
    // Rows of one partition have no order in an index that is sorted by partition key.
    [
      "rows of owner",
      async (table) =>
        inKeyOrder((await pageOfOwner(table, "anna", pk, { limit: 100, after: null }, (one) => one)).items),
    ],
  ];
  return random.pick(operations);
}

/** BETWEEN with its ends the wrong way round is an error to DynamoDB; the stores never ask it. */
const nameOf = (fault: unknown): unknown => {
  if (fault instanceof ConditionalCheckFailedException) throw fault;
  return [];
};

const inKeyOrder = (rows: Row[]): Row[] => rows.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));

test("in memory, every command of the stores does and answers what it does in dynalite", async () => {
  const random = seededRandom(5);
  const memory = inMemory();
  const done = new Set<string>();
  for (let step = 0; step < 400; step++) {
    const [name, operation] = drawn(random);
    done.add(name);
    const [inDynalite, here] = [await operation(local.tables.Catalog), await operation(memory)];
    expect(here, `step ${step}: ${name}`).toEqual(inDynalite);
  }
  expect(done.size).toBe(13);
});

test("what the stores don't use is refused, not guessed", async () => {
  const query = {
    KeyConditionExpression: "pk = :pk AND size(sk) > :n",
    ExpressionAttributeValues: marshall({ ":pk": "P#1", ":n": 1 }),
  };
  const memory = inMemory();
  await memory.create({ pk: "P#1", sk: "S#1" });
  await expect(collect(memory.query({ ...query, ConsistentRead: true }))).rejects.toThrow(SyntaxError);
});

test("in memory, what is read without consistency is as old as it may be, and writing it on its version fails", async () => {
  let now = 0;
  const memory = inMemory(() => now, 1_000);
  const row = { pk: "P#1", sk: "S#1", version: 1 };
  await memory.create(row);
  expect(await memory.getStale("P#1", "S#1")).toBeNull();
  now = 1_000;
  await memory.replaceIf({ ...row, version: 2 }, "version", 1);
  const stale = await memory.getStale("P#1", "S#1");
  expect(stale).toEqual(row);
  expect(await memory.replaceIf({ ...row, version: 2 }, "version", Number(stale?.version))).toBe(false);
  now = 2_000;
  expect(await memory.getStale("P#1", "S#1")).toEqual({ ...row, version: 2 });
});
