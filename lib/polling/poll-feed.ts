import type { FetchOutcome } from "./fetch-feed.ts";
import type { Feed, ParsedFeed, Validators } from "./item.ts";
import { type KeepDependencies, type KeptItems, keepNewItems } from "./keep-new-items.ts";
import { isBelieved, nextMove, rememberedMove } from "./moved-feed.ts";
import { type FailureCause, failureOf, isGoneForGood, nextFailure, unreadable } from "./poll-failure.ts";
import { nextFresh, nextInterval, type PollInterval, pollMinutes } from "./poll-interval.ts";
import {
  type Failure,
  isBaseline,
  isDueForRenewal,
  neverPolled,
  type PollState,
  type PollStates,
  pausedUntil,
} from "./poll-state.ts";
import { firstRhythm, nextRhythm, type Rhythm, silentSince } from "./rhythm.ts";
import { leftAloneUntil } from "./skipped-times.ts";

/** Which feeds can't be read or have fallen silent, for the coverage line of summaries. */
export interface FeedHealth {
  /** `noticed` names what the owner is told, by since when it is there; null while it may be a matter of minutes. */
  failing(feed: Feed, failure: Failure, noticed: string | null): Promise<void>;
  /** Nothing new since then, which is longer than the feed's rhythm allows for. */
  silent(feed: Feed, since: string, noticed: string | null): Promise<void>;
  /** `told` is what the owner was told, and is to be told the end of. `at`: ISO 8601. */
  recovered(feed: Feed, told: string | null, at: string): Promise<void>;
}

/** What polling changes of the feed itself. A feed that was removed meanwhile stays removed. */
export interface FeedCatalog {
  updateFeedUrl(feedId: string, url: string): Promise<unknown>;
  adaptInterval(feedId: string, minutes: number): Promise<unknown>;
  pauseGoneFeed(feedId: string): Promise<unknown>;
}

export type Parse = (input: {
  bytes: Uint8Array;
  contentType: string | null;
  url: string;
}) => Promise<{ kind: "feed"; feed: ParsedFeed } | { kind: "unreadable"; reason: string }>;

export interface PollDependencies extends KeepDependencies {
  fetch(url: string, validators: Validators): Promise<FetchOutcome>;
  parse: Parse;
  states: PollStates;
  health: FeedHealth;
  catalog: FeedCatalog;
  /** Has the owner told of feeds that fail, are silent or are back; what of is read from the health rows. */
  tellOwner(owner: string): Promise<void>;
}

export type PollOutcome =
  | { kind: "unchanged" }
  | {
      kind: "polled";
      newItems: number;
      editedItems: number;
      rememberedItems: number;
      warnings: string[];
      baseline: boolean;
    }
  /** `coolHostSeconds`: the host asks for fewer requests, whichever of its feeds they are for. */
  | { kind: "failing"; reason: string; coolHostSeconds?: number }
  /** Not asked, because of the failures before. */
  | { kind: "backing-off"; until: string }
  /** Not asked, because the feed asks to be left alone in these hours or on this day. */
  | { kind: "skipped"; until: string }
  /** Another poller saved first. What we kept is kept; nothing is lost. */
  | { kind: "overtaken" };

/**
 * Polls one feed: fetch, parse, keep what is new or edited, and save the state last, so that a crash anywhere looks
 * like a poll that never ran (design §4.2). An empty or failed fetch never changes what was seen. Throws when a store
 * fails: the queue then brings the poll again.
 */
