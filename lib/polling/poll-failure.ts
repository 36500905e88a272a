import { createHash } from "node:crypto";
import type { FetchOutcome } from "./fetch-feed.ts";
import type { Feed } from "./item.ts";
import { pollMinutes } from "./poll-interval.ts";
import type { Failure, PollState } from "./poll-state.ts";
import { lastTurn } from "./skipped-times.ts";

export interface FailureCause {
  reason: string;
  /** Asked for by the server, or by what happened; 0 where neither says. */
  pauseSeconds: number;
  /** For how long the other feeds of the host had better be left alone, too. */
  coolHostSeconds: number;
  isGone: boolean;
}

/** A feed that says it is gone for good is asked again a day later: publishers send 410 by mistake, too. */
const gonePauseSeconds = 24 * 60 * 60;
/** After so many days in a row we believe it. */
export const goneTimesUntilBelieved = 3;
/** Where a server asks for fewer requests and doesn't say for how long. */
const rateLimitedPauseSeconds = 10 * 60;

/** Why a fetch without an answer that can be read failed, and what follows for the next. */
export function failureOf(outcome: Exclude<FetchOutcome, { kind: "modified" | "not-modified" }>): FailureCause {
  switch (outcome.kind) {
    case "rate-limited": {
      const pauseSeconds = outcome.retryAfterSeconds ?? rateLimitedPauseSeconds;
      const reason = "the server asks for fewer requests";
      return { reason, pauseSeconds, coolHostSeconds: pauseSeconds, isGone: false };
    }
    case "gone":
      return { ...unreadable("gone (HTTP 410)"), pauseSeconds: gonePauseSeconds, isGone: true };
    case "refused":
      return unreadable(`refused: ${outcome.reason}`);
    case "failed":
      return unreadable(outcome.reason);
  }
}

export const unreadable = (reason: string): FailureCause => ({
  reason,
  pauseSeconds: 0,
  coolHostSeconds: 0,
  isGone: false,
});

/** The failure to remember after one more poll that could not read the feed. */
export function nextFailure(feed: Feed, state: PollState | null, cause: FailureCause, now: Date): Failure {
  const before = state?.failing ?? null;
  const count = (before?.count ?? 0) + 1;
  const backoff = backoffMs(feed, count);
  const pauseMs = Math.max(cause.pauseSeconds * 1000, backoff);
  const goneTimes = cause.isGone ? (before?.goneTimes ?? 0) + 1 : 0;
  const isAsked = cause.pauseSeconds * 1000 > backoff;
  return {
    reason: cause.reason,
    since: before?.since ?? now.toISOString(),
    count,
    notBefore: new Date(now.getTime() + pauseMs).toISOString(),
    pause: cause.isGone ? "gone" : isAsked ? "server" : "backoff",
    goneTimes,
    lastSuccessAt: before ? (before.lastSuccessAt ?? null) : lastSuccess(feed, state, now),
  };
}

/** The poll before the one that failed: nobody wrote it down, as it changed nothing, but it came at the feed's turn. */
function lastSuccess(feed: Feed, state: PollState | null, now: Date): string | null {
  if (!state) return null;
  const minutes = pollMinutes(feed);
  const turn = lastTurn(feed.id, minutes, state.hints ?? null, Math.floor(now.getTime() / 60_000) - minutes);
  return new Date(Math.max(turn * 60_000, Date.parse(state.savedAt))).toISOString();
}

export const isGoneForGood = ({ goneTimes = 0 }: Failure): boolean => goneTimes >= goneTimesUntilBelieved;

/** The longest pause after failures; a feed that comes back is noticed within it. */
const backoffMinutesMax = 6 * 60;

/** None after the first failure, which the next regular poll may clear; then doubling, up to the maximum, give or take. */
function backoffMs(feed: Feed, count: number): number {
  if (count === 1) return 0;
  const minutes = pollMinutes(feed);
  const doubled = Math.min(minutes * 2 ** (count - 1), Math.max(backoffMinutesMax, minutes));
  return Math.round(doubled * 60_000 * jitter(feed.id, count));
}

const jitterMost = 0.25;

/** From 0.75 to 1.25, another one for each feed and failure: feeds of a server that was down don't come back all at once. */
function jitter(feedId: string, count: number): number {
  const chance = createHash("sha256").update(`${feedId}\n${count}`).digest().readUInt32BE() / 2 ** 32;
  return 1 - jitterMost + 2 * jitterMost * chance;
}
