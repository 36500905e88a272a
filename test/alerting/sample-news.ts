import type { Subscriber } from "../../lib/alerting/subscriber.ts";
import type { Summary, SummaryStory } from "../../lib/alerting/summary.ts";
import { weighSources } from "../../lib/pipeline/weigh-sources.ts";
import type { Story, StorySource } from "../../lib/stories/story.ts";

export const thursdayNoon = "2023-06-29T12:00:00.000Z";
export const now = Date.parse("2023-06-29T14:00:00.000Z");

export const reader = (language: "de" | "en", timeZone = "Europe/Berlin"): Subscriber => ({
  id: "s1",
  owner: "owner",
  name: "A. Reader",
  language,
  timeZone,
});

/** A story with what a test doesn't care about filled in. */
export function storyOf(id: string, facts: Partial<Story["facts"]> = {}, revision = 1): Story {
  return {
    id,
    owner: "owner",
    facts: { parties: ["bmw", "toyota"], kind: "cooperation", stage: "expanded", areas: [], ...facts },
    revision,
    firstSeenAt: "2023-06-29T13:12:00.000Z",
    lastSeenAt: "2023-06-29T13:12:00.000Z",
  };
}

export const sourceOf = (source: Partial<StorySource> = {}): StorySource => ({
  itemId: "i1",
  source: "Pressedienst",
  title: "BMW und Toyota rücken zusammen",
  link: "https://wire.example/1",
  lang: "de",
  publishedAt: "2023-06-29T13:12:00.000Z",
  firstSeenAt: "2023-06-29T13:13:00.000Z",
  sentence: "BMW und Toyota vertiefen ihre Zusammenarbeit.",
  trigger: "vertiefen … Zusammenarbeit",
  stage: "expanded",
  revision: 1,
  ...source,
});

export const names = { bmw: "BMW", toyota: "Toyota", "general-motors": "General Motors" };

export function told({ sources = [sourceOf()], ...summaryStory }: Partial<SummaryStory> = {}): SummaryStory {
  return {
    story: storyOf("s1"),
    sources,
    toldRevision: null,
    watchlists: [{ name: "Car alliances", entities: ["BMW", "Toyota"] }],
    names,
    ...summaryStory,
    sourcing: weighSources(sources),
  };
}

export const summaryOf = (stories: SummaryStory[], summary: Partial<Summary> = {}): Summary => ({
  since: thursdayNoon,
  stories,
  coverage: {
    feeds: 12,
    failing: [{ feedId: "f1", title: "Börsenticker", reason: "HTTP 403", since: "2023-06-27T12:05:00.000Z" }],
    silent: [],
  },
  ...summary,
});

/** Told by three outlets, the first with a dateline. */
export const expanded = told({
  story: storyOf("s1", { areas: ["Brennstoffzellen", "Leichtbau"] }),
  sources: [
    sourceOf({
      source: "dpa",
      sentence: "München (dpa) - Die zwei Hersteller dehnen ihre Kooperation auf Brennstoffzellen und Leichtbau aus.",
      trigger: "dehnen … Kooperation … aus",
    }),
    sourceOf({ itemId: "i2", source: "Autoblatt", firstSeenAt: "2023-06-29T13:20:00.000Z" }),
    sourceOf({ itemId: "i3", source: "Wirtschaftsfunk", firstSeenAt: "2023-06-29T13:30:00.000Z" }),
  ],
});

/** Two outlets' own reports, and an agency's that eleven print, ten of them with its credit; two print one of the outlets'. */
export const reprinted = told({
  story: storyOf("s5", { stage: "agreed" }),
  sources: [
    sourceOf({
      itemId: "i10",
      source: "Werkstattbote",
      title: "Was Toyota an BMW reizt",
      sentence: "Toyota sucht Nähe.",
    }),
    ...["Talpost", "Ringzeitung"].map((source, n) =>
      sourceOf({ itemId: `i11${n}`, source, title: "Was Toyota an BMW reizt", sentence: "Toyota sucht die Nähe." }),
    ),
    sourceOf({
      itemId: "i12",
      source: "Harbour Wire",
      title: "Toyota, BMW sign pact",
      sentence: "They signed.",
      lang: "en",
    }),
    ...Array.from({ length: 11 }, (_, n) =>
      sourceOf({
        itemId: `i2${String(n).padStart(2, "0")}`,
        source: `Blatt ${n}`,
        title: "BMW und Toyota schließen Pakt über Zellen",
        sentence: "BMW und Toyota haben einen Pakt über Zellen geschlossen.",
        firstSeenAt: `2023-06-29T13:${30 + n}:00.000Z`,
        ...(n === 0 ? {} : { wire: { agency: "dpa", place: "Leipzig" } }),
      }),
    ),
  ].map((source) => ({ ...source, stage: "agreed" as const })),
});

