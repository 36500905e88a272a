import { describe, expect, it } from "vitest";
import type { ParsedItem } from "../../lib/polling/item.ts";
import { contentFingerprint, withKeys } from "../../lib/polling/item-key.ts";
import { repairLog } from "../../lib/polling/repair-log.ts";

const item = (fields: Partial<ParsedItem>): Omit<ParsedItem, "key"> => ({
  guid: null,
  title: "A",
  link: null,
  publishedAt: null,
  updatedAt: null,
  summary: "",
  lang: null,
  ...fields,
});

const keys = (...items: Partial<ParsedItem>[]) => {
  const repairs = repairLog();
  return { keys: withKeys(items.map(item), repairs).map(({ key }) => key), warnings: repairs.warnings() };
};

describe("an item's key", () => {
  it("is its guid", () => {
    expect(keys({ guid: "g", link: "https://wire.example/a" }).keys).toEqual(["g"]);
  });

  it("is its canonical link where it has no guid", () => {
    expect(keys({ link: "http://www.wire.example/a/?utm_source=rss" }).keys).toEqual(["https://wire.example/a"]);
  });

  it("is its fingerprint where it has neither", () => {
    expect(keys({ title: "Pakt!", summary: "Zwei Firmen" }).keys).toEqual([contentFingerprint("pakt", "zwei  firmen")]);
  });

  it("is not a guid that stands on items with different links", () => {
    const { keys: found, warnings } = keys(
      { guid: "same", title: "A", link: "https://wire.example/a" },
      { guid: "same", title: "B", link: "https://wire.example/b" },
    );
    expect(found).toEqual(["https://wire.example/a", "https://wire.example/b"]);
    expect(warnings.join()).toContain("guid shared by different items");
  });

  it("is not a link that all items share", () => {
    const home = "https://wire.example/";
    const { keys: found } = keys({ title: "A", link: home }, { title: "B", link: home }, { title: "C", link: home });
    expect(new Set(found).size).toBe(3);
  });

  it("keeps the fragment where only it differs", () => {
    const { keys: found } = keys(
      { title: "A", link: "https://wire.example/live#1" },
      { title: "B", link: "https://wire.example/live#2" },
    );
    expect(found).toEqual(["https://wire.example/live#1", "https://wire.example/live#2"]);
  });

  it("is the same for the same item twice, without a warning", () => {
    const twice = { guid: "g", link: "https://wire.example/a" };
    expect(keys(twice, { ...twice, title: "A, edited" })).toEqual({ keys: ["g", "g"], warnings: [] });
  });

  it("fits into a database key, however long the guid is", () => {
    const [first, second] = keys({ guid: `${"x".repeat(2_000)}1` }, { guid: `${"x".repeat(2_000)}2` }).keys;
    expect(first).toHaveLength(32);
    expect(first).not.toBe(second);
  });
});

describe("a content fingerprint", () => {
  it.each([
    ["case", "pakt der autobauer", true],
    ["punctuation and space", "Pakt  der – Autobauer!", true],
    ["a letter", "Pakt der Autobauers", false],
    ["an accent", "Pakt der Autobäuer", false],
    ["a number", "Pakt der 3 Autobauer", false],
  ])("over a difference in %s", (_, title, isSame) => {
    expect(contentFingerprint(title, "") === contentFingerprint("Pakt der Autobauer", "")).toBe(isSame);
  });
});
