import type { RepairLog } from "./repair-log.ts";
import { withoutC1 } from "./windows-1252.ts";

export interface Decoded {
  text: string;
  /** The WHATWG name of the encoding that was used ("utf-8", "windows-1252"). */
  encoding: string;
}

/**
 * A document's text: by byte order mark, else the charset of `contentType`, else the XML declaration, else detection
 * (RFC 7303 §3 and XML 1.0 appendix F). A label that the bytes contradict is passed over and noted. Never throws.
 */
export function decode(bytes: Uint8Array, contentType: string | null, repairs: RepairLog): Decoded {
  const certain = encodingByMark(bytes) ?? encodingByNulls(bytes);
  if (certain) return { text: withoutMark(decodeAs(certain, bytes)), encoding: certain };
  for (const { label, source } of labels(bytes, contentType)) {
    const decoded = decodeLabelled(bytes, label, source, repairs);
    if (decoded) return decoded;
  }
  return decodeUnlabelled(bytes, repairs);
}

function encodingByMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? "utf-32be" : null;
}

/** Without a mark, "<" or "{" beside a zero byte tells UTF-16 and UTF-32 and their byte order. */
function encodingByNulls(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  const begins = (byte: number | undefined) => byte === 0x3c || byte === 0x7b || byte === 0x0a || byte === 0x20;
  if (begins(a) && b === 0) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (a !== 0) return null;
  if (begins(b)) return "utf-16be";
  return b === 0 && c === 0 && begins(d) ? "utf-32be" : null;
}

/** How much of the head is searched for a declaration: junk may stand before it. */
const declarationBytesMax = 2048;

function labels(bytes: Uint8Array, contentType: string | null): { label: string; source: string }[] {
  const head = Buffer.from(bytes.subarray(0, declarationBytesMax)).toString("latin1");
  const http = /charset\s*=\s*["']?\s*([\w.:+-]+)/i.exec(contentType ?? "")?.[1];
  const declared = /<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([\w.:+-]+)/i.exec(head)?.[1];
  return [
    ...(http ? [{ label: http, source: "Content-Type" }] : []),
    ...(declared ? [{ label: declared, source: "XML declaration" }] : []),
  ];
}

function decodeLabelled(bytes: Uint8Array, label: string, source: string, repairs: RepairLog): Decoded | null {
  const encoding = encodingNamed(label);
  const refuse = (reason: string) => {
    repairs.note(`encoding ${label} of the ${source} passed over: ${reason}`);
    return null;
  };
  if (encoding === null) return refuse("no such encoding");
  // The declaration could be read byte by byte, so this is not UTF-16, whatever it says.
  if (encoding.startsWith("utf-16")) return refuse("the bytes are not UTF-16");
  if (encoding !== "utf-8" && /^(windows|iso-8859)-/.test(encoding) && provesUtf8(bytes)) {
    return refuse("the bytes are UTF-8");
  }
  const text = decodeFatal(encoding, bytes);
  return text === null ? refuse("the bytes are no such text") : { text: withoutMark(text), encoding };
}

function decodeUnlabelled(bytes: Uint8Array, repairs: RepairLog): Decoded {
  const utf8 = decodeFatal("utf-8", bytes);
  if (utf8 !== null) return { text: utf8, encoding: "utf-8" };
  const { text, sequences } = decodeMixed(bytes);
  repairs.note(
    sequences === 0
      ? "no encoding that fits is declared; read as windows-1252"
      : "bytes that are not UTF-8 read as windows-1252",
  );
  return { text, encoding: sequences === 0 ? "windows-1252" : "utf-8" };
}

/** Aggregators paste texts of several encodings together: what is UTF-8 is read so, every other byte as windows-1252. */
function decodeMixed(bytes: Uint8Array): { text: string; sequences: number } {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let sequences = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = utf8SequenceSize(bytes, at);
    if (size > 1) sequences += 1;
    const code = size > 1 ? utf8CodePoint(bytes, at, size) : (windows1252Units[bytes[at] ?? 0] ?? 0);
    if (code > 0xffff) units[length++] = 0xd800 + ((code - 0x10000) >> 10);
    units[length++] = code > 0xffff ? 0xdc00 + (code & 0x3ff) : code;
    at += size;
  }
  return { text: Buffer.from(units.buffer, 0, length * 2).toString("utf16le"), sequences };
}

const windows1252Units = Uint16Array.from({ length: 256 }, (_, byte) =>
  withoutC1(String.fromCharCode(byte)).charCodeAt(0),
);

/** How many bytes the UTF-8 sequence at an offset has (Unicode 15, table 3-7); 1 also where none begins. */
function utf8SequenceSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0xc2 || lead > 0xf4) return 1;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 1;
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let next = at + 2; next < at + size; next += 1) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 1;
  return size;
}

function utf8CodePoint(bytes: Uint8Array, at: number, size: number): number {
  let code = (bytes[at] ?? 0) & (0x7f >> size);
  for (let next = at + 1; next < at + size; next += 1) code = (code << 6) | ((bytes[next] ?? 0) & 0x3f);
  return code;
}

/** Text in a single-byte encoding that is valid UTF-8 by chance does not occur in practice. */
function provesUtf8(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte >= 0x80) && decodeFatal("utf-8", bytes) !== null;
}

function encodingNamed(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** Some versions of Node read windows-1252 as plain ISO 8859-1. */
const readsWindows1252 = new TextDecoder("windows-1252").decode(Uint8Array.of(0x80)) === "€";

function decodeFatal(encoding: string, bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === "windows-1252" && !readsWindows1252 ? withoutC1(text) : text;
  } catch {
    return null;
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): string {
  return encoding.startsWith("utf-32")
    ? decodeUtf32(bytes, encoding === "utf-32le")
    : new TextDecoder(encoding).decode(bytes);
}

/** The WHATWG decoders have no UTF-32; old feed generators do. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, littleEndian);
    parts.push(code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code));
  }
  return parts.join("");
}

const withoutMark = (text: string): string => (text.startsWith("\ufeff") ? text.slice(1) : text);
