/** The roles that elements of an item or channel can play for us. */
export type Role = "title" | "link" | "guid" | "published" | "updated" | "teaser" | "body" | "lang" | HintRole;

/** What a channel says of when to poll it. */
export type HintRole = "ttl" | "updatePeriod" | "updateFrequency" | "skipHours" | "skipDays";

const noHints: Record<HintRole, readonly string[]> = {
  ttl: [],
  updatePeriod: [],
  updateFrequency: [],
  skipHours: [],
  skipDays: [],
};

/**
 * Which elements play which role, the first choice first. Names are `prefix:local` in lower case with the usual prefix of
 * the namespace; a name of RSS itself has no prefix.
 */
export const itemElements: Record<Role, readonly string[]> = {
  title: ["title", "atom:title", "dc:title", "media:title", "itunes:title"],
  link: ["link", "atom:link", "feedburner:origlink"],
  guid: ["guid", "atom:id", "id"],
  published: [
    ..."pubdate atom:published atom:issued published dcterms:issued atom:created dcterms:created dc:date date".split(
      " ",
    ),
    ..."dcterms:date dc:issued dc:created prism:publicationdate".split(" "),
  ],
  updated: ["atom:updated", "atom:modified", "updated", "modified", "dcterms:modified", "dc:modified"],
  teaser: "description atom:summary summary dc:description dcterms:abstract itunes:summary itunes:subtitle".split(" "),
  // `media:description` may be of a picture only, so it comes last.
  body: ["content:encoded", "atom:content", "content", "xhtml:body", "xhtml:div", "fulltext", "media:description"],
  lang: ["language", "dc:language"],
  ...noHints,
};

export const channelElements: Record<Role, readonly string[]> = {
  ...itemElements,
  title: ["title", "atom:title", "dc:title", "itunes:title"],
  published: ["pubdate", "lastbuilddate", "dc:date", "atom:published"],
  updated: ["atom:updated", "atom:modified", "lastbuilddate"],
  teaser: [],
  body: [],
  guid: [],
  ttl: ["ttl"],
  updatePeriod: ["sy:updateperiod"],
  updateFrequency: ["sy:updatefrequency"],
  skipHours: ["skiphours"],
  skipDays: ["skipdays"],
};

/** Elements that hold others with the same names as an item's own: what stands in them is not the item's. */
export const containers = new Set(
  "source image textinput author contributor cloud owner atom:source atom:author atom:contributor itunes:owner media:credit".split(
    " ",
  ),
);

const rssNamespaces = [
  "http://purl.org/rss/1.0",
  "http://my.netscape.com/rdf/simple/0.9",
  "http://channel.netscape.com/rdf/simple/0.9",
  "http://backend.userland.com/rss",
  "http://backend.userland.com/rss2",
  "http://backend.userland.com/rss091",
  "http://blogs.law.harvard.edu/tech/rss",
  "http://purl.org/rss/1.0/modules/rss091#",
  "http://purl.org/net/rss1.1#",
];

const prefixes = new Map<string, string>([
  ...rssNamespaces.map((uri): [string, string] => [uri, ""]),
  ["http://www.w3.org/2005/atom", "atom"],
  ["http://purl.org/atom/ns#", "atom"],
  ["http://purl.org/net/rss1.1/payload#", "content"],
  ["http://purl.org/rss/1.0/modules/content", "content"],
  ["http://purl.org/rss/1.0/modules/syndication", "sy"],
  ["http://purl.org/dc/elements/1.1", "dc"],
  ["http://purl.org/dc/elements/1.0", "dc"],
  ["http://purl.org/dc/terms", "dcterms"],
  ["http://search.yahoo.com/mrss", "media"],
  ["http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"],
  ["http://rssnamespace.org/feedburner/ext/1.0", "feedburner"],
  ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"],
  ["http://www.w3.org/1999/xhtml", "xhtml"],
]);

/** Every draft of Atom and every version of PRISM has a namespace of its own below one. */
const versioned = [
  ["http://purl.org/atom/ns", "atom"],
  ["http://prismstandard.org/namespaces/", "prism"],
] as const;

/** The usual prefixes, so that a publisher's undeclared `dc:date` is still understood. */
const usualPrefixes = new Set([...prefixes.values(), "prism"]);

/** The usual prefix of a namespace, "" for RSS itself, null for one that we take nothing from. */
export function usualPrefix(uri: string): string | null {
  const known = uri
    .trim()
    .toLowerCase()
    .replace(/^https:/, "http:")
    .replace(/\/$/, "");
  return prefixes.get(known) ?? versioned.find(([beginning]) => known.startsWith(beginning))?.[1] ?? null;
}

export const isUsualPrefix = (prefix: string): boolean => usualPrefixes.has(prefix);
