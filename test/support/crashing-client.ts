import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** The process that this stands for died here. */
export class Crash extends Error {}

const writes = new Set(["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand"]);

/**
 * Lets a client make `allowed` more writes; every one after them throws `Crash` before it reaches the table. The function
 * that comes back starts the process again.
 */
export function crashAfterWrites(client: DynamoDBClient, allowed: number): () => void {
  const name = `crash-${Math.trunc(allowed)}`;
  let made = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (writes.has(context.commandName ?? "") && ++made > allowed) throw new Crash(`write ${made} of ${allowed}`);
      return next(args);
    },
    { step: "initialize", name, override: true },
  );
  return () => {
    client.middlewareStack.remove(name);
  };
}
