import { describe, expect, it } from "vitest";
import { assignStory, type StoryCandidate } from "../../lib/stories/assign-story.ts";
import type { RecentStory, StoryFacts } from "../../lib/stories/story.ts";
import type { Kind, Stage } from "../../lib/tieups/tie-up.ts";

interface Report {
  title: string;
  kind?: Kind;
  stage?: Stage;
  areas?: string[];
  lang?: string;
  hour?: number;
}

let made = 0;
function report({ title, kind = "cooperation", stage = "agreed", areas = [], lang = "en", hour = 0 }: Report) {
  made++;
  const facts: StoryFacts = { parties: ["nordwerk", "velora"], kind, stage, areas };
  const seenAt = new Date(Date.UTC(2031, 4, 6, 8 + hour)).toISOString();
  return { itemId: `i${made}`, facts, title, summary: "", lang, source: "a", seenAt } satisfies StoryCandidate;
}

const begin = (first: Report): RecentStory => assignStory(report(first), []).story;

/** Whether the second joins the first's story, and with which new facts. */
function told(first: Report, second: Report): string | string[] {
  const { isNew, newFacts } = assignStory(report(second), [begin(first)]);
  return isNew ? "another story" : newFacts;
}

const pact: Report = { title: "Nordwerk and Velora agree partnership on fuel cells", areas: ["fuel cells"] };
const bare: Report = { title: "Nordwerk and Velora join forces" };
const venture: Report = { title: "Nordwerk, Velora found common company", kind: "joint-venture" };

