import { describe } from "vitest";
import { atom, type Case, json, latin1, rss, tableOfCases, utf16 } from "../support/feed-cases.ts";

const media = ` xmlns:media="http://search.yahoo.com/mrss/"`;
const dc = ` xmlns:dc="http://purl.org/dc/elements/1.1/"`;
const content = ` xmlns:content="http://purl.org/rss/1.0/modules/content/"`;
const itunes = ` xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`;
const declared = (encoding: string, ...parts: (string | number[])[]) =>
  Buffer.concat([
    latin1(`<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>Wire</title><item><title>`),
    ...parts.map((part) => (typeof part === "string" ? latin1(part) : Buffer.from(part))),
    latin1("</title></item></channel></rss>"),
  ]);
const dated = (date: string) => rss(`<title>A</title><pubDate>${date}</pubDate>`);

const systems: Case[] = [
  [
    "WordPress",
    rss(
      `<title>BMW &#038; Toyota &#8211; ein Pakt&#8230;</title>
		<link>https://wire.example/2026/01/pakt/</link>
		<comments>https://wire.example/2026/01/pakt/#respond</comments>
		<dc:creator><![CDATA[redaktion]]></dc:creator>
		<pubDate>Fri, 02 Jan 2026 03:04:05 +0000</pubDate>
		<category><![CDATA[Autos]]></category>
		<guid isPermaLink="false">https://wire.example/?p=123</guid>
		<description><![CDATA[<p>Die Partner erweitern den Vertrag [&#8230;]</p>
<p>Der Beitrag <a rel="nofollow" href="https://wire.example/2026/01/pakt/">Ein Pakt</a> erschien zuerst auf <a rel="nofollow" href="https://wire.example">Wire</a>.</p>
]]></description>
		<content:encoded><![CDATA[<p>Alles</p>]]></content:encoded>
		<slash:comments>0</slash:comments>`,
      `${content}${dc} xmlns:slash="http://purl.org/rss/1.0/modules/slash/"`,
    ),
    {
      title: "BMW & Toyota – ein Pakt…",
      link: "https://wire.example/2026/01/pakt/",
      guid: "https://wire.example/?p=123",
      publishedAt: "2026-01-02T03:04:05.000Z",
      summary: "Die Partner erweitern den Vertrag […] Der Beitrag Ein Pakt erschien zuerst auf Wire.",
      warning: "",
    },
  ],
  [
    "Blogger's Atom",
    `<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-1</id><updated>2026-01-03T01:02:03.004+01:00</updated><title type='text'>Wire</title><link rel='self' href='https://wire.example/feeds/posts/default'/><openSearch:totalResults>1</openSearch:totalResults><entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2026-01-02T03:04:00.005+01:00</published><updated>2026-01-03T01:02:03.004+01:00</updated><title type='text'>A</title><content type='html'>&lt;div class="separator"&gt;Text &amp;amp; mehr&lt;/div&gt;</content><link rel='replies' type='application/atom+xml' href='https://wire.example/feeds/2/comments/default' title='Post Comments'/><link rel='edit' type='application/atom+xml' href='https://wire.example/feeds/1/posts/2'/><link rel='self' type='application/atom+xml' href='https://wire.example/feeds/1/posts/2'/><link rel='alternate' type='text/html' href='https://wire.example/2026/01/a.html' title='A'/><author><name>N</name></author><thr:total>0</thr:total></entry></feed>`,
    {
      format: "atom",
      feedTitle: "Wire",
      title: "A",
      link: "https://wire.example/2026/01/a.html",
      guid: "tag:blogger.com,1999:blog-1.post-2",
      publishedAt: "2026-01-02T02:04:00.005Z",
      updatedAt: "2026-01-03T00:02:03.004Z",
      summary: "Text & mehr",
      warning: "",
    },
  ],
  [
    "Blogger's RSS",
    rss(
      "<guid isPermaLink='false'>tag:blogger.com,1999:blog-1.post-2</guid><pubDate>Fri, 02 Jan 2026 03:04:00 +0000</pubDate><atom:updated>2026-01-03T01:02:03.004+01:00</atom:updated><title>A</title><description></description><link>https://wire.example/a.html</link>",
      " xmlns:atom='http://www.w3.org/2005/Atom'",
    ),
    {
      guid: "tag:blogger.com,1999:blog-1.post-2",
      publishedAt: "2026-01-02T03:04:00.000Z",
      updatedAt: "2026-01-03T00:02:03.004Z",
      summary: "",
      link: "https://wire.example/a.html",
      warning: "",
    },
  ],
  [
    "Drupal's views, with markup in title and date",
    rss(
      `<title>&lt;a href="/node/12" hreflang="en"&gt;Pact agreed&lt;/a&gt;</title><link>https://wire.example/node/12</link><description>&lt;span&gt;Pact agreed&lt;/span&gt;
</description><pubDate>&lt;time datetime="2026-01-02T09:00:00+01:00" title="Friday, January 2, 2026 - 09:00" class="datetime"&gt;Fri, 01/02/2026 - 09:00&lt;/time&gt;</pubDate><guid isPermaLink="false">12 at https://wire.example</guid>`,
    ),
    {
      title: "Pact agreed",
      publishedAt: "2026-01-02T08:00:00.000Z",
      guid: "12 at https://wire.example",
      link: "https://wire.example/node/12",
    },
  ],
  [
    "Drupal's short date",
    rss("<title>A</title><pubDate>Fri, 01/02/2026 - 09:00</pubDate>"),
    { publishedAt: "2026-01-02T09:00:00.000Z", warning: "" },
  ],
  [
    "Google News",
    rss(
      `<title>BMW and Toyota extend pact - Reuters</title><link>https://news.example/rss/articles/CBMi?oc=5</link><guid isPermaLink="false">CBMi</guid><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate><description>&lt;a href="https://news.example/rss/articles/CBMi?oc=5" target="_blank"&gt;BMW and Toyota extend pact&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;Reuters&lt;/font&gt;</description><source url="https://www.reuters.example">Reuters</source>`,
    ),
    {
      title: "BMW and Toyota extend pact - Reuters",
      guid: "CBMi",
      summary: "BMW and Toyota extend pact Reuters",
      link: "https://news.example/rss/articles/CBMi?oc=5",
      warning: "",
    },
  ],
  [
    "Reddit",
    `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><category term="cars" label="r/cars"/><title>cars</title><entry><author><name>/u/n</name><uri>https://reddit.example/user/n</uri></author><category term="cars" label="r/cars"/><content type="html">&lt;!-- SC_OFF --&gt;&lt;div class=&quot;md&quot;&gt;&lt;p&gt;BMW &amp;amp; Toyota&lt;/p&gt; &lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a href=&quot;https://reddit.example/user/n&quot;&gt; /u/n &lt;/a&gt;</content><id>t3_abc</id><media:thumbnail url="https://b.example/t.jpg" /><link href="https://reddit.example/r/cars/comments/abc/" /><updated>2026-01-02T03:04:05+00:00</updated><published>2026-01-02T03:04:05+00:00</published><title>BMW &amp; Toyota?</title></entry></feed>`,
    {
      feedTitle: "cars",
      title: "BMW & Toyota?",
      guid: "t3_abc",
      link: "https://reddit.example/r/cars/comments/abc/",
      summary: "BMW & Toyota submitted by /u/n",
      warning: "",
    },
  ],
  [
    "YouTube",
    `<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="http://video.example/feeds/videos.xml?channel_id=UC"/><id>yt:channel:UC</id><yt:channelId>UC</yt:channelId><title>Wire</title><entry><id>yt:video:V</id><yt:videoId>V</yt:videoId><title>A</title><link rel="alternate" href="https://video.example/watch?v=V"/><published>2026-01-02T03:04:05+00:00</published><updated>2026-01-03T03:04:05+00:00</updated><media:group><media:title>A in media</media:title><media:content url="https://video.example/v/V?version=3" type="application/x-shockwave-flash" width="640" height="390"/><media:thumbnail url="https://i.example/hq.jpg"/><media:description>BMW und Toyota im Film</media:description><media:community><media:starRating count="3" average="5.00" min="1" max="5"/></media:community></media:group></entry></feed>`,
    {
      title: "A",
      guid: "yt:video:V",
      link: "https://video.example/watch?v=V",
      summary: "BMW und Toyota im Film",
      publishedAt: "2026-01-02T03:04:05.000Z",
      warning: "",
    },
  ],
  [
    "Mastodon, which has no titles",
    rss(
      `<guid isPermaLink="true">https://social.example/@wire/1</guid><link>https://social.example/@wire/1</link><pubDate>Fri, 02 Jan 2026 03:04:05 +0000</pubDate><description>&lt;p&gt;BMW &amp;amp; Toyota &lt;a href="https://wire.example/a"&gt;&lt;span class="invisible"&gt;https://&lt;/span&gt;&lt;span class="ellipsis"&gt;wire.example/a&lt;/span&gt;&lt;/a&gt;&lt;/p&gt;</description><media:content url="https://files.example/1.jpg" type="image/jpeg" medium="image"><media:rating scheme="urn:simple">nonadult</media:rating><media:description type="plain">A car</media:description></media:content><category>autos</category>`,
      `${media} xmlns:webfeeds="http://webfeeds.org/rss/1.0"`,
    ),
    {
      title: "",
      summary: "BMW & Toyota https://wire.example/a",
      guid: "https://social.example/@wire/1",
      link: "https://social.example/@wire/1",
      warning: "",
    },
  ],
  [
    "Substack",
    rss(
      `<title><![CDATA[Ford's "big" pact]]></title><description><![CDATA[And what it means]]></description><link>https://letter.example/p/pact</link><guid isPermaLink="false">https://letter.example/p/pact</guid><dc:creator><![CDATA[N]]></dc:creator><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate><enclosure url="https://cdn.example/a.jpeg" length="0" type="image/jpeg"/><content:encoded><![CDATA[<p>All</p>]]></content:encoded>`,
      content + dc,
    ),
    { title: `Ford's "big" pact`, summary: "And what it means", link: "https://letter.example/p/pact", warning: "" },
  ],
  [
    "Medium",
    rss(
      `<title><![CDATA[Toyota & BMW]]></title><link>https://medium.example/@n/toyota-1?source=rss-2------2</link><guid isPermaLink="false">https://medium.example/p/1</guid><category><![CDATA[cars]]></category><dc:creator><![CDATA[N]]></dc:creator><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate><atom:updated>2026-01-02T05:04:05.678Z</atom:updated><content:encoded><![CDATA[<h4>Sub</h4><p>Text</p><img alt="" src="https://cdn.example/1" /><img src="https://medium.example/_/stat?event=post" width="1" height="1" alt="">]]></content:encoded>`,
      `${content}${dc} xmlns:atom="http://www.w3.org/2005/Atom"`,
    ),
    {
      title: "Toyota & BMW",
      guid: "https://medium.example/p/1",
      updatedAt: "2026-01-02T05:04:05.678Z",
      summary: "Sub Text",
      warning: "",
    },
  ],
  [
    "a podcast with an audio file alone",
    rss(
      `<itunes:title>Pakt</itunes:title><itunes:episode>12</itunes:episode><title>Folge 12: Pakt</title><itunes:summary>Kurz</itunes:summary><enclosure url="https://cdn.example/12.mp3" length="1" type="audio/mpeg"/><guid isPermaLink="false">f0e1</guid><itunes:duration>00:42:00</itunes:duration><itunes:image href="https://cdn.example/12.jpg"/>`,
      itunes,
    ),
    { title: "Folge 12: Pakt", summary: "Kurz", guid: "f0e1", link: null, publishedAt: null, warning: "" },
  ],
  [
    "EDGAR's current filings",
    `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>Latest Filings</title>\n<link rel="alternate" href="/cgi-bin/browse-edgar?action=getcurrent"/>\n<entry>\n<title>8-K - Acme Motors Co (0000012345) (Filer)</title>\n<link rel="alternate" type="text/html" href="https://sec.example/Archives/edgar/data/1/0001-index.htm"/>\n<summary type="html">\n &lt;b&gt;Filed:&lt;/b&gt; 2026-01-02 &lt;b&gt;AccNo:&lt;/b&gt; 0001 &lt;b&gt;Size:&lt;/b&gt; 231 KB\n&lt;br&gt;Item 1.01: Entry into a Material Definitive Agreement\n</summary>\n<updated>2026-01-02T16:05:10-05:00</updated>\n<category scheme="https://www.sec.example/" label="form type" term="8-K"/>\n<id>urn:tag:sec.gov,2008:accession-number=0001</id>\n</entry>\n</feed>`,
    {
      title: "8-K - Acme Motors Co (0000012345) (Filer)",
      link: "https://sec.example/Archives/edgar/data/1/0001-index.htm",
      summary: "Filed: 2026-01-02 AccNo: 0001 Size: 231 KB Item 1.01: Entry into a Material Definitive Agreement",
      publishedAt: "2026-01-02T21:05:10.000Z",
      warning: "",
    },
  ],
  [
    "EDGAR's structured filings",
    rss(
      `<title>Acme Motors Co (0000012345) (Filer)</title><link>https://sec.example/1-index.htm</link><guid>https://sec.example/1-xbrl.zip</guid><enclosure url="https://sec.example/1-xbrl.zip" length="1" type="application/zip" /><description>8-K</description><pubDate>Fri, 02 Jan 2026 17:25:55 EST</pubDate><edgar:xbrlFiling xmlns:edgar="https://www.sec.example/Archives/edgar"><edgar:companyName>Acme Motors Co</edgar:companyName><edgar:filingDate>01/02/2026</edgar:filingDate><edgar:xbrlFiles><edgar:xbrlFile edgar:sequence="1" edgar:description="8-K"/></edgar:xbrlFiles></edgar:xbrlFiling>`,
    ),
    {
      title: "Acme Motors Co (0000012345) (Filer)",
      summary: "8-K",
      link: "https://sec.example/1-index.htm",
      publishedAt: "2026-01-02T22:25:55.000Z",
      warning: "",
    },
  ],
  [
    "PR Newswire",
    rss(
      `<title>Acme and Beta Announce Joint Venture</title><link>https://prn.example/a-1.html</link><guid isPermaLink="true">https://prn.example/a-1.html</guid><pubDate>Fri, 02 Jan 2026 12:00:00 +0000</pubDate><description>&lt;p&gt;&lt;span class="xn-location"&gt;MUNICH&lt;/span&gt;, &lt;span class="xn-chron"&gt;Jan. 2, 2026&lt;/span&gt; /PRNewswire/ -- Acme (NYSE: ACM) &amp;amp; Beta ...&lt;/p&gt;</description><dc:contributor>Acme</dc:contributor><prn:industry>AUT</prn:industry><dc:language>en</dc:language>`,
      `${dc} xmlns:prn="http://www.prnewswire.example/rss/"`,
    ),
    { summary: "MUNICH, Jan. 2, 2026 /PRNewswire/ -- Acme (NYSE: ACM) & Beta ...", lang: "en", warning: "" },
  ],
  [
    "GlobeNewswire, whose dates have no seconds",
    rss(
      `<guid isPermaLink="true">https://globe.example/1/en/a.html</guid><link>https://globe.example/1/en/a.html</link><category domain="https://globe.example/rss/stock">Nasdaq:ACM</category><title>Acme</title><description><![CDATA[<p align="left">TORONTO, Jan. 02, 2026 (GLOBE NEWSWIRE) -- Acme</p>]]></description><pubDate>Fri, 02 Jan 2026 12:00 GMT</pubDate><dc:identifier>1</dc:identifier><dc:language>en</dc:language><dc:publisher>GlobeNewswire Inc.</dc:publisher><dc:modified>Fri, 02 Jan 2026 12:05 GMT</dc:modified>`,
      dc,
    ),
    {
      publishedAt: "2026-01-02T12:00:00.000Z",
      updatedAt: "2026-01-02T12:05:00.000Z",
      summary: "TORONTO, Jan. 02, 2026 (GLOBE NEWSWIRE) -- Acme",
      warning: "",
    },
  ],
  [
    "a registered mark escaped twice and the zone UT",
    rss("<title>Acme&amp;reg; joins Beta&amp;#8482;</title><pubDate>Fri, 2 Jan 2026 08:00:00 UT</pubDate>"),
    { title: "Acme® joins Beta™", publishedAt: "2026-01-02T08:00:00.000Z", warning: "" },
  ],
  [
    ".NET's syndication, with Atom under a10",
    rss(
      `<guid isPermaLink="false">7</guid><link>https://wire.example/7</link><title>A</title><a10:updated>2026-01-02T03:04:05Z</a10:updated><a10:content type="html">&lt;p&gt;Text&lt;/p&gt;</a10:content>`,
      ` xmlns:a10="http://www.w3.org/2005/Atom"`,
    ),
    {
      publishedAt: "2026-01-02T03:04:05.000Z",
      updatedAt: "2026-01-02T03:04:05.000Z",
      summary: "Text",
      link: "https://wire.example/7",
      warning: "",
    },
  ],
  [
    "FeedBurner, whose counting address comes first",
    rss(
      "<title>A</title><link>https://feeds.example/~r/wire/~3/abc/</link><feedburner:origLink>https://wire.example/a</feedburner:origLink></item><item><title>B</title><feedburner:origLink>https://wire.example/b</feedburner:origLink>",
      ` xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"`,
    ),
    { link: "https://feeds.example/~r/wire/~3/abc/", others: [{ link: "https://wire.example/b" }], warning: "" },
  ],
  [
    "a journal's PRISM date",
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel rdf:about="https://j.example"><title>Wire</title></channel><item rdf:about="https://j.example/a"><title>A</title><link>https://j.example/a</link><prism:publicationDate>2026-01-02</prism:publicationDate></item></rdf:RDF>`,
    { format: "rdf", publishedAt: "2026-01-02T00:00:00.000Z", warning: "" },
  ],
  [
    "RSS 0.91 of a Swiss paper",
    `<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE rss SYSTEM "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Blatt</title><link>https://blatt.example/</link><description/><language>de-ch</language><skipHours><hour>2</hour></skipHours><image><title>Blatt</title><url>https://blatt.example/l.gif</url><link>https://blatt.example/logo</link></image><item><title>A</title><link>https://blatt.example/a</link><description>Text</description></item><textinput><title>Suche</title><name>q</name><link>https://blatt.example/q</link></textinput></channel></rss>`,
    { feedTitle: "Blatt", title: "A", link: "https://blatt.example/a", lang: "de", summary: "Text", warning: "" },
  ],
  [
    "RSS 0.92, text alone",
    `<rss version="0.92"><channel><title>Wire</title><link>https://wire.example/</link><item><description>It's been a few days. &lt;a href="https://wire.example/a"&gt;Pact&lt;/a&gt;</description><source url="https://other.example/rss.xml">Other</source></item></channel></rss>`,
    { title: "", summary: "It's been a few days. Pact", link: null, guid: null, warning: "" },
  ],
  [
    "RSS 1.0 with RSS itself prefixed",
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rss="http://purl.org/rss/1.0/"><rss:channel rdf:about="https://wire.example/f"><rss:title>Wire</rss:title><rss:link>https://wire.example/</rss:link></rss:channel><rss:item rdf:about="https://wire.example/a"><rss:title>A</rss:title><rss:link>https://wire.example/a</rss:link><rss:description>Text</rss:description></rss:item></rdf:RDF>`,
    { format: "rdf", feedTitle: "Wire", title: "A", link: "https://wire.example/a", summary: "Text", warning: "" },
  ],
  [
    "RSS 1.0 with the old form of mod_content",
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://wire.example/f"><title>Wire</title></channel><item rdf:about="https://wire.example/a"><title>A</title><description>Text</description><content:items><rdf:Bag><rdf:li><content:item><content:format rdf:resource="http://www.w3.org/1999/xhtml"/><rdf:value><![CDATA[<em>Alles</em>]]></rdf:value></content:item></rdf:li></rdf:Bag></content:items></item></rdf:RDF>`,
    { title: "A", summary: "Text", link: "https://wire.example/a", warning: "" },
  ],
  [
    "JSON Feed 1.0 whose ids are its pages",
    JSON.stringify({
      version: "https://jsonfeed.org/version/1",
      title: "Wire",
      author: { name: "N" },
      items: [{ id: "https://wire.example/a", content_text: "Kurz & gut <3", date_published: "2026-01-02T03:04:05Z" }],
    }),
    {
      format: "json",
      title: "",
      guid: "https://wire.example/a",
      link: "https://wire.example/a",
      summary: "Kurz & gut <3",
      publishedAt: "2026-01-02T03:04:05.000Z",
      warning: "",
    },
  ],
  [
    "JSON Feed behind a byte order mark with nulls for what is missing",
    `\ufeff${json({ id: "a", title: null, summary: null, url: null, external_url: "https://other.example/a", content_html: "<p>Text</p>" })}`,
    { title: "", summary: "Text", link: "https://other.example/a", guid: "a", warning: "" },
  ],
  [
    "JSON Feed with a comma too many",
    `{"version":"https://jsonfeed.org/version/1.1","title":"Wire","items":[{"id":"a","title":"A",},{"id":"b","title":"B"},]}`,
    { count: 2, title: "A", feedTitle: "Wire", others: [{ title: "B" }], warning: "JSON" },
  ],
  [
    "JSON Feed with a date in seconds",
    json({ id: "a", title: "A", date_published: 1767323045 }),
    { publishedAt: "2026-01-02T03:04:05.000Z" },
  ],
];

