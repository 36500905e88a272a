import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readOpml } from "../../lib/polling/opml.ts";
import { writeOpml } from "../../lib/polling/write-opml.ts";

const opml = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head><title>My feeds</title></head><body>${body}</body></opml>`;
const feed = (title: string, url: string) => ({ title, url });
const werkstor = feed("Werkstor", "https://werkstor.example/feed");

describe("readOpml", () => {
  test.each<[sentence: string, text: string, feeds: object[], warnings: string[]]>([
    [
      "a flat list",
      opml('<outline type="rss" text="Werkstor" xmlUrl="https://werkstor.example/feed"/>'),
      [werkstor],
      [],
    ],
    [
      "nested folders, flattened in their order",
      opml(`<outline text="Auto"><outline text="German"><outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/></outline>
            <outline text="Hafenbote" xmlUrl="https://hafenbote.example/rss"/></outline><outline text="Last" xmlUrl="https://last.example/"/>`),
      [werkstor, feed("Hafenbote", "https://hafenbote.example/rss"), feed("Last", "https://last.example/")],
      [],
    ],
    [
      "title before text",
      opml('<outline title="Werkstor" text="other" xmlUrl="https://werkstor.example/feed"/>'),
      [werkstor],
      [],
    ],
    [
      "attribute and tag names in any case",
      opml('<OUTLINE Text="Werkstor" XMLURL="https://werkstor.example/feed"/>'),
      [werkstor],
      [],
    ],
    [
      "entities in title and URL",
      opml(
        '<outline text="Auto &amp; Wirtschaft &#8211; &#x201E;Neu&#x201C;" xmlUrl="https://a.example/?a=1&amp;b=2"/>',
      ),
      [feed("Auto & Wirtschaft – „Neu“", "https://a.example/?a=1&b=2")],
      [],
    ],
    [
      "a bare &, as many exporters write it",
      opml('<outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/>'),
      [feed("A & B", "https://a.example/?a=1&b=2")],
      [],
    ],
    [
      "no title: the URL",
      opml('<outline xmlUrl="https://a.example/feed"/>'),
      [feed("https://a.example/feed", "https://a.example/feed")],
      [],
    ],
    [
      "a feed: URL",
      opml('<outline text="A" xmlUrl="feed://a.example/feed"/>'),
      [feed("A", "http://a.example/feed")],
      [],
    ],
    [
      "a byte order mark",
      `\ufeff${opml('<outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/>')}`,
      [werkstor],
      [],
    ],
    [
      "a document that breaks off",
      '<opml><body><outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/><outline text="B" xmlU',
      [werkstor],
      [],
    ],
    [
      "a link is no feed, nor worth a warning",
      opml(
        '<outline type="link" text="L" url="https://l.example/"/><outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/>',
      ),
      [werkstor],
      [],
    ],
    [
      "a feed without URL",
      opml('<outline type="rss" text="Nowhere"/>'),
      [],
      ['"Nowhere": expected an xmlUrl, got none'],
    ],
    [
      "bad entries beside a good one",
      opml(`<outline text="Local" xmlUrl="file:///etc/passwd"/><outline text="Secret" xmlUrl="https://me:pw@a.example/"/>
            <outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/><outline text="Mail" xmlUrl="http://a.example:25/"/><outline text="Word" xmlUrl="heise"/>`),
      [werkstor],
      [
        '"Local": expected http or https, got file:',
        '"Secret": expected a URL without user name and password',
        '"Mail": expected port 80, 443 or one from 1024 up that serves HTTP, got 25',
        '"Word": expected a URL such as https://example.org/feed.xml, got "heise"',
      ],
    ],
    [
      "the same feed twice",
      opml(
        '<outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/><outline text="Again" xmlUrl="https://WERKSTOR.example/feed#x"/>',
      ),
      [werkstor],
      ['"Again": https://werkstor.example/feed is listed twice'],
    ],
    ["an OPML without feeds", opml(""), [], []],
    ["empty", "", [], ["expected an OPML document, got none"]],
    [
      "a feed instead of an OPML",
      "<rss><channel><title>x</title></channel></rss>",
      [],
      ["expected an OPML document, got none"],
    ],
    [
      "an entity bomb is text",
      '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;" xmlUrl="https://b.example/"/></body></opml>',
      [feed("&b;", "https://b.example/")],
      [],
    ],
  ])("%s", (_, text, feeds, warnings) => {
    expect(readOpml(text)).toEqual({ feeds, warnings });
  });

  it("stops at its limit and says so", () => {
    const many = Array.from({ length: 10_002 }, (_, n) => `<outline text="F${n}" xmlUrl="https://f.example/${n}"/>`);
    const { feeds, warnings } = readOpml(opml(many.join("")));
    expect(feeds.length).toBe(10_000);
    expect(warnings).toEqual(["expected at most 10000 outlines, got 10002; the rest is left out"]);
  });

  it("reads deep nesting without running out of stack", () => {
    const deep = `${"<outline text='x'>".repeat(9_000)}<outline text="Werkstor" xmlUrl="https://werkstor.example/feed"/>`;
    expect(readOpml(opml(deep)).feeds).toEqual([werkstor]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>&;\"'= outlinexmlUrl!?/[]#\u0000") }), (text) =>
        Array.isArray(readOpml(text).feeds),
      ),
    );
  });
});

describe("writeOpml", () => {
  it("writes what other readers import", () => {
    expect(
      writeOpml([feed('A & B "x" <y>', "https://a.example/?a=1&b=2")]),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Tieup feeds</title>
  </head>
  <body>
    <outline type="rss" text="A &amp; B &quot;x&quot; &lt;y&gt;" title="A &amp; B &quot;x&quot; &lt;y&gt;" xmlUrl="https://a.example/?a=1&amp;b=2"/>
  </body>
</opml>
`);
  });

  it("leaves out what XML can't hold", () => {
    expect(readOpml(writeOpml([feed("a\u0000b\u001bc\ud800d\ufffee\uffff", "https://a.example/")])).feeds).toEqual([
      feed("abcde", "https://a.example/"),
    ]);
  });

  it("is read back as it was", () => {
    const title = fc
      .string({ unit: "binary", minLength: 1, maxLength: 100 })
      .map((text) => text.replace(/\s+/gu, " ").trim())
      // XML holds none of these (see above): only control characters are in \p{Control}, not U+FFFE and U+FFFF.
      .filter((text) => text !== "" && !/\p{Control}|[\ufffe\uffff]/u.test(text));
    const url = fc.webUrl({ withQueryParameters: true, validSchemes: ["https"] }).map((text) => new URL(text).href);
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ title, url }), { selector: (entry) => entry.url }), (feeds) => {
        expect(readOpml(writeOpml(feeds))).toEqual({ feeds, warnings: [] });
      }),
    );
  });
});
