import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

type TableShape = Omit<CreateTableCommandInput, "TableName">;
export type TableName = "Catalog" | "News" | "Polling";

const keyed = (attributes: string[]): TableShape["AttributeDefinitions"] =>
  attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const }));

const primaryKey: TableShape["KeySchema"] = [
  { AttributeName: "pk", KeyType: "HASH" },
  { AttributeName: "sk", KeyType: "RANGE" },
];

const indexBy = (attribute: string, IndexName: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: attribute, KeyType: "HASH" as const },
    { AttributeName: "pk", KeyType: "RANGE" as const },
  ],
  Projection: { ProjectionType: "ALL" as const },
});

/**
 * The keys of the three tables, as the embedded default and the tests create them. `infra/tables.ts` says the same to
 * CloudFormation; a test compares the two.
 */
export const tableShapes: Record<TableName, TableShape> = {
  Catalog: {
    AttributeDefinitions: keyed(["pk", "sk", "slot", "owner"]),
    KeySchema: primaryKey,
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: [indexBy("slot", "BySlot"), indexBy("owner", "ByOwner")],
  },
  News: { AttributeDefinitions: keyed(["pk", "sk"]), KeySchema: primaryKey, BillingMode: "PAY_PER_REQUEST" },
  Polling: { AttributeDefinitions: keyed(["pk", "sk"]), KeySchema: primaryKey, BillingMode: "PAY_PER_REQUEST" },
};
