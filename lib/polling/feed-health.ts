import type { Feed } from "./item.ts";
import { type IntervalReason, pollInterval, pollMinutes } from "./poll-interval.ts";
import { type Failure, type PollState, pausedUntil } from "./poll-state.ts";
import { lastTurn, nextTurn } from "./skipped-times.ts";

/** How polling a feed goes. Times are ISO 8601 UTC, null where there is none. */
export interface FeedCondition {
  /** `gone`: it says so itself (HTTP 410). `silent`: it can be read, and has brought nothing for longer than its rhythm allows for. */
  state: "new" | "healthy" | "failing" | "gone" | "silent";
  /** Why it is failing or gone, in words; null in the other states. */
  reason: string | null;
  /** Since when it is failing, gone or silent. */
  since: string | null;
  lastSuccessAt: string | null;
  lastNewItemAt: string | null;
  warnings: string[];
  nextPollAt: string | null;
  /** Why then, in words. */
  nextPollWhy: string;
}

/** Between a feed's turn and the end of its poll: the schedule's minute, the queue, a slow host. */
const pollLagMinutes = 3;

/**
 * How polling the feed goes at a time, from its state; pure, so that it costs no write per poll. A poll that changed
 * nothing was not written down: the last success of a feed that isn't failing is therefore its last turn, provided that
 * the schedule runs (its own alarm watches that).
 */
export function feedHealth(feed: Feed, state: PollState | null, now: Date): FeedCondition {
  const minute = Math.floor(now.getTime() / 60_000);
  const known = { lastNewItemAt: state?.lastNewItemAt ?? null, warnings: state?.warnings ?? [] };
  return {
    ...conditionOf(state),
    ...known,
    lastSuccessAt: lastSuccess(feed, state, minute),
    ...nextPoll(feed, state, minute),
  };
}

function conditionOf(state: PollState | null): Pick<FeedCondition, "state" | "reason" | "since"> {
  if (!state) return { state: "new", reason: null, since: null };
  const { failing, silentSince } = state;
  if (failing) return { state: isGone(failing) ? "gone" : "failing", reason: failing.reason, since: failing.since };
  if (silentSince) return { state: "silent", reason: null, since: silentSince };
  return { state: "healthy", reason: null, since: null };
}

const isGone = ({ pause }: Failure): boolean => pause === "gone";

function lastSuccess(feed: Feed, state: PollState | null, minute: number): string | null {
  if (!state) return null;
  if (state.failing) return state.failing.lastSuccessAt ?? null;
  if (feed.paused) return state.savedAt;
  const turn = lastTurn(feed.id, pollMinutes(feed), state.hints ?? null, minute - pollLagMinutes);
  return turn * 60_000 > Date.parse(state.savedAt) ? iso(turn) : state.savedAt;
}

function nextPoll(
  feed: Feed,
  state: PollState | null,
  minute: number,
): Pick<FeedCondition, "nextPollAt" | "nextPollWhy"> {
  if (feed.paused) {
    const gone = feed.pausedBecause === "gone";
    return { nextPollAt: null, nextPollWhy: gone ? "it is gone; resume it to have it asked again" : "it is paused" };
  }
  const minutes = pollMinutes(feed);
  const failing = state?.failing ?? null;
  // A pause that ends within a minute ends with it.
  const until = pausedUntil(feed, state);
  const from = until === null ? minute : Math.max(minute, Math.ceil(Date.parse(until) / 60_000) - 1);
  const turn = nextTurn(feed.id, minutes, null, from) as number;
  const allowed = nextTurn(feed.id, minutes, state?.hints ?? null, from) ?? turn;
  const nextPollWhy =
    allowed > turn
      ? "it asks not to be read before, on these days or in these hours"
      : failing && from > minute
        ? pauseInWords(failing)
        : intervalInWords(feed, state);
  return { nextPollAt: iso(allowed), nextPollWhy };
}

function pauseInWords({ pause = "backoff", count }: Failure): string {
  const reasons = {
    backoff: `it failed ${count} times in a row`,
    server: "the server asked to be left alone until then",
    gone: "it says that it is gone, and is asked once a day whether it is",
  };
  return reasons[pause];
}

/** What sets an interval, to follow it: "every 15 minutes, as it asks for by its ttl". */
export const reasonsInWords: Record<IntervalReason, string> = {
  wish: "as wished",
  ttl: "as it asks for by its ttl",
  "update-period": "as it asks for by its update period",
  caching: "as its server asks for by its caching headers",
  rhythm: "as often as its news comes",
  turnover: "so that no item comes and goes unseen",
};

/** An interval that has been kept though another would suit a little better was the rhythm's. */
function intervalInWords(feed: Feed, state: PollState | null): string {
  const minutes = pollMinutes(feed);
  const suiting = state ? pollInterval(feed, state).because : "wish";
  const own = suiting === "wish" ? "rhythm" : suiting;
  const shown = minutes === feed.intervalMinutes ? "wish" : own;
  return `${everyInWords(minutes)}, ${reasonsInWords[shown]}`;
}

/** "every 5 minutes", "once a day". */
export function everyInWords(minutes: number): string {
  if (minutes === 1) return "every minute";
  if (minutes === 24 * 60) return "once a day";
  if (minutes % 60 > 0) return `every ${minutes} minutes`;
  return minutes === 60 ? "every hour" : `every ${minutes / 60} hours`;
}

const iso = (minute: number): string => new Date(minute * 60_000).toISOString();
