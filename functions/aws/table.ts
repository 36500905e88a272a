import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { currentRow, marked } from "./row-schema.ts";

/** A key and the attributes beside it, as plain values. */
export type Row = { pk: string; sk: string; [attribute: string]: unknown };

/**
 * Single-item reads and conditional writes on one table: all that the stores are allowed (design: no transactions). Rows are marked with
 * their schema as they are written, and come back in this release's shape (`row-schema.ts`).
 */
export interface Table {
  name: string;
  client: DynamoDBClient;
  /** The row, strongly consistent, or null. */
  get(pk: string, sk: string): Promise<Row | null>;
  /** The row as it was some moments ago, or null, for half the price: only for writing it on the condition that it is as read. */
  getStale(pk: string, sk: string): Promise<Row | null>;
  /** Writes the row if no row has its key; returns false, and writes nothing, where one has. */
  create(row: Row): Promise<boolean>;
  /** Writes the row if the stored row's attribute equals `expected` (`undefined`: absent, or no row); else returns false. */
  replaceIf(row: Row, attribute: string, expected: string | number | undefined): Promise<boolean>;
  /** Writes the row whatever was there. */
  put(row: Row): Promise<void>;
  /** Writes the row on a condition of one's own, whose values are in `given`; returns false, and writes nothing, where it fails. */
  putIf(row: Row, condition: string, given: Record<string, unknown>): Promise<boolean>;
  /** Rows of one partition whose sort key begins with `prefix`, ascending, page by page. */
  query(input: Omit<QueryCommandInput, "TableName">): AsyncGenerator<Row>;
}

export const marshallOptions = { removeUndefinedValues: true } as const;

export function dynamoTable(client: DynamoDBClient, name: string): Table {
  const get = async (pk: string, sk: string, ConsistentRead: boolean): Promise<Row | null> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: name, Key: marshall({ pk, sk }), ConsistentRead }),
    );
    return Item ? currentRow(unmarshall(Item) as Row) : null;
  };
  const put = (row: Row, condition: Omit<PutItemCommandInput, "TableName" | "Item"> = {}) =>
    client.send(new PutItemCommand({ TableName: name, Item: marshall(marked(row), marshallOptions), ...condition }));
  return {
    name,
    client,
    get: (pk, sk) => get(pk, sk, true),
    getStale: (pk, sk) => get(pk, sk, false),
    create: (row) => succeeds(put(row, { ConditionExpression: "attribute_not_exists(pk)" })),
    replaceIf: (row, attribute, expected) =>
      succeeds(
        put(row, {
          ConditionExpression: expected === undefined ? "attribute_not_exists(#a)" : "#a = :e",
          ExpressionAttributeNames: { "#a": attribute },
          ...(expected === undefined ? {} : { ExpressionAttributeValues: marshall({ ":e": expected }) }),
        }),
      ),
    async put(row) {
      await put(row);
    },
    putIf: (row, condition, given) =>
      succeeds(put(row, { ConditionExpression: condition, ExpressionAttributeValues: marshall(given) })),
    async *query(input) {
      let start: QueryCommandInput["ExclusiveStartKey"];
      do {
        const page = await client.send(
          new QueryCommand({ TableName: name, ...input, ...(start ? { ExclusiveStartKey: start } : {}) }),
        );
        for (const item of page.Items ?? []) yield currentRow(unmarshall(item) as Row);
        start = page.LastEvaluatedKey;
      } while (start);
    },
  };
}

/** The query for one partition's rows whose sort key begins with a prefix. */
export const rowsBeginning = (pk: string, prefix: string): Omit<QueryCommandInput, "TableName"> => ({
  KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
  ExpressionAttributeValues: marshall({ ":pk": pk, ":prefix": prefix }),
});

/** The query for one partition's rows whose sort key is in a range, both ends included. */
export const rowsBetween = (
  pk: string,
  { from, to }: { from: string; to: string },
): Omit<QueryCommandInput, "TableName"> => ({
  KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
  ExpressionAttributeValues: marshall({ ":pk": pk, ":from": from, ":to": to }),
});

/** true when the conditional write was made, false when its condition failed; any other fault is thrown. */
export async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return false;
    throw fault;
  }
}