export async function pollFeed(feed: Feed, deps: PollDependencies): Promise<PollOutcome> {
  const state = await deps.states.read(feed.id);
  const left = leftAlone(feed, state, deps.now());
  if (left) return left;
  const fetched = await deps.fetch(feed.url, state?.validators ?? {});
  if (fetched.kind === "not-modified") return unchanged(feed, state, fetched, deps);
  if (fetched.kind !== "modified") return fail(feed, state, failureOf(fetched), deps);
  if (state?.bodyHash === fetched.bodyHash) return unchanged(feed, state, fetched, deps);
  const parsed = await deps.parse({ bytes: fetched.bytes, contentType: fetched.contentType, url: fetched.finalUrl });
  if (parsed.kind === "unreadable") return fail(feed, state, unreadable(parsed.reason), deps);
  const kept = await keepNewItems(feed, state, parsed.feed, deps);
  // A new build date, or the same items in another order.
  if (state && !kept.changed && !isBaseline(state)) return unchanged(feed, state, fetched, deps);
  return polled(feed, state, { fetched, parsed: parsed.feed, kept }, deps);
}

function leftAlone(feed: Feed, state: PollState | null, now: Date): PollOutcome | null {
  const notBefore = pausedUntil(feed, state);
  if (notBefore !== null && Date.parse(notBefore) > now.getTime()) return { kind: "backing-off", until: notBefore };
  const minute = Math.floor(now.getTime() / 60_000);
  const until = state?.hints ? leftAloneUntil(feed.id, pollMinutes(feed), state.hints, minute) : null;
  return until === null ? null : { kind: "skipped", until: new Date(until * 60_000).toISOString() };
}

interface Answer {
  permanentUrl: string | null;
  freshForSeconds: number | null;
  validators?: Validators;
  bodyHash?: string;
}

interface News {
  fetched: Extract<FetchOutcome, { kind: "modified" }>;
  parsed: ParsedFeed;
  kept: KeptItems;
}

async function polled(
  feed: Feed,
  state: PollState | null,
  { fetched, parsed, kept }: News,
  deps: PollDependencies,
): Promise<PollOutcome> {
  const now = deps.now();
  const { newItems, editedItems, rememberedItems } = kept;
  const warnings = kept.allNew ? [...parsed.warnings, allNewWarning(feed)] : parsed.warnings;
  const rhythm = rhythmAfter(feed, state, parsed, newItems, now);
  const move = nextMove(state?.move ?? null, feed.url, fetched.permanentUrl);
  const after: PollState = {
    version: (state?.version ?? 0) + 1,
    validators: fetched.validators,
    bodyHash: fetched.bodyHash,
    ring: kept.ring,
    savedAt: now.toISOString(),
    failing: null,
    warnings,
    lastNewItemAt: newItems > 0 ? now.toISOString() : (state?.lastNewItemAt ?? null),
    rhythm,
    hints: parsed.hints ?? null,
    fresh: nextFresh(state?.fresh ?? null, fetched.freshForSeconds, now),
    move: isBelieved(move) ? null : move,
    silentSince: silentSince(rhythm, now),
  };
  if (isBelieved(move)) await deps.catalog.updateFeedUrl(feed.id, move.url);
  const saved = await save(feed, state, after, nextInterval(feed, after, true), deps);
  if (!saved) return { kind: "overtaken" };
  return { kind: "polled", newItems, editedItems, rememberedItems, warnings, baseline: isBaseline(state) };
}

const allNewWarning = (feed: Feed): string =>
  `every item was new at a poll after ${pollMinutes(feed)} minutes: some may have come and gone in between`;

/** A baseline's items are not news, but their dates say how often there is some. */
function rhythmAfter(feed: Feed, state: PollState | null, parsed: ParsedFeed, newItems: number, now: Date): Rhythm {
  if (!state?.rhythm) {
    const published = parsed.items.map(({ publishedAt }) => publishedAt);
    return firstRhythm(published, now);
  }
  if (newItems === 0) return state.rhythm;
  const sinceSaved = Math.ceil((now.getTime() - Date.parse(state.savedAt)) / 60_000);
  const sinceLastPoll = state.failing ? null : Math.max(1, Math.min(pollMinutes(feed), sinceSaved));
  return nextRhythm(state.rhythm, { newItems, items: parsed.items.length, sinceLastPoll }, now);
}

/**
 * An unchanged poll writes nothing, unless something else has changed: the feed was failing until now, it has fallen
 * silent, it says it has moved, its server asks for longer pauses, or what we ask with is to be renewed.
 */
