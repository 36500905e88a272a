import { decodeHTMLStrict } from "entities/decode";
import { withSurrogatesJoined } from "../text/surrogate-references.ts";
import type { RepairLog } from "./repair-log.ts";
import { windows1252Character } from "./windows-1252.ts";

const xmlEntities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** A number is read without its ";" too; a name is not ("?a=1&copy=2"), but for those that stand for one character everywhere. */
const reference =
  /&(?:#(?:[xX]([0-9a-fA-F]{1,16})|([0-9]{1,16}))(;?)|([A-Za-z][A-Za-z0-9]{0,31});|(amp|lt|gt|quot|nbsp)(?![\w=;]))?/g;

/**
 * The text with its character and entity references decoded once. The five entities of XML are silent; HTML's are decoded
 * with a note, because no feed declares them; an "&" that begins no reference stays as it is, with a note.
 */
export function decodeReferences(text: string, repairs: RepairLog): string {
  if (!text.includes("&")) return text;
  const joined = withSurrogatesJoined(text);
  if (joined !== text) repairs.note("character references to two surrogates read as one character");
  return joined.replace(reference, (source, hex, decimal, semicolon, name, open, at: number) => {
    if (name !== undefined) return named(source, name, repairs);
    if (open !== undefined) {
      repairs.note("entity without ;", source);
      return decodeHTMLStrict(`${source};`);
    }
    if (semicolon === undefined) {
      repairs.note("bare & escaped", joined.slice(Math.max(0, at - 20), at + 20));
      return source;
    }
    if (semicolon === "") repairs.note("character reference without ;", source);
    return numbered(source, hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), repairs);
  });
}

function named(source: string, name: string, repairs: RepairLog): string {
  const character = xmlEntities[name];
  if (character !== undefined) return character;
  const html = decodeHTMLStrict(source);
  // Upper-case markup writes &AMP; and &QUOT;, which HTML knows too.
  if (html !== source) repairs.note("HTML entity without declaration", source);
  else repairs.note("unknown entity kept as text", source);
  return html;
}

function numbered(source: string, code: number, repairs: RepairLog): string {
  if (code >= 0x80 && code <= 0x9f) {
    repairs.note("character reference read as windows-1252", source);
    return windows1252Character(code);
  }
  const isCharacter = code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0x10ffff);
  const isForbidden = (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
  if (isCharacter && !isForbidden) return String.fromCodePoint(code);
  repairs.note("invalid character reference removed", source);
  return "";
}
