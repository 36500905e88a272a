import { amountsOf } from "./amounts.ts";
import { copyKeys } from "./copy-keys.ts";
import { mergeFacts } from "./new-facts.ts";
import { partyName } from "./party-names.ts";
import { relateFacts } from "./relate-facts.ts";
import { featureKey, outsideTitle, signature, signatureMax } from "./signature.ts";
import { similarity, type WordWeight, wordWeightAmong } from "./similarity.ts";
import {
  filedUnder,
  type Joining,
  type RecentStory,
  recentCopiesMax,
  recentItemsMax,
  recentJoiningsMax,
  type StoryFacts,
} from "./story.ts";

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
  /** Why this is its story; null where it is in it already, and its reason is not remembered. */
  joining: Joining | null;
}

/** A story goes on no longer than this: what the same parties do later is another story. */
export const storySpanHours = 24 * 14;
/** How far from a story's last sight an item of like text may be. */
export const textWindowHours = 72;
/** How far from a story's last sight an item of the same parties may be: talks take days until they are signed or called off. */
export const factsWindowHours = 24 * 7;

/** Copies before agreeing facts (from 1, by kind and area up to 1.75, and likeness) before likeness (up to 1). */
const copyScore = 3;

/**
 * The story of an item among the recent stories, or a new one whose id follows from the item's. The same story if the texts
 * are near enough, or if parties, kind and stage agree within the window, in any language; a new stage of the same tie-up
 * (rumoured, then agreed) is a follow-up. Another kind can be another word for it, for half a day; about another area it is another deal. Different watched pairs stay apart, whatever the texts. An item that a story already
 * holds goes there again and raises the revision only by a new fact. `wordWeight` says how telling a word is; without it,
 * the recent stories do.
 */
export function assignStory(
  candidate: StoryCandidate,
  recent: RecentStory[],
  wordWeight: WordWeight = wordWeightAmong(recent.map((story) => story.signature)),
): Assignment {
  const held = recent.find((story) => story.itemIds.includes(candidate.itemId));
  const { title, summary, lang } = candidate;
  const copies = copyKeys(title, summary);
  if (held) return join(held, candidate, { features: [], copies }, joiningOf(candidate.itemId, held));
  const text = { features: signature(title, summary, lang), copies };
  let best: { story: RecentStory; match: Match } | null = null;
  for (const story of recent) {
    const match = compare(candidate, text, story, wordWeight);
    if (match && (!best || ranksBefore(match, story, best.match, best.story))) best = { story, match };
  }
  return best ? join(best.story, candidate, text, best.match.joining) : begin(candidate, text);
}

/** The id of the story that begins with an item. */
export const storyIdOf = (itemId: string): string => `s-${itemId}`;

