import { absoluteUrl } from "./absolute-url.ts";
import { type ElementNames, elementNames } from "./element-names.ts";
import { channelElements, containers, itemElements, type Role } from "./feed-names.ts";
import type { FeedFormat } from "./item.ts";
import { type OpenField, openField, type RawField } from "./raw-field.ts";
import type { RepairLog } from "./repair-log.ts";
import { readXml } from "./xml-tokens.ts";

/** The elements of an item or of the channel, as they stand in the document. */
export interface RawElement {
  fields: RawField[];
  attributes: Map<string, string>;
  base: string | null;
  lang: string | null;
}

export interface RawFeed {
  format: Exclude<FeedFormat, "json">;
  channel: RawElement;
  items: RawElement[];
}

/** What the document is instead of a feed: the name of its first element, null where it has none. */
export interface NoFeed {
  element: string | null;
}

/** The longest real feeds have about 3,000 (all episodes of a daily podcast). */
export const itemsMax = 5_000;
const fieldsMax = 200;

/**
 * The items of an XML document, however ill-formed, in its order. Links stay as they are, with the base that holds for
 * them. Items that the document's end cuts off are left out. Linear in the length; depth costs nothing.
 */
export function readFeed(source: string, url: string | null, repairs: RepairLog): RawFeed | NoFeed {
  const reader = feedReader(url, repairs);
  readXml(source, reader, repairs);
  return reader.end();
}

const formats: Record<string, RawFeed["format"]> = {
  rss: "rss",
  channel: "rss",
  item: "rss",
  rdf: "rdf",
  feed: "atom",
  entry: "atom",
};

function feedReader(url: string | null, repairs: RepairLog) {
  let feed: RawFeed | null = null;
  let names: ElementNames | null = null;
  let rootName = "";
  let rootClosed = false;
  let firstElement: string | null = null;
  let item: RawElement | null = null;
  let itemName = "";
  let field: OpenField | null = null;
  let left = 0;

  const element = (attributes: Map<string, string>, parent: RawElement | null): RawElement => ({
    fields: [],
    attributes,
    base: baseOf(attributes, parent ? parent.base : url),
    lang: attributes.get("xml:lang") ?? parent?.lang ?? null,
  });

  function openRoot(name: string, attributes: Map<string, string>): void {
    const local = name.slice(name.indexOf(":") + 1).toLowerCase();
    firstElement ??= local;
    const format = formats[local];
    if (format === undefined || firstElement === "html") return;
    if (local !== firstElement) repairs.note("elements before the feed ignored", firstElement);
    feed = { format, channel: element(attributes, null), items: [] };
    names = elementNames(name, attributes, format === "atom" ? "atom" : "", repairs);
    rootName = name.toLowerCase();
    if (local === "item" || local === "entry") {
      if (local === "item") repairs.note("no <rss> around the items");
      openItem(rootName, attributes, feed);
    } else if (local === "channel") repairs.note("no <rss> around the channel");
  }

  function openItem(name: string, attributes: Map<string, string>, into: RawFeed): void {
    closeField(`<${name}>`);
    if (item) {
      repairs.note(`unclosed <${itemName}> closed at the next`);
      closeItem(into);
    }
    item = element(attributes, into.channel);
    itemName = name;
  }

  function closeItem(into: RawFeed): void {
    if (item && into.items.length < itemsMax) into.items.push(item);
    else if (item) left += 1;
    item = null;
  }

  /** Ends the open field; `at` is what ended it where its own end tag did not. */
  function closeField(at: string | null): void {
    if (!field || !feed) return;
    if (at !== null) repairs.note(`unclosed <${field.lexical}> closed at ${at}`);
    const into = item ?? feed.channel;
    if (field.role !== null && into.fields.length < fieldsMax) into.fields.push(field.finish());
    field = null;
  }

  function open(name: string, attributes: Map<string, string>): void {
    if (!feed || !names) {
      openRoot(name, attributes);
      return;
    }
    if (attributes.size > 0) names.declare(attributes);
    const lexical = name.toLowerCase();
    const resolved = names.resolve(name, attributes);
    if (resolved === "item" || resolved === "atom:entry") {
      openItem(lexical, attributes, feed);
      names.enter(attributes);
    } else if (field && !closes(field, resolved, attributes)) field.open(name, attributes);
    else if (field) {
      closeField(`<${lexical}>`);
      openElement(lexical, resolved, attributes, feed);
    } else openElement(lexical, resolved, attributes, feed);
  }

  function openElement(lexical: string, resolved: string, attributes: Map<string, string>, into: RawFeed): void {
    if (resolved === "channel") {
      names?.enter(attributes);
      into.channel = { ...element(attributes, into.channel), fields: into.channel.fields };
    } else if (!transparent.has(resolved) && !(item && into.items.length >= itemsMax)) {
      const parent = item ?? into.channel;
      const role = (item ? itemRoles : channelRoles).get(resolved) ?? null;
      const { base, lang } = element(attributes, parent);
      field = openField({ lexical, name: resolved, role, attributes, base, lang }, repairs);
    }
  }

  function close(name: string): void {
    if (!feed) return;
    const lexical = name.toLowerCase();
    const endsItem = item !== null && lexical === itemName;
    const endsFeed = lexical === rootName || /(^|:)channel$/.test(lexical);
    if (field && (field.holds(lexical) || !(endsItem || endsFeed))) {
      if (field.close(name)) closeField(null);
    } else if (endsItem || endsFeed) {
      closeField(`</${lexical}>`);
      if (item && !endsItem) repairs.note(`unclosed <${itemName}> closed at </${lexical}>`);
      closeItem(feed);
      if (lexical === rootName) rootClosed = true;
    }
  }

  function text(text: string, isCut: boolean): void {
    if (field) field.text(text, isCut);
    else if (!feed && /\S/.test(text)) repairs.note("text before the document ignored", text);
    else if (rootClosed && /\S/.test(text)) repairs.note("text after the document ignored", text);
  }

  /** Enough to tell that there is text outside of the fields, which nobody reads. */
  const wanted = () => (field ? field.wanted() : 100);

  function end(): RawFeed | NoFeed {
    if (!feed) return { element: firstElement };
    const count = feed.items.length;
    if (!rootClosed) repairs.note(`document truncated: kept ${count} complete item${count === 1 ? "" : "s"}`);
    if (left > 0) repairs.note(`more than ${itemsMax} items: the last ${left} left out`);
    return feed;
  }

  return { open, close, text, wanted, end };
}

