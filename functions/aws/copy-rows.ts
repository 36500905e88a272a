import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";

export interface CopyRequest {
  from: string;
  to: string;
  /** Whether rows that are in both become as they are in `from`; else only those that are missing are written. */
  overwrite: boolean;
}

export interface Copied {
  /** In `from`. */
  rows: number;
  written: number;
}

const writesAtOnce = 25;

/** Copies a table's rows, as they are, into another one with the same keys. What that one has besides stays. May be stopped and begun again at any moment. */
export async function copyRows(client: DynamoDBClient, { from, to, overwrite }: CopyRequest): Promise<Copied> {
  const copied: Copied = { rows: 0, written: 0 };
  const condition = overwrite ? {} : { ConditionExpression: "attribute_not_exists(pk)" };
  const write = async (Item: Record<string, AttributeValue>): Promise<void> => {
    try {
      await client.send(new PutItemCommand({ TableName: to, Item, ...condition }));
      copied.written++;
    } catch (fault) {
      if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
    }
  };
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: from, ConsistentRead: true, ExclusiveStartKey }));
    const { Items = [] } = page;
    for (let at = 0; at < Items.length; at += writesAtOnce)
      await Promise.all(Items.slice(at, at + writesAtOnce).map(write));
    copied.rows += Items.length;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return copied;
}