const encodings: Case[] = [
  [
    "ISO 8859-15 with its euro and its Š",
    declared("ISO-8859-15", [0xa6], "koda zahlt 5 ", [0xa4], " f\xfcr Br\xf6tchen"),
    { title: "Škoda zahlt 5 € für Brötchen", warning: "" },
  ],
  ["Shift_JIS", declared("Shift_JIS", [0x83, 0x67, 0x83, 0x88, 0x83, 0x5e]), { title: "トヨタ", warning: "" }],
  ["GB2312", declared("gb2312", [0xb7, 0xe1, 0xcc, 0xef]), { title: "丰田", warning: "" }],
  ["KOI8-R", declared("koi8-r", [0xed, 0xcf, 0xd3, 0xcb, 0xd7, 0xc1]), { title: "Москва", warning: "" }],
  ["EUC-KR", declared("euc-kr", [0xc7, 0xf6, 0xb4, 0xeb]), { title: "현대", warning: "" }],
  ["windows-1250", declared("windows-1250", [0xa3, 0xf3], "d", [0x9f]), { title: "Łódź", warning: "" }],
  ["Macintosh", declared("macintosh", "Z\x9frich"), { title: "Zürich", warning: "" }],
  ["ASCII in name only", declared("us-ascii", "BMW \x96 \x84neu\x93"), { title: "BMW – „neu“", warning: "" }],
  [
    "HTTP says UTF-8, declaration and bytes say 8859-1",
    declared("ISO-8859-1", "Z\xfcrich"),
    { title: "Zürich", warning: "Content-Type" },
    "application/rss+xml; charset=utf-8",
  ],
  [
    "HTTP says KOI8-R, the declaration something else",
    declared("windows-1251", [0xed, 0xcf, 0xd3, 0xcb, 0xd7, 0xc1]),
    { title: "Москва", warning: "" },
    "text/xml; charset=koi8-r",
  ],
  [
    "declared UTF-8, all of it windows-1252",
    declared("utf-8", "Z\xfcrich \x96 K\xf6ln"),
    { title: "Zürich – Köln", warning: "read as windows-1252" },
  ],
  [
    "declared 8859-1, in fact UTF-8",
    declared("iso-8859-1", [...Buffer.from("Zürich – Köln")]),
    { title: "Zürich – Köln", warning: "the bytes are UTF-8" },
  ],
  [
    "UTF-16 big-endian with a mark, though UTF-8 is declared",
    utf16(`\ufeff<?xml version="1.0" encoding="utf-8"?>${rss("<title>Zürich</title>").slice(21)}`, true),
    { title: "Zürich" },
  ],
  [
    "UTF-16 little-endian without a mark behind a blank line",
    utf16(`\r\n${rss("<title>Zürich</title>")}`),
    { title: "Zürich" },
  ],
  ["two byte order marks", `\ufeff\ufeff${rss("<title>Zürich</title>")}`, { title: "Zürich" }],
  [
    "a charset in quotes, and twice",
    rss("<title>Zürich</title>"),
    { title: "Zürich", warning: "" },
    `text/xml; charset="UTF-8"; charset=utf-8`,
  ],
  [
    "two declarations, the first of which is right",
    `<?xml version="1.0" encoding="utf-8"?>\n<?xml version="1.0" encoding="iso-8859-1"?>${rss("<title>Zürich</title>").slice(21)}`,
    { title: "Zürich" },
  ],
];

