import { Parser } from "htmlparser2";
import { decode } from "./decode.ts";
import { feedUrl } from "./feed-url.ts";
import { repairLog } from "./repair-log.ts";

export interface OpmlFeed {
  title: string;
  url: string;
}

export interface Opml {
  feeds: OpmlFeed[];
  /** What was left out and why, for people. */
  warnings: string[];
}

const outlinesMax = 10_000;
const titleCharsMax = 300;

/**
 * The feeds of an OPML document (1.0, 1.1, 2.0) in its order, folders flattened, each URL once. Never throws: an entry that we could not poll, and
 * a document that is no OPML, is a warning. As readers write them, attribute names count in any case, and a feed without `type="rss"`
 * is one if it has an `xmlUrl`.
 */
export function readOpml(text: string): Opml {
  const opml: Opml = { feeds: [], warnings: [] };
  const urls = new Set<string>();
  let outlines = 0;
  let isOpml = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        isOpml ||= name === "opml" || name === "outline";
        if (name !== "outline" || ++outlines > outlinesMax) return;
        takeOutline(attributes, urls, opml);
      },
    },
    { xmlMode: true, decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(text.replace(/^\ufeff/, ""));
  if (!isOpml) opml.warnings.push("expected an OPML document, got none");
  if (outlines > outlinesMax)
    opml.warnings.push(`expected at most ${outlinesMax} outlines, got ${outlines}; the rest is left out`);
  return opml;
}

/** The same of a document's bytes, in the encoding that it declares. */
export function readOpmlDocument({ bytes, contentType }: { bytes: Uint8Array; contentType: string | null }): Opml {
  return readOpml(decode(bytes, contentType, repairLog()).text);
}

function takeOutline(attributes: Record<string, string>, urls: Set<string>, opml: Opml): void {
  const name = (attributes.title || attributes.text || "").replace(/\s+/g, " ").trim().slice(0, titleCharsMax);
  const address = attributes.xmlurl?.trim();
  if (!address) {
    if (attributes.type?.toLowerCase() === "rss") opml.warnings.push(`"${name}": expected an xmlUrl, got none`);
    return; // a folder, or a link to something that is no feed
  }
  const checked = feedUrl(address);
  if (checked.kind === "refused")
    return void opml.warnings.push(`"${name || address.slice(0, 80)}": ${checked.reason}`);
  const url = checked.url.href;
  if (urls.has(url)) return void opml.warnings.push(`"${name}": ${url} is listed twice`);
  urls.add(url);
  opml.feeds.push({ title: name || url, url });
}
