import { describe, expect, it } from "vitest";
import { createStoryIndex } from "../../lib/stories/story-index.ts";

const at = (minute: number): string => new Date(Date.UTC(2031, 0, 1, 0, minute)).toISOString();
const facts = { parties: [], kind: null, stage: null, areas: [] };
const candidate = (itemId: string, title: string, minute = 0) => ({
  itemId,
  facts,
  title,
  summary: "",
  lang: "de",
  source: "a",
  seenAt: at(minute),
});

describe("createStoryIndex", () => {
  it("finds the story of a rewritten headline among many others", () => {
    const index = createStoryIndex();
    const first = index.assign(candidate("first", "Gletschersee über Valmira durchbricht Damm"));
    for (let i = 0; i < 3_000; i++)
      index.assign(candidate(`n${i}`, `Bericht ${i}q aus Ort${i * 7}w und Kreis${i * 13}z`, 1));
    const second = index.assign(candidate("second", "Damm gebrochen: Gletschersee über Valmira läuft aus", 30));
    expect(second.story.id).toBe(first.story.id);
  });

  it("answers a repeated item as before, though its wording changed", () => {
    const index = createStoryIndex();
    const first = index.assign(candidate("one", "Gletschersee über Valmira durchbricht Damm"));
    const edited = index.assign(candidate("one", "Nach Dammbruch: Evakuierung läuft", 20));
    expect(edited.story.id).toBe(first.story.id);
    expect(index.size()).toBe(1);
  });

  it("finds a story by its parties where the words have nothing in common", () => {
    const index = createStoryIndex();
    const deal = { parties: ["nordwerk", "velora"], kind: "supply", stage: "agreed", areas: [] } as const;
    const withFacts = { ...deal, parties: [...deal.parties], areas: [] };
    const first = index.assign({ ...candidate("de", "Zellen aus Emden für Nordwerk"), facts: withFacts });
    const second = index.assign({ ...candidate("en", "Velora wins order", 9), lang: "en", facts: withFacts });
    expect(second.story.id).toBe(first.story.id);
  });
});
