import type { Kind } from "../tieups/tie-up.ts";
import { isNewStage } from "./new-facts.ts";
import { furtherParties, isWatched, partyName, sharedParties } from "./party-names.ts";
import { relateAreas } from "./relate-areas.ts";
import { isMoreSpecific, relateKinds } from "./relate-kinds.ts";
import { kindsTold, type RecentStory, type StoryFacts } from "./story.ts";

interface StatedFacts {
  facts: StoryFacts;
  lang: string | null;
  /** Our clock, ISO 8601 UTC. */
  seenAt: string;
}

/**
 * What the facts of two items say to each other. Left to the texts, these need that likeness (0 to 1), without the parties' names where
 * those are known to be common.
 */
export type Relation =
  | { kind: "agree"; bond: number; why: string }
  | { kind: "apart" }
  | { kind: "by-text"; likeness: number; withoutNames: boolean };

/** From here on two texts are about one event, when nothing else is known of them. German wires vary less, English titles are shorter. */
const nearAlone = { de: 0.43, en: 0.28 } as const;
/** The same, as facts speak for it or against it. A company's name in common makes two English titles look nearer than they are. */
const near = { sameCompanies: 0.38, onePartyEach: 0.5, otherPartners: 0.85 } as const;

/**
 * Whether an item's facts agree with a story's (the same tie-up, at whatever stage), keep them apart (each names a watched
 * party that the other does not), or leave it to the texts. `features` are the item's telling words (`signature`).
 */
export function relateFacts(stated: StatedFacts, features: number[], story: RecentStory): Relation {
  const { facts, lang } = stated;
  const { facts: known, lang: knownLang } = story;
  const byText = (likeness: number): Relation => ({ kind: "by-text", likeness, withoutNames: false });
  const alone = lang === "en" && knownLang === "en" ? nearAlone.en : nearAlone.de;
  const shared = sharedParties(facts.parties, known.parties);
  if (facts.kind === null || known.kind === null) {
    return byText(shared.length > 0 ? near.sameCompanies : alone);
  }
  const [only, knownOnly] = [
    furtherParties(facts.parties, known.parties),
    furtherParties(known.parties, facts.parties),
  ];
  if (shared.length < 2 && only.length > 0 && knownOnly.length > 0) {
    return only.some(isWatched) && knownOnly.some(isWatched) ? { kind: "apart" } : byText(near.otherPartners);
  }
  if (shared.length === 0) return byText(alone);
  if (shared.length === 1) return byText(near.onePartyEach);
  const bond = bondOf(stated, features, story);
  if (bond === 0) return { kind: "by-text", likeness: alone, withoutNames: true };
  return { kind: "agree", bond, why: `same parties (${shared.map(partyName).join(", ")}), ${told(known, facts)}` };
}

/** Kind and stage in words: "cooperation, agreed", or "cooperation → joint-venture, rumoured → agreed" for a follow-up. */
const told = (known: StoryFacts, facts: StoryFacts): string =>
  [
    known.kind === facts.kind ? known.kind : `${known.kind} → ${facts.kind}`,
    known.stage === facts.stage ? known.stage : `${known.stage} → ${facts.stage}`,
  ].join(", ");

/** Reports of one event come within half a day; whoever calls the deal otherwise within it hardly means another one. */
const reportsHours = 12;
/** A wider word that would tell nobody anything, or a translation that calls the deal quite otherwise, has to come sooner. */
const soonHours = 3;
/** Who tells the same stage again after so long, in other words and of nothing that was told, tells of another deal. */
const repeatHours = 48;

const bonds = { sameKind: 0.5, nearKind: 0.25, sharedAreas: 0.25 } as const;

/**
 * How surely two reports on the same companies are on one deal by their kinds, areas and stages, or 0: that is for the texts to say. Time
 * counts from the first report of the story's stage and not from the last one, else a talk of the town would take in every deal.
 */
function bondOf(stated: StatedFacts, features: number[], story: RecentStory): number {
  const { facts, lang } = stated;
  const { kind } = facts;
  const known = story.facts.kind;
  if (kind === null || known === null) return 0;
  const areas = relateAreas(
    { areas: facts.areas, features, lang },
    { areas: story.facts.areas, features: story.signature, lang: story.lang },
  );
  if (areas === "differ") return 0;
  const hours = hoursBetween(stated.seenAt, story.stageAt ?? story.firstSeenAt);
  const isTranslation = (lang ?? "") !== story.lang;
  const further = areas === "shared" ? bonds.sharedAreas : 0;
  switch (relateKinds(kind, known, kindsTold(story))) {
    case "same":
      return areas === "shared" || hours <= repeatHours || goesOn(story, facts) ? bonds.sameKind + further : 0;
    case "near": {
      if (areas === "shared" && hours <= repeatHours) return bonds.nearKind + further;
      if (isTranslation || isMoreSpecific(kind, known)) return hours <= reportsHours ? bonds.nearKind : 0;
      return isWiderWord(kind) && hours <= soonHours ? bonds.nearKind : 0;
    }
    case "loose":
      return isTranslation && hours <= soonHours ? bonds.nearKind : 0;
    case "other":
      return 0;
  }
}

/** A joint venture is a cooperation, and who takes over buys a stake; but a supply contract is no word for a licence. */
const isWiderWord = (kind: Kind): boolean => kind === "cooperation" || kind === "stake";

/** Talks go on, a deal is signed, widened or ended; what is only mentioned was told before. */
const goesOn = (story: RecentStory, { stage }: StoryFacts): boolean =>
  stage === "active" || (stage === "rumoured" && story.facts.stage === "rumoured") || isNewStage(story, stage);

const hoursBetween = (a: string, b: string): number => Math.abs(Date.parse(a) - Date.parse(b)) / 3_600_000;
