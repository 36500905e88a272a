import { copyKeys } from "./copy-keys.ts";
import { mergeFacts } from "./new-facts.ts";
import { furtherParties, isWatched, partyName, sharedParties } from "./party-names.ts";
import { featureKey, outsideTitle, signature, signatureMax } from "./signature.ts";
import { similarity, type WordWeight, wordWeightAmong } from "./similarity.ts";
import { type RecentStory, recentCopiesMax, recentItemsMax, type StoryFacts } from "./story.ts";

/** An item on its way into a story. */
export interface StoryCandidate {
  itemId: string;
  facts: StoryFacts;
  title: string;
  summary: string;
  lang: string | null;
  /** The outlet's name. */
  source: string;
  /** Our clock, ISO 8601 UTC. */
  seenAt: string;
}

export interface Assignment {
  /** The story after this item: a new object, the given one is not changed. */
  story: RecentStory;
  isNew: boolean;
  /** In words, what this item told that the story had not: "stage: agreed → expanded", "party: Ford". Empty for the first item. */
  newFacts: string[];
  /** In words, why this is its story. */
  why: string;
}

/** A story goes on no longer than this: what the same parties do later is another story. */
export const storySpanHours = 24 * 14;
/** How far from a story's last sight an item of like text may be. */
export const textWindowHours = 72;
/** How far from a story's last sight an item of the same parties may be: talks take days until they are signed or called off. */
export const factsWindowHours = 24 * 7;

/** From here on two texts are about one event, when nothing else is known of them. German wires vary less, English titles are shorter. */
const nearAlone = { de: 0.43, en: 0.28 } as const;
/** Two items on the same parties need less, as the parties were no chance. */
const nearWithParties = 0.9;
/** Copies before agreeing facts (from 1) before likeness (below 1). */
const copyScore = 2.5;
/** Items whose facts seem to differ are one story only as copies of one text. */
const nearThoughDifferent = 0.85;

/**
 * The story of an item among the recent stories, or a new one whose id follows from the item's. The same story if the texts are near enough, or if
 * parties, kind and stage agree within the window, in any language; different pairs of parties stay apart unless the texts are copies. An item
 * that a story already holds goes there again and raises the revision only by a new fact. `wordWeight` says how telling a word is; without it, the recent stories do.
 */
export function assignStory(
  candidate: StoryCandidate,
  recent: RecentStory[],
  wordWeight: WordWeight = wordWeightAmong(recent.map((story) => story.signature)),
): Assignment {
  const held = recent.find((story) => story.itemIds.includes(candidate.itemId));
  if (held)
    return join(held, candidate, { features: [], copies: copyKeysOf(candidate) }, "the item is already in this story");
  const text = {
    features: signature(candidate.title, candidate.summary, candidate.lang),
    copies: copyKeysOf(candidate),
  };
  let best: { story: RecentStory; match: Match } | null = null;
  for (const story of recent) {
    const match = compare(candidate, text, story, wordWeight);
    if (match && (!best || ranksBefore(match, story, best.match, best.story))) best = { story, match };
  }
  return best ? join(best.story, candidate, text, best.match.why) : begin(candidate, text);
}

/** The id of the story that begins with an item. */
export const storyIdOf = (itemId: string): string => `s-${itemId}`;

interface Match {
  score: number;
  why: string;
}

/** The better score; then the older story, then the smaller id, so that the answer does not hang on the order of the list. */
function ranksBefore(match: Match, story: RecentStory, best: Match, other: RecentStory): boolean {
  if (match.score !== best.score) return match.score > best.score;
  if (story.firstSeenAt !== other.firstSeenAt) return story.firstSeenAt < other.firstSeenAt;
  return story.id < other.id;
}

/** What an item's text is compared by. */
interface TextKeys {
  features: number[];
  copies: number[];
}

const copyKeysOf = ({ title, summary }: StoryCandidate): number[] => copyKeys(title, summary);

function compare(candidate: StoryCandidate, text: TextKeys, story: RecentStory, wordWeight: WordWeight): Match | null {
  const hours = hoursApart(candidate.seenAt, story);
  if (hours > factsWindowHours || hoursBetween(candidate.seenAt, story.firstSeenAt) > storySpanHours) return null;
  const relation = relate(candidate.facts, story.facts);
  if (relation.kind === "differ" && relation.certainly) return null;
  const isRecent = hours <= textWindowHours;
  if (isRecent && text.copies.some((copy) => story.copies?.includes(copy))) {
    return { score: copyScore, why: "a copy of the same text" };
  }
  const likeness = isRecent ? similarity(text.features, story.signature, wordWeight) : 0;
  const percent = `text ${Math.round(likeness * 100)} % alike`;
  if (relation.kind === "agree") {
    return { score: 1 + likeness, why: `${relation.why}; ${percent}` };
  }
  return likeness >= nearEnough(relation, candidate.lang, story.lang) ? { score: likeness, why: percent } : null;
}

