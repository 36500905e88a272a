import { describe } from "vitest";
import { atom, type Case, json, latin1, rss, tableOfCases } from "../support/feed-cases.ts";

const dated = (date: string) => rss(`<title>A</title><pubDate>${date}</pubDate>`);
const inAtom = ` xmlns:atom="http://www.w3.org/2005/Atom"`;

const systems: Case[] = [
  [
    "TYPO3, whose texts are indented and whose entities are numbers",
    rss(
      `
			<guid isPermaLink="false">news-4711</guid>
			<pubDate>Fri, 02 Jan 2026 09:30:00 +0100</pubDate>
			<title>M&#252;hle &#38; S&#246;hne w&#228;chst</title>
			<link>https://wire.example/news/detail?tx_news_pi1%5Baction%5D=detail&amp;tx_news_pi1%5Bnews%5D=4711&amp;cHash=1f</link>
			<description>
				Erste Zeile
				zweite Zeile
			</description>`,
    ),
    {
      title: "Mühle & Söhne wächst",
      guid: "news-4711",
      link: "https://wire.example/news/detail?tx_news_pi1%5Baction%5D=detail&tx_news_pi1%5Bnews%5D=4711&cHash=1f",
      publishedAt: "2026-01-02T08:30:00.000Z",
      summary: "Erste Zeile zweite Zeile",
      warning: "",
    },
  ],
  [
    "a press portal with its own elements beside RSS's",
    rss(
      `<title>ots: Werft AG</title><pp:title>Anderer</pp:title><link>https://portal.example/pm/1</link><pp:link>https://portal.example/x</pp:link><description>Kiel (ots) - Die Werft</description>`,
      ` xmlns:pp="https://portal.example/ns"`,
    ),
    { title: "ots: Werft AG", link: "https://portal.example/pm/1", summary: "Kiel (ots) - Die Werft", warning: "" },
  ],
  [
    "Ghost",
    rss(
      `<title><![CDATA[The $2bn pact]]></title><description><![CDATA[Why it's on]]></description><link>https://wire.example/pact/</link><guid isPermaLink="false">65a1</guid><category><![CDATA[Cars]]></category><dc:creator><![CDATA[N]]></dc:creator><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate><media:content url="https://i.example/a.jpg" medium="image"/><content:encoded><![CDATA[<img src="https://i.example/a.jpg" alt="Why it's on"><p>All</p>]]></content:encoded>`,
      ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"`,
    ),
    { title: "The $2bn pact", summary: "Why it's on", guid: "65a1", warning: "" },
  ],
  [
    "Movable Type's Atom with links to an editor and a category term",
    atom(
      `<title>A</title><link rel="service.edit" type="application/atom+xml" href="https://wire.example/edit" title="A"/><link rel="alternate" type="text/html" href="https://wire.example/a"/><id>tag:wire.example,2026://1.2</id><published>2026-01-02T03:04:05Z</published><updated>2026-01-02T03:05:05Z</updated><summary>Kurz</summary><content type="html" xml:lang="en" xml:base="https://wire.example/"><![CDATA[<p>All</p>]]></content>`,
    ),
    { link: "https://wire.example/a", summary: "Kurz", updatedAt: "2026-01-02T03:05:05.000Z", warning: "" },
  ],
  [
    "SoundCloud's and other players' enclosures with a page as link in itunes",
    rss(
      `<title>Folge 1</title><link>https://pod.example/1?utm_source=rss</link><itunes:subtitle>Kurz</itunes:subtitle><description><![CDATA[<p>Lang</p>]]></description><enclosure type="audio/mpeg" url="https://cdn.example/1.mp3" length="1"/>`,
      ` xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`,
    ),
    { link: "https://pod.example/1?utm_source=rss", summary: "Lang", warning: "" },
  ],
  [
    "JSON Feed with line breaks within strings",
    json({ id: "a", title: "A", content_text: "Eins|Zwei" }).replace("|", "\n\t"),
    { title: "A", summary: "Eins Zwei", warning: "JSON repaired" },
  ],
  [
    "JSON Feed with an apostrophe escaped as in JavaScript",
    json({ id: "a", title: "Ford|s pact" }).replace("|", "\\'"),
    { title: "Ford's pact", warning: "JSON repaired" },
  ],
  [
    "JSON Feed cut off behind a comma too many",
    `{"version":"https://jsonfeed.org/version/1","title":"Wire","items":[{"id":"a","title":"A",},{"id":"b","ti`,
    { count: 1, title: "A", feedTitle: "Wire", warning: "truncated" },
  ],
  [
    "JSON Feed with unlike things in its list",
    `{"version":"https://jsonfeed.org/version/1.1","title":"Wire","items":[null,"x",{"id":"a","title":"A","tags":["b"],"attachments":[{"url":"https://i.example/a"}]}]}`,
    { count: 1, title: "A", warning: "no objects" },
  ],
  ["JSON Feed guarded against inclusion", `)]}',\n${json({ id: "a", title: "A" })}`, { title: "A" }],
];

