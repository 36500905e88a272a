import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainLine, safeLink, shorten } from "../../lib/alerting/plain-line.ts";

describe("plainLine", () => {
  test.each<[sentence: string, text: string, line: string]>([
    ["leaves ordinary text alone", "BMW & Toyota: 5 < 6, a > b", "BMW & Toyota: 5 < 6, a > b"],
    ["takes tags out", "a <b>bold</b> <img src=x onerror='y'> deal", "a bold deal"],
    ["takes out tags that only show once others are gone", "<b <i> onclick=x>y", "y"],
    ["takes out a tag with a bracket in an attribute", `a <a title="x > y" href='z'>b</a> c`, "a b c"],
    ["and one whose quotes don't match up to its bracket", `a <a title="x>b</a> c`, "a b c"],
    ["takes out a tag that nothing closes", "Deal <b onclick=", "Deal"],
    ["whoever's name it has", "Deal <widget data-x='1", "Deal"],
    ["several of them", "Deal <b <i onclick=x", "Deal"],
    ["one that is cut within its name or its first attribute", "Deal <strong", "Deal"],
    ["as well", "Deal <b oncl", "Deal"],
    ["or behind it", "Deal <b onclick = 'x", "Deal"],
    ["a closing one", "Deal</b", "Deal"],
    ["a comment that nothing closes", "Deal <!-- draft, not for", "Deal"],
    ["leaves a bracket before what is no tag", "BMW <Toyota", "BMW <Toyota"],
    ["nor is a number one", "Marge < 5", "Marge < 5"],
    ["and words after one", "Marge <Ziel und x = 3", "Marge <Ziel und x = 3"],
    ["makes line breaks of every kind one space", "a\r\nb\u2028c\u2029d\u0085e", "a b c d e"],
    ["drops bidi controls", "gnp.\u202eexe\u202c \u2066x\u2069 \u200fy", "gnp.exe x y"],
    ["drops zero-width characters and soft hyphens", "Zu\u00adsammen\u200barbeit", "Zusammenarbeit"],
    [
      "drops letters and marks that show nothing, and what is no character",
      "B\u3164M\u115fW\ufe0f\u034f\uffff!",
      "BMW!",
    ],
    ["takes processing instructions out", "a <?xml version='1.0'?> b", "a b"],
    ["drops control characters", "a\u0000b\u001b[31mc", "a b [31mc"],
    ["drops half a surrogate pair and keeps a whole one", "\ud83d🚗\ude00", "🚗"],
    ["keeps umlauts, × and typographic quotes", "„Über“ × Ç", "„Über“ × Ç"],
  ])("%s", (_, text, line) => {
    expect(plainLine(text, 200)).toBe(line);
  });

  test("never exceeds its length nor breaks into two lines, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 60 }), (text, max) => {
        const line = plainLine(text, max);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]/u);
      }),
    );
  });

  test("ends in time on text that is nothing but tag beginnings", () => {
    expect(plainLine("<b".repeat(200_000), 300).length).toBeLessThanOrEqual(300);
  });
});

describe("shorten", () => {
  test.each<[sentence: string, text: string, max: number, short: string]>([
    ["leaves what fits", "abc def", 7, "abc def"],
    ["cuts at a word's end", "partnership expanded again", 22, "partnership expanded…"],
    ["cuts a word where there is no end near", "Donaudampfschifffahrt", 8, "Donauda…"],
    ["leaves no comma before the dots", "one two, three four", 12, "one two…"],
    ["splits no surrogate pair", "aaaa🚗🚗", 6, "aaaa…"],
  ])("%s", (_, text, max, short) => {
    expect(shorten(text, max)).toBe(short);
  });
});

describe("safeLink", () => {
  test.each<[sentence: string, link: string | null, safe: string | null]>([
    ["keeps https", "https://wire.example/a?b=c#d", "https://wire.example/a?b=c#d"],
    ["keeps http", "http://wire.example/", "http://wire.example/"],
    ["encodes what would end the link", 'https://wire.example/a b"c<d', "https://wire.example/a%20b%22c%3Cd"],
    ["writes a foreign host in ASCII", "https://müller.example/", "https://xn--mller-kva.example/"],
    ["refuses a script", "javascript:alert(1)", null],
    ["refuses data", "data:text/html,x", null],
    ["refuses a user name that looks like a host", "https://bank.example@evil.example/", null],
    ["refuses a relative link", "/a", null],
    ["refuses an endless one", `https://wire.example/${"a".repeat(3000)}`, null],
    ["has none where there is none", null, null],
  ])("%s", (_, link, safe) => {
    expect(safeLink(link)).toBe(safe);
  });
});