type Relation =
  | { kind: "agree"; why: string }
  | { kind: "touch" }
  | { kind: "unknown" }
  | { kind: "differ"; certainly: boolean };

/**
 * What the facts of two items say to each other: `agree` (the same tie-up), `differ` (other pairs, other events), `touch` (common parties, the
 * text decides) or `unknown` (nothing in common, nothing against). They differ certainly where both name a watched party that the other does not.
 */
function relate(facts: StoryFacts, known: StoryFacts): Relation {
  const shared = sharedParties(facts.parties, known.parties);
  if (facts.kind === null || known.kind === null) return { kind: shared.length > 0 ? "touch" : "unknown" };
  const [only, knownOnly] = [
    furtherParties(facts.parties, known.parties),
    furtherParties(known.parties, facts.parties),
  ];
  if (shared.length < 2 && only.length > 0 && knownOnly.length > 0) {
    return { kind: "differ", certainly: only.some(isWatched) && knownOnly.some(isWatched) };
  }
  if (shared.length === 0) return { kind: "unknown" };
  if (shared.length < 2 || !kindsAgree(facts.kind, known.kind)) return { kind: "touch" };
  return {
    kind: "agree",
    why: `same parties (${shared.map(partyName).join(", ")}), ${known.kind}, ${told(known, facts)}`,
  };
}

/** The stages in words: "agreed", or "rumoured → agreed" for a follow-up. */
const told = (known: StoryFacts, facts: StoryFacts): string =>
  known.stage === facts.stage ? `${known.stage}` : `${known.stage} → ${facts.stage}`;

/** Wires call one deal by nearer and wider words: a joint venture is a cooperation, a stake may be the half of a takeover. */
function kindsAgree(a: StoryFacts["kind"], b: StoryFacts["kind"]): boolean {
  if (a === b || a === "cooperation" || b === "cooperation") return true;
  return (a === "stake" && b === "merger") || (a === "merger" && b === "stake");
}

function nearEnough({ kind }: Relation, lang: string | null, other: string): number {
  if (kind === "differ") return nearThoughDifferent;
  const alone = lang === "en" && other === "en" ? nearAlone.en : nearAlone.de;
  return kind === "touch" ? alone * nearWithParties : alone;
}

/** Hours from the nearer end of the story's sights; 0 within them. */
function hoursApart(seenAt: string, { firstSeenAt, lastSeenAt }: RecentStory): number {
  if (seenAt < firstSeenAt) return hoursBetween(firstSeenAt, seenAt);
  return seenAt > lastSeenAt ? hoursBetween(seenAt, lastSeenAt) : 0;
}

const hoursBetween = (later: string, earlier: string): number =>
  Math.abs(Date.parse(later) - Date.parse(earlier)) / 3_600_000;

function begin(candidate: StoryCandidate, text: TextKeys): Assignment {
  const { facts, itemId, seenAt } = candidate;
  const story: RecentStory = {
    id: storyIdOf(itemId),
    facts: { ...facts, parties: [...facts.parties].sort() },
    revision: 1,
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    lang: candidate.lang ?? "",
    signature: text.features,
    copies: text.copies,
    ...(facts.stage ? { stages: [facts.stage] } : {}),
    itemIds: [itemId],
  };
  return { story, isNew: true, newFacts: [], why: "no recent story is near" };
}

function join(story: RecentStory, candidate: StoryCandidate, text: TextKeys, why: string): Assignment {
  const { story: merged, newFacts } = mergeFacts(story, candidate);
  const { itemId, seenAt } = candidate;
  const joined: RecentStory = {
    ...merged,
    revision: story.revision + (newFacts.length > 0 ? 1 : 0),
    firstSeenAt: seenAt < story.firstSeenAt ? seenAt : story.firstSeenAt,
    lastSeenAt: seenAt > story.lastSeenAt ? seenAt : story.lastSeenAt,
    signature: widen(story.signature, text.features),
    copies: [...new Set([...(story.copies ?? []), ...text.copies])].slice(-recentCopiesMax),
    itemIds: story.itemIds.includes(itemId) ? story.itemIds : [...story.itemIds, itemId].slice(-recentItemsMax),
  };
  return { story: joined, isNew: false, newFacts, why };
}

/** The first item's words stay; those of later ones are added while there is room. */
function widen(known: number[], added: number[]): number[] {
  const keys = new Set(known.map(featureKey));
  const further = added.filter((feature) => !keys.has(featureKey(feature))).map(outsideTitle);
  return [...known, ...further].slice(0, signatureMax);
}
