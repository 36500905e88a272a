import type { Feed, FeedHints, Validators } from "./item.ts";
import type { Move } from "./moved-feed.ts";
import type { Rhythm } from "./rhythm.ts";

/** What is remembered of a feed between polls. */
export interface PollState {
  /** Counts the writes: of two pollers at once, one saves. */
  version: number;
  validators: Validators;
  bodyHash: string;
  ring: Uint8Array;
  savedAt: string;
  /** Since when, and why, the feed could not be read; null when it could. */
  failing: Failure | null;
  warnings: string[];
  lastNewItemAt: string | null;
  /** How often news comes; left out before the first poll that read the feed. */
  rhythm?: Rhythm;
  /** What the document asks of whoever polls it, as of the last poll that brought news. */
  hints?: FeedHints | null;
  /** What the server's caching headers ask. */
  fresh?: Fresh | null;
  /** Where the feed says it has moved, until we believe it. */
  move?: Move | null;
  /** When news last came, where that is much longer ago than the feed's rhythm allows for. */
  silentSince?: string | null;
  /** Which failure or silence the feed's owner was told of: since when it was there. null where none is. */
  noticed?: string | null;
}

export interface Failure {
  reason: string;
  since: string;
  /** Polls in a row that failed. */
  count: number;
  /** The feed is left alone until then: the server asked for it, or it has failed too often to be asked at once. */
  notBefore: string;
  /** Why it is left alone until then. */
  pause?: "backoff" | "server" | "gone";
  /** Answers in a row that said the feed is gone. */
  goneTimes?: number;
  /** The last poll that could read the feed; null where none ever could. */
  lastSuccessAt?: string | null;
}

/** How long a copy may be kept. */
export interface Fresh {
  minutes: number;
  /** When the server said so, ISO 8601. */
  at: string;
}

export interface PollStates {
  read(feedId: string): Promise<PollState | null>;
  /** False when another poller saved since `state` was read; `state.version` is the version to write. */
  save(feedId: string, state: PollState): Promise<boolean>;
}

export const neverPolled: Omit<PollState, "savedAt" | "failing"> = {
  version: 0,
  validators: {},
  bodyHash: "",
  ring: new Uint8Array(),
  warnings: [],
  lastNewItemAt: null,
};

/** A feed that failed before it was ever read has a state, but has still to be read for the first time. */
export const isBaseline = (state: PollState | null): boolean => state === null || state.bodyHash === "";

/** Until when the feed is left alone for its failures, ISO 8601; null where it isn't, or its owner has resumed it since. */
export function pausedUntil({ resumedAt }: Pick<Feed, "resumedAt">, state: PollState | null): string | null {
  if (!state?.failing || (resumedAt !== undefined && resumedAt >= state.savedAt)) return null;
  return state.failing.notBefore;
}

/** Some servers send other validators, or another address, with every answer: what follows from these is saved so often only. */
const renewedEveryMs = 60 * 60 * 1000;

export const isDueForRenewal = ({ savedAt }: PollState, now: Date): boolean =>
  now.getTime() - Date.parse(savedAt) > renewedEveryMs;
