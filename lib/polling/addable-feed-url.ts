import { specialUse } from "./address.ts";
import { feedUrl } from "./feed-url.ts";

export type AddableFeedUrl = { kind: "allowed"; url: string } | { kind: "refused"; reason: string };

/**
 * The URL as a feed is stored under it, or in words why it can't be added: what `feedUrl` refuses, and hosts that are
 * plainly inside. Where a name leads is not asked here but at every fetch, which has the last word.
 */
export function addableFeedUrl(text: string, { allowPrivate }: { allowPrivate: boolean }): AddableFeedUrl {
  const read = feedUrl(text);
  if (read.kind === "refused") return read;
  const inside = insideHost(read.url.hostname, allowPrivate);
  if (!inside) return { kind: "allowed", url: read.url.href };
  return { kind: "refused", reason: `expected a host on the public internet, got ${inside}` };
}

/** In words what the host is, if it is one of our own; else null. Names under "localhost": RFC 6761 §6.3. */
function insideHost(hostname: string, allowPrivate: boolean): string | null {
  if (/(^|\.)localhost\.?$/i.test(hostname)) return allowPrivate ? null : "this machine's own name";
  const literal = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  if (literal === hostname && !/^\d+\.\d+\.\d+\.\d+$/.test(literal)) return null;
  const use = specialUse(literal);
  return use && !(allowPrivate && use.local) ? use.words : null;
}
