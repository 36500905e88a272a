import fc from "fast-check";
import { parseDocument } from "htmlparser2";
import { expect, test } from "vitest";
import { storiesPerSummaryMax } from "../../lib/alerting/claim-stories.ts";
import { composeHtml } from "../../lib/alerting/compose-html.ts";
import { mailPage } from "../../lib/alerting/mail-page.ts";
import { expanded, now, reader, sourceOf, storyOf, summaryOf, told } from "./sample-news.ts";

interface Element {
  name?: string;
  attribs?: Record<string, string>;
  children?: Element[];
}

const elementsOf = (node: Element): Element[] => [
  ...(node.name ? [node] : []),
  ...(node.children ?? []).flatMap((child) => elementsOf(child as Element)),
];

const page = (story: ReturnType<typeof told>, title = "t") =>
  mailPage({ ...composeHtml(summaryOf([story]), reader("en"), now), language: "en", title, footer: ["f"] });

test("whatever feeds, watchlists and names say, they make no element, no attribute and no other link", () => {
  const expected = elementsOf(parseDocument(page(told())) as Element).map(({ name }) => name);
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 120 }),
    fc.constantFrom(
      "<img src=x onerror=alert(1)>",
      '"><script>alert(1)</script>',
      "</title></style><b>",
      "&lt;i&gt;",
      "a<b",
    ),
  );
  fc.assert(
    fc.property(text, text, text, fc.webUrl(), (a, b, c, url) => {
      const story = told({
        story: storyOf("s1", { parties: ["bmw", `~${a}x`], areas: [`x${b}`] }),
        sources: [sourceOf({ title: `x${a}`, sentence: `x${b}`, source: `x${c}`, trigger: a, lang: b, link: url })],
        watchlists: [{ name: `x${c}`, entities: [a] }],
      });
      const elements = elementsOf(parseDocument(page(story, a)) as Element);
      const found = elements.map(({ name }) => name);
      // Areas, link and evidence can be missing where nothing harmless is left of a text, never be more.
      expect(found.filter((name) => !expected.includes(name))).toEqual([]);
      expect(found.length).toBeLessThanOrEqual(expected.length + 1);
      const attributes = elements.flatMap(({ attribs = {} }) => Object.entries(attribs));
      expect(attributes.filter(([name]) => /^on|^src|^action|^background$/.test(name))).toEqual([]);
      const links = attributes.filter(([name]) => name === "href").map(([, value]) => value);
      for (const link of links) expect(link).toMatch(/^https?:\/\//);
    }),
    { numRuns: 200 },
  );
});

test("evidence says its language to who hears it, and no other text does", () => {
  expect(page(told({ sources: [sourceOf({ lang: "de" })] }))).toContain('<blockquote class="text" lang="de"');
  expect(page(told({ sources: [sourceOf({ lang: 'de" onclick="x' })] }))).toContain('lang="und"');
});

test("a link shows the host that it leads to", () => {
  const html = page(told({ sources: [sourceOf({ source: "bank.example", link: "https://evil.example/a?b=1&c=2" })] }));
  expect(html).toContain(">Read at bank.example (evil.example)</a>");
  expect(html).toContain('href="https://evil.example/a?b=1&amp;c=2"');
});

test("nothing is loaded from anywhere", () => {
  expect(page(told())).not.toMatch(/url\(|@import|<img|<link|src=|background="/);
});

test("fifty stories, the most of a summary, stay below the 102 KB from which on Gmail hides the rest and the way out", () => {
  const stories = Array.from({ length: storiesPerSummaryMax }, (_, n) => ({ ...expanded, story: storyOf(`s${n}`) }));
  const content = composeHtml(summaryOf(stories), reader("de"), now);
  const html = mailPage({ ...content, language: "de", title: "t", footer: ["f"] });
  expect(html.match(/<h2/g)).toHaveLength(50);
  expect(Buffer.byteLength(html)).toBeLessThan(102_000);
});
