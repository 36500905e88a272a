import { describe, expect, it } from "vitest";
import { assignStory, type StoryCandidate } from "../../lib/stories/assign-story.ts";
import type { Joining, RecentStory, StoryFacts } from "../../lib/stories/story.ts";

const nothing: StoryFacts = { parties: [], kind: null, stage: null, areas: [] };
const tieUp = (parties: string[], stage: StoryFacts["stage"], more: Partial<StoryFacts> = {}): StoryFacts => ({
  parties,
  kind: "cooperation",
  stage,
  areas: [],
  ...more,
});
const atHour = (hour: number): string => new Date(Date.UTC(2031, 4, 6, hour)).toISOString();

let made = 0;
function item(
  title: string,
  facts: StoryFacts = nothing,
  hour = 8,
  more: Partial<StoryCandidate> = {},
): StoryCandidate {
  made++;
  return { itemId: `i${made}`, facts, title, summary: "", lang: "de", source: "a", seenAt: atHour(hour), ...more };
}
const english = { lang: "en" };
const begin = (first: StoryCandidate): RecentStory => assignStory(first, []).story;

const agreed = tieUp(["nordwerk", "velora"], "agreed");

describe("assignStory", () => {
  it.each<[string, StoryCandidate, StoryCandidate, boolean]>([
    [
      "a rewritten headline of the same event joins by its text",
      item("Feuer in Chemielager bei Ludwigsau: Zwei Arbeiter verletzt"),
      item("Zwei Arbeiter bei Feuer in Ludwigsauer Chemielager verletzt"),
      true,
    ],
    [
      "another event of the same sort stays apart",
      item("Feuer in Chemielager bei Ludwigsau: Zwei Arbeiter verletzt"),
      item("Explosion in Großbäckerei: Feuerwehr rettet Angestellte"),
      false,
    ],
    [
      "a compound is told by its parts",
      item("Waldbrände nahe Korvath: Dörfer geräumt"),
      item("Dörfer wegen Waldbrand nahe Korvath geräumt"),
      true,
    ],
    [
      "the same agency headline under another kicker and with the outlet behind it joins",
      item("Energie: Windpark vor Rügholm geht ans Netz"),
      item("Windpark vor Rügholm geht ans Netz - Küstenblatt"),
      true,
    ],
    [
      "a common rubric alone is no event",
      item("Liveblog: Das geschah am Dienstag"),
      item("Liveblog: Das geschieht am Freitag in der Politik"),
      false,
    ],
    [
      "a translation joins by parties, kind and stage",
      item("Nordwerk und Velora bauen gemeinsam Batterien", agreed),
      item("Velora teams up with Nordwerk on cells", agreed, 9, english),
      true,
    ],
    [
      "two deals of one company on one day stay apart, however alike the words",
      item("Nordwerk kooperiert mit Velora bei Batterien", agreed),
      item("Nordwerk kooperiert mit Sund bei Batterien", tieUp(["nordwerk", "sund"], "agreed")),
      false,
    ],
    [
      "one item's two pairs are two stories, though the text is one",
      item("Nordwerk gewinnt Velora und trennt sich von Sund", agreed),
      item("Nordwerk gewinnt Velora und trennt sich von Sund", tieUp(["nordwerk", "sund"], "ended")),
      false,
    ],
    [
      "the end of talks with another partner is another story",
      item("Nordwerk und Velora vertiefen Partnerschaft", tieUp(["nordwerk", "velora"], "expanded")),
      item("Nordwerk bricht Gespräche mit Sund ab", tieUp(["nordwerk", "sund"], "ended"), 9),
      false,
    ],
    [
      "rumoured, then agreed by the same pair, is one story",
      item("Nordwerk spricht mit Velora", tieUp(["nordwerk", "velora"], "rumoured")),
      item("Vertrag unterschrieben: Velora wird Partner", agreed, 50),
      true,
    ],
    [
      "a deal of the same pair after the window is another story",
      item("Nordwerk und Velora bauen gemeinsam Batterien", agreed),
      item("Velora und Nordwerk eröffnen Werk", agreed, 8 + 24 * 8),
      false,
    ],
    [
      "a supply contract of the same pair is not their merger",
      item("Velora liefert Nordwerk Zellen", tieUp(["nordwerk", "velora"], "agreed", { kind: "supply" })),
      item("Nordwerk will Velora schlucken", tieUp(["nordwerk", "velora"], "rumoured", { kind: "merger" }), 10),
      false,
    ],
    [
      "one event's kind is named otherwise by another outlet",
      item("Nordwerk und Velora gründen Tochter", tieUp(["nordwerk", "velora"], "agreed", { kind: "joint-venture" })),
      item("Velora to build for Nordwerk", tieUp(["nordwerk", "velora"], "agreed", { kind: "supply" }), 11, english),
      true,
    ],
    [
      "a stake that is bought two days after a pact is another event",
      item("Nordwerk und Velora einig", agreed),
      item("Sund-Aktionäre sehen Velora zugreifen", tieUp(["nordwerk", "velora"], "agreed", { kind: "stake" }), 56),
      false,
    ],
    [
      "an unwatched partner in a longer name is the same partner",
      item("Nordwerk holt Helion Robotics ins Boot", tieUp(["nordwerk", "~helion robotics"], "agreed")),
      item("Helion to work with Nordwerk", tieUp(["nordwerk", "~helion"], "agreed"), 9, english),
      true,
    ],
    [
      "another unwatched partner is another deal",
      item("Nordwerk holt Helion Robotics ins Boot", tieUp(["nordwerk", "~helion robotics"], "agreed")),
      item("Astrel to work with Nordwerk", tieUp(["nordwerk", "~astrel"], "agreed"), 9, english),
      false,
    ],
    [
      "the same text days after the window is another story",
      item("Zwei Arbeiter bei Feuer in Ludwigsauer Chemielager verletzt"),
      item("Zwei Arbeiter bei Feuer in Ludwigsauer Chemielager verletzt", nothing, 8 + 24 * 4),
      false,
    ],
  ])("%s", (_, first, second, same) => {
    const answer = assignStory(second, [begin(first)]);
    expect(answer.story.id === begin(first).id).toBe(same);
    expect(answer.isNew).toBe(!same);
  });

  it("names the story after its first item, whatever else is recent", () => {
    const first = item("Nordwerk und Velora bauen gemeinsam Batterien", agreed);
    const other = begin(item("Hafen von Brisk streikt"));
    expect(assignStory(first, [other]).story.id).toBe(assignStory(first, []).story.id);
  });

  it("answers alike for any order of the recent stories", () => {
    const recent = [1, 2, 3].map((hour) => begin(item("Hafen von Brisk: Streik legt Kräne lahm", nothing, hour)));
    const next = item("Streik im Hafen von Brisk legt Kräne lahm", nothing, 5);
    expect(assignStory(next, recent).story.id).toBe(assignStory(next, recent.toReversed()).story.id);
  });

  it("gives a repeated item the same answer and no new revision", () => {
    const second = item("Velora und Nordwerk weiten Pakt aus", tieUp(["nordwerk", "velora"], "expanded"), 10);
    const joined = assignStory(second, [begin(item("Nordwerk und Velora einig", agreed))]);
    const repeated = assignStory(second, [joined.story]);
    // A claim like any other, but for its turn.
    expect(repeated.story).toEqual({ ...joined.story, turn: (joined.story.turn ?? 0) + 1 });
    expect(repeated.newFacts).toEqual([]);
  });

  it("leaves the given story as it was", () => {
    const story = begin(item("Nordwerk und Velora einig", agreed));
    const before = structuredClone(story);
    assignStory(item("Pakt vertieft", tieUp(["nordwerk", "velora"], "expanded"), 10), [story]);
    expect(story).toEqual(before);
  });

  it("takes an edit of an item into its story, with a revision only for a new fact", () => {
    const first = item("Nordwerk spricht mit Velora", tieUp(["nordwerk", "velora"], "rumoured"));
    const reworded = assignStory({ ...first, title: "Nordwerk redet mit Velora" }, [begin(first)]);
    const signed = assignStory({ ...first, title: "Nordwerk und Velora einig", facts: agreed }, [reworded.story]);
    expect([reworded.story.id, reworded.story.revision]).toEqual([begin(first).id, 1]);
    expect([signed.story.id, signed.story.revision]).toEqual([begin(first).id, 2]);
  });
});

