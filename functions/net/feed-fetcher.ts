import { userAgent } from "../../lib/polling/feed-request.ts";
import {
  type FetchDeps,
  type FetchLimits,
  type FetchOutcome,
  fetchFeed,
  fetchLimits,
} from "../../lib/polling/fetch-feed.ts";
import type { AddressPolicy } from "../../lib/polling/hop.ts";
import type { Validators } from "../../lib/polling/item.ts";
import { httpRequest } from "./request.ts";
import { dnsResolve } from "./resolve.ts";

export interface FeedFetcher {
  fetchFeed(url: string, validators: Validators): Promise<FetchOutcome>;
  /** Ends all connections. */
  close(): void;
}

/** `fetchFeed` on the real network and clock: what the poll-feeds function and the command line fetch with. */
export function feedFetcher(
  contact: string,
  policy: AddressPolicy = { allowPrivate: false, exemptOrigins: [] },
  limits: FetchLimits = fetchLimits,
): FeedFetcher {
  const { request, close } = httpRequest();
  const deps: FetchDeps = {
    request,
    resolve: dnsResolve(),
    after,
    now: Date.now,
    policy,
    limits,
    userAgent: userAgent(contact),
  };
  return { fetchFeed: (url, validators) => fetchFeed(url, validators, deps), close };
}

/** The clock's half of `FetchDeps`. */
export function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
