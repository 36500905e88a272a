import { describe } from "vitest";
import { atom, type Case, json, latin1, rss, tableOfCases, utf16 } from "../support/feed-cases.ts";

const encodings: Case[] = [
  ["UTF-8 with a byte order mark", `\ufeff${rss("<title>Zürich</title>")}`, { title: "Zürich", warning: "" }],
  [
    "UTF-16 little-endian with a mark",
    utf16(`\ufeff${rss("<title>Zürich</title>")}`),
    { title: "Zürich", warning: "" },
  ],
  ["UTF-16 big-endian without a mark", utf16(rss("<title>Zürich</title>"), true), { title: "Zürich", warning: "" }],
  ["UTF-16 little-endian without a mark", utf16(rss("<title>Zürich</title>")), { title: "Zürich", warning: "" }],
  [
    "ISO 8859-1 in the declaration with the euro and quotes of windows-1252",
    latin1(`<?xml version="1.0" encoding="ISO-8859-1"?>${rss("<title>\x84Zürich\x93 zahlt 5 \x80</title>").slice(21)}`),
    { title: "„Zürich“ zahlt 5 €", warning: "" },
  ],
  [
    "HTTP charset before none at all",
    latin1(rss("<title>Zürich</title>")),
    { title: "Zürich", warning: "" },
    "text/xml; charset=iso-8859-1",
  ],
  [
    "no declaration and not UTF-8",
    latin1(rss("<title>Zürich</title>")),
    { title: "Zürich", warning: "read as windows-1252" },
  ],
  [
    "HTTP says 8859-1, the bytes are UTF-8",
    rss("<title>Zürich</title>"),
    { title: "Zürich", warning: "the bytes are UTF-8" },
    "text/xml; charset=ISO-8859-1",
  ],
  [
    "declared UTF-8, one stray byte of windows-1252",
    Buffer.concat([Buffer.from(rss("<title>Zürich").slice(0, -23)), latin1(" Köln</title></item></channel></rss>")]),
    { title: "Zürich Köln", warning: "bytes that are not UTF-8" },
  ],
  [
    "declared UTF-16, in fact UTF-8",
    `<?xml version="1.0" encoding="UTF-16"?>${rss("<title>Zürich</title>").slice(21)}`,
    { title: "Zürich", warning: "passed over" },
  ],
  [
    "windows-1251 in the declaration",
    Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><item><title>`),
      Buffer.from([0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0]),
      Buffer.from("</title></item></channel></rss>"),
    ]),
    { title: "Москва", warning: "" },
  ],
  [
    "an encoding that does not exist",
    `<?xml version="1.0" encoding="utf-99"?>${rss("<title>Zürich</title>").slice(21)}`,
    { title: "Zürich", warning: "no such encoding" },
  ],
];

const references: Case[] = [
  ["a bare &", rss("<title>Fisch & Söhne</title>"), { title: "Fisch & Söhne", warning: "bare &" }],
  [
    "a bare & in a link",
    rss("<link>https://wire.example/?a=1&b=2&copy=3</link>"),
    { link: "https://wire.example/?a=1&b=2&copy=3", warning: "bare &" },
  ],
  [
    "an undeclared HTML entity",
    rss("<title>M&uuml;nchen&nbsp;&ndash; Ost</title>"),
    { title: "München – Ost", warning: "HTML entity" },
  ],
  ["an entity nobody knows", rss("<title>A &wire; B</title>"), { title: "A &wire; B", warning: "unknown entity" }],
  [
    "a reference to a control character",
    rss("<title>A&#0;B&#x1F;C</title>"),
    { title: "ABC", warning: "invalid character reference" },
  ],
  [
    "a reference beyond Unicode",
    rss("<title>A&#x110000;B</title>"),
    { title: "AB", warning: "invalid character reference" },
  ],
  [
    "a reference of windows-1252",
    rss("<title>5 &#128; &#150; fest</title>"),
    { title: "5 € – fest", warning: "windows-1252" },
  ],
  [
    "an escaped twice entity",
    rss("<title>K&amp;amp;L &amp;quot;neu&amp;quot;</title>"),
    { title: 'K&L "neu"', warning: "" },
  ],
  [
    "control characters in the text",
    rss("<title>A\x08B\x0bC</title>"),
    { title: "ABC", warning: "control characters" },
  ],
  [
    "a < that is less-than",
    rss("<title>Kurs < 5, I <3 Wien</title>"),
    { title: "Kurs < 5, I <3 Wien", warning: "bare <" },
  ],
];

const bomb = `<!DOCTYPE rss [<!ENTITY a "ha ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;"><!ENTITY evil "<item><title>x</title></item>">]>`;
const documents: Case[] = [
  ["white space before the declaration", `\n\n  ${rss("<title>A</title>")}`, { title: "A", warning: "" }],
  [
    "junk before the declaration",
    `Notice: cache miss\n<br />${rss("<title>A</title>")}`,
    { title: "A", warning: "before the" },
  ],
  [
    "junk after the end",
    `${rss("<title>A</title>")}\n-- served in 3 ms`,
    { title: "A", warning: "after the document" },
  ],
  [
    "cut off within the second item",
    rss("<title>A</title></item><item><title>Half").slice(0, -23),
    { count: 1, title: "A", warning: "truncated: kept 1 complete item" },
  ],
  [
    "cut off within a CDATA section",
    rss("<title>A</title></item><item><description><![CDATA[Half").slice(0, -23),
    { count: 1, warning: "truncated" },
  ],
  ["an entity bomb", rss("<title>x &c; y</title>", "", bomb), { count: 1, title: "x &c; y", warning: "not expanded" }],
  [
    "an external entity",
    rss("<title>x &e; y</title>", "", `<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>`),
    { title: "x &e; y", warning: "not expanded" },
  ],
  [
    "more items than are kept",
    rss(Array.from({ length: 5_002 }, (_, n) => `<title>A ${n}</title>`).join("</item><item>")),
    { count: 5_000, title: "A 0", warning: "more than 5000 items: the last 2 left out" },
  ],
  [
    "an endless title",
    rss(`<title>${"A".repeat(200_000)}</title>`),
    { title: "A".repeat(1_000), warning: "title cut" },
  ],
  ["a link that is a script", rss("<title>A</title><link>javascript:alert(1)</link>"), { title: "A", link: null }],
  ["a link that is its own data", rss("<title>A</title><link>data:text/html,hi</link>"), { title: "A", link: null }],
  [
    "the DTD of RSS 0.91",
    rss(
      "<title>A</title>",
      "",
      `<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">`,
    ),
    { title: "A", warning: "" },
  ],
  [
    "an <rss> without version",
    "<rss><channel><item><title>A</title></item></channel></rss>",
    { title: "A", format: "rss" },
  ],
  [
    "a <channel> without <rss>",
    "<channel><item><title>A</title></item></channel>",
    { title: "A", warning: "no <rss>" },
  ],
  [
    "upper-case names",
    "<RSS VERSION='2.0'><CHANNEL><TITLE>W</TITLE><ITEM><TITLE>A</TITLE><LINK>https://wire.example/a</LINK><PUBDATE>Fri, 02 Jan 2026 03:04:05 GMT</PUBDATE></ITEM></CHANNEL></RSS>",
    {
      feedTitle: "W",
      title: "A",
      link: "https://wire.example/a",
      publishedAt: "2026-01-02T03:04:05.000Z",
      warning: "wrong case",
    },
  ],
  [
    "a title closed by another tag",
    rss("<title>A</titel><link>https://wire.example/a</link>"),
    { title: "A", link: "https://wire.example/a", warning: "</titel> taken for </title>" },
  ],
  [
    "a title that is not closed",
    rss("<title>A<link>https://wire.example/a</link><guid>g</guid>"),
    { title: "A", link: "https://wire.example/a", guid: "g", warning: "unclosed <title>" },
  ],
  [
    "items that are not closed",
    rss("<title>A</title><item><title>B</title>"),
    { count: 2, title: "A", warning: "unclosed <item>" },
  ],
  [
    "unquoted attributes",
    `<feed xmlns=http://www.w3.org/2005/Atom><entry><title type=html>A</title><link rel=alternate href=https://wire.example/a /></entry></feed>`,
    { title: "A", link: "https://wire.example/a", warning: "without quotes" },
  ],
  [
    "markup that is not escaped",
    rss("<title>Ein <b>neuer</b> Pakt</title><description><p>Erster</p><p>Zweiter</p></description>"),
    { title: "Ein neuer Pakt", summary: "Erster Zweiter" },
  ],
  [
    "CDATA between text",
    rss("<description>Eilt: <![CDATA[<b>Pakt</b> & mehr]]> heute</description>"),
    { summary: "Eilt: Pakt & mehr heute", warning: "" },
  ],
  ["CDATA within escaped markup", rss("<description>&lt;![CDATA[Pakt]]&gt;</description>"), { summary: "Pakt" }],
  [
    "a script in the text",
    rss("<description><![CDATA[Vor<script>alert('<b>')</script> nach]]></description>"),
    { summary: "Vor nach" },
  ],
  [
    "an image with its own title",
    `<rss version="2.0"><channel><image><title>Logo</title><link>https://wire.example/logo</link></image><title>Wire</title><item><title>A</title></item></channel></rss>`,
    { feedTitle: "Wire", title: "A", warning: "" },
  ],
];

