import { absoluteUrl } from "./absolute-url.ts";
import type { RawField } from "./raw-field.ts";
import type { RawElement } from "./read-feed.ts";

/** A place that a publisher names, and how well it fits as the item's page: 0 is best. */
interface Candidate {
  href: string;
  base: string | null;
  rank: number;
}

export type Link = { kind: "absolute"; href: string } | { kind: "relative"; href: string } | { kind: "none" };

/**
 * The page of an item or channel, absolute where its base is known: its links by how plainly they say that they are the
 * page (RFC 4287 §4.2.7.2), else a guid that is a permalink (RSS 2.0), else `rdf:about`.
 */
export function itemLink(element: RawElement, fallbackBase: string | null): Link {
  const candidates = [...element.fields.flatMap(linkCandidates), ...identityCandidates(element)];
  candidates.sort((a, b) => a.rank - b.rank);
  for (const { href, base } of candidates) {
    const url = absoluteUrl(href, base ?? fallbackBase);
    if (url !== null) return { kind: "absolute", href: url };
  }
  const relative = candidates.find(({ href, rank }) => rank < rankOfIdentity && /^[^\s:]+$/.test(href.trim()));
  return relative ? { kind: "relative", href: relative.href.trim() } : { kind: "none" };
}

const rankOfIdentity = 10;

function linkCandidates({ role, name, attributes, value, base }: RawField): Candidate[] {
  if (role !== "link") return [];
  const href = attributes.get("href")?.trim();
  if (href === undefined || href === "") {
    return value.trim() === "" ? [] : [{ href: value, base, rank: name === "link" ? 2 : 4 }];
  }
  const rank = rankOfRelation(attributes.get("rel")?.trim().toLowerCase() ?? "alternate", attributes.get("type") ?? "");
  // In RSS, a link with `href` is borrowed from Atom: with the prefix it comes after RSS's own, without it is meant as such.
  return rank === null ? [] : [{ href, base, rank }];
}

/** Other relations (edit, enclosure, replies, …) are not the item's page. */
function rankOfRelation(relation: string, type: string): number | null {
  if (relation.endsWith("alternate")) return /^$|html|text\/plain/i.test(type) ? 0 : 1;
  if (relation === "self") return rankOfIdentity + 3;
  return relation === "via" || relation === "related" ? rankOfIdentity + 2 : null;
}

function identityCandidates({ fields, attributes }: RawElement): Candidate[] {
  const guids = fields
    .filter(({ role, attributes }) => role === "guid" && attributes.get("ispermalink")?.toLowerCase() !== "false")
    .map(({ value }) => ({ href: value, base: null, rank: rankOfIdentity }));
  const about = rdfAbout(attributes);
  const found = about === null ? guids : [...guids, { href: about, base: null, rank: rankOfIdentity + 1 }];
  // An id is an address only if it says so: "12345" is not relative to anything.
  return found.filter(({ href }) => /^https?:\/\//i.test(href.trim()));
}

/** The identity that RDF gives a resource (RSS 1.0 §5.5), null where there is none. */
export const rdfAbout = (attributes: Map<string, string>): string | null =>
  (attributes.get("rdf:about") ?? attributes.get("about"))?.trim() || null;
