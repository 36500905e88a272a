import type { Sourcing } from "../stories/independent-sources.ts";
import type { NewFacts, StoryChange, StorySource } from "../stories/story.ts";
import type { Stage } from "../tieups/tie-up.ts";
import { type Dateline, datelineOf } from "./dateline.ts";
import { type Frame, fill, frames } from "./frame.ts";
import type { Lateness } from "./lateness.ts";
import { partyNames } from "./party-name.ts";
import { plainLine, safeLink } from "./plain-line.ts";
import { sayAmount } from "./say-amount.ts";
import type { Language } from "./subscriber.ts";
import type { SummaryStory } from "./summary.ts";

/** Lengths in UTF-16 code units; what is longer is shortened. Real ones are half as long. */
export const longest = {
  sentence: 320,
  title: 200,
  outlet: 60,
  trigger: 80,
  area: 60,
  reason: 80,
  name: 60,
  place: 60,
} as const;
/** More of each aren't shown: a summary of the longest stories still has to fit into one message. */
const most = { parties: 8, areas: 4, amounts: 2, entities: 8, further: 6 } as const;

/** A story in the reader's language, feed text made harmless: what every channel composes from. */
export interface ToldStory {
  parties: string[];
  /** "partnership", "talks"; null for news without a tie-up. */
  noun: string | null;
  /** "expanded"; null for news without a tie-up. */
  stage: string | null;
  /** The same in no language. */
  stageKey: Stage | null;
  /** "agreed", "partnership": the stage or kind that the reader was told last, where it was another one. */
  before: string | null;
  /** "corrected": what became of what the reader was told; null where it stands. */
  change: string | null;
  /** Why the reader hears of it late, or null. */
  late: Lateness | null;
  /** The reader knows the story already. */
  isUpdate: boolean;
  /** Parties, areas and sums that the reader wasn't told of yet, of a story that they know. */
  further: string[];
  areas: string[];
  /** The sentence that proves the newest fact, or the headline where there is none. */
  evidence: string;
  /** The language of the evidence: "de". */
  lang: string;
  trigger: string;
  title: string;
  outlet: string;
  place: string | null;
  /** The wire's time, else ours. ISO 8601. */
  publishedAt: string;
  /** Who reported it, counted; the agencies' names are harmless. */
  sourcing: Sourcing;
  link: string | null;
  /** Why this reader gets it. */
  watchlists: { name: string; entities: string[] }[];
  /** When we saw the newest fact first. ISO 8601 UTC. */
  newestFactAt: string;
}

/** The stories as the reader's channel tells them, the newest fact first. */
export function tellStories(stories: SummaryStory[], language: Language): ToldStory[] {
  return stories
    .map((story) => ({ id: story.story.id, told: tellStory(story, language) }))
    .sort((a, b) => newestFirst(a.told, b.told) || compare(a.id, b.id))
    .map(({ told }) => told);
}

/** By the minute in which we saw them, as feeds are polled by the minute; within it by the wire's clock. */
const newestFirst = (a: ToldStory, b: ToldStory): number =>
  compare(minuteOf(b.newestFactAt), minuteOf(a.newestFactAt)) || compare(b.publishedAt, a.publishedAt);

const minuteOf = (iso: string): string => iso.slice(0, "2026-03-02T10:05".length);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function tellStory(summaryStory: SummaryStory, language: Language): ToldStory {
  const { story, sources, toldRevision } = summaryStory;
  const change = summaryStory.change ?? null;
  const changing = change === null ? [] : sources.filter(({ life = [] }) => life.some(({ kind }) => kind === change));
  const source = newestOf(changing) ?? bestSource(sources, story.facts.stage, language);
  const dateline = datelineOf(source, plainLine(evidenceOf(source, change), longest.sentence));
  return {
    parties: partiesOf(story.facts.parties, summaryStory),
    ...verdict(summaryStory, source, frames[language]),
    change: change && frames[language].changes[change],
    late: summaryStory.late ?? null,
    isUpdate: toldRevision !== null,
    further: furtherFacts(summaryStory, language),
    areas: shownAreas(summaryStory, language),
    evidence: dateline.text,
    lang: source.lang,
    trigger: plainLine(source.trigger, longest.trigger),
    title: plainLine(source.title, longest.title),
    outlet: outletOf(source, dateline),
    place: dateline.place && plainLine(dateline.place, longest.place),
    publishedAt: source.publishedAt ?? source.firstSeenAt,
    sourcing: summaryStory.sourcing,
    link: safeLink(source.link),
    watchlists: summaryStory.watchlists.map(({ name, entities }) => ({
      name: plainLine(name, longest.name),
      entities: entities.slice(0, most.entities).map((entity) => plainLine(entity, longest.name)),
    })),
    newestFactAt: change === null ? newestFactAt(sources) : source.firstSeenAt,
  };
}

const newestOf = (sources: StorySource[]): StorySource | undefined =>
  sources.toSorted((a, b) => compare(b.firstSeenAt, a.firstSeenAt))[0];

/** The headline of a withdrawal says it; its sentence, if any, repeats what is taken back. A correction may say what it changed. */
function evidenceOf({ sentence, title, life = [] }: StorySource, change: StoryChange["kind"] | null): string {
  if (change === "withdrawal") return title;
  const note = change === null ? undefined : life.find(({ kind }) => kind === change)?.says;
  return note ?? (sentence || title);
}

const partiesOf = (parties: string[], summaryStory: SummaryStory): string[] =>
  partyNames(parties, summaryStory)
    .slice(0, most.parties)
    .map((name) => plainLine(name, longest.name));