describe("a second deal of one pair", () => {
  it.each<[string, Report, Report, string | string[]]>([
    // Takeover
    ["a takeover", pact, { title: "Nordwerk swallows Velora", kind: "merger", hour: 1 }, "another story"],
    [
      "a takeover, in another language",
      pact,
      { title: "Nordwerk schluckt Velora", kind: "merger", lang: "de", hour: 1 },
      "another story",
    ],
    [
      "a takeover, in the words of the pact",
      pact,
      { title: "Nordwerk and Velora agree merger on fuel cells", kind: "merger", areas: ["fuel cells"], hour: 1 },
      ["kind: cooperation → merger"],
    ],
    // Stake
    ["a stake", pact, { title: "Nordwerk buys a tenth of Velora", kind: "stake", hour: 2 }, "another story"],
    [
      "a stake, called so by a translation at once",
      bare,
      { title: "Velora beteiligt Nordwerk", kind: "stake", lang: "de", hour: 1 },
      ["kind: cooperation → stake"],
    ],
    [
      "a stake, called so by a translation half a day later",
      bare,
      { title: "Velora beteiligt Nordwerk", kind: "stake", lang: "de", hour: 8 },
      "another story",
    ],
    [
      "a takeover that a stake turned out to be",
      { title: "Nordwerk buys into Velora", kind: "stake" },
      { title: "Velora falls to rival Nordwerk", kind: "merger", hour: 4 },
      ["kind: stake → merger"],
    ],
    [
      "a takeover after a stake, the next day",
      { title: "Nordwerk buys into Velora", kind: "stake" },
      { title: "Velora falls to rival Nordwerk", kind: "merger", hour: 26 },
      "another story",
    ],
    [
      "a stake by which the takeover is meant",
      { title: "Velora falls to rival Nordwerk", kind: "merger" },
      { title: "Nordwerk buys into Velora", kind: "stake", hour: 2 },
      [],
    ],
    [
      "a stake long after the takeover",
      { title: "Velora falls to rival Nordwerk", kind: "merger" },
      { title: "Nordwerk buys into Velora", kind: "stake", hour: 10 },
      "another story",
    ],
    // Joint venture
    ["a joint venture for what is called a pact", bare, { ...venture, hour: 5 }, ["kind: cooperation → joint-venture"]],
    ["a pact for what is called a joint venture", venture, { ...bare, hour: 2 }, []],
    ["a pact half a day after a joint venture", venture, { ...bare, hour: 10 }, "another story"],
    ["a joint venture the next day", bare, { ...venture, hour: 24 }, "another story"],
    [
      "a joint venture about the same thing the next day",
      pact,
      { ...venture, areas: ["fuel-cell stacks"], hour: 24 },
      ["kind: cooperation → joint-venture"],
    ],
    [
      "a joint venture about another thing, at once",
      pact,
      { title: "Nordwerk and Velora form joint venture for insurance", kind: "joint-venture", areas: ["insurance"] },
      "another story",
    ],
    [
      "a joint venture that ends up as a takeover",
      venture,
      { title: "Velora is bought by Nordwerk", kind: "merger", hour: 2 },
      "another story",
    ],
    // Licensing
    [
      "a licence about another thing",
      pact,
      { title: "Nordwerk licenses tyre patents to Velora", kind: "licensing", areas: ["tyre patents"], hour: 3 },
      "another story",
    ],
    [
      "a licence by which the pact is meant",
      bare,
      { title: "Nordwerk licenses technology to Velora", kind: "licensing", hour: 3 },
      ["kind: cooperation → licensing"],
    ],
    [
      "a licence after a takeover",
      { title: "Velora falls to rival Nordwerk", kind: "merger" },
      { title: "Nordwerk licenses technology to Velora", kind: "licensing", hour: 1 },
      "another story",
    ],
    // Supply
    [
      "a supply deal by which the pact is meant",
      bare,
      { title: "Velora to build frames for Nordwerk", kind: "supply", hour: 6 },
      ["kind: cooperation → supply"],
    ],
    [
      "a supply deal the next day",
      bare,
      { title: "Velora to build frames for Nordwerk", kind: "supply", hour: 20 },
      "another story",
    ],
    [
      "a supply deal after a joint venture",
      venture,
      { title: "Velora to build frames for Nordwerk", kind: "supply", hour: 1 },
      "another story",
    ],
    [
      "a supply deal, as the joint venture is called in a translation",
      venture,
      { title: "Velora baut künftig für Nordwerk", kind: "supply", lang: "de", hour: 1 },
      [],
    ],
    [
      "a supply deal, then a takeover",
      { title: "Velora to build frames for Nordwerk", kind: "supply" },
      { title: "Nordwerk swallows Velora", kind: "merger", hour: 1 },
      "another story",
    ],
    // Cooperation
    [
      "a second pact about another thing, days later",
      pact,
      { title: "Velora and Nordwerk to insure Brazilian farmers together", areas: ["crop insurance"], hour: 60 },
      "another story",
    ],
    [
      "a second pact about another thing, the same day",
      pact,
      { title: "Velora and Nordwerk to insure Brazilian farmers together", areas: ["crop insurance"], hour: 5 },
      "another story",
    ],
    [
      "a second pact about nobody knows what, days later",
      bare,
      { title: "Velora picks Nordwerk as ally", hour: 60 },
      "another story",
    ],
    ["the same pact in other words, a day later", bare, { title: "Velora picks Nordwerk as ally", hour: 30 }, []],
    [
      "the same pact, its thing named in other words",
      pact,
      { title: "Velora, Nordwerk to develop drives together", areas: ["fuel-cell drives"], hour: 60 },
      [],
    ],
    [
      "the same pact, its thing named only in passing",
      pact,
      { title: "Bus drives: Velora and Nordwerk ally on fuel cell stacks", areas: ["bus drives"], hour: 4 },
      ["area: bus drives"],
    ],
    [
      "a translation, its thing in other words",
      pact,
      { title: "Nordwerk und Velora kooperieren", areas: ["Brennstoffzelle"], lang: "de", hour: 9 },
      [],
    ],
    [
      "the end, days later",
      pact,
      { title: "Velora and Nordwerk part ways", stage: "ended", hour: 100 },
      ["stage: agreed → ended"],
    ],
    [
      "what is only mentioned again, days later",
      pact,
      { title: "Velora, an ally of Nordwerk, hires", stage: "active", hour: 100 },
      [],
    ],
    [
      "talks that go on for days",
      { title: "Nordwerk talks to Velora", stage: "rumoured" },
      { title: "Velora may ally with Nordwerk", stage: "rumoured", hour: 100 },
      [],
    ],
    [
      "new talks days after the deal",
      bare,
      { title: "Velora may ally with Nordwerk", stage: "rumoured", hour: 100 },
      "another story",
    ],
    [
      "an agency's copy under the same headline",
      pact,
      { ...pact, title: `Cars: ${pact.title}`, kind: "supply", areas: ["buses"], hour: 20 },
      ["kind: cooperation → supply", "area: buses"],
    ],
  ])("%s", (_, first, second, expected) => {
    expect(told(first, second)).toEqual(expected);
  });

  it("doesn't chain: what joins a story leaves its time as it was", () => {
    let story = begin(bare);
    for (const hour of [5, 10]) story = assignStory(report({ title: `Velora ally ${hour}`, hour }), [story]).story;
    expect(assignStory(report({ ...venture, hour: 15 }), [story]).isNew).toBe(true);
    expect(assignStory(report({ title: "Velora picks Nordwerk", hour: 55 }), [story]).isNew).toBe(true);
  });

  it("counts from the story's present stage", () => {
    const talks = begin({ title: "Nordwerk talks to Velora", stage: "rumoured" });
    const signed = assignStory(report({ title: "Nordwerk and Velora sign", hour: 60 }), [talks]).story;
    expect(assignStory(report({ ...venture, hour: 62 }), [signed]).newFacts).toEqual([
      "kind: cooperation → joint-venture",
    ]);
  });

  it("tells a kind once: the story keeps the more specific one, whichever comes back", () => {
    let story = begin(bare);
    for (const next of [venture, bare, venture, bare]) story = assignStory(report({ ...next, hour: 1 }), [story]).story;
    expect([story.revision, story.facts.kind]).toEqual([2, "joint-venture"]);
  });

  it("tells the kind that an edit gives an item, and no wider one", () => {
    const first = report(bare);
    const edited = assignStory({ ...first, facts: { ...first.facts, kind: "merger" } }, [assignStory(first, []).story]);
    expect(edited.newFacts).toEqual(["kind: cooperation → merger"]);
    expect(assignStory(first, [edited.story]).newFacts).toEqual([]);
  });

  it("takes a further report to the deal of the pair that it is about, in any order", () => {
    const insurance = begin({ title: "Velora and Nordwerk insure farmers", areas: ["insurance"], hour: 2 });
    const recent = [begin(pact), insurance, begin({ title: "Nordwerk swallows Velora", kind: "merger", hour: 3 })];
    const storyOf = (next: Report) => recent.map((_, i) => assignStory(report(next), turned(recent, i)).story.id);
    expect(storyOf({ title: "Nordwerk: policies with Velora", areas: ["insurances"], hour: 4 })).toEqual(
      recent.map(() => insurance.id),
    );
    expect(storyOf({ title: "Velora gone to Nordwerk", kind: "merger", hour: 4 })).toEqual(
      recent.map(() => recent[2]?.id),
    );
  });
});

const turned = <T>(list: T[], by: number): T[] => [...list.slice(by), ...list.slice(0, by)];