const references: Case[] = [
  ["a name escaped three times", rss("<title>AT&amp;amp;amp;T</title>"), { title: "AT&T", warning: "" }],
  [
    "markup escaped twice",
    rss("<description>&amp;lt;p&amp;gt;Text &amp;amp;amp; mehr&amp;lt;/p&amp;gt;</description>"),
    { summary: "Text & mehr", warning: "" },
  ],
  [
    "entities in CDATA",
    rss("<title><![CDATA[Fisch &amp; S&ouml;hne &#8211; &quot;neu&quot;]]></title>"),
    { title: 'Fisch & Söhne – "neu"', warning: "" },
  ],
  [
    "CDATA in CDATA, written as it must be",
    rss("<description><![CDATA[<![CDATA[Pakt]]]]><![CDATA[>]]></description>"),
    { summary: "Pakt", warning: "" },
  ],
  [
    "CDATA in CDATA, written as it must not be",
    rss(
      "<title>A</title><description><![CDATA[<p>Vor <![CDATA[Pakt]]> nach</p>]]></description><link>https://wire.example/a</link>",
    ),
    { title: "A", summary: "Vor Pakt nach", link: "https://wire.example/a" },
  ],
  ["less-than in CDATA", rss("<title><![CDATA[Wert < 5 %]]></title>"), { title: "Wert < 5 %", warning: "" }],
  [
    "windows-1252 in hexadecimal references",
    rss("<title>&#x91;Pakt&#x92;&#x85;</title>"),
    { title: "‘Pakt’…", warning: "windows-1252" },
  ],
  [
    "many HTML entities",
    rss("<title>&Auml;rger &bdquo;gro&szlig;&ldquo;: 5&thinsp;&euro;&hellip;</title>"),
    { title: "Ärger „groß“: 5 €…", warning: "HTML entity" },
  ],
  [
    "HTML's entities by an external subset",
    `<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent"> %HTMLlat1;]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://wire.example/"><title>Wire</title></channel><item rdf:about="https://wire.example/a"><title>M&uuml;nchen</title></item></rdf:RDF>`,
    { title: "München" },
  ],
  [
    "soft hyphens and zero-width spaces",
    rss("<title>Elektro&#173;mobilität&#8203; wächst</title>"),
    { title: "Elektromobilität wächst", warning: "" },
  ],
  [
    "a surrogate pair in two references",
    rss("<title>Pakt &#55357;&#56832;</title>"),
    { title: "Pakt 😀", warning: "character reference" },
  ],
  [
    "& in a link as a reference, and escaped twice",
    rss("<link>https://wire.example/?a=1&#38;b=2&amp;amp;c=3</link>"),
    { link: "https://wire.example/?a=1&b=2&c=3", warning: "" },
  ],
  [
    "Polish quotes and an apostrophe by name",
    rss("<title>Ford&apos;s &quot;deal&quot; &lt;update&gt;</title>"),
    { title: `Ford's "deal" <update>`, warning: "" },
  ],
];

