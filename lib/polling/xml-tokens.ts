import { QuoteType } from "htmlparser2";
import { tokenizeMarkup } from "../text/tokenize-markup.ts";
import { decodeReferences } from "./references.ts";
import type { RepairLog } from "./repair-log.ts";
import { withoutC1 } from "./windows-1252.ts";

export interface XmlEvents {
  /** Attribute names are in lower case; values are decoded. An empty element is opened and then closed. */
  open(name: string, attributes: Map<string, string>): void;
  close(name: string): void;
  /** `isCut`: more text than is wanted stood there. */
  text(text: string, isCut: boolean): void;
  /** So many characters of text are of use now; the rest need not be decoded. */
  wanted(): number;
}

const attributesMax = 64;
const attributeCharsMax = 8_192;

/** A "<" that begins no tag is read under this noncharacter, which XML forbids, so that the tokenizer leaves it alone. */
const bareBracket = "\ufffe";

/**
 * Calls `events` for the tags and texts of a document that may be ill-formed, in order, in linear time. Nothing is checked
 * against anything: a close without its open is reported like any other. Entities that the document defines are not expanded.
 */
export function readXml(source: string, events: XmlEvents, repairs: RepairLog): void {
  const readable = withQuotesClosed(withoutDoctype(withoutForbidden(source, repairs), repairs), repairs);
  const xml = withBareBracketsHidden(readable);
  const restored = (start: number, end: number) => xml.slice(start, end).replaceAll(bareBracket, "<");
  let name = "";
  let attribute = "";
  let attributes = new Map<string, string>();
  const opened = () => events.open(name, attributes);
  tokenizeMarkup(xml, "xml", {
    onopentagname(start, end) {
      name = xml.slice(start, end);
      attributes = new Map();
    },
    onattribname(start, end) {
      attribute = xml.slice(start, end).toLowerCase();
    },
    onattribdata(start, end) {
      if (attributes.size >= attributesMax || attributes.has(attribute)) return;
      if (end - start > attributeCharsMax) repairs.note(`attribute cut to ${attributeCharsMax} characters`, attribute);
      attributes.set(attribute, decodeReferences(restored(start, Math.min(end, start + attributeCharsMax)), repairs));
    },
    onattribend(quote) {
      if (quote === QuoteType.Unquoted) repairs.note("attribute value without quotes", attribute);
      else if (quote === QuoteType.NoValue) repairs.note("attribute without value", attribute);
    },
    onopentagend: opened,
    onselfclosingtag() {
      opened();
      events.close(name);
    },
    onclosetag: (start, end) => events.close(xml.slice(start, end)),
    ontext(start, end) {
      const text = restored(start, Math.min(end, start + events.wanted()));
      if (text.includes("<")) repairs.note("bare < escaped", text);
      events.text(decodeReferences(text, repairs), end - start > text.length);
    },
    oncdata(start, end, endOffset) {
      const text = restored(start, Math.min(end - endOffset, start + events.wanted()));
      events.text(text, end - endOffset - start > text.length);
    },
  });
}

/** Control characters are forbidden in XML (1.0 §2.2): removed, but for the C1 controls, which windows-1252 puts letters at. */
function withoutForbidden(source: string, repairs: RepairLog): string {
  let text = source;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+/g;
  if (controls.test(text)) {
    repairs.note("control characters removed");
    text = text.replace(controls, "");
  }
  if (/[\x80-\x9f]/.test(text)) {
    repairs.note("control characters read as windows-1252");
    text = withoutC1(text);
  }
  return text.toWellFormed();
}

/** Entities of an internal subset could be bombs and could hold tags: the subset is taken out unread. */
function withoutDoctype(source: string, repairs: RepairLog): string {
  const start = source.search(/<!doctype/i);
  const subset = start < 0 ? -1 : source.indexOf("[", start);
  if (subset < 0 || source.slice(start, subset).includes(">")) return source;
  const rest = source.slice(subset);
  const length = rest.search(/\]\s{0,100}>/);
  if (length < 0) return source;
  if (/<!entity/i.test(rest.slice(0, length))) repairs.note("entities that the document defines are not expanded");
  return source.slice(0, subset) + rest.slice(length + 1);
}

/**
 * A quote that is not closed before its tag ends would swallow the items up to the next quote. XML allows no "<" in a value, so
 * a ">" and a "<" without a quote between show it. Each start is a quote that ends the search of the start before: linear.
 */
function withQuotesClosed(source: string, repairs: RepairLog): string {
  return source.replace(/(\s[\w:.-]{1,40}=")([^"<>]{0,2000})(>\s{0,100}<)/g, (_, opening, rest: string, end) => {
    repairs.note("unclosed attribute value closed", rest);
    const value = rest.replace(/\s?\/?$/, "");
    return `${opening}${value}"${rest.slice(value.length)}${end}`;
  });
}

/** Whoever writes more of them does not write for readers. */
const bareBracketsMax = 50_000;

function withBareBracketsHidden(xml: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { index } of xml.matchAll(/<(?![A-Za-z_:/!?\s>\u00c0-\ufffd])/g)) {
    if (parts.length >= bareBracketsMax) break;
    parts.push(xml.slice(from, index));
    from = index + 1;
  }
  return parts.length === 0 ? xml : [...parts, xml.slice(from)].join(bareBracket);
}
