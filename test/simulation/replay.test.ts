import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances } from "../support/poll-run.ts";
import { type Article, replay } from "../support/replay.ts";

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

type Version = [title: string, teaser: string, firstHour: number, lastHour: number];

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, 6) + hour * 3_600_000);

function article(outlet: string, id: string, ...versions: Version[]): Article {
  const dated = versions.map(([title, teaser, first, last]) => ({ title, teaser, first: at(first), last: at(last) }));
  return { id, outlet, url: `https://${outlet}/${id}.html`, versions: dated };
}

const agency: Version = [
  "BMW und Toyota vereinbaren Kooperation bei Brennstoffzellen",
  "Beide Konzerne teilen sich die Kosten.",
  3,
  9,
];

/** Ten hours of three front pages: edits, edits of edits, agency copy, a headline that leaves and comes back, and markup. */
const frontPages: Article[] = [
  article("morgen.example", "hafen", ["Hafen in Husum wird ausgebaggert", "Die Arbeiten dauern bis Mai.", 0, 9]),
  article("morgen.example", "agency", agency),
  article(
    "morgen.example",
    "talks",
    ["BMW und General Motors prüfen Zusammenarbeit", "Gespräche laufen.", 1, 3],
    ["BMW und General Motors vereinbaren Zusammenarbeit", "Der Vertrag steht.", 4, 6],
    ["BMW und General Motors vereinbaren Zusammenarbeit", "Der Vertrag steht, sagt ein Sprecher.", 7, 9],
  ),
  article(
    "morgen.example",
    "back",
    ["Bäcker <gesucht> & gefunden", "", 0, 2],
    ["Bäcker <gesucht> & gefunden", "", 6, 8],
  ),
  article("abend.example", "agency", [agency[0], agency[1], 4, 9]),
  article(
    "abend.example",
    "ticker",
    ...Array.from({ length: 9 }, (_, n): Version => [`Sturm über Rügen: Stufe ${n}`, `Stand ${n} Uhr`, n, n]),
  ),
  article(
    "abend.example",
    "deal",
    ["BMW und General Motors bestätigen Zusammenarbeit", "Der Vertrag ist unterschrieben.", 5, 6],
    ["BMW und General Motors bestätigen Zusammenarbeit bei Motoren", "Der Vertrag ist unterschrieben.", 7, 9],
  ),
  article("nacht.example", "agency", [agency[0], agency[1], 3, 5], ["Kooperation: BMW und Toyota", agency[1], 6, 9]),
  article("nacht.example", "end", [
    "BMW und Toyota beenden Kooperation bei Brennstoffzellen",
    "Grund sind die Kosten.",
    8,
    9,
  ]),
  article("nacht.example", "quiet", ["Ein ruhiger Abend", "Sonst nichts.", 0, 9]),
];

test.each([1, 2, 3])(
  "front pages polled by processes that die at any write are stored as they were shown (seed %i)",
  async (seed) => {
    const { numbers, broken } = await replay(frontPages, tables, {
      watchlists: [carAlliances],
      everyMs: 3_600_000,
      crashShare: 0.5,
      random: seeded(seed),
    });
    expect(broken).toEqual([]);
    expect(numbers).toMatchObject({ "polls done": 30, items: 10, "texts of several outlets": 1 });
    expect(numbers.crashes).toBeGreaterThan(5);
    expect(numbers.hits).toBeGreaterThanOrEqual(6);
  },
);

test("an item that no document showed is noticed", async () => {
  const options = { watchlists: [carAlliances], everyMs: 3_600_000, crashShare: 0, random: seeded(1) };
  await replay(frontPages, tables, options);
  const shorter = await replay(frontPages.slice(0, 3), tables, options);
  expect(shorter.broken.join("\n")).toMatch(/stored, but never shown: Bäcker/);
});

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