const texts: Case[] = [
  [
    "a title in Atom of type html, escaped twice",
    atom(`<title type="html">K&amp;amp;L &amp;lt;neu&amp;gt;</title>`),
    { title: "K&L <neu>", warning: "" },
  ],
  [
    "emoji as two references within CDATA",
    rss("<description><![CDATA[Pakt &#55357;&#56832; &#xD83D;&#xDE00;]]></description>"),
    { summary: "Pakt 😀 😀", warning: "" },
  ],
  ["a reference to half a character", rss("<title>A&#55357;B</title>"), { title: "AB", warning: "invalid character" }],
  [
    "a list and a table as text",
    rss(
      "<description>&lt;ul&gt;&lt;li&gt;Eins&lt;/li&gt;&lt;li&gt;Zwei&lt;/li&gt;&lt;/ul&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;3&lt;/td&gt;&lt;td&gt;4&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</description>",
    ),
    { summary: "Eins Zwei 3 4", warning: "" },
  ],
  [
    "a comment for Word in the text",
    rss("<description><![CDATA[Vor <!--[if gte mso 9]><xml><o:p>x</o:p></xml><![endif]--> nach]]></description>"),
    { summary: "Vor nach", warning: "" },
  ],
  [
    "a style sheet in the text",
    rss("<description><![CDATA[<style>p > a { color: red }</style><p>Text</p>]]></description>"),
    { summary: "Text", warning: "" },
  ],
  [
    "company names with & and <",
    rss("<title>H&M, P&G, AT&T: S&P 500 < 5000</title>"),
    { title: "H&M, P&G, AT&T: S&P 500 < 5000", warning: "bare &" },
  ],
  [
    "entities without their semicolon",
    rss("<title>Fisch &amp Chips</title>"),
    { title: "Fisch & Chips", warning: "&" },
  ],
  [
    "no-break and thin spaces",
    rss("<title>5\u00a0Mio.\u2009Euro\u202fmehr</title>"),
    { title: "5 Mio. Euro mehr", warning: "" },
  ],
  [
    "a title of two lines with a tab",
    rss("<title>\n\tBMW\r\n\tund Toyota\n</title>"),
    { title: "BMW und Toyota", warning: "" },
  ],
  [
    "a subscript and a mark in a title",
    rss("<title>CO&lt;sub&gt;2&lt;/sub&gt;-freier Stahl&lt;br/&gt;von Salz&lt;wbr&gt;gitter</title>"),
    { title: "CO2-freier Stahl von Salzgitter", warning: "" },
  ],
  [
    "letters of full width and a ligature stay",
    rss("<title>ＢＭＷ ﬁnal</title>"),
    { title: "ＢＭＷ ﬁnal", warning: "" },
  ],
];

const dates: Case[] = [
  [
    "New York by its place",
    dated("2026-01-02 03:04:05 America/New_York"),
    { publishedAt: "2026-01-02T08:04:05.000Z", warning: "" },
  ],
  [
    "Vienna by its place, in summer",
    dated("02.07.2025 15:04 Europe/Vienna"),
    { publishedAt: "2025-07-02T13:04:00.000Z", warning: "" },
  ],
  [
    "a place that is none",
    dated("2026-01-02T03:04:05 Europe/Atlantis"),
    { publishedAt: null, warning: "unreadable date" },
  ],
  ["Spanish", dated("2 de enero de 2026 03:04"), { publishedAt: "2026-01-02T03:04:00.000Z", warning: "" }],
  ["the first, in French", dated("1er janvier 2026"), { publishedAt: "2026-01-01T00:00:00.000Z", warning: "" }],
  ["of", dated("the 2nd of January, 2026, 3:04 p.m."), { publishedAt: "2026-01-02T15:04:00.000Z", warning: "" }],
  [
    "in a <time> of words alone",
    dated("&lt;time&gt;2. Januar 2026, 15:04 Uhr&lt;/time&gt;"),
    { publishedAt: "2026-01-02T15:04:00.000Z", warning: "" },
  ],
  [
    "in CDATA",
    dated("<![CDATA[ Fri, 02 Jan 2026 03:04:05 +0000 ]]>"),
    { publishedAt: "2026-01-02T03:04:05.000Z", warning: "" },
  ],
  [
    "a colon in the offset",
    dated("Fri, 02 Jan 2026 03:04:05 +01:00"),
    { publishedAt: "2026-01-02T02:04:05.000Z", warning: "" },
  ],
  [
    "a zone and an offset",
    dated("Fri, 02 Jan 2026 03:04:05 GMT+0100"),
    { publishedAt: "2026-01-02T02:04:05.000Z", warning: "" },
  ],
  ["no seconds and no zone", dated("Fri, 02 Jan 2026 03:04"), { publishedAt: "2026-01-02T03:04:00.000Z", warning: "" }],
  [
    "milliseconds in mail form",
    dated("Fri, 02 Jan 2026 03:04:05.678 +0000"),
    { publishedAt: "2026-01-02T03:04:05.678Z", warning: "" },
  ],
  ["AM before the day", dated("9:05 AM ET, January 2, 2026"), { publishedAt: "2026-01-02T14:05:00.000Z", warning: "" }],
  [
    "Eastern time without saying which, in summer",
    dated("July 2, 2025 9:05 AM ET"),
    { publishedAt: "2025-07-02T13:05:00.000Z", warning: "" },
  ],
  ["zeros for a date", dated("0000-00-00 00:00:00"), { publishedAt: null, warning: "date" }],
  [
    "weekday and day in German, clock first",
    dated("15:04 Uhr, Freitag, 2. Jan. 2026"),
    { publishedAt: "2026-01-02T15:04:00.000Z", warning: "" },
  ],
  [
    "Italian, short",
    dated("ven, 02 gen 2026 03:04:05 +0100"),
    { publishedAt: "2026-01-02T02:04:05.000Z", warning: "" },
  ],
  [
    "a Friday without a comma",
    dated("Fri 02 Jan 2026 03:04:05 GMT"),
    { publishedAt: "2026-01-02T03:04:05.000Z", warning: "" },
  ],
];

