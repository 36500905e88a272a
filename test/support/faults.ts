import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** The process "died" here: thrown in place of an effect, or after it. */
export class Crash extends Error {}

/** Lets the first effects pass and crashes at the chosen one: before it is made, or after it is made and before its answer. */
export function crashAt(effect: number, when: "before" | "after") {
  let made = 0;
  let crashed = false;
  return {
    /** Effects that were begun. */
    get made() {
      return made;
    },
    get crashed() {
      return crashed;
    },
    async around<T>(perform: () => Promise<T>): Promise<T> {
      // A process that has died makes no further effect.
      if (crashed) throw new Crash(`after the crash at effect ${effect}`);
      made++;
      const here = made === effect;
      if (here && when === "before") {
        crashed = true;
        throw new Crash(`before effect ${effect}`);
      }
      const answer = await perform();
      if (here) {
        crashed = true;
        throw new Crash(`after effect ${effect}`);
      }
      return answer;
    },
  };
}

export type Crashing = ReturnType<typeof crashAt>;

/** A client whose writes count as effects of `crashing`; reads pass. */
export function crashingClient(endpoint: string, crashing: Crashing): DynamoDBClient {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
  client.middlewareStack.add(
    (next, context) => (args) =>
      /^(Put|Update|Delete)/.test(String(context.commandName)) ? crashing.around(() => next(args)) : next(args),
    { step: "initialize", name: "crash" },
  );
  return client;
}