const dates: Case[] = [
  [
    "in German with weekday",
    dated("Freitag, 02. Januar 2026 - 15:04 Uhr"),
    { publishedAt: "2026-01-02T15:04:00.000Z" },
  ],
  ["Austria's Jänner, short", dated("Fr, 02 Jän 2026 15:04:05 +0100"), { publishedAt: "2026-01-02T14:04:05.000Z" }],
  ["a point in the clock", dated("02.01.2026, 15.04 Uhr"), { publishedAt: "2026-01-02T15:04:00.000Z" }],
  ["American in words", dated("Jan 2, 2026 3:04 PM EST"), { publishedAt: "2026-01-02T20:04:00.000Z" }],
  ["American in numbers", dated("1/2/26 3:04 PM"), { publishedAt: "2026-01-02T15:04:00.000Z" }],
  ["24:00", dated("2026-01-02 24:00:00"), { publishedAt: "2026-01-03T00:00:00.000Z" }],
  ["a leap second", dated("Wed, 31 Dec 2025 23:59:60 GMT"), { publishedAt: "2025-12-31T23:59:59.000Z" }],
  ["the wrong weekday", dated("Mon, 02 Jan 2026 03:04:05 GMT"), { publishedAt: "2026-01-02T03:04:05.000Z" }],
  ["two digits and Pacific time", dated("Fri, 2 Jan 26 03:04:05 PST"), { publishedAt: "2026-01-02T11:04:05.000Z" }],
  ["Unix seconds", dated("1767323045"), { publishedAt: "2026-01-02T03:04:05.000Z" }],
  ["25 o'clock", dated("Thu, 01 Jan 2026 25:00:00 GMT"), { publishedAt: null, warning: "unreadable date" }],
  [
    "a zone by its place",
    dated("Fri, 02 Jan 2026 03:04:05 Europe/Berlin"),
    { publishedAt: "2026-01-02T02:04:05.000Z" },
  ],
  ["Java's Date", dated("Fri Jan 02 03:04:05 CET 2026"), { publishedAt: "2026-01-02T02:04:05.000Z" }],
  [
    "JavaScript's Date in German",
    dated("Fri Jan 02 2026 03:04:05 GMT+0100 (Mitteleuropäische Normalzeit)"),
    { publishedAt: "2026-01-02T02:04:05.000Z" },
  ],
  [
    "Java's ZonedDateTime",
    dated("2026-01-02T03:04:05+01:00[Europe/Berlin]"),
    { publishedAt: "2026-01-02T02:04:05.000Z" },
  ],
  ["ISO's basic form", dated("20260102T030405Z"), { publishedAt: "2026-01-02T03:04:05.000Z" }],
  ["a day without a year", dated("2. Januar"), { publishedAt: "2026-01-02T00:00:00.000Z" }],
  ["last year's last day, without a year", dated("31.12., 18:30 Uhr"), { publishedAt: "2025-12-31T18:30:00.000Z" }],
  ["French", dated("ven., 02 janv. 2026 03:04:05 +0100"), { publishedAt: "2026-01-02T02:04:05.000Z" }],
  ["today, in words", dated("heute, 15:04 Uhr"), { publishedAt: null, warning: "unreadable date" }],
  [
    "British, with an ordinal",
    dated("Friday, 2nd January 2026 at 3:04pm GMT"),
    { publishedAt: "2026-01-02T15:04:00.000Z" },
  ],
  ["British summer", dated("2 July 2025 15:04 BST"), { publishedAt: "2025-07-02T14:04:00.000Z" }],
  ["midnight in America", dated("Fri, 02 Jan 2026 12:00:00 AM EST"), { publishedAt: "2026-01-02T05:00:00.000Z" }],
  ["slashes and an offset", dated("2026/01/02 03:04:05 -0500"), { publishedAt: "2026-01-02T08:04:05.000Z" }],
  ["German, all short", dated("Do., 1. Jan. 2026, 10:30"), { publishedAt: "2026-01-01T10:30:00.000Z" }],
  ["summer time in German", dated("Mi, 02 Jul 2025 15:04:05 MESZ"), { publishedAt: "2025-07-02T13:04:05.000Z" }],
  ["Sept with four letters", dated("Tue, 02 Sept 2025 03:04:05 GMT"), { publishedAt: "2025-09-02T03:04:05.000Z" }],
  [
    "terms of Dublin Core",
    rss(
      "<title>A</title><dcterms:issued>2026-01-02T03:04:05Z</dcterms:issued><dcterms:modified>2026-01-03T03:04:05Z</dcterms:modified>",
      ` xmlns:dcterms="http://purl.org/dc/terms/"`,
    ),
    { publishedAt: "2026-01-02T03:04:05.000Z", updatedAt: "2026-01-03T03:04:05.000Z", warning: "" },
  ],
];