const structures: Case[] = [
  [
    "two links of RSS, the first empty",
    rss("<link/><link>https://wire.example/a</link><title>A</title>"),
    { link: "https://wire.example/a", warning: "" },
  ],
  [
    "a link to the mail reader before the page",
    rss("<link>mailto:n@wire.example</link><guid>https://wire.example/a</guid>"),
    { link: "https://wire.example/a" },
  ],
  [
    "an enclosure linked before the page, and no rel",
    rss(
      `<atom:link rel="enclosure" href="https://cdn.example/a.mp3"/><atom:link href="https://wire.example/a"/><title>A</title>`,
      inAtom,
    ),
    { link: "https://wire.example/a", warning: "" },
  ],
  [
    "xml:base of an entry that is absolute, and a link up one folder",
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/feeds/"><entry xml:base="https://other.example/x/y/"><title>A</title><link href="../a.html"/></entry></feed>`,
    { link: "https://other.example/x/a.html", warning: "" },
  ],
  [
    "channel elements behind the items",
    `<rss version="2.0"><channel><item><title>A</title></item><title>Wire</title><language>de-AT</language></channel></rss>`,
    { title: "A", feedTitle: "Wire", lang: "de", warning: "" },
  ],
  [
    "items outside the channel in RSS 2.0",
    `<rss version="2.0"><channel><title>Wire</title></channel><item><title>A</title></item></rss>`,
    { title: "A", feedTitle: "Wire" },
  ],
  [
    "a namespace declared on the element that uses it",
    rss(`<d:date xmlns:d="http://purl.org/dc/elements/1.1/">2026-01-02</d:date><title>A</title>`),
    { publishedAt: "2026-01-02T00:00:00.000Z", title: "A", warning: "" },
  ],
  [
    "attributes in single quotes with double ones within",
    `<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='text' lang='"x"'>A</title><link href='https://wire.example/?q="a"'/></entry></feed>`,
    { title: "A", link: `https://wire.example/?q="a"`, warning: "" },
  ],
  [
    "> within an attribute",
    rss(`<title foo="a>b">A</title><link>https://wire.example/a</link>`),
    { title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "end tags with blanks",
    rss("<title >A</title ><link\n>https://wire.example/a</link\n>"),
    { title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "a page of an error behind half a feed",
    `${rss("<title>A</title></item><item><title>B").slice(0, -23)}<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>`,
    { title: "A" },
  ],
  [
    "a feed within a page",
    `<html><body><pre>${rss("<title>A</title>").replace(/</g, "&lt;")}</pre></body></html>`,
    { unreadable: "an HTML page" },
  ],
  [
    "Latin-1 bytes in the second half of UTF-8",
    Buffer.concat([
      Buffer.from(rss("<title>Zürich</title></item><item><title>").slice(0, -23)),
      latin1("K\xf6ln</title></item></channel></rss>"),
    ]),
    { title: "Zürich", others: [{ title: "Köln" }], warning: "bytes that are not UTF-8" },
  ],
  ["nothing but blanks", "  \n\n", { unreadable: "an empty document" }],
  ["a PDF", "%PDF-1.7\n%\u00e2\u00e3", { unreadable: "text that begins with “%PDF-1.7" }],
  ["null in JSON", "null", { unreadable: "expected a feed" }],
];

describe.each([
  ["publishing systems", systems],
  ["texts", texts],
  ["dates", dates],
  ["structures", structures],
])("newsrooms: %s", (_, cases) => tableOfCases(cases));
