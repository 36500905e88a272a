import { after } from "../../functions/net/feed-fetcher.ts";
import { httpRequest } from "../../functions/net/request.ts";
import { userAgent } from "../../lib/polling/feed-request.ts";
import { type FetchDeps, type FetchLimits, fetchLimits } from "../../lib/polling/fetch-feed.ts";
import type { AddressPolicy, Hop } from "../../lib/polling/hop.ts";

export interface TestNetwork {
  deps: FetchDeps;
  /** The addresses that were connected to, oldest first. */
  connected: string[];
  /** The names that were looked up, oldest first. */
  resolved: string[];
  close(): void;
}

export interface TestNetworkOptions {
  /** The addresses of each name; a function is asked at each look-up. A name without a row has none. */
  names?: Record<string, string[] | (() => string[])>;
  policy?: Partial<AddressPolicy>;
  limits?: Partial<FetchLimits>;
  /** Makes every checked address lead to loopback, so that public ones can be "reached". */
  everythingIsHere?: boolean;
  now?: number;
  ca?: string;
}

/** The real network adapter and timers, with names and the address policy of a test. Loopback is allowed unless the policy says otherwise. */
export function testNetwork(options: TestNetworkOptions = {}): TestNetwork {
  const connected: string[] = [];
  const resolved: string[] = [];
  const { request, close } = httpRequest(options.ca ? { ca: options.ca } : {});
  const deps: FetchDeps = {
    request(hop: Hop) {
      connected.push(hop.address);
      return request(options.everythingIsHere ? { ...hop, address: "127.0.0.1" } : hop);
    },
    async resolve(name) {
      resolved.push(name);
      const addresses = options.names?.[name] ?? [];
      return typeof addresses === "function" ? addresses() : addresses;
    },
    after,
    now: () => options.now ?? Date.now(),
    policy: { allowPrivate: true, exemptOrigins: [], ...options.policy },
    limits: { ...fetchLimits, ...options.limits },
    userAgent: userAgent("https://example.org/tieup"),
  };
  return { deps, connected, resolved, close };
}
