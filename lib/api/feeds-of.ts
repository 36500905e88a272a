import type { Feed } from "../polling/item.ts";
import type { Page, PageRequest } from "./page.ts";

export interface FeedsOf {
  feeds: { feedsOf(owner: string, page: PageRequest): Promise<Page<Feed>> };
}

const feedsPerRead = 500;

/** All of an owner's feeds, by id. */
export async function allFeedsOf(owner: string, { feeds }: FeedsOf): Promise<Feed[]> {
  const all: Feed[] = [];
  let after: PageRequest["after"] = null;
  do {
    const page: Page<Feed> = await feeds.feedsOf(owner, { limit: feedsPerRead, after });
    all.push(...page.items);
    after = page.next;
  } while (after);
  return all;
}
