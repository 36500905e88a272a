import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareWithRing, type Sighting } from "../../lib/polling/seen-ring.ts";

const sighting = (
  key: string,
  title = `title of ${key}`,
  link: string | null = `https://e.example/${key}`,
): Sighting => ({
  key,
  title,
  summary: "",
  link,
});
const empty: Uint8Array = new Uint8Array();
const ringOf = (...items: Sighting[]) => compareWithRing(empty, items).ring;

describe("compareWithRing", () => {
  test.each<[string, Sighting[], Sighting[], string[]]>([
    ["an item never seen is new", [], [sighting("a")], ["new"]],
    ["an item seen with the same wording is known", [sighting("a")], [sighting("a")], ["known"]],
    ["an item seen with another title is edited", [sighting("a")], [sighting("a", "other")], ["edited"]],
    [
      "a new guid on the wording and link of an item that left is known",
      [sighting("a", "t", "l")],
      [sighting("b", "t", "l")],
      ["known"],
    ],
    ["the same wording under another link is new", [sighting("a", "t", "l")], [sighting("b", "t", "m")], ["new"]],
    [
      "the same wording twice in the feed is two items",
      [sighting("a", "t", "l")],
      [sighting("a", "t", "l"), sighting("b", "t", "l")],
      ["known", "new"],
    ],
  ])("%s", (_, before, now, verdicts) => {
    expect(compareWithRing(ringOf(...before), now).verdicts).toEqual(verdicts);
  });

  test("a feed in another order changes nothing", () => {
    const [a, b] = [sighting("a"), sighting("b")];
    expect(compareWithRing(ringOf(a, b), [b, a]).changed).toBe(false);
  });

  test("an empty document changes nothing", () => {
    const ring = ringOf(sighting("a"));
    expect(compareWithRing(ring, [])).toEqual({ verdicts: [], ring, changed: false });
  });

  test("a feed cut short for one poll brings no news when it is whole again", () => {
    const whole = Array.from({ length: 300 }, (_, n) => sighting(`item ${n}`));
    const cut = compareWithRing(ringOf(...whole), whole.slice(0, 3));
    expect(new Set(compareWithRing(cut.ring, whole).verdicts)).toEqual(new Set(["known"]));
  });

  test("an item taken back in after others pushed it out is known", () => {
    let { ring } = compareWithRing(empty, [sighting("returns")]);
    for (let n = 0; n < 50; n++) ring = compareWithRing(ring, [sighting(`item ${n}`)]).ring;
    expect(compareWithRing(ring, [sighting("returns")]).verdicts).toEqual(["known"]);
  });

  test("the ring of a feed that turns over for years stays small", () => {
    let ring: Uint8Array = empty;
    for (let n = 0; n < 3_000; n++) {
      ring = compareWithRing(
        ring,
        Array.from({ length: 20 }, (_, k) => sighting(`item ${n + k}`)),
      ).ring;
    }
    expect(ring.length).toBeLessThan(100 * 12);
  });

  test("whatever was polled, polling it again finds nothing new", () => {
    const items = fc.uniqueArray(
      fc.record({ key: fc.string(), title: fc.string(), summary: fc.string(), link: fc.option(fc.string()) }),
      {
        selector: ({ key }) => key,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(items, items, (before, now) => {
        const once = compareWithRing(ringOf(...before), now);
        const again = compareWithRing(once.ring, now);
        expect(again.changed).toBe(false);
        expect(again.verdicts.every((verdict) => verdict === "known")).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