describe("the revision of a story", () => {
  it.each<[string, StoryFacts, StoryCandidate, string[]]>([
    ["rises with a new stage", agreed, item("", tieUp(["nordwerk", "velora"], "ended"), 20), ["stage: agreed → ended"]],
    ["stays when an older stage is told late", agreed, item("", tieUp(["nordwerk", "velora"], "rumoured"), 20), []],
    ["stays for the background", agreed, item("", tieUp(["nordwerk", "velora"], "active"), 20), []],
    ["rises with a new party", agreed, item("", tieUp(["nordwerk", "sund", "velora"], "agreed"), 20), ["party: sund"]],
    [
      "stays when a party is written longer",
      tieUp(["nordwerk", "velora", "~helion"], "agreed"),
      item("", tieUp(["nordwerk", "velora", "~helion robotics gmbh"], "agreed"), 20),
      [],
    ],
    [
      "rises with a new area hours later",
      tieUp(["nordwerk", "velora"], "agreed", { areas: ["Batterien"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { areas: ["Batterien", "Ladesäulen"] }), 20),
      ["area: Ladesäulen"],
    ],
    [
      "stays when an area is inflected",
      tieUp(["nordwerk", "velora"], "agreed", { areas: ["Batterien"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { areas: ["Batterie-Fertigung"] }), 20),
      [],
    ],
    [
      "stays when an area of two letters comes with other words",
      tieUp(["nordwerk", "velora"], "agreed", { areas: ["AI chips"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { areas: ["industrial AI"] }), 20),
      [],
    ],
    [
      "rises with an area of two letters",
      tieUp(["nordwerk", "velora"], "agreed", { areas: ["AI"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { areas: ["5G"] }), 20),
      ["area: 5G"],
    ],
    [
      "stays when an area is translated",
      tieUp(["nordwerk", "velora"], "agreed", { areas: ["Ladesäulen"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { areas: ["charging points"] }), 20, english),
      [],
    ],
    [
      "stays when a report of the same burst fills in what the first left out",
      agreed,
      item("", tieUp(["nordwerk", "velora"], "agreed", { areas: ["Ladesäulen"] })),
      [],
    ],
    [
      "rises with a new amount",
      tieUp(["nordwerk", "velora"], "agreed", { amounts: ["2000000 eur"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { amounts: ["5000000 eur"] }), 20),
      ["amount: 5000000 eur"],
    ],
    [
      "rises with a new amount in a title",
      tieUp(["nordwerk", "velora"], "agreed", { amounts: ["2000000 eur"] }),
      item("Nordwerk steckt 5 Millionen Euro in Velora", agreed, 20),
      ["amount: 5000000 eur"],
    ],
    [
      "stays when an amount is rounded or converted",
      tieUp(["nordwerk", "velora"], "agreed", { amounts: ["2000000 eur"] }),
      item("", tieUp(["nordwerk", "velora"], "agreed", { amounts: ["2050000 eur", "2300000 usd"] }), 20),
      [],
    ],
  ])("%s", (_, known, follower, newFacts) => {
    const answer = assignStory(follower, [begin(item("Nordwerk und Velora einig", known))]);
    expect(answer.isNew).toBe(false);
    expect(answer.newFacts).toEqual(newFacts);
    expect(answer.story.revision).toBe(newFacts.length > 0 ? 2 : 1);
  });

  it("remembers what each told beside the stage, a repeat nothing more", () => {
    const venture = { ...tieUp(["nordwerk", "velora", "~ostbahn"], "agreed"), kind: "joint-venture" as const };
    const ended = tieUp(["nordwerk", "velora"], "ended");
    let story = begin(item("Nordwerk und Velora einig", agreed));
    for (const follower of [item("", venture, 20), item("", ended, 21), item("", venture, 20)])
      story = assignStory(follower, [story]).story;
    expect(story.revision).toBe(3);
    const told = { kindBefore: "cooperation", parties: ["~ostbahn"], areas: [], amounts: [] };
    expect(story.news).toEqual([{ revision: 2, ...told }]);
  });

  it("rises once for a stage, however often it comes back", () => {
    let story = begin(item("Nordwerk und Velora einig", agreed));
    for (const stage of ["ended", "agreed", "ended", "agreed"] as const) {
      story = assignStory(item("", tieUp(["nordwerk", "velora"], stage), 20), [story]).story;
    }
    expect(story.revision).toBe(2);
  });
});

describe("why an item is in its story", () => {
  const first = item("Nordwerk und Velora bauen Batterien für Traktoren", agreed);

  it.each<[string, StoryCandidate, Joining]>([
    [
      "a copy",
      item("Industrie: Nordwerk und Velora bauen Batterien für Traktoren", nothing, 9),
      { rule: "copy", why: "a copy of the same text", hours: 1 },
    ],
    [
      "the same facts",
      item("Zwei Hersteller, ein Akku", agreed, 10),
      {
        rule: "same-facts",
        why: "same parties (nordwerk, velora), cooperation, agreed; text 0 % alike",
        likeness: 0,
        hours: 2,
      },
    ],
    [
      "a follow-up",
      item("Aus für den gemeinsamen Akku", tieUp(["nordwerk", "velora"], "ended"), 30),
      {
        rule: "follow-up",
        why: "same parties (nordwerk, velora), cooperation, agreed → ended; text 0 % alike",
        likeness: 0,
        hours: 22,
      },
    ],
    [
      "like words",
      item("Batterien für Traktoren: Nordwerk und Velora bauen", nothing, 8),
      { rule: "like-text", why: expect.stringMatching(/^text \d\d % alike$/), likeness: expect.any(Number), hours: 0 },
    ],
  ])("%s", (_, candidate, joining) => {
    const { story, joining: decided } = assignStory(candidate, [begin(first)]);
    expect(decided).toEqual(joining);
    expect(assignStory(candidate, [story]).joining, "again").toEqual(joining);
  });

  it("is remembered of the latest items only, and said to be unknown of those before", () => {
    let story = begin(first);
    for (let hour = 9; hour < 13; hour++) story = assignStory(item(`Akku ${hour}`, agreed, hour), [story]).story;
    expect(story.joinings).toHaveLength(3);
    expect(assignStory(first, [story])).toMatchObject({ isNew: false, joining: null });
  });
});
