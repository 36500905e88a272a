/** As large as the documents are that a feed may be. */
export const bytesMax = 5_000_000;

const full = (piece: string): string => piece.repeat(Math.ceil(bytesMax / piece.length));
const item = (inner: string): string => `<rss version="2.0"><channel><item><title>A</title>${inner}`;

/** Documents of five megabytes that are slow or large to whoever reads them carelessly: what they consist of, and the text. */
export const hostileDocuments: Record<string, () => string> = {
  items: () =>
    `<rss version="2.0"><channel>${full("<item><title>A &amp; B</title><link>https://wire.example/a</link></item>")}`,
  "long items": () =>
    `<rss version="2.0"><channel>${full(`<item><title>A</title><description>${"Wort und Wort. ".repeat(1_000)}</description></item>`)}`,
  "nested elements": () => item(`<description>${full("<a>")}`),
  "nested items": () => `<rss version="2.0"><channel>${full("<item>")}`,
  "end tags that end nothing": () => item(`<description>${"<a>".repeat(500_000)}${"</b>".repeat(800_000)}`),
  "tags that are never closed": () => item(`<description><![CDATA[${full("<p ")}]]></description>`),
  "less-than signs": () => item(`<title>${full("<3")}`),
  ampersands: () => item(`<title>${full("&")}`),
  "references to nothing": () => item(`<title>${full("&a;")}`),
  quotes: () => item(`<a ${full('"')}`),
  attributes: () => item(`<a ${full('b="c" ')}>`),
  "namespace prefixes": () => item(full('<a:b xmlns:a="urn:a"/>')),
  "brackets in a document type": () => `<!DOCTYPE rss [<!ENTITY a "b">${full("] ")}`,
  "document types": () => full("<!DOCTYPE rss ["),
  "open CDATA sections": () => item(full("<![CDATA[")),
  comments: () => `<rss>${full("<!-- -- -->")}`,
  "open JSON lists": () => `{"items":[${full("[")}`,
  "JSON items": () => `{"version":"https://jsonfeed.org/version/1.1","items":[${full('{"id":"1","title":"A"},')}{}]}`,
  "escapes and commas that JSON does not have": () => `{"items":[{"title":"${full("\\'\n")}"},]}`,
  "white space": () => `<rss>${full(" \n")}`,
  "zero bytes": () => "\0".repeat(bytesMax),
};