/** What it is about, and for how much. */
const shownAreas = ({ story: { facts } }: SummaryStory, language: Language): string[] => areasOf(facts, language);

function areasOf({ areas, amounts = [] }: { areas: string[]; amounts?: string[] }, language: Language): string[] {
  const sums = amounts.slice(0, most.amounts).map((amount) => sayAmount(amount, language) ?? "");
  return [...areas.slice(0, most.areas), ...sums]
    .map((area) => plainLine(area, longest.area))
    .filter((area) => area !== "");
}

/** What revisions that the reader wasn't told brought. */
const newsSince = ({ story: { news = [] }, toldRevision }: SummaryStory): NewFacts[] =>
  toldRevision === null ? [] : news.filter(({ revision }) => revision > toldRevision);

function furtherFacts(summaryStory: SummaryStory, language: Language): string[] {
  const news = newsSince(summaryStory);
  const parties = news.flatMap((facts) => facts.parties);
  const [areas, amounts] = [news.flatMap((facts) => facts.areas), news.flatMap((facts) => facts.amounts)];
  return [...partiesOf(parties, summaryStory), ...areasOf({ areas, amounts }, language)].slice(0, most.further);
}

const furtherInShortMax = 2;

/** What a subject or an SMS says of the story: "BMW × Toyota", "partnership expanded"; the headline of other news. */
export function inShort(story: ToldStory, frame: Frame): { parties: string[]; verdict: string } {
  const { parties, noun, stage, title, change, before, further } = story;
  // Else the second message on a story would read as the first.
  const isNewsOfDetail = change === null && before === null && further.length > 0;
  const detail = isNewsOfDetail
    ? `, ${fill(frame.further, { facts: further.slice(0, furtherInShortMax).join(", ") })}`
    : "";
  const said = (words: string) => (change === null ? `${words}${detail}` : `${change} (${words})`);
  if (noun !== null) return { parties, verdict: said([noun, stage].filter(Boolean).join(" ")) };
  if (change !== null) return { parties, verdict: change };
  const namesThem = parties.some((party) => title.toLowerCase().includes(party.toLowerCase()));
  return { parties: namesThem ? [] : parties, verdict: title };
}

/** The agency where the outlet's own name doesn't say it: "Tagesblatt (dpa)". */
function outletOf({ source }: StorySource, { agency }: Dateline): string {
  const outlet = plainLine(source, longest.outlet);
  if (agency === null || outlet.toLowerCase().includes(agency.toLowerCase())) return outlet;
  return outlet === "" ? agency : `${outlet} (${agency})`;
}

function verdict(summaryStory: SummaryStory, source: StorySource, frame: Frame) {
  const { story, sources, toldRevision } = summaryStory;
  const { kind, stage } = story.facts;
  const stageBefore = toldRevision === null ? null : stageToldLast(sources, toldRevision);
  const kindBefore = newsSince(summaryStory).find((news) => news.kindBefore)?.kindBefore;
  const before = [
    ...(kindBefore ? [frame.kinds[kindBefore]] : []),
    ...(stageBefore && stageBefore !== stage ? [frame.stages[stageBefore]] : []),
  ];
  return {
    noun: kind && (areTalks(sources, source, stage) ? frame.talks : frame.kinds[kind]),
    stage: stage && frame.stages[stage],
    stageKey: stage,
    before: before.length > 0 ? before.join(" ") : null,
  };
}

const newestRevision = (sources: StorySource[]): number => Math.max(...sources.map(({ revision }) => revision));

/** Of the items with the newest fact that stand: one that says the stage, in the reader's language, the first to bring it. */
function bestSource(sources: StorySource[], stage: Stage | null, language: Language): StorySource {
  const newest = newestRevision(sources);
  const rank = (source: StorySource): string =>
    [
      source.life?.some(({ kind }) => kind === "withdrawal") ? 1 : 0,
      source.revision === newest ? 0 : 1,
      source.sentence === "" ? 1 : 0,
      source.stage === stage ? 0 : 1,
      source.lang === language ? 0 : 1,
      source.firstSeenAt,
      source.itemId,
    ].join(" ");
  const [best] = sources.toSorted((a, b) => compare(rank(a), rank(b)));
  if (!best) throw new RangeError("expected a story to have at least one item, got none");
  return best;
}

function newestFactAt(sources: StorySource[]): string {
  const newest = newestRevision(sources);
  const seen = sources.filter(({ revision }) => revision === newest).map(({ firstSeenAt }) => firstSeenAt);
  return seen.sort()[0] ?? "";
}

function stageToldLast(sources: StorySource[], toldRevision: number): Stage | null {
  const told = sources.filter(({ revision, stage }) => revision <= toldRevision && stage !== null);
  return told.sort((a, b) => a.revision - b.revision).at(-1)?.stage ?? null;
}

const talkWords = Object.values(frames).flatMap((frame) => frame.talkWords);

/** What ended was no partnership but talks about one: the trigger says so, or nobody ever called it agreed. */
function areTalks(sources: StorySource[], { trigger }: StorySource, stage: Stage | null): boolean {
  if (stage !== "ended" && stage !== "denied") return false;
  if (talkWords.some((word) => trigger.toLowerCase().includes(word))) return true;
  const earlier = new Set(sources.map((source) => source.stage));
  return earlier.has("rumoured") && !["agreed", "expanded", "active"].some((real) => earlier.has(real as Stage));
}
