import type { Discovery } from "../lib/polling/discover-feeds.ts";
import type { ApiClient } from "./api-client.ts";
import { UsageError } from "./command.ts";

const atOnce = 8;

/** What is wrong with these addresses, each fetched as a feed would be, in their order; nothing is stored. `read` hears how many are done. */
export async function unreadableFeeds(
  feeds: readonly { url: string; intervalMinutes?: number | undefined }[],
  api: ApiClient,
  read: (done: number) => void,
): Promise<string[]> {
  const problems: (string | null)[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let at = next++; at < feeds.length; at = next++) {
      problems[at] = await problemOf(feeds[at] as { url: string }, api);
      read(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, feeds.length) }, worker));
  return problems.filter((problem) => problem !== null);
}

async function problemOf(feed: { url: string; intervalMinutes?: number | undefined }, api: ApiClient) {
  const expected = `feed ${feed.url}: expected a feed`;
  const found = await discovered(feed, api);
  if (typeof found === "string") return `feed ${feed.url}: ${found}`;
  switch (found.kind) {
    case "feed":
      return null;
    case "candidates":
      return `${expected}, got a page that leads to ${found.feeds.map(({ url }) => url).join(", ")}`;
    case "none":
      return `${expected}, got a page without any`;
    case "unreadable":
      return `${expected}, got ${found.reason}`;
  }
}

/** What is there; or, as a text, why it isn't even looked for. */
async function discovered(feed: { url: string; intervalMinutes?: number | undefined }, api: ApiClient) {
  try {
    return (await api.send<Discovery>("POST", "/feeds/discover", feed)).body;
  } catch (fault) {
    if (fault instanceof UsageError) return fault.message;
    throw fault;
  }
}
