import type { Markup } from "../text/plain-text.ts";
import { channelElements, itemElements, type Role } from "./feed-names.ts";
import { itemLink, rdfAbout } from "./item-link.ts";
import type { RawField } from "./raw-field.ts";
import type { RawElement, RawFeed } from "./read-feed.ts";
import type { RepairLog } from "./repair-log.ts";

/** So many values of one role are kept: the first that can be read counts. */
const valuesMax = 6;

/**
 * The feed as a well-formed document in one shape, RSS 2.0: for each role its values, the best first, under the names
 * `title`, `link`, `guid`, `pubDate`, `updated`, `teaser`, `body`, `language`. Texts say in `type` how their markup is meant.
 */
export function writeFeed(feed: RawFeed, url: string | null, repairs: RepairLog): string {
  const base = url ?? channelBase(feed.channel);
  const channel = writeElement(feed.channel, channelElements, base, repairs);
  const items = feed.items.map((item) => `<item>${writeElement(item, itemElements, base, repairs)}</item>\n`);
  return `<rss version="2.0"><channel>${channel}\n${items.join("")}</channel></rss>`;
}

/** Where nobody says which address the feed came from, its own page is the best base for relative links. */
function channelBase(channel: RawElement): string | null {
  const link = itemLink(channel, null);
  return link.kind === "absolute" ? link.href : null;
}

function writeElement(
  element: RawElement,
  names: Record<Role, readonly string[]>,
  base: string | null,
  repairs: RepairLog,
): string {
  const of = (role: Role) => inOrder(element.fields, role, names[role]);
  const link = itemLink(element, base);
  if (link.kind === "relative") repairs.note("relative link without a base", link.href);
  const about = rdfAbout(element.attributes);
  const langs = [...of("lang").map(({ value }) => value), textLang(element), element.lang ?? ""];
  return [
    ...of("title").map((field) => written("title", textOf(field), markupOf(field))),
    link.kind === "none" ? "" : written("link", link.href),
    ...of("guid").map(({ value }) => written("guid", value.trim())),
    about === null ? "" : written("guid", about),
    ...of("published").map(({ value }) => written("pubDate", value)),
    ...of("updated").map(({ value }) => written("updated", value)),
    ...of("teaser").map((field) => written("teaser", textOf(field), markupOf(field))),
    ...of("body").map((field) => written("body", textOf(field), markupOf(field))),
    ...langs.filter((lang) => lang.trim() !== "").map((lang) => written("language", lang)),
  ].join("");
}

function inOrder(fields: RawField[], role: Role, names: readonly string[]): RawField[] {
  const found = fields.filter((field) => field.role === role);
  return found.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)).slice(0, valuesMax);
}

/** The language that an item's own title or text declares. */
const textLang = ({ fields }: RawElement): string =>
  fields.find(({ role, attributes }) => role !== null && attributes.has("xml:lang"))?.lang ?? "";

const written = (name: string, value: string, type?: Markup): string =>
  value === "" ? "" : `<${name}${type ? ` type="${type}"` : ""}>${characterData(value)}</${name}>`;

/** A CDATA section is read several times faster than a text of escapes, and a hostile text may consist of nothing else. */
const characterData = (value: string): string =>
  /[&<>]/.test(value) ? `<![CDATA[${value.replaceAll("]]>", "]]]]><![CDATA[>")}]]>` : value;

/** How the text's markup is meant: by `type` (RFC 4287 §3.1) or `mode` (Atom 0.3); where nothing is said, publishers do both. */
function markupOf({ role, name, attributes, hasElements }: RawField): Markup {
  const type = attributes.get("type")?.trim().toLowerCase() ?? "";
  if (hasElements || /html/.test(type) || attributes.get("mode") === "escaped") return "html";
  if (role === "title") return /^text(\/plain)?$/.test(type) ? "text" : "title";
  return name.startsWith("atom:") ? "title" : "html";
}

/** Base64 is text in Atom 0.3 (`mode`) and for binary media types (RFC 4287 §4.1.3.3); what is no text afterwards is none. */
function textOf({ attributes, value, hasElements }: RawField): string {
  const isBinary = /^(image|audio|video)\/|octet-stream/i.test(attributes.get("type") ?? "");
  if (hasElements || !(attributes.get("mode")?.toLowerCase() === "base64" || isBinary)) return value;
  const bytes = Buffer.from(value, "base64");
  const text = bytes.toString("utf8");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell binary content from text
  return /[\x00-\x08\x0e-\x1f\ufffd]/.test(text) ? "" : text;
}