const links: Case[] = [
  [
    "an empty link before Atom's",
    rss(
      `<link></link><atom:link rel="alternate" href="https://wire.example/a"/><title>A</title>`,
      ` xmlns:atom="http://www.w3.org/2005/Atom"`,
    ),
    { link: "https://wire.example/a", title: "A", warning: "" },
  ],
  [
    "a link of an HTML serializer, empty and its address behind it",
    rss("<title>A</title><link/>https://wire.example/a\n<guid>https://wire.example/a</guid>"),
    { title: "A", link: "https://wire.example/a" },
  ],
  [
    "a link in CDATA over three lines",
    rss("<link>\n<![CDATA[\n https://wire.example/a \n]]>\n</link>"),
    { link: "https://wire.example/a", warning: "" },
  ],
  ["a link without a scheme", rss("<link>//wire.example/a</link>"), { link: "https://wire.example/a", warning: "" }],
  [
    "xml:base on RSS's channel",
    `<rss version="2.0"><channel xml:base="https://wire.example/news/"><item><title>A</title><link>a.html</link></item></channel></rss>`,
    { link: "https://wire.example/news/a.html", warning: "" },
  ],
  [
    "a guid over several lines, without quotes around false",
    rss("<guid ispermalink=false>\n  abc-1\n</guid><link>https://wire.example/a</link>"),
    { guid: "abc-1", link: "https://wire.example/a", warning: "without quotes" },
  ],
  [
    "an empty guid",
    rss("<guid/><link>https://wire.example/a</link>"),
    { guid: null, key: "https://wire.example/a", warning: "" },
  ],
  [
    "a link that is an anchor in unescaped markup of the text",
    rss(
      `<description>Siehe <link rel="stylesheet" href="https://wire.example/x.css"/><a href="https://wire.example/b">b</a></description><link>https://wire.example/a</link><title>A</title>`,
    ),
    { link: "https://wire.example/a", title: "A", summary: "Siehe b" },
  ],
  [
    "Atom content elsewhere",
    atom(`<title>A</title><id>a</id><content type="text/html" src="https://wire.example/a.html"/>`),
    { title: "A", summary: "", guid: "a", warning: "" },
  ],
  [
    "language of an entry before the feed's",
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title><entry xml:lang="de-AT"><title>Pakt</title></entry></feed>`,
    { lang: "de", title: "Pakt", warning: "" },
  ],
];

const structures: Case[] = [
  [
    "no items at all",
    `<rss version="2.0"><channel><title>Wire</title></channel></rss>`,
    { count: 0, feedTitle: "Wire", warning: "" },
  ],
  [
    "a PHP warning in front",
    `<br />\n<b>Warning</b>:  Cannot modify header information in <b>/srv/f.php</b> on line <b>3</b><br />\n${rss("<title>A</title>")}`,
    { title: "A", feedTitle: "Wire", warning: "before the" },
  ],
  ["a comment in front of the declaration", `<!-- cached -->\n${rss("<title>A</title>")}`, { title: "A" }],
  [
    "one feed behind the other",
    rss("<title>A</title>") + rss("<title>B</title>"),
    { count: 2, title: "A", others: [{ title: "B" }] },
  ],
  [
    "items in comments",
    rss("<title>A</title></item><!-- <item><title>Alt</title></item> --><item><title>B</title>"),
    { count: 2, others: [{ title: "B" }], warning: "" },
  ],
  [
    "an instruction within an item",
    rss("<title>A<?wire hint?></title><?php echo 1 ?><link>https://wire.example/a</link>"),
    { title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "an empty item between others",
    rss("<title>A</title></item><item/><item></item><item><title>B</title>"),
    { others: [{ title: "", link: null }, { title: "", link: null }, { title: "B" }], warning: "" },
  ],
  [
    "cut off in an attribute",
    rss(`<title>A</title></item><item><enclosure url="https://wire.ex`).slice(0, -23),
    { count: 1, title: "A", warning: "truncated" },
  ],
  ["cut off in the channel's head", `<rss version="2.0"><channel><title>Wi`, { count: 0, warning: "truncated" }],
  ["cut off behind an item", rss("<title>A</title>").slice(0, -16), { count: 1, title: "A", warning: "truncated" }],
  [
    "cut off in a comment",
    rss("<title>A</title></item><!-- to do: <item>").slice(0, -23),
    { count: 1, title: "A", warning: "truncated" },
  ],
  [
    "cut off in xhtml",
    atom(
      `<title>A</title></entry><entry><title>B</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Te`,
    ).slice(0, -15),
    { count: 1, title: "A", warning: "truncated" },
  ],
  [
    "cut off within a letter",
    Buffer.concat([Buffer.from(rss("<title>Zürich</title></item><item><title>K").slice(0, -23)), Buffer.from([0xc3])]),
    { count: 1, title: "Zürich", warning: "truncated" },
  ],
  [
    "cut off in a reference",
    rss("<title>A</title></item><item><title>Fisch &am").slice(0, -23),
    { count: 1, title: "A", warning: "truncated" },
  ],
  [
    "start and end tags in different case",
    rss("<Title>A</title><LINK>https://wire.example/a</Link>"),
    { title: "A", link: "https://wire.example/a", warning: "wrong case" },
  ],
  [
    "a whole page as text, unescaped",
    rss(
      "<description><html><head><title>Mail</title></head><body>Text<br>mehr<img src=a></body></html></description><title>A</title>",
    ),
    { title: "A", summary: "Mail Text mehr" },
  ],
  [
    "an image in the item, with a title and link of its own",
    rss(
      "<image><url>https://i.example/a.jpg</url><title>Bild</title><link>https://i.example/</link></image><title>A</title><link>https://wire.example/a</link>",
    ),
    { title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "pictures with titles around the item's own",
    rss(
      `<media:content url="https://i.example/a.jpg"><media:title>Bild</media:title><media:description>Ein Auto</media:description></media:content><title>A</title><description>Text</description><media:group><media:content url="https://i.example/b.jpg"><media:title>Noch eins</media:title></media:content></media:group>`,
      media,
    ),
    { title: "A", summary: "Text", warning: "" },
  ],
  [
    "a usual prefix for another namespace",
    rss("<title>A</title><media:date>2026-01-02</media:date>", ` xmlns:media="http://purl.org/dc/elements/1.1/"`),
    { title: "A", publishedAt: "2026-01-02T00:00:00.000Z", warning: "" },
  ],
  [
    "Atom's namespace as RSS's own",
    rss(
      "<title>A</title><link>https://wire.example/a</link><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate><description>Text</description>",
      ` xmlns="http://www.w3.org/2005/Atom"`,
    ),
    {
      format: "rss",
      title: "A",
      link: "https://wire.example/a",
      summary: "Text",
      publishedAt: "2026-01-02T03:04:05.000Z",
    },
  ],
  [
    "no namespace within an item",
    rss(`<title xmlns="">A</title><link xmlns="">https://wire.example/a</link>`),
    { title: "A", link: "https://wire.example/a", warning: "" },
  ],
  [
    "three hundred categories before the title",
    rss(`${"<category>Auto</category>".repeat(300)}<title>A</title>`),
    { title: "A", warning: "" },
  ],
  [
    "xhtml with a prefix of its own",
    atom(
      `<title>A</title><summary type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>Eins</x:p><x:p>Zwei</x:p></x:div></summary>`,
    ),
    { title: "A", summary: "Eins Zwei", warning: "" },
  ],
  [
    "the same item twice",
    rss("<title>A</title><guid>a</guid></item><item><title>A</title><guid>a</guid>"),
    { count: 2, key: "a", others: [{ key: "a" }], warning: "" },
  ],
];

const noFeeds: Case[] = [
  [
    "a page that asks for patience",
    `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><script>var rss = "<rss>";</script></body></html>`,
    { unreadable: "an HTML page titled “Just a moment...”" },
  ],
  [
    "XHTML",
    `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Wire</title></head><body/></html>`,
    { unreadable: "an HTML page titled “Wire”" },
  ],
  ["a list of feeds", `<opml version="2.0"><body><outline text="A"/></body></opml>`, { unreadable: "<opml>" }],
  [
    "a site map",
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>`,
    { unreadable: "<urlset>" },
  ],
  ["a store's error", `<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`, { unreadable: "<error>" }],
  ["a word", "Access denied", { unreadable: "Access denied" }],
  ["a list of posts in JSON", `[{"id":1,"title":{"rendered":"A"}}]`, { unreadable: "JSON without a list of items" }],
  ["an error in JSON", `{"code":"rest_no_route","items":{}}`, { unreadable: "JSON without a list of items" }],
];

describe.each([
  ["publishing systems", systems],
  ["encodings", encodings],
  ["references", references],
  ["dates", dates],
  ["links and languages", links],
  ["structures", structures],
  ["no feeds", noFeeds],
])("publishers: %s", (_, cases) => tableOfCases(cases));
