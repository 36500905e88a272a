import type { Delivery } from "../alerting/delivery.ts";
import type { Hit, Story, StorySource } from "../stories/story.ts";
import type { Kind, Stage } from "../tieups/tie-up.ts";
import type { PageRequest, Position } from "./page.ts";

/** ISO 8601 UTC, both inclusive; null: no bound. */
export interface TimeRange {
  from: string | null;
  to: string | null;
}

/** Which list of news is meant: all of an owner's, or of one company, one pair or one watchlist. */
export type NewsList =
  | { owner: string }
  | { owner: string; party: string }
  | { owner: string; pair: readonly [string, string] }
  | { watchlistId: string };

/** Entries as they are stored, each with where it stands: a later page begins behind any of them. */
export interface ListPage<T> {
  /** null in place of an entry that has expired. */
  entries: { entry: T | null; at: Position }[];
  /** There are more behind the last. */
  more: boolean;
}

export interface StoryInFull {
  story: Story;
  /** The first report first; of very many the first hundred by item id. */
  sources: StorySource[];
}

/** A party that another one works together with. */
export interface Partner {
  partner: string;
  /** ISO 8601 UTC, as is `lastSeenAt`: when the first story of the two was first seen. */
  since: string;
  /** Of their newest story, as are the rest. */
  lastSeenAt: string;
  storyId: string;
  kind: Kind;
  stage: Stage | null;
  areas: string[];
}

/** What was found and sent. Every list is newest first, and a page costs the rows that it has, however long the list is. */
export interface History {
  hits(list: NewsList, range: TimeRange, page: PageRequest): Promise<ListPage<Hit>>;
  hit(watchlistId: string, seenAt: string, itemId: string): Promise<Hit | null>;
  /** Ids of stories, by when they were first filed. */
  storyIds(list: NewsList, range: TimeRange, page: PageRequest): Promise<ListPage<string>>;
  story(id: string): Promise<StoryInFull | null>;
  /** Ordered by the partner's id. */
  partners(owner: string, party: string, limit: number): Promise<Partner[]>;
  deliveries(endpointId: string, range: TimeRange, page: PageRequest): Promise<ListPage<Delivery>>;
}
