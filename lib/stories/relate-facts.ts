import type { Kind } from "../tieups/tie-up.ts";
import { furtherParties, isWatched, partyName, sharedParties } from "./party-names.ts";
import type { RecentStory, StoryFacts } from "./story.ts";

interface StatedFacts {
  facts: StoryFacts;
  lang: string | null;
}

/** What the facts of two items say to each other. */
export type Relation = { kind: "agree"; why: string } | { kind: "apart" } | { kind: "by-text"; likeness: number };

/** From here on two texts are about one event, when nothing else is known of them. German wires vary less, English titles are shorter. */
const nearAlone = { de: 0.43, en: 0.28 } as const;
/** The same, as facts speak for it or against it. A company's name in common makes two English titles look nearer than they are. */
const near = { sameCompanies: 0.38, onePartyEach: 0.5, otherKind: 0.6, otherPartners: 0.85 } as const;

/**
 * Whether an item's facts agree with a story's (the same tie-up, at whatever stage), keep them apart (each names a watched
 * party that the other does not), or leave it to the texts, with the likeness that these then need (0 to 1).
 * `hours` lie between the item and the story.
 */
export function relateFacts(stated: StatedFacts, story: RecentStory, hours: number): Relation {
  const { facts, lang } = stated;
  const { facts: known, lang: knownLang } = story;
  const byText = (likeness: number): Relation => ({ kind: "by-text", likeness });
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
  if (!kindsAgree(facts.kind, known.kind, hours)) return byText(near.otherKind);
  return {
    kind: "agree",
    why: `same parties (${shared.map(partyName).join(", ")}), ${known.kind}, ${told(known, facts)}`,
  };
}

/** The stages in words: "agreed", or "rumoured → agreed" for a follow-up. */
const told = (known: StoryFacts, facts: StoryFacts): string =>
  known.stage === facts.stage ? `${known.stage}` : `${known.stage} → ${facts.stage}`;

/** Reports of one event come within half a day; whoever calls the deal otherwise within it hardly means another one. */
const reportsHours = 12;
const capital: readonly Kind[] = ["stake", "merger"];

/**
 * Wires call one deal by nearer and wider words: a joint venture is a cooperation, a stake may be the half of a takeover. But a purchase
 * is no supply contract, and what is called otherwise a day later is another deal.
 */
function kindsAgree(a: Kind, b: Kind, hours: number): boolean {
  if (a === b || (capital.includes(a) && capital.includes(b))) return true;
  const isWider = a === "cooperation" || b === "cooperation";
  if (capital.includes(a) || capital.includes(b)) return isWider && hours <= reportsHours;
  return isWider || hours <= reportsHours;
}
