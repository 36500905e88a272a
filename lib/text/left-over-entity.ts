/** An HTML entity that a feed left undecoded: the character meant, and how many code units it takes. */
export interface LeftOverEntity {
  meant: string;
  width: number;
}

/** The entity at an offset, also where its "&" was escaped again ("R&amp;amp;V", "Nestl&eacute;", "&#x2019;"); null if there is none. */
export function leftOverEntity(text: string, at: number): LeftOverEntity | null {
  entityPattern.lastIndex = at;
  const found = entityPattern.exec(text);
  const meant = found?.[1] === undefined ? null : meantBy(found[1]);
  return found && meant !== null ? { meant, width: found[0].length } : null;
}

/** The text with its left-over entities as they were meant. */
export const withoutEntities = (text: string): string =>
  text.includes("&") && text.includes(";")
    ? text.replace(/&(?:amp;)*[^;&]*;/g, (found) => leftOverEntity(found, 0)?.meant ?? found)
    : text;

const entityPattern = /&(?:amp;)*([A-Za-z]{2,6}|#0{0,4}\d{2,5}|#[xX]0{0,2}[\da-fA-F]{2,4});/y;

function meantBy(name: string): string | null {
  if (name.startsWith("#")) return meantByNumber(Number(name.slice(1).replace(/^x/i, "0x")));
  const [, letter = "", mark = ""] = /^([A-Za-z])(\p{Ll}{3,5})$/u.exec(name) ?? [];
  const accent = accents[mark];
  return named[name] ?? (accent === undefined ? null : `${letter}${accent}`.normalize("NFC"));
}

/** Controls stand for nothing; of 128 to 159 people mean Windows-1252, whose apostrophes and dashes are the usual ones. */
function meantByNumber(code: number): string | null {
  if (code >= 128 && code < 160) return windows[code] ?? null;
  return code < 32 || code === 127 || code > 0xffff || (code >= 0xd800 && code < 0xe000)
    ? null
    : String.fromCharCode(code);
}

const windows: Record<number, string> = { 145: "‘", 146: "’", 147: "“", 148: "”", 150: "–", 151: "—" };

/** Of HTML's names for letters with an accent, what follows the letter. */
const accents: Record<string, string> = {
  uml: "\u0308",
  acute: "\u0301",
  grave: "\u0300",
  circ: "\u0302",
  tilde: "\u0303",
  cedil: "\u0327",
  ring: "\u030a",
  caron: "\u030c",
};

const named: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  ensp: "\u2002",
  emsp: "\u2003",
  thinsp: "\u2009",
  shy: "\u00ad",
  zwnj: "\u200c",
  zwj: "\u200d",
  szlig: "ß",
  aelig: "æ",
  AElig: "Æ",
  oelig: "œ",
  OElig: "Œ",
  oslash: "ø",
  Oslash: "Ø",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  hellip: "…",
  reg: "®",
  copy: "©",
  trade: "™",
  euro: "€",
};
