import { decodeHTMLStrict } from "entities/decode";
import { withSurrogatesJoined } from "./surrogate-references.ts";
import { tokenizeMarkup } from "./tokenize-markup.ts";

/**
 * How the markup is meant: `text` is no markup at all; in a `title` only the tags that HTML knows are markup ("vec<int>"
 * stays); in `html` all are.
 */
export type Markup = "text" | "title" | "html";

/**
 * The plain text of a piece of HTML on one line: tags and comments dropped, entities decoded (twice where the publisher
 * escaped twice), white space collapsed, soft hyphens and zero-width spaces removed. Linear in the length; never throws.
 */
export function plainText(source: string, markup: Markup = "html"): string {
  if (markup === "text") return collapsed(source);
  const once = withoutTags(withSurrogatesJoined(source), markup);
  // Publishers escape twice; what still looks like markup or an entity after one pass was escaped twice.
  return collapsed(/<[a-z/!]|&[a-z#]/i.test(once) ? withoutTags(once, "title") : once);
}

/** White space as HTML and Unicode know it, each run made one space; controls and what only guides line breaks removed. */
function collapsed(text: string): string {
  if (!uncollapsed.test(text)) return text.trim();
  return text
    .replace(/(?!\s)\p{Cc}|[\u00ad\u200b\u2060\ufeff]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** What most texts have none of: white space that isn't a single space, and what is removed. */
const uncollapsed = /\s\s|[^\S ]|\p{Cc}|[\u00ad\u200b\u2060\ufeff]/u;

/** Raw text of these is for machines. */
const silent = new Set(["script", "style", "iframe", "noembed", "noframes"]);

const inline = new Set(
  "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

const block =
  "address area article aside audio base basefont blockquote body br button canvas caption center col colgroup datalist dd details dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe input label legend li link main map menu meta meter nav noembed noframes noscript object ol optgroup option output p param picture pre progress script section select source style summary svg table tbody td template textarea tfoot th thead title tr track ul video xmp";
const known = new Set([...inline, ...block.split(" ")]);

/** Whether HTML has a tag of this name, in capitals or not. */
export const isTagName = (name: string): boolean => known.has(name.toLowerCase());

function withoutTags(source: string, markup: Markup): string {
  if (!source.includes("<")) return decodeHTMLStrict(source);
  const html = withUsableBrackets(source, markup);
  const parts: string[] = [];
  let silence: string | null = null;
  const tag = (start: number, end: number) => {
    const name = html.slice(start, end).toLowerCase();
    if (silent.has(name)) silence = name;
    if (!inline.has(name)) parts.push(" ");
  };
  tokenizeMarkup(html, "html", {
    ontext(start, end) {
      if (silence === null) parts.push(decodeHTMLStrict(html.slice(start, end)));
    },
    onopentagname: tag,
    onclosetag(start, end) {
      tag(start, end);
      silence = null;
    },
    onselfclosingtag() {
      silence = null;
    },
  });
  return parts.join("");
}

/** The source with CDATA marks removed and every "<" that begins no tag of this markup escaped, so that no text is taken for a tag. */
function withUsableBrackets(source: string, markup: Markup): string {
  const html = source.includes("<![CDATA[") ? source.replace(/<!\[CDATA\[|\]\]>/g, "") : source;
  const lastClosed = html.lastIndexOf(">");
  return html.replace(/<(\/?)([a-z][a-z0-9]*)?/gi, (opening, slash: string, name: string | undefined, at: number) => {
    if (name === undefined) return slash === "" && html[at + 1] === "!" && at < lastClosed ? opening : `&lt;${slash}`;
    const isTag = isTagName(name) || (markup === "html" && at < lastClosed);
    return isTag ? opening : `&lt;${slash}${name}`;
  });
}
