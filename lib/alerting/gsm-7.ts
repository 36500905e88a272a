// 3GPP TS 23.038 §6.2.1: the default alphabet, one septet each, and its extension table, two septets each.
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("^{}\\[~]|€\f");

/** TS 23.038: a message alone has 160 septets; a part of a longer one loses seven to its header (TS 23.040 §9.2.3.24). */
export const septetsAlone = 160;
export const septetsPerPart = 153;

/**
 * The text in characters of the GSM 7-bit alphabet only, so that a phone gets 160 of them in a part and not 70: umlauts
 * and ß stay, typographic characters become plain ones, letters lose what GSM lacks of them, and all else
 * becomes "?", one for a run of it. A link stays as it is.
 */
export function toGsm7(text: string): string {
  return [...text.normalize("NFC")].map(inGsm7).join("").replace(unlike, "?");
}

/** What has no likeness in the alphabet, until it is one question mark: those of the text, such as a link's "??", stay. */
const none = "\u{10ffff}";
const unlike = new RegExp(`${none}+`, "gu");

function inGsm7(character: string): string {
  if (basic.has(character) || extension.has(character)) return character;
  const plain = plainer[character];
  if (plain !== undefined) return plain;
  const bare = character.normalize("NFKD").replace(/\p{M}/gu, "");
  if (bare === character) return /^\p{M}$/u.test(character) ? "" : none;
  return [...bare].map(inGsm7).join("");
}

/** The text's septets: characters of the extension table count two. The text must be of the GSM alphabet. */
export const septets = (text: string): number => [...text].reduce((sum, character) => sum + width(character), 0);

const width = (character: string): number => (extension.has(character) ? 2 : 1);

/** How many parts the text makes. A character of the extension table is never split between two (TS 23.040). */
export function smsParts(text: string): number {
  if (septets(text) <= septetsAlone) return 1;
  let parts = 1;
  let used = 0;
  for (const character of text) {
    if (used + width(character) > septetsPerPart) {
      parts += 1;
      used = 0;
    }
    used += width(character);
  }
  return parts;
}

const plainer: Record<string, string> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "«": '"',
  "»": '"',
  "″": '"',
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‛": "'",
  "‹": "'",
  "›": "'",
  "′": "'",
  ʼ: "'",
  ʻ: "'",
  "´": "'",
  "`": "'",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "―": "-",
  "−": "-",
  "·": "-",
  "•": "-",
  "…": "...",
  "×": "x",
  "→": "->",
  "⁄": "/",
  "₤": "£",
  "₹": "INR ",
  "₺": "TRY ",
  "₩": "KRW ",
  "₽": "RUB ",
  "¢": "ct",
  μ: "u",
  "\u00a0": " ",
  "\u202f": " ",
  "\u2009": " ",
  "\t": " ",
  "©": "(c)",
  "®": "(R)",
  "°": "o",
  ẞ: "SS",
  œ: "oe",
  Œ: "OE",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ħ: "h",
  Ħ: "H",
  ı: "i",
  ə: "e",
  Ə: "E",
  ŋ: "n",
  Ŋ: "N",
};
