import { decode } from "./decode.ts";
import { type FeedLink, feedLinks, headerLinks, type PageLinks } from "./feed-links.ts";
import type { FetchOutcome } from "./fetch-feed.ts";
import { type FoundFeed, foundFeed } from "./found-feed.ts";
import type { Validators } from "./item.ts";
import { failureOf } from "./poll-failure.ts";
import type { Parse } from "./poll-feed.ts";
import { repairLog } from "./repair-log.ts";
import { usualFeedUrls } from "./usual-feed-urls.ts";

export interface DiscoveryDeps {
  /** The one fetch path, `fetchFeed`: it alone knows where we may go. */
  fetch(url: string, validators: Validators): Promise<FetchOutcome>;
  parse: Parse;
  now(): Date;
}

/** An address that the page names as a feed and that could not be read as one. */
export interface UnreadLink {
  url: string;
  reason: string;
}

export type Discovery =
  /** The address is a feed's. */
  | { kind: "feed"; feed: FoundFeed }
  /** It is a page's that leads to feeds: one at least, in the page's order. */
  | { kind: "candidates"; pageTitle: string; feeds: FoundFeed[]; unread: UnreadLink[] }
  /** It is a page's that leads to none; `tried` counts the addresses that were asked. */
  | { kind: "none"; pageTitle: string; unread: UnreadLink[]; tried: number }
  /** Nothing could be read there, or neither a feed nor a page. */
  | { kind: "unreadable"; reason: string };

/** Requests for one discovery besides the page itself. */
export const candidatesMax = 14;
const atOnce = 4;
/** No further candidate is asked after this: API Gateway's answer is due in 30 s, and the last ones take their time, too. */
const beginWithinMs = 15_000;

/**
 * What could be polled for this address: the feed itself, or those that the page there declares (`Link` header, `<link>`),
 * else mentions (anchors), else has in the usual places. Each candidate is fetched and parsed; one that is no feed is none.
 * `wishMinutes` is the interval that the owner has in mind. Never throws for what a publisher does.
 */
export async function discoverFeeds(address: string, wishMinutes: number, deps: DiscoveryDeps): Promise<Discovery> {
  const began = deps.now().getTime();
  const read = await readCandidate({ url: address, title: "" }, wishMinutes, deps);
  if (read.kind === "feed") return { kind: "feed", feed: read.feed };
  if (!read.page) return { kind: "unreadable", reason: read.reason };
  const page = pageOf(read.page);
  if (!page.isPage && page.declared.length === 0) return { kind: "unreadable", reason: read.reason };
  const look = lookAt({ wishMinutes, deps, until: began + beginWithinMs, seen: new Set([read.page.bodyHash]) });
  const declared = await look(page.declared, false);
  const unread = declared.unread;
  const others = [...page.mentioned, ...usualFeedUrls(read.page.finalUrl).map((url) => ({ url, title: "" }))];
  const feeds = declared.feeds.length > 0 ? declared.feeds : (await look(others, true)).feeds;
  const { title: pageTitle } = page;
  return feeds.length > 0
    ? { kind: "candidates", pageTitle, feeds, unread }
    : { kind: "none", pageTitle, unread, tried: look.tried() };
}

type Fetched = Extract<FetchOutcome, { kind: "modified" }>;
type Candidate =
  | { kind: "feed"; feed: FoundFeed; bodyHash: string }
  | { kind: "no-feed"; reason: string; page: Fetched | null };

async function readCandidate(link: FeedLink, wishMinutes: number, deps: DiscoveryDeps): Promise<Candidate> {
  const fetched = await deps.fetch(link.url, {});
  if (fetched.kind === "not-modified") return { kind: "no-feed", reason: "HTTP 304", page: null };
  if (fetched.kind !== "modified") return { kind: "no-feed", reason: failureOf(fetched).reason, page: null };
  const { bytes, contentType, finalUrl, bodyHash } = fetched;
  const parsed = await deps.parse({ bytes, contentType, url: finalUrl });
  if (parsed.kind === "unreadable") return { kind: "no-feed", reason: parsed.reason, page: fetched };
  return { kind: "feed", feed: foundFeed(link, fetched, parsed.feed, wishMinutes, deps.now()), bodyHash };
}

function pageOf({ bytes, contentType, finalUrl, linkHeader }: Fetched): PageLinks {
  const page = feedLinks(decode(bytes, contentType, repairLog()).text, finalUrl);
  const inHeader = headerLinks(linkHeader ?? null, finalUrl);
  const urls = new Set(inHeader.map(({ url }) => url));
  return { ...page, declared: [...inHeader, ...page.declared.filter(({ url }) => !urls.has(url))] };
}

interface Search {
  wishMinutes: number;
  deps: DiscoveryDeps;
  /** Epoch milliseconds. */
  until: number;
  /** Hashes of bodies: one document under two addresses is one feed. */
  seen: Set<string>;
}

/** Reads candidates a few at a time, in order, as long as there are requests and time left. */
function lookAt({ wishMinutes, deps, until, seen }: Search) {
  const asked = new Set<string>();
  async function look(links: FeedLink[], firstWill: boolean): Promise<{ feeds: FoundFeed[]; unread: UnreadLink[] }> {
    const feeds: FoundFeed[] = [];
    const unread: UnreadLink[] = [];
    const fresh = links.filter(({ url }) => !asked.has(url));
    for (let at = 0; at < fresh.length; at += atOnce) {
      if (firstWill && feeds.length > 0) break;
      const room = deps.now().getTime() < until ? candidatesMax - asked.size : 0;
      const group = fresh.slice(at, at + Math.min(atOnce, room));
      for (const { url } of group) asked.add(url);
      const read = await Promise.all(group.map((link) => readCandidate(link, wishMinutes, deps)));
      read.forEach((candidate, n) => {
        const { url } = group[n] as FeedLink;
        if (candidate.kind === "no-feed") unread.push({ url, reason: candidate.reason });
        else if (!seen.has(candidate.bodyHash)) feeds.push(candidate.feed);
        if (candidate.kind === "feed") seen.add(candidate.bodyHash);
      });
      const left = fresh.slice(at + group.length, at + atOnce);
      for (const { url } of left) unread.push({ url, reason: `not asked any more after ${asked.size} others` });
    }
    return { feeds, unread };
  }
  return Object.assign(look, { tried: () => asked.size });
}
