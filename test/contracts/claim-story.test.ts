import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recentStoriesTable } from "../../functions/aws/news-table.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { claimStory } from "../../lib/pipeline/claim-story.ts";
import type { StoryCandidate } from "../../lib/stories/assign-story.ts";
import { crashAt, crashingClient } from "../support/faults.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const now = new Date("2026-03-02T10:00:05.000Z");
let count = 0;
/** An owner of its own for each test: all of an owner's claims meet. */
let owner = "";
let bmw = "";
let toyota = "";
let ford = "";
beforeEach(() => {
  count++;
  owner = `anna-${count}`;
  [bmw, toyota, ford] = ["bmw", "toyota", "ford"].map((name) => `${name}-${count}`) as [string, string, string];
});

const candidate = (itemId: string, change: Partial<StoryCandidate> = {}): StoryCandidate => ({
  itemId,
  facts: { parties: [bmw, toyota].sort(), kind: "cooperation", stage: "agreed", areas: [] },
  title: "BMW und Toyota vereinbaren Kooperation bei Batterien",
  summary: "",
  lang: "de",
  source: "Wire",
  seenAt: "2026-03-02T10:00:00.000Z",
  ...change,
});
const claim = (given: StoryCandidate, ...entityIds: string[]) =>
  claimStory(given, entityIds, recentStoriesTable(tables.tables.News, owner), now);

describe("claimStory", () => {
  test("twice: the same item gets the same story, at the same revision", async () => {
    const first = await claim(candidate("item"), bmw, toyota);
    const second = await claim(candidate("item"), toyota, bmw);
    expect(second.story).toMatchObject({ id: first.story.id, revision: 1 });
    expect([first.isNew, second.isNew]).toEqual([true, false]);
  });

  test("concurrently: ten items on one event, claimed at once, are one story", async () => {
    const titles = ["vereinbaren", "verabreden", "beschließen", "besiegeln", "starten"];
    const claims = Array.from({ length: 10 }, (_, n) =>
      claim(
        candidate(`item ${n}`, { title: `BMW und Toyota ${titles[n % 5]} Kooperation bei Batterien` }),
        bmw,
        toyota,
      ),
    );
    const assignments = await Promise.all(claims);
    expect(new Set(assignments.map(({ story }) => story.id)).size).toBe(1);
    expect(assignments.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test("concurrently: items that name one party and both, of one agency text, are one story whoever comes first", async () => {
    const summary =
      "Die beiden Hersteller haben am Montag in getrennten Briefen ihre Belegschaften über Batterien unterrichtet.";
    const alone = { parties: [toyota], kind: "cooperation", stage: "agreed", areas: [] } as const;
    const claims = Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0
        ? claim(candidate(`both ${n}`, { summary }), bmw, toyota)
        : claim(
            candidate(`one ${n}`, {
              summary,
              title: "Toyota baut Batterien",
              facts: { ...alone, areas: [], parties: [toyota] },
            }),
            toyota,
          ),
    );
    const assignments = await Promise.all(claims);
    expect(new Set(assignments.map(({ story }) => story.id)).size).toBe(1);
  });

  test("concurrently: two deals of one company at once are two stories", async () => {
    const other = { parties: [bmw, ford].sort(), kind: "supply", stage: "agreed", areas: [] } as const;
    const [a, b] = await Promise.all([
      claim(candidate("a"), bmw, toyota),
      claim(candidate("b", { title: "Ford liefert Motoren an BMW", facts: { ...other, areas: [] } }), bmw, ford),
    ]);
    expect(a.story.id).not.toBe(b.story.id);
  });

  test("an item that names one party only finds the story on that party's list", async () => {
    const { story } = await claim(candidate("a"), bmw, toyota);
    const facts = { parties: [toyota, "~bmw"].sort(), kind: "cooperation", stage: "agreed", areas: [] } as const;
    const later = await claim(candidate("b", { facts: { ...facts, areas: [] } }), toyota);
    expect(later.story.id).toBe(story.id);
  });

  test("a crash before or after any list's write: the repeat gets the answer of the first try", async () => {
    for (const when of ["before", "after"] as const) {
      for (const effect of [1, 2, 3]) {
        const crashing = crashAt(effect, when);
        const client = crashingClient(tables.endpoint, crashing);
        const names = [`${bmw}-${when}-${effect}`, `${toyota}-${when}-${effect}`];
        const given = candidate(`item ${when} ${effect}`, {
          facts: { parties: names, kind: "cooperation", stage: "agreed", areas: [] },
        });
        const store = recentStoriesTable(dynamoTable(client, tables.tables.News.name), owner);
        await expect(claimStory(given, names, store, now)).rejects.toThrow(/effect/);
        client.destroy();
        const { joining } = await claim(given, ...names);
        expect(joining?.rule, "the reason of the first try").toBe("first");
        for (const name of names) {
          const { stories } = await recentStoriesTable(tables.tables.News, owner).read(name);
          expect(stories, `${when} effect ${effect}, ${name}`).toHaveLength(1);
          expect(stories[0]?.revision).toBe(1);
        }
      }
    }
  });

  test("a list that lags behind with a later sight doesn't take a story's newest fact back", async () => {
    const recent = recentStoriesTable(tables.tables.News, owner);
    const { story } = await claim(candidate("a"), bmw, toyota);
    const ended = {
      facts: { ...story.facts, stage: "ended" as const },
      title: "BMW und Toyota beenden Kooperation bei Batterien",
    };
    // As after a crash between the two lists: the second fact stands on the first list only.
    await claim(candidate("b", { ...ended, seenAt: "2026-03-02T10:30:00.000Z" }), bmw);
    await recent.save({
      entityId: toyota,
      version: 2,
      stories: [{ ...story, lastSeenAt: "2026-03-02T11:00:00.000Z" }],
    });
    const later = await claim(candidate("c", { ...ended, seenAt: "2026-03-02T11:05:00.000Z" }), bmw, toyota);
    expect(later.story).toMatchObject({ id: story.id, revision: 2 });
    expect(later.newFacts).toEqual([]);
  });

  test("absent: an item without a watched entity is an error", async () => {
    await expect(claim(candidate("a"))).rejects.toThrow("at least one watched entity");
  });
});
