import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** The process that this stands for died here. */
class Crash extends Error {}

const writes = new Set(["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand"]);

/**
 * Does the work until it has made `allowed` writes with the client: the next one fails before it reaches the table, as in
 * a process that dies there. Afterwards the client writes again. Throws if the work came to its end.
 */
export async function crashAfterWrites(
  client: DynamoDBClient,
  allowed: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let made = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (writes.has(context.commandName ?? "") && ++made > allowed) throw new Crash();
      return next(args);
    },
    { step: "initialize", name: "crash", override: true },
  );
  try {
    await work();
  } catch (fault) {
    if (fault instanceof Crash) return;
    throw fault;
  } finally {
    client.middlewareStack.remove("crash");
  }
  throw new Error(`expected the work to make more than ${allowed} writes, got ${made}`);
}
