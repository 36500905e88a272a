import { feedTable, subscriberTable, tokenTable, watchlistTable } from "../functions/aws/catalog-table.ts";
import { dynamo, tableFrom } from "../functions/aws/clients.ts";
import type { Endpoint } from "../lib/alerting/subscriber.ts";
import { hashOfToken } from "../lib/api/authenticate.ts";
import type { Token } from "../lib/api/token.ts";
import type { Handlers } from "./handlers.ts";
import type { outbox } from "./outbox.ts";
import { localOwner, plantSeed, type Seed } from "./seed.ts";

/** What the command line asks for, in the store; and the token of this machine's API. */
export async function prepareCatalog(seed: Seed, token: string) {
  const table = tableFrom(process.env, dynamo(), "Catalog");
  const subscribers = subscriberTable(table);
  const catalog = { feeds: feedTable(table), watchlists: watchlistTable(table), subscribers };
  const { feeds, endpoints } = await plantSeed(seed, catalog, new Date());
  await keepToken(token, tokenTable(table));
  return { feeds, endpoints, stored: () => subscribers.allEndpoints() };
}

/** The token of this machine's API, known to the store by its hash. */
async function keepToken(secret: string, tokens: ReturnType<typeof tokenTable>): Promise<void> {
  const scopes: Token["scopes"] = ["read", "write", "admin", "operator"];
  const createdAt = new Date().toISOString();
  const unlimited = { expiresAt: null, lastUsedAt: null };
  await tokens.create({
    hash: hashOfToken(secret),
    owner: localOwner,
    label: "local",
    scopes,
    createdAt,
    ...unlimited,
  });
}

/** Makes all endpoints' topics, and clicks the confirmation links as their owners would. */
export async function confirmEndpoints(
  stored: () => AsyncIterable<Endpoint>,
  { reconcileSubscriptions }: Pick<Handlers, "reconcileSubscriptions">,
  post: ReturnType<typeof outbox>,
): Promise<void> {
  const tick = { time: new Date().toISOString() };
  await reconcileSubscriptions(tick);
  for await (const { topicArn } of stored()) if (topicArn) await post.confirm(topicArn);
  await reconcileSubscriptions(tick);
}