export const endedTalks = told({
  story: storyOf("s2", { parties: ["bmw", "general-motors"], stage: "ended", areas: ["Brennstoffzellen"] }),
  sources: [
    sourceOf({
      itemId: "i4",
      source: "dpa",
      sentence: "München (dpa) - BMW setzt die Verhandlungen mit General Motors nicht fort.",
      trigger: "setzt … Verhandlungen … nicht fort",
      stage: "ended",
      link: "https://wire.example/2",
      publishedAt: "2023-06-28T16:40:00.000Z",
      firstSeenAt: "2023-06-28T16:41:00.000Z",
    }),
  ],
  watchlists: [{ name: "Car alliances", entities: ["BMW", "General Motors"] }],
});

/** Known as agreed, now expanded, with a partner that nobody watches. */
export const update = told({
  story: storyOf("s3", { parties: ["bmw", "~nordkap batterien"], areas: [], kind: "joint-venture" }, 2),
  sources: [
    sourceOf({
      itemId: "i5",
      stage: "agreed",
      title: "Neue Batteriefirma von BMW und Nordkap",
      sentence: "BMW gründet mit Nordkap Batterien eine Firma.",
      lang: "de",
    }),
    sourceOf({
      itemId: "i6",
      revision: 2,
      lang: "en",
      source: "Harbour Wire",
      title: "Nordkap and BMW to enlarge battery venture",
      sentence: "BMW and Nordkap Batterien will enlarge their joint venture.",
      trigger: "enlarge … joint venture",
      firstSeenAt: "2023-06-29T13:40:00.000Z",
      publishedAt: null,
    }),
  ],
  toldRevision: 1,
});

/** Known as a partnership, now a supply deal with a third party, for a sum. */
export const newFacts = told({
  story: {
    ...storyOf(
      "s6",
      {
        stage: "agreed",
        kind: "supply",
        parties: ["bmw", "toyota", "~nordkap batterien"],
        areas: ["Batterien"],
        amounts: ["1500000000 eur"],
      },
      3,
    ),
    news: [
      { revision: 2, kindBefore: "cooperation", parties: ["~nordkap batterien"], areas: [], amounts: [] },
      { revision: 3, parties: [], areas: [], amounts: ["1500000000 eur"] },
    ],
  },
  sources: [
    sourceOf({ itemId: "i30", stage: "agreed", sentence: "BMW und Toyota arbeiten bei Batterien zusammen." }),
    sourceOf({
      itemId: "i31",
      stage: "agreed",
      revision: 2,
      sentence: "Auch Nordkap Batterien ist dabei.",
      firstSeenAt: "2023-06-29T13:30:00.000Z",
    }),
    sourceOf({
      itemId: "i32",
      stage: "agreed",
      revision: 3,
      sentence: "Der Liefervertrag von BMW und Toyota ist 1,5 Milliarden Euro wert.",
      trigger: "Liefervertrag von",
      firstSeenAt: "2023-06-29T13:50:00.000Z",
    }),
  ],
  toldRevision: 1,
});

/** From a watchlist that wants any mention. */
export const mention = told({
  story: storyOf("s4", { parties: ["toyota"], kind: null, stage: null }),
  sources: [
    sourceOf({
      itemId: "i7",
      title: "Toyota opens a school for welders",
      sentence: "",
      trigger: "",
      stage: null,
      lang: "en",
      link: null,
    }),
  ],
  watchlists: [{ name: "Everything on Toyota", entities: ["Toyota"] }],
});
