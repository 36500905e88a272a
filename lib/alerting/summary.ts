import type { Outage } from "../polling/schedule-polls.ts";
import type { Sourcing } from "../stories/independent-sources.ts";
import type { Story, StoryChange, StorySource } from "../stories/story.ts";
import type { Hold } from "./hold.ts";
import type { Lateness } from "./lateness.ts";

/** What one endpoint is told at once: the stories that are new to it, and how well its feeds were watched. */
export interface Summary {
  /** The endpoint's last summary, or the beginning of its first subscription. ISO 8601 UTC. */
  since: string;
  /** At least one, in no order: the composers sort by newest fact. */
  stories: SummaryStory[];
  coverage: Coverage;
  /** Names of watchlists whose digests were due, too, and are to say that they have nothing. */
  nothingOn?: string[];
  /** How many of the stories were due earlier and held, by the reason; absent where none was. */
  held?: Partial<Record<Hold, number>>;
}

export interface SummaryStory {
  story: Story;
  /** At least one, in no order. */
  sources: StorySource[];
  /** The same, counted. */
  sourcing: Sourcing;
  /** The newest revision that this endpoint was told of before, or null: the story is new to it. */
  toldRevision: number | null;
  /** Why the reader hears of it hours after it was to be had; null or absent where they don't. */
  late?: Lateness | null;
  /** What a wire did to what this endpoint was told; null or absent where nothing. */
  change?: StoryChange["kind"] | null;
  /** The subscribed watchlists that the story hit, and the names of the watched entities that it hit them with. */
  watchlists: { name: string; entities: string[] }[];
  /** The names of watched entities by id, for `story.facts.parties`. */
  names: Record<string, string>;
}

/** How many feeds the subscriber's owner has polled, which of them can't be read, and which can but bring nothing any more. */
export interface Coverage {
  feeds: number;
  failing: FailingFeed[];
  silent: SilentFeed[];
  /** Those that are back after a failure or silence that was long enough to be told; absent where none is known. */
  recovered?: RecoveredFeed[];
  /** When we polled none of them, as we were away; absent where we were there. ISO 8601 UTC. */
  outages?: Outage[];
}

export interface RecoveredFeed {
  feedId: string;
  title: string;
  /** ISO 8601 UTC: since when it failed or was silent, and when it was back. */
  from: string;
  until: string;
}

export interface SilentFeed {
  feedId: string;
  title: string;
  /** ISO 8601 UTC: when it last brought something, which is longer ago than its rhythm allows for. */
  since: string;
}

export interface FailingFeed {
  feedId: string;
  title: string;
  /** In words: "HTTP 403". */
  reason: string;
  /** ISO 8601 UTC. */
  since: string;
}