async function unchanged(
  feed: Feed,
  state: PollState | null,
  answer: Answer,
  deps: PollDependencies,
): Promise<PollOutcome> {
  if (!state) return { kind: "unchanged" };
  const now = deps.now();
  const { validators = state.validators, bodyHash = state.bodyHash } = answer;
  const renewable = isDueForRenewal(state, now);
  const heard = nextMove(state.move ?? null, feed.url, answer.permanentUrl);
  const move = isBelieved(heard) ? null : rememberedMove(state.move ?? null, heard, renewable);
  const silent = state.silentSince ?? (state.rhythm ? silentSince(state.rhythm, now) : null);
  const fresh = nextFresh(state.fresh ?? null, answer.freshForSeconds, now);
  const interval = nextInterval(feed, { ...state, fresh }, false);
  const renew = renewable && (!sameValidators(state.validators, validators) || state.bodyHash !== bodyHash);
  const moved = move?.times !== state.move?.times || isBelieved(heard);
  const fellSilent = silent !== (state.silentSince ?? null);
  if (!state.failing && !renew && !moved && !fellSilent && !interval) return { kind: "unchanged" };
  if (isBelieved(heard)) await deps.catalog.updateFeedUrl(feed.id, heard.url);
  const changes = { validators, bodyHash, move, fresh, silentSince: silent, failing: null };
  const next = { ...state, ...changes, version: state.version + 1, savedAt: now.toISOString() };
  await save(feed, state, next, interval, deps);
  return { kind: "unchanged" };
}

const sameValidators = (a: Validators, b: Validators): boolean =>
  a.etag === b.etag && a.lastModified === b.lastModified;

/** Only the state's `failing` changes: what was seen, and the validators that belong to it, stay. */
async function fail(
  feed: Feed,
  state: PollState | null,
  cause: FailureCause,
  deps: PollDependencies,
): Promise<PollOutcome> {
  const now = deps.now();
  const failing = nextFailure(feed, state, cause, now);
  const base = state ?? neverPolled;
  const next = { ...base, version: base.version + 1, savedAt: now.toISOString(), failing };
  await save(feed, state, next, null, deps);
  const { reason, coolHostSeconds } = cause;
  return { kind: "failing", reason, ...(coolHostSeconds > 0 ? { coolHostSeconds } : {}) };
}

/**
 * The state is saved last. The health row is written and deleted before, so that a crash between the two leads to both
 * being made again; so is the feed's own row, and the owner is told through rows that say what was told.
 */
async function save(
  feed: Feed,
  before: PollState | null,
  after: PollState,
  interval: PollInterval | null,
  deps: PollDependencies,
): Promise<boolean> {
  const { health, catalog, states } = deps;
  const told = before?.noticed ?? null;
  const noticed = told ?? worthTelling(after);
  const ails = after.failing !== null || Boolean(after.silentSince);
  if (after.failing) await health.failing(feed, after.failing, noticed);
  else if (after.silentSince && (before?.failing || !before?.silentSince))
    await health.silent(feed, after.silentSince, noticed);
  else if (!ails && (before?.failing || before?.silentSince)) await health.recovered(feed, told, after.savedAt);
  if (ails ? noticed !== told : told !== null) await deps.tellOwner(feed.owner);
  if (after.failing && isGoneForGood(after.failing)) await catalog.pauseGoneFeed(feed.id);
  if (interval) await catalog.adaptInterval(feed.id, interval.minutes);
  return states.save(feed.id, { ...after, noticed: ails ? noticed : null });
}

/** A failure of some minutes is nobody's business. */
const worthTellingMs = 60 * 60 * 1000;
const worthTellingCount = 2;

/** Since when there is what the owner should know of, or null. */
function worthTelling({ failing, silentSince, savedAt }: PollState): string | null {
  if (!failing) return silentSince ?? null;
  const isOld = Date.parse(savedAt) - Date.parse(failing.since) >= worthTellingMs;
  return isOld && failing.count >= worthTellingCount ? failing.since : null;
}
