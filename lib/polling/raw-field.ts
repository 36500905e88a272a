import type { Role } from "./feed-names.ts";
import type { RepairLog } from "./repair-log.ts";

/** One element with its text, as it stands in the document. */
export interface RawField {
  /** As in `feed-names.ts`. */
  name: string;
  role: Role | null;
  attributes: Map<string, string>;
  /** The text; where elements stand in it (xhtml, unescaped markup), the text as HTML. */
  value: string;
  hasElements: boolean;
  base: string | null;
  lang: string | null;
}

export interface OpenField {
  lexical: string;
  name: string;
  role: Role | null;
  open(name: string, attributes: Map<string, string>): void;
  /** True when this ends the field. */
  close(name: string): boolean;
  text(text: string, isCut: boolean): void;
  /** So many characters more are kept. */
  wanted(): number;
  /** An element of this name is open in the field. */
  holds(lexical: string): boolean;
  isXhtml(): boolean;
  finish(): RawField;
}

/** Longer fields are cut: that is a book's chapter. */
export const fieldCharsMax = 131_072;
const openNamesMax = 1_000;

type Opening = Omit<RawField, "value" | "hasElements"> & { lexical: string };

/** A field that gathers what comes until its end tag, at most `fieldCharsMax` characters of it. */
export function openField({ lexical, ...opening }: Opening, repairs: RepairLog): OpenField {
  const parts: { text: string; isTag: boolean }[] = [];
  const openNames = new Map<string, number>([[lexical, 1]]);
  let chars = 0;
  let hasElements = false;
  let xhtml = /xhtml/i.test(opening.attributes.get("type") ?? "") || opening.name.startsWith("xhtml:");

  function add(text: string, isTag: boolean): void {
    if (opening.role === null || chars >= fieldCharsMax) return;
    parts.push({ text: text.slice(0, fieldCharsMax), isTag });
    chars += text.length;
    if (chars >= fieldCharsMax) full();
  }

  function full(): void {
    if (opening.role !== null) repairs.note(`text cut to ${fieldCharsMax} characters`, lexical);
    chars = fieldCharsMax;
  }

  function value(): string {
    if (!hasElements && parts.length === 1) return parts[0]?.text ?? "";
    return parts.map(({ text, isTag }) => (isTag || !hasElements ? text : escapeHtml(text))).join("");
  }

  function count(name: string, by: number): number {
    const now = (openNames.get(name) ?? 0) + by;
    if (now > 0 && (openNames.has(name) || openNames.size < openNamesMax)) openNames.set(name, now);
    else openNames.delete(name);
    return now;
  }

  return {
    lexical,
    name: opening.name,
    role: opening.role,
    open(name, attributes) {
      hasElements = true;
      xhtml ||= /xhtml/i.test(attributes.get("xmlns") ?? "");
      count(name.toLowerCase(), 1);
      add(`<${localName(name)}>`, true);
    },
    close(name) {
      const closed = name.toLowerCase();
      if (openNames.has(closed)) {
        if (count(closed, -1) === 0 && closed === lexical) return true;
        add(`</${localName(name)}>`, true);
        return false;
      }
      const isShort = opening.role !== null && opening.role !== "teaser" && opening.role !== "body";
      repairs.note(isShort ? `</${closed}> taken for </${lexical}>` : "end tag without start tag ignored", closed);
      return isShort;
    },
    text(text, isCut) {
      add(text, false);
      if (isCut) full();
    },
    wanted: () => (opening.role === null ? 0 : fieldCharsMax - Math.min(chars, fieldCharsMax)),
    holds: (name) => openNames.has(name),
    isXhtml: () => xhtml,
    finish() {
      const { name, role, attributes, base, lang } = opening;
      return { name, role, attributes, value: value().slice(0, fieldCharsMax), hasElements, base, lang };
    },
  };
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** The text with the characters escaped that would be markup in XML and HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[character]};`);
