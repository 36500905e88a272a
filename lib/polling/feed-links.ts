import { decodeHTMLAttribute } from "entities/decode";
import { plainText } from "../text/plain-text.ts";
import { tokenizeMarkup } from "../text/tokenize-markup.ts";
import { absoluteUrl } from "./absolute-url.ts";

export interface FeedLink {
  url: string;
  /** What the page calls it; "" where it doesn't. */
  title: string;
}

/** What a page says of feeds. */
export interface PageLinks {
  /** The page's own title; "" where it has none. */
  title: string;
  isPage: boolean;
  /** By `<link>`, in the page's order, each address once. */
  declared: FeedLink[];
  /** Anchors that look like a feed's address, in the page's order, without those that are declared. */
  mentioned: FeedLink[];
}

/** Of each kind; a page that has more is a catalogue, whose reader had better choose there. */
export const linksMax = 50;
const attributeCharsMax = 4_096;
const attributesMax = 32;
const titleCharsMax = 300;

/**
 * The feeds that an HTML page points to, relative addresses resolved against its `<base>` and `url`. Linear in the length,
 * however ill-formed. The types are those of RFC 4287 §7, the RSS Autodiscovery draft, JSON Feed 1.1, and what is used for them.
 */
export function feedLinks(html: string, url: string): PageLinks {
  const scan = scanPage(html);
  const base = (scan.base && absoluteUrl(scan.base, url)) ?? url;
  const seen = new Set([url]);
  const declared = resolved(scan.links, base, seen);
  return { title: scan.title, isPage: scan.isPage, declared, mentioned: resolved(scan.anchors, base, seen) };
}

/**
 * The feeds that a Link header points to (RFC 8288 §3), in its order: `<…>; rel="alternate"; type="application/atom+xml"`.
 */
export function headerLinks(header: string | null, url: string): FeedLink[] {
  const written: FeedLink[] = [];
  for (const [, href = "", parameters = ""] of (header ?? "").matchAll(linkValue)) {
    const attributes = new Map<string, string>();
    for (const [, name = "", quoted, token] of parameters.matchAll(linkParameter)) {
      attributes.set(name.toLowerCase(), quoted ?? token ?? "");
    }
    attributes.set("href", href);
    if (isFeedLink(attributes)) written.push({ url: href, title: attributes.get("title") ?? "" });
  }
  return resolved(written.slice(0, linksMax), url, new Set([url]));
}

const linkValue = /<([^<>]{1,4096})>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g;
const linkParameter = /;\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]*))/g;

function resolved(written: FeedLink[], base: string, seen: Set<string>): FeedLink[] {
  return written.flatMap(({ url, title }) => {
    const absolute = absoluteUrl(url.replace(/^feed:(\/\/)?(?=https?:)/i, ""), base);
    const address = absolute && withoutFragment(new URL(absolute));
    if (!address || seen.has(address)) return [];
    seen.add(address);
    return [{ url: address, title }];
  });
}

/** In the parser's spelling, so that one address is asked once. */
function withoutFragment(url: URL): string {
  url.hash = "";
  return url.href;
}

interface Scan {
  title: string;
  isPage: boolean;
  base: string | null;
  links: FeedLink[];
  anchors: FeedLink[];
}

/** The tokenizer alone: a page of a million open elements costs no more than its length. */
function scanPage(html: string): Scan {
  const scan: Scan = { title: "", isPage: false, base: null, links: [], anchors: [] };
  let tag = "";
  let attribute = "";
  let attributes = new Map<string, string>();
  /** Open anchor that looks like a feed: its text is the feed's name. */
  let named: FeedLink | null = null;
  const opened = () => {
    if (tag === "base" && scan.base === null) scan.base = attributes.get("href") ?? null;
    else if (tag === "link" && isFeedLink(attributes)) keep(scan.links, attributes);
    else if (tag === "a") named = looksLikeFeed(attributes) ? keep(scan.anchors, attributes) : null;
  };
  tokenizeMarkup(html, "html", {
    onopentagname(start, end) {
      tag = end - start > 8 ? "" : html.slice(start, end).toLowerCase();
      scan.isPage ||= pageTags.has(tag);
      attributes = new Map();
    },
    onattribname(start, end) {
      attribute = read.has(tag) && end - start <= 16 ? html.slice(start, end).toLowerCase() : "";
    },
    onattribdata(start, end) {
      if (attribute === "" || attributes.has(attribute) || attributes.size >= attributesMax) return;
      if (end - start <= attributeCharsMax)
        attributes.set(attribute, decodeHTMLAttribute(html.slice(start, end)).trim());
    },
    onopentagend: opened,
    onselfclosingtag: opened,
    onclosetag(start, end) {
      tag = "";
      if (end - start === 1 && html[start]?.toLowerCase() === "a") named = null;
    },
    ontext(start, end) {
      const text = () => plainText(html.slice(start, Math.min(end, start + titleCharsMax)), "title");
      if (tag === "title" && scan.title === "") scan.title = text();
      else if (named && named.title === "") named.title = text();
    },
  });
  return scan;
}

/** Those that neither a feed nor OPML has. */
const pageTags = new Set(["html", "meta", "div", "a"]);
/** The elements whose attributes are of use. */
const read = new Set(["base", "link", "a"]);

function keep(links: FeedLink[], attributes: Map<string, string>): FeedLink | null {
  const url = attributes.get("href");
  if (!url || links.length >= linksMax) return null;
  const link = { url, title: (attributes.get("title") ?? "").slice(0, titleCharsMax) };
  links.push(link);
  return link;
}

/** Sure to mean a feed. */
const feedTypes = /^(?:application|text)\/(?:x[.-])?(?:rss|atom|rdf|feed)(?:\+(?:xml|json))?$/;
/** Other documents have these, too: a feed only where the address says so as well. */
const otherTypes = /^(?:application|text)\/(?:xml|json)$/;
/** "/feed/", "/rss.xml", "news.rss", "?format=atom", but neither "/feedback" nor "/atomic". */
const feedAddress = /(?:^|[/._=&?-])(?:rss(?:\d+|feeds?)?|atom|feeds?|rdf)(?:[/._=&?-]|$)/i;

function isFeedLink(attributes: Map<string, string>): boolean {
  const relations = (attributes.get("rel") ?? "").toLowerCase().split(/\s+/);
  if (relations.includes("feed")) return true;
  if (!relations.includes("alternate") || relations.includes("stylesheet")) return false;
  const type = (attributes.get("type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return feedTypes.test(type) || (otherTypes.test(type) && feedAddress.test(attributes.get("href") ?? ""));
}

function looksLikeFeed(attributes: Map<string, string>): boolean {
  const type = (attributes.get("type") ?? "").trim().toLowerCase();
  return feedTypes.test(type) || feedAddress.test(attributes.get("href") ?? "");
}
