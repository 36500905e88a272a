import type { Feed } from "../polling/item.ts";
import { allPages, type Page, type PageRequest } from "./page.ts";

export interface FeedsOf {
  feeds: { feedsOf(owner: string, page: PageRequest): Promise<Page<Feed>> };
}

/** The owner's feed that is polled at this address, or null. Its id follows from another one where the feed has moved. */
export const feedAt = async (url: string, owner: string, deps: FeedsOf): Promise<Feed | null> =>
  (await allFeedsOf(owner, deps)).find((feed) => feed.url === url) ?? null;

const feedsPerRead = 500;

/** All of an owner's feeds, by id. */
export const allFeedsOf = (owner: string, { feeds }: FeedsOf): Promise<Feed[]> =>
  allPages((page) => feeds.feedsOf(owner, page), feedsPerRead);
