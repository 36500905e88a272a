import type { OpmlFeed } from "./opml.ts";

/** The feeds as an OPML 2.0 document, in the given order, which `readOpml` reads back. */
export function writeOpml(feeds: readonly OpmlFeed[]): string {
  const outlines = feeds.map(({ title, url }) => {
    const name = escaped(title || url);
    return `    <outline type="rss" text="${name}" title="${name}" xmlUrl="${escaped(url)}"/>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n    <title>Tieup feeds</title>\n  </head>\n  <body>\n${outlines.join("")}  </body>\n</opml>\n`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Control characters, lone surrogates, U+FFFE and U+FFFF, which XML 1.0 can't hold (§2.2), are left out. */
function escaped(text: string): string {
  return text
    .replace(/(?![\n\t])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[&<>"\n\t]/g, (character) => entities[character] ?? "");
}