/** Elements that only group others: what stands in them belongs to the item. */
const transparent = new Set([
  "items",
  "media:group",
  "media:content",
  "rdf:seq",
  "rdf:li",
  "rdf:rdf",
  "rss",
  "atom:feed",
]);

const rolesOf = (elements: Record<Role, readonly string[]>): Map<string, Role> =>
  new Map((Object.keys(elements) as Role[]).flatMap((role) => elements[role].map((name) => [name, role] as const)));
const itemRoles = rolesOf(itemElements);
const channelRoles = rolesOf(channelElements);

/** Elements that hold nothing, and are sometimes left open as in HTML. */
const empty = new Set(
  "enclosure category comments media:thumbnail media:content itunes:image atom:category".split(" "),
);

/** Names of elements that HTML has, too. */
const htmlToo = new Set("title link summary source content".split(" ").flatMap((name) => [name, `atom:${name}`]));

/** Whether an element that begins inside an open field shows that the field's end tag is missing. */
function closes(field: OpenField, inner: string, attributes: Map<string, string>): boolean {
  if (!itemRoles.has(inner) || inner.startsWith("xhtml:") || containers.has(field.name)) return false;
  if (field.role === null) return empty.has(field.name) && !inner.startsWith("media:");
  if (field.role !== "teaser" && field.role !== "body") return inner !== field.name;
  if (!htmlToo.has(inner)) return inner !== field.name;
  return !field.isXhtml() && inner === "link" && attributes.size === 0;
}

/** `xml:base` applies to the element and all in it, relative to the base outside (XML Base §3). */
function baseOf(attributes: Map<string, string>, outside: string | null): string | null {
  const base = attributes.get("xml:base")?.trim();
  return base ? (absoluteUrl(base, outside) ?? outside) : outside;
}
