import type { Mention } from "../matching/mention.ts";
import type { ItemLife, Wire } from "../polling/item.ts";
import type { Kind, Stage, TieUp } from "../tieups/tie-up.ts";

/** What a story states; a new value of any of these is a new fact. */
export interface StoryFacts {
  /** Ids of the watched entities, and `~surface` (folded) for parties that nobody watches; sorted. */
  parties: string[];
  /** null for stories of the rule `any-mention`. */
  kind: Kind | null;
  stage: Stage | null;
  areas: string[];
  /** Sums the story names ("55 billion usd"), normalised and sorted; absent where none is known. */
  amounts?: string[];
}

/** What a revision told of its story that those before had not, beside the stage. */
export interface NewFacts {
  revision: number;
  /** What the story was of before, where the revision told a nearer kind. */
  kindBefore?: Kind;
  parties: string[];
  areas: string[];
  amounts: string[];
}

/** A row of the list of recent stories that the next item is compared with. Small: many are read at once. */
export interface RecentStory {
  id: string;
  facts: StoryFacts;
  revision: number;
  firstSeenAt: string;
  lastSeenAt: string;
  lang: string;
  /** Under which time it is filed in lists, whatever is found of before; absent: `firstSeenAt`. ISO 8601 UTC. */
  beganAt?: string;
  /** Hashes of the telling words of the story's first items, for similarity. */
  signature: number[];
  /** Hashes of the wordings of its items, newest last, by which copies of one agency text are known (`copyKeys`). */
  copies?: number[];
  /** Every stage that an item of the story stated, in that order: an older report of a stage that was told is no new fact. */
  stages?: Stage[];
  /** When its present stage was first seen; absent: at `firstSeenAt`. ISO 8601 UTC. */
  stageAt?: string;
  /** Every kind that an item of the story gave it, in that order; absent: `facts.kind` alone. */
  kinds?: Kind[];
  /** Of the revisions that told more than a stage, the oldest first; absent where none did, and in those from before it was kept. */
  news?: NewFacts[];
  /** Ids of the items that were assigned, newest last, at most `recentItemsMax`: a repeat gets the same answer. */
  itemIds: string[];
  /** How many items, and repeats of items, were put into it; absent in those from before it was counted. */
  turn?: number;
  /** On the list of claims alone: when it was claimed last. ISO 8601 UTC. */
  claimedAt?: string;
  /** Why the latest of them are in it, newest last, at most `recentJoiningsMax`; absent in stories from before it was kept. */
  joinings?: (Joining & { itemId: string })[];
}

/** The kinds that a story was told with: its own, and the wider or nearer words that other items had for it. */
export const kindsTold = ({ kinds, facts }: RecentStory): Kind[] => kinds ?? (facts.kind ? [facts.kind] : []);

/** More item ids than this are not remembered with a recent story: the oldest are dropped. */
export const recentItemsMax = 20;

/** More wordings than these are not remembered with a recent story. */
export const recentCopiesMax = 12;

/** Why an item is in its story, as it was decided when it came. */
export interface Joining {
  /**
   * `first`: it began the story. `copy`: its headline or the beginning of its teaser is that of another report. `same-facts`: same
   * parties, and kinds, stages and times that go together; `follow-up`: the same at another stage. `like-text`: its words are near enough.
   */
  rule: "first" | "copy" | "same-facts" | "follow-up" | "like-text";
  /** The rule with what it was decided by, in words. */
  why: string;
  /** How near its words were to the story's, 0 to 1; absent where they weren't compared. */
  likeness?: number;
  /** Hours to the nearest report of the story; absent for the first. */
  hours?: number;
}

/** So many of the latest joinings are remembered with a recent story: a repeat after a crash has the reasons of the first try. */
export const recentJoiningsMax = 3;

/** One item of a story as a summary shows it. */
export interface StorySource {
  itemId: string;
  source: string;
  /** Absent in those from before it was kept. */
  feedId?: string;
  title: string;
  link: string | null;
  lang: string;
  publishedAt: string | null;
  firstSeenAt: string;
  /** When its present wording was seen, ISO 8601 UTC; absent in those from before it was kept. */
  seenAt?: string;
  sentence: string;
  trigger: string;
  stage: Stage | null;
  /** The story's revision that this item brought or confirmed. */
  revision: number;
  /** The agency and place that the item names; absent where it names neither. */
  wire?: Wire;
  /** What the wire says of its own item (corrected, withdrawn, under embargo); absent where nothing. */
  life?: ItemLife[];
  /** Absent in those from before it was kept, and where a crash took the reason with it. */
  joining?: Joining;
}

/** The items, from any feed of its owner's and in any language, about one event. */
export interface Story {
  id: string;
  /** Whose feeds report it: nobody else sees it. */
  owner: string;
  facts: StoryFacts;
  /** Rises only with a new fact. From 1. */
  revision: number;
  firstSeenAt: string;
  lastSeenAt: string;
  /** See `RecentStory`. */
  beganAt?: string;
  /** See `RecentStory`. */
  news?: NewFacts[];
}

/** Under which time a story is filed in lists. Never changes, so that who pages through a list meets it once. */
export const filedUnder = ({ beganAt, firstSeenAt }: Pick<Story, "beganAt" | "firstSeenAt">): string =>
  beganAt ?? firstSeenAt;

/** A watchlist's reference to a story: stored once per (watchlist, item, wording that brought a fact). */
export interface Hit {
  watchlistId: string;
  /** The watchlist's. */
  owner: string;
  itemId: string;
  /** Our clock: when the item's wording that hit was first seen, or the end of its embargo. Part of the key. */
  seenAt: string;
  /** The entities mentioned. */
  entityIds: string[];
  stories: StoryReference[];
  /** The end of the item's embargo, ISO 8601 UTC; absent where it has none, or no end. */
  embargoUntil?: string;
  /** Stories that the item corrects or takes back: for those who were told them. Absent where it does neither. */
  changes?: StoryChange[];
  /** Why it was filed only afterwards; absent where it wasn't. */
  late?: HitLateness;
  report: HitReport;
  /** Only in the watchlist's own row. */
  why?: HitReasons;
}

/** `name`: the company is named in a way that the watchlist did not know when the item came. */
export interface HitLateness {
  because: "name";
  name: string;
}

/** The item of a hit as it was read then: what the history is searched by, however long ago the item itself has expired. */
export interface HitReport {
  feedId: string;
  source: string;
  title: string;
  link: string | null;
  /** BCP 47 primary subtag. */
  lang: string;
  /** The wire's clock, ISO 8601 UTC. */
  publishedAt: string | null;
  /** What it says for each of the hit's stories, in their order. */
  statements: HitStatement[];
}

export interface HitStatement extends Omit<StoryFacts, "amounts"> {
  storyId: string;
  /** What proves it, verbatim; the headline where the item only mentions the companies. */
  sentence: string;
  trigger: string;
}

/** Why an item hit its watchlist, as it was decided then. */
export interface HitReasons {
  reasons: string[];
  mentions: Mention[];
  /** The tie-ups that satisfied the rule. */
  tieUps: TieUp[];
}

/** What a wire did to what it had reported, and the story's revision then. */
export interface StoryChange extends StoryReference {
  kind: "correction" | "withdrawal";
}

export interface StoryReference {
  storyId: string;
  /** The story's revision after this item. */
  revision: number;
}
