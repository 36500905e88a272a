import { readFileSync } from "node:fs";
import { type AttributeValue, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

/** The lines of a release's fixture: when it was recorded, then its rows. Made by `record-release.ts` in a checkout of that release. */
function linesOf(release: string): string[] {
  const file = new URL(`../fixtures/releases/${release}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8").trimEnd().split("\n");
}

/** In epoch milliseconds. */
export const recordedAt = (release: string): number => Date.parse(JSON.parse(linesOf(release)[0] as string).recordedAt);

/** Puts the rows that a release left into the tables; its feeds are at `wireUrl`. */
export async function loadRelease(release: string, client: DynamoDBClient, wireUrl = "http://wire.invalid") {
  for (const line of linesOf(release).slice(1)) {
    const { table: TableName, item } = JSON.parse(line.replaceAll("http://wire.invalid", wireUrl));
    await client.send(new PutItemCommand({ TableName, Item: asAttribute(item) as Record<string, AttributeValue> }));
  }
}

/** DynamoDB's JSON has bytes as base64. */
function asAttribute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asAttribute);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === "B" && typeof inner === "string" ? [key, Buffer.from(inner, "base64")] : [key, asAttribute(inner)],
    ),
  );
}