const vocabularies: Case[] = [
  [
    "a quote that is not closed",
    rss(`<enclosure url="https://wire.example/a.mp3 /><link>https://wire.example/a?id=x=</link>`),
    { link: "https://wire.example/a?id=x=", warning: "unclosed attribute value" },
  ],
  [
    "a value that ends in =, closed as it should be",
    rss(`<title>A</title><enclosure url="https://wire.example/?id=eA="/><guid isPermaLink="false">g</guid>`),
    { title: "A", guid: "g", warning: "" },
  ],
  ["a JSON id that is no address", json({ id: "7", title: "A\u0000B" }), { link: null, title: "AB", warning: "" }],
  [
    "RSS 0.90",
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Wire</title></channel><item><title>A</title><link>https://wire.example/a</link></item></rdf:RDF>`,
    { format: "rdf", feedTitle: "Wire", title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "RSS 1.0 with Dublin Core",
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://wire.example/f"><title>Wire</title><dc:language>de-AT</dc:language><items><rdf:Seq><rdf:li resource="https://wire.example/a"/></rdf:Seq></items></channel><item rdf:about="https://wire.example/a"><title>A</title><dc:date>2026-01-02T03:04:05+01:00</dc:date></item></rdf:RDF>`,
    {
      guid: "https://wire.example/a",
      link: "https://wire.example/a",
      publishedAt: "2026-01-02T02:04:05.000Z",
      lang: "de",
      warning: "",
    },
  ],
  [
    "Atom 0.3",
    `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title mode="escaped" type="text/html">&lt;i&gt;Wire&lt;/i&gt;</title><entry><title>A</title><link rel="alternate" type="text/html" href="https://wire.example/a"/><id>tag:a</id><issued>2026-01-02T03:04Z</issued><modified>2026-01-03T03:04:05Z</modified><summary mode="base64">R3LDvMOfZQ==</summary></entry></feed>`,
    {
      format: "atom",
      feedTitle: "Wire",
      link: "https://wire.example/a",
      guid: "tag:a",
      publishedAt: "2026-01-02T03:04:00.000Z",
      updatedAt: "2026-01-03T03:04:05.000Z",
      summary: "Grüße",
      warning: "",
    },
  ],
  [
    "Atom with every name prefixed",
    `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Wire</a:title><a:entry><a:title>A</a:title><a:link href="https://wire.example/a"/></a:entry></a:feed>`,
    { format: "atom", feedTitle: "Wire", title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "Atom with xhtml texts",
    atom(
      `<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ein <em>Pakt</em></div></title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>1 &lt; 2</p><p>Ende</p></div></content>`,
    ),
    { title: "Ein Pakt", summary: "1 < 2 Ende", warning: "" },
  ],
  [
    "an Atom title that is text",
    atom(`<title type="text">Das &lt;b&gt;-Element</title>`),
    { title: "Das <b>-Element", warning: "" },
  ],
  [
    "several Atom links",
    atom(
      `<link rel="self" href="https://wire.example/a.atom"/><link rel="enclosure" href="https://wire.example/a.mp3"/><link type="application/json" href="https://wire.example/a.json"/><link rel="alternate" type="text/html" href="https://wire.example/a"/>`,
    ),
    { link: "https://wire.example/a", warning: "" },
  ],
  [
    "the title of an entry's source",
    atom("<source><title>Other</title><id>other</id></source><title>A</title><id>a</id>"),
    { title: "A", guid: "a", warning: "" },
  ],
  [
    "xml:base on three levels",
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/"><entry xml:base="news/"><title>A</title><link xml:base="2026/" href="a.html"/></entry></feed>`,
    { link: "https://wire.example/news/2026/a.html", warning: "" },
  ],
  ["a link relative to the feed", rss("<link>/news/a</link>"), { link: "https://feeds.example/news/a", warning: "" }],
  [
    "undeclared prefixes",
    rss("<title>A</title><dc:date>2026-01-02</dc:date><content:encoded>Text</content:encoded>"),
    { publishedAt: "2026-01-02T00:00:00.000Z", summary: "Text", warning: "undeclared prefix" },
  ],
  [
    "unusual prefixes of usual namespaces",
    rss(
      "<x:encoded><![CDATA[<p>Text</p>]]></x:encoded><y:date>2026-01-02</y:date>",
      ` xmlns:x="http://purl.org/rss/1.0/modules/content/" xmlns:y="http://purl.org/dc/elements/1.1/"`,
    ),
    { summary: "Text", publishedAt: "2026-01-02T00:00:00.000Z", warning: "" },
  ],
  [
    "teaser before the whole text",
    rss(
      "<description>Teaser</description><content:encoded>Alles</content:encoded>",
      ` xmlns:content="http://purl.org/rss/1.0/modules/content/"`,
    ),
    { summary: "Teaser", warning: "" },
  ],
  [
    "a teaser of a picture only",
    rss(
      `<description>&lt;img src="a.jpg"&gt;</description><content:encoded>Alles</content:encoded>`,
      ` xmlns:content="http://purl.org/rss/1.0/modules/content/"`,
    ),
    { summary: "Alles", warning: "" },
  ],
  [
    "a foreign title before the item's own",
    rss("<media:title>Bild</media:title><title>A</title>", ` xmlns:media="http://search.yahoo.com/mrss/"`),
    { title: "A", warning: "" },
  ],
  [
    "a guid that is a permalink, without link",
    rss("<guid>https://wire.example/a</guid>"),
    { link: "https://wire.example/a", warning: "" },
  ],
  [
    "a guid that is no permalink",
    rss(`<guid isPermaLink="false">https://wire.example/a</guid>`),
    { link: null, guid: "https://wire.example/a", warning: "" },
  ],
  [
    "an atom:link beside RSS's own",
    rss(
      `<atom:link rel="self" href="https://wire.example/f"/><link>https://wire.example/a</link>`,
      ` xmlns:atom="http://www.w3.org/2005/Atom"`,
    ),
    { link: "https://wire.example/a", warning: "" },
  ],
  [
    "JSON Feed 1.1",
    json({
      id: 7,
      url: "/a",
      title: "A &amp; B",
      content_html: "<p>Text</p>",
      date_published: "2026-01-02T03:04:05+01:00",
      language: "de-DE",
    }),
    {
      format: "json",
      guid: "7",
      link: "https://feeds.example/a",
      title: "A & B",
      summary: "Text",
      publishedAt: "2026-01-02T02:04:05.000Z",
      lang: "de",
      warning: "",
    },
  ],
  [
    "a JSON Feed that was cut off",
    json({ id: "a", title: "A" }).replace("]}", `,{"id":"b","title":"Ha`),
    { count: 1, guid: "a", warning: "truncated" },
  ],
  [
    "a date in German",
    rss("<pubDate>2. Jänner 2026, 15:04 Uhr MEZ</pubDate>"),
    { publishedAt: "2026-01-02T14:04:00.000Z", warning: "" },
  ],
  [
    "a date without its year",
    rss("<pubDate>Fri, 02 Jan 03:04:05 GMT</pubDate>"),
    { publishedAt: "2026-01-02T03:04:05.000Z", warning: "" },
  ],
  [
    "a date that is nonsense beside one that is not",
    rss("<pubDate>gestern</pubDate><dc:date>2026-01-02</dc:date>", ` xmlns:dc="http://purl.org/dc/elements/1.1/"`),
    { publishedAt: "2026-01-02T00:00:00.000Z", warning: "unreadable date" },
  ],
  [
    "a date in the far future",
    rss("<pubDate>Fri, 02 Jan 2099 03:04:05 GMT</pubDate>"),
    { publishedAt: null, warning: "absurd date" },
  ],
  ["the year 1", rss("<pubDate>0001-01-01T00:00:00Z</pubDate>"), { publishedAt: null, warning: "absurd date" }],
];

describe.each([
  ["encodings", encodings],
  ["characters and references", references],
  ["documents", documents],
  ["vocabularies", vocabularies],
])("hard cases: %s", (_, cases) => tableOfCases(cases));
