import { type ApiClient, apiClient, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { writeJson } from "./show.ts";
import { endpointMeant, type SubscriptionRow, subscriptionPath, subscriptionsOf } from "./subscriber-rows.ts";
import { subscriptionOf, wishFrom, wishOptions } from "./subscription-wish.ts";
import { onOneLine } from "./terminal-text.ts";
import { type WatchlistRow, watchlistMeant } from "./watchlist-rows.ts";
import { readWords } from "./words.ts";

const common = { ...apiOptions, json: { type: "boolean" } } as const;
const expected = { least: 2, most: Number.POSITIVE_INFINITY, expected: "an endpoint and a watchlist" };

/** Lets watchlists reach an endpoint, or changes how often and for what they do: what isn't said stays as it is. */
export async function subscribe(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, { ...common, ...wishOptions }, expected);
  const wish = wishFrom(values);
  const api = await apiClient(values);
  const { endpoint, watchlists } = await bothMeant(words, api);
  const stored = await subscriptionsOf(endpoint, api);
  // All are read before the first is stored: of a line that makes no sense nothing is done.
  const wanted = watchlists.map((watchlist) => {
    const before = stored.find(({ watchlistId }) => watchlistId === watchlist.id) ?? null;
    return { watchlist, isNew: before === null, subscription: subscriptionOf(wish, watchlist, before) };
  });
  const saved: SubscriptionRow[] = [];
  for (const { watchlist, isNew, subscription } of wanted) {
    saved.push(
      (await api.send<SubscriptionRow>("PUT", subscriptionPath(endpoint.id, watchlist.id), subscription)).body,
    );
    if (!values.json)
      io.stdout.write(`${isNew ? "subscribed" : "changed"} ${endpoint.address} ${onOneLine(watchlist.name)}\n`);
  }
  if (values.json) writeJson(io, saved);
  return 0;
}

/** Ends that watchlists reach an endpoint. */
export async function unsubscribe(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, apiOptions, expected);
  const api = await apiClient(values);
  const { endpoint, watchlists } = await bothMeant(words, api);
  const stored = new Set((await subscriptionsOf(endpoint, api)).map(({ watchlistId }) => watchlistId));
  const strange = watchlists.find(({ id }) => !stored.has(id));
  if (strange) throw new Error(`expected what reaches ${endpoint.address}, got "${strange.name}", which doesn't`);
  for (const watchlist of watchlists) {
    await api.send("DELETE", subscriptionPath(endpoint.id, watchlist.id));
    io.stdout.write(`unsubscribed ${endpoint.address} ${onOneLine(watchlist.name)}\n`);
  }
  return 0;
}

async function bothMeant([word = "", ...lists]: string[], api: ApiClient) {
  const endpoint = await endpointMeant(word, api);
  const watchlists: WatchlistRow[] = [];
  for (const list of lists) watchlists.push(await watchlistMeant(list, api));
  if (new Set(watchlists.map(({ id }) => id)).size < watchlists.length)
    throw new UsageError("expected each watchlist once");
  return { endpoint, watchlists };
}
