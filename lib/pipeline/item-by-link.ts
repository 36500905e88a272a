import { canonicalUrl } from "../polling/canonical-url.ts";
import type { Item } from "../polling/item.ts";
import { itemOf, type Journal, wordingsOf } from "../polling/journal.ts";

const feedsAtOnce = 10;

/** The newest wording of the item with this link that one of the feeds brought since `from` (ISO 8601 UTC), or null. */
export async function itemByLink(
  journal: Pick<Journal, "latestFirst">,
  feedIds: readonly string[],
  url: string,
  from: string,
): Promise<Item | null> {
  const wanted = addressOf(url);
  for (let at = 0; at < feedIds.length; at += feedsAtOnce) {
    const asked = feedIds.slice(at, at + feedsAtOnce).map((feedId) => newestIn(journal, feedId, wanted, from));
    const found = (await Promise.all(asked)).find((item) => item !== null);
    if (found) return found;
  }
  return null;
}

async function newestIn(journal: Pick<Journal, "latestFirst">, feedId: string, wanted: string, from: string) {
  for await (const entry of journal.latestFirst(feedId, from))
    if (entry.link !== null && addressOf(entry.link) === wanted) return itemOf(feedId, entry);
  return null;
}

/** As addresses are compared: what can't be one is compared as it is. */
const addressOf = (url: string): string => (URL.canParse(url) ? canonicalUrl(url) : url);

/** When each wording of the item was first seen since `from`, oldest first: what hits of it stand under. ISO 8601 UTC, as is `from`. */
export const sightingsOf = async (
  journal: Pick<Journal, "latestFirst">,
  item: Pick<Item, "feedId" | "key">,
  from: string,
): Promise<string[]> => (await wordingsOf(journal, item, from)).map(({ seenAt }) => seenAt);