interface Match {
  score: number;
  joining: Joining;
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

function compare(candidate: StoryCandidate, text: TextKeys, story: RecentStory, wordWeight: WordWeight): Match | null {
  const hours = hoursApart(candidate.seenAt, story);
  if (hours > factsWindowHours || hoursBetween(candidate.seenAt, story.firstSeenAt) > storySpanHours) return null;
  const relation = relateFacts(candidate, text.features, story);
  if (relation.kind === "apart") return null;
  const isRecent = hours <= textWindowHours;
  const match = (rule: Joining["rule"], score: number, why: string, near?: number): Match => ({
    score,
    joining: { rule, why, ...(near === undefined ? {} : { likeness: inHundredths(near) }), hours: inHundredths(hours) },
  });
  if (isRecent && text.copies.some((copy) => story.copies?.includes(copy))) {
    return match("copy", copyScore, "a copy of the same text");
  }
  const likeness = isRecent ? similarity(text.features, story.signature, wordWeight) : 0;
  if (relation.kind === "agree") {
    const rule = candidate.facts.stage === story.facts.stage ? "same-facts" : "follow-up";
    return match(rule, 1 + relation.bond + likeness, `${relation.why}; ${alike(likeness)}`, likeness);
  }
  if (!relation.withoutNames)
    return likeness >= relation.likeness ? match("like-text", likeness, alike(likeness), likeness) : null;
  const names = nameKeys([...candidate.facts.parties, ...story.facts.parties]);
  const others = (features: number[]) => features.filter((feature) => !names.has(featureKey(feature)));
  const beyond = isRecent ? similarity(others(text.features), others(story.signature), wordWeight) : 0;
  return beyond >= relation.likeness ? match("like-text", likeness, `${alike(beyond)} beyond the names`, beyond) : null;
}

const inHundredths = (value: number): number => Math.round(value * 100) / 100;

const alike = (likeness: number): string => `text ${Math.round(likeness * 100)} % alike`;

/** The words of the parties' names, as features have them: two deals of one pair have these in common, and nothing else need be. */
const nameKeys = (parties: string[]): Set<number> =>
  new Set(
    ["de", "en"].flatMap((lang) => parties.flatMap((party) => signature(partyName(party), "", lang)).map(featureKey)),
  );

/** Hours from the nearer end of the story's sights; 0 within them. */
function hoursApart(seenAt: string, { firstSeenAt, lastSeenAt }: RecentStory): number {
  if (seenAt < firstSeenAt) return hoursBetween(firstSeenAt, seenAt);
  return seenAt > lastSeenAt ? hoursBetween(seenAt, lastSeenAt) : 0;
}

const hoursBetween = (later: string, earlier: string): number =>
  Math.abs(Date.parse(later) - Date.parse(earlier)) / 3_600_000;

const began: Joining = { rule: "first", why: "no recent story is near" };

function joiningOf(itemId: string, { joinings = [] }: RecentStory): Joining | null {
  const known = joinings.find((one) => one.itemId === itemId);
  if (!known) return null;
  const { itemId: _, ...joining } = known;
  return joining;
}

function begin(candidate: StoryCandidate, text: TextKeys): Assignment {
  const { itemId, seenAt } = candidate;
  const facts = withAmounts(candidate);
  const story: RecentStory = {
    id: storyIdOf(itemId),
    facts: { ...facts, parties: [...facts.parties].sort() },
    revision: 1,
    turn: 1,
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    lang: candidate.lang ?? "",
    signature: text.features,
    copies: text.copies,
    ...(facts.stage ? { stages: [facts.stage] } : {}),
    itemIds: [itemId],
    joinings: [{ itemId, ...began }],
  };
  return { story, isNew: true, newFacts: [], joining: began };
}

function join(story: RecentStory, candidate: StoryCandidate, text: TextKeys, joining: Joining | null): Assignment {
  const { story: merged, newFacts } = mergeFacts(story, { ...candidate, facts: withAmounts(candidate) });
  const { itemId, seenAt } = candidate;
  const joined: RecentStory = {
    ...merged,
    revision: story.revision + (newFacts.length > 0 ? 1 : 0),
    turn: (story.turn ?? 0) + 1,
    firstSeenAt: seenAt < story.firstSeenAt ? seenAt : story.firstSeenAt,
    ...(seenAt < story.firstSeenAt ? { beganAt: filedUnder(story) } : {}),
    lastSeenAt: seenAt > story.lastSeenAt ? seenAt : story.lastSeenAt,
    signature: widen(story.signature, text.features),
    copies: [...new Set([...(story.copies ?? []), ...text.copies])].slice(-recentCopiesMax),
    ...(story.itemIds.includes(itemId) || joining === null ? {} : joinedBy(story, itemId, joining)),
  };
  return { story: joined, isNew: false, newFacts, joining };
}

const joinedBy = ({ itemIds, joinings = [] }: RecentStory, itemId: string, joining: Joining) => ({
  itemIds: [...itemIds, itemId].slice(-recentItemsMax),
  joinings: [...joinings, { itemId, ...joining }].slice(-recentJoiningsMax),
});

/** Sums count where organisations do business: in the title of a tie-up, unless the caller knows them better. */
function withAmounts({ facts, title, lang }: StoryCandidate): StoryFacts {
  if (facts.kind === null || facts.amounts) return facts;
  const amounts = amountsOf(title, lang);
  return amounts.length > 0 ? { ...facts, amounts } : facts;
}

/** The first item's words stay; those of later ones are added while there is room. */
function widen(known: number[], added: number[]): number[] {
  const keys = new Set(known.map(featureKey));
  const further = added.filter((feature) => !keys.has(featureKey(feature))).map(outsideTitle);
  return [...known, ...further].slice(0, signatureMax);
}
