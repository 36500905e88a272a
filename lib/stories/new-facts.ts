import type { Kind, Stage } from "../tieups/tie-up.ts";
import { furtherParties, partyName } from "./party-names.ts";
import { areaWords } from "./relate-areas.ts";
import { isMoreSpecific } from "./relate-kinds.ts";
import { kindsTold, type NewFacts, type RecentStory, type StoryFacts } from "./story.ts";

/** Stages that say nothing new once one of the listed stages was told ("agreed" implies that it had been rumoured). */
const impliedBy: Record<Stage, Stage[]> = {
  rumoured: ["agreed", "expanded", "ended", "denied"],
  agreed: ["expanded"],
  expanded: [],
  active: ["rumoured", "agreed", "expanded", "ended", "denied"],
  ended: [],
  denied: [],
};
/** Reports of one burst differ in what they leave out: a first area or sum that comes within it is no follow-up. */
const burstHours = 1;
const partiesMax = 12;
const areasMax = 12;
const amountsMax = 8;

/** What one item says, and when and in which language it was seen. */
export interface Report {
  facts: StoryFacts;
  lang: string | null;
  seenAt: string;
}

/**
 * The story with what an item adds to its facts, and that in words ("stage: agreed → expanded", "party: ford"). A stage that was told once
 * is never new again, nor one that a later stage implies. A kind is new that says more than the story's; a wider word for it is not. Companies that are only mentioned are no parties. Areas in another language are taken for translations of the known ones.
 */
export function mergeFacts(story: RecentStory, report: Report): { story: RecentStory; newFacts: string[] } {
  const kind = newKind(story, report.facts.kind);
  const stage = newStage(story, report.facts.stage);
  const parties = report.facts.kind ? newParties(story, report.facts.parties) : [];
  const areas = newAreas(story, report);
  const amounts = newAmounts(story, report.facts.amounts ?? []);
  const isBurst = Math.abs(Date.parse(report.seenAt) - Date.parse(story.firstSeenAt)) < burstHours * 3_600_000;
  const detail = (known: string[], added: string[]) => (isBurst && known.length === 0 ? [] : added);
  const told: NewFacts = {
    revision: story.revision + 1,
    ...(kind && story.facts.kind ? { kindBefore: story.facts.kind } : {}),
    parties,
    areas: detail(story.facts.areas, areas),
    amounts: detail(story.facts.amounts ?? [], amounts),
  };
  const besideStage = inWords(told);
  const newFacts = [
    ...(told.kindBefore ? [`kind: ${told.kindBefore} → ${kind}`] : []),
    ...(stage ? [`stage: ${story.facts.stage ? `${story.facts.stage} → ` : ""}${stage}`] : []),
    ...besideStage,
  ];
  const stages = [...stagesTold(story), ...(stage ? [stage] : [])];
  const kinds = [...new Set([...kindsTold(story), ...(report.facts.kind ? [report.facts.kind] : [])])];
  const allAmounts = [...(story.facts.amounts ?? []), ...amounts].sort();
  const facts: StoryFacts = {
    parties: [...story.facts.parties, ...parties].sort(),
    kind: kind ?? story.facts.kind,
    stage: stage ?? story.facts.stage,
    areas: [...story.facts.areas, ...areas],
    ...(allAmounts.length > 0 ? { amounts: allAmounts } : {}),
  };
  const history = {
    ...(stages.length > 0 ? { stages } : {}),
    ...(kinds.length > 0 ? { kinds } : {}),
    ...(stage ? { stageAt: report.seenAt } : {}),
    ...(besideStage.length > 0 || told.kindBefore ? { news: [...(story.news ?? []), told] } : {}),
  };
  return { story: { ...story, facts, ...history }, newFacts };
}

const inWords = ({ parties, areas, amounts }: NewFacts): string[] => [
  ...parties.map((party) => `party: ${partyName(party)}`),
  ...areas.map((area) => `area: ${area}`),
  ...amounts.map((amount) => `amount: ${amount}`),
];

/** Whether a story with this stage has news: it was neither told nor is it implied by what was. */
export const isNewStage = (story: RecentStory, stage: Stage | null): boolean => newStage(story, stage) !== null;

const newKind = ({ facts }: RecentStory, kind: Kind | null): Kind | null =>
  kind && (facts.kind === null || isMoreSpecific(kind, facts.kind)) ? kind : null;

const stagesTold = (story: RecentStory): Stage[] => story.stages ?? (story.facts.stage ? [story.facts.stage] : []);

function newStage(story: RecentStory, stage: Stage | null): Stage | null {
  const told = stagesTold(story);
  if (!stage || told.includes(stage)) return null;
  return told.some((earlier) => impliedBy[stage].includes(earlier)) ? null : stage;
}

function newParties(story: RecentStory, parties: string[]): string[] {
  const known = story.facts.parties;
  return furtherParties(parties, known).slice(0, Math.max(0, partiesMax - known.length));
}

/** A sum in another currency is a conversion, one within a tenth of a known one a rounding. */
function newAmounts(story: RecentStory, amounts: string[]): string[] {
  const known = story.facts.amounts ?? [];
  const room = Math.max(0, amountsMax - known.length);
  return known.length === 0
    ? amounts.slice(0, room)
    : amounts.filter((amount) => differs(amount, known)).slice(0, room);
}

const roundingShare = 0.1;

function differs(amount: string, known: string[]): boolean {
  const [value, currency] = amount.split(" ");
  const comparable = known.map((other) => other.split(" ")).filter((other) => other[1] === currency);
  return (
    comparable.length > 0 &&
    comparable.every((other) => Math.abs(Number(other[0]) - Number(value)) > roundingShare * Number(other[0]))
  );
}

/** Areas are compared by their words' beginnings, without case: "Brennstoffzelle" is "Brennstoffzellen-Antriebe" in other words. */
function newAreas(story: RecentStory, { facts, lang }: Report): string[] {
  const known = story.facts.areas;
  if (known.length > 0 && (lang ?? "") !== story.lang) return [];
  const words = known.flatMap(areaWords);
  const further = facts.areas.filter(
    (area) => !areaWords(area).some((word) => words.some((one) => beginAlike(one, word))),
  );
  return further.slice(0, Math.max(0, areasMax - known.length));
}

const areaOpeningLength = 6;

function beginAlike(a: string, b: string): boolean {
  if (a.length < 3 || b.length < 3) return a === b;
  const [openingOfA, openingOfB] = [a.slice(0, areaOpeningLength), b.slice(0, areaOpeningLength)];
  return openingOfA.startsWith(openingOfB) || openingOfB.startsWith(openingOfA);
}
