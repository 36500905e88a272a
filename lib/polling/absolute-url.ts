/** Longer addresses are no links. */
const urlCharsMax = 8_192;

/**
 * The http(s) address that a publisher's link means, relative ones resolved against `base`; null where there is none. An
 * absolute link keeps its spelling but for white space and a doubly escaped "&".
 */
export function absoluteUrl(link: string, base: string | null): string | null {
  const written = link
    .replaceAll("&amp;", "&")
    .replace(/[\t\r\n]+\s*/g, "")
    .trim()
    .replace(/\s/g, "%20");
  if (written === "" || written.length > urlCharsMax) return null;
  const url = /^www\./i.test(written) ? `http://${written}` : written;
  if (/^https?:\/\//i.test(url)) return URL.canParse(url) ? url : null;
  return base !== null && URL.canParse(url, base) ? httpOnly(new URL(url, base)) : null;
}

const httpOnly = (url: URL): string | null => (url.protocol === "http:" || url.protocol === "https:" ? url.href : null);
