import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compiledKernel } from "../../infra/compile-kernel.ts";
import { hashOfPart, nextTokens, readText, stretchTokens } from "../../lib/matching/kernel.ts";
import { foldedLetter } from "../../lib/matching/letter-foldings.ts";
import { leftOverEntity } from "../../lib/text/left-over-entity.ts";

interface Token {
  text: string;
  start: number;
  end: number;
  hash: number;
}

function tokensOf(text: string): Token[] {
  const read = readText(text);
  if (!read) throw new Error(`expected a text without fancy letters, got ${JSON.stringify(text)}`);
  const tokens: Token[] = [];
  for (let count = stretchTokens; count >= stretchTokens; ) {
    count = nextTokens(0);
    for (let i = 0; i < count; i += 1) {
      const [start = 0, end = 0, hash = 0] = [read.starts[i], read.ends[i], read.hashes[i]];
      tokens.push({ text: text.slice(start, end), start, end, hash });
    }
  }
  return tokens;
}

const hashOf = (word: string): number => {
  const tokens = tokensOf(word);
  expect(tokens, word).toHaveLength(1);
  return tokens[0]?.hash ?? 0;
};

/** The words of a text by their definition, one character at a time. */
function wordsByHand(text: string): string[] {
  const words: string[] = [];
  const letter = /[\p{L}\p{Nd}]/u;
  const ideograph =
    /[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3105-\u312f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]/;
  const isLetter = (at: number) => letter.test(text.charAt(at)) && !ideograph.test(text.charAt(at));
  for (let at = 0; at < text.length; ) {
    const width = leftOverEntity(text, at)?.width;
    const start = at;
    let end = at;
    while (isLetter(at)) {
      at += 1;
      end = at;
      for (; /[\p{Mn}\p{Me}\p{Cf}]/u.test(text.charAt(at)); at += 1) if (/\p{M}/u.test(text.charAt(at))) end = at + 1;
      if (/['’‘ʼ′´`]/.test(text.charAt(at)) && isLetter(at + 1)) at += 1;
    }
    if (end > start) words.push(text.slice(start, end));
    else if (ideograph.test(text.charAt(at))) words.push(text.charAt(at++));
    else at += width ?? 1;
  }
  return words;
}

const letters = fc.constantFrom(..."aeiouäöüsssßnrmqtkAEOUSNQéñ");
const signs = fc.constantFrom(
  ..." .,-'’&;\u00a0",
  " ",
  "&amp;",
  "&lt;&gt;",
  "&#8217;",
  "„",
  "\u{1f600}",
  "\ud83d",
  "\udc00",
);
const rare = fc.constantFrom("\u00ad", "\u0308", "\u200b", "丰", "タ", "Ж", "š", "ı", "٣", "\u0000", "\uffff");
const word = fc.array(letters, { minLength: 1, maxLength: 40 }).map((parts) => parts.join(""));
const text = (...pieces: fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof(letters, letters, word, signs, ...pieces), { maxLength: 120 }).map((parts) => parts.join(""));

describe("tokens", () => {
  test.each([
    ["a text of every kind", text(rare)],
    ["a text of words and signs", text()],
  ])("are the words of %s", (_, texts) => {
    fc.assert(
      fc.property(texts, (words) => {
        expect(tokensOf(words).map((token) => token.text)).toEqual(wordsByHand(words));
      }),
      { seed: 11, numRuns: 3000 },
    );
  });

  test("are the same wherever a long text is cut into stretches", () => {
    for (let words = stretchTokens - 40; words < stretchTokens + 40; words += 1) {
      const long = "ab ".repeat(words) + "Volkswagen".repeat(3);
      expect(tokensOf(long), `${words} words`).toHaveLength(words + 1);
    }
    expect(tokensOf("丰".repeat(3 * stretchTokens))).toHaveLength(3 * stretchTokens);
    expect(tokensOf("x".repeat(200_000))).toHaveLength(1);
  });

  test("of a text that follows a longer one know nothing of it", () => {
    for (let length = 0; length < 100; length += 1) {
      tokensOf("Ünder".repeat(60));
      expect(tokensOf("a".repeat(length)).map(({ end }) => end)).toEqual(length === 0 ? [] : [length]);
    }
  });
});

describe("hashes of words are the same", () => {
  const isPlain = (one: string) => tokensOf(one).length === 1;

  test("whether sixteen letters are read at once or one by one, and with invisible characters between them", () => {
    fc.assert(
      fc.property(word, fc.nat(), (one, at) => {
        fc.pre(isPlain(one));
        const hash = hashOf(one);
        expect(hashOfPart(0, one.length)).toBe(hash);
        const cut = 1 + (at % one.length);
        if (cut < one.length) expect(hashOf(`${one.slice(0, cut)}\u00ad${one.slice(cut)}`)).toBe(hash);
        expect(tokensOf(`丰 ${one}`).at(-1)?.hash).toBe(hash);
        expect(tokensOf(`${"x".repeat(at % 70)} ${one} Ende`).at(-2)?.hash).toBe(hash);
      }),
      { seed: 12, numRuns: 3000 },
    );
  });

  test("in any case, with umlauts, ß and accents written otherwise", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."bktaoulsäöüß"), { minLength: 1, maxLength: 24 }), (parts) => {
        const one = parts.join("");
        const hash = hashOf(one);
        expect(hashOf(one.replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ß/g, "ss"))).toBe(hash);
        // "aue" and "eue" are no umlaut: "blaue", "neue".
        expect(hashOf(one.replace(/(?<![aäeü])ü/g, "ue"))).toBe(hash);
        expect(hashOf(one.normalize("NFD"))).toBe(hash);
        expect(hashOf(one.replace(/[äöü]/g, (umlaut) => umlaut.normalize("NFD").charAt(0)))).toBe(hash);
        expect(hashOf(one.replace(/ß/g, "ẞ").toUpperCase().replace(/SS/g, "ß"))).toBe(hash);
      }),
      { seed: 13, numRuns: 1000 },
    );
  });

  test("with each ending of inflection", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."bktaioulsäöüß"), { minLength: 1, maxLength: 24 }), (parts) => {
        const one = parts.join("");
        expect(hashOf(`${one}s`), one).toBe(hashOf(one));
        expect(hashOf(`${one}’s`), one).toBe(hashOf(one));
        const stem = `${one}kt`;
        for (const ending of ["es", "e", "en", "er", "em", "ens"])
          expect(hashOf(stem + ending), stem).toBe(hashOf(stem));
      }),
      { seed: 14, numRuns: 500 },
    );
  });

  test("for a letter and what it folds to", () => {
    for (let code = 0; code < 0x3000; code += 1) {
      const folded = String.fromCharCode(foldedLetter(code));
      if (/[a-z\d]/.test(folded)) expect(hashOf(`x${String.fromCharCode(code)}x`)).toBe(hashOf(`x${folded}x`));
    }
  });
});

test("hashes of other words are others", () => {
  const words = [
    "Bank",
    "Bahn",
    "Band",
    "Banken",
    "BMW",
    "VW",
    "Volkswagen",
    "Volkswagenwerk",
    "Donaudampfschifffahrt",
  ];
  const more = [
    "Donaudampfschifffahrtsgesellschaft",
    "Donaudampfschifffahrtsgesellschaften",
    "Müller",
    "Möller",
    "丰",
    "田",
  ];
  const hashes = [...words, ...more].map(hashOf);
  // "Banken" and the plural of the long one have their singular's.
  expect(new Set(hashes).size).toBe(hashes.length - 2);
});

test("the kernel is what its source compiles to: else npm run kernel", () => {
  const committed = readFileSync(new URL("../../lib/matching/kernel/tokens.json", import.meta.url), "utf8");
  expect(compiledKernel()).toBe(committed);
});
