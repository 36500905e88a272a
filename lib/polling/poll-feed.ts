import { createHash } from "node:crypto";
import type { FetchOutcome } from "./fetch-feed.ts";
import type { Feed, Item, ItemRevision, ParsedFeed, ParsedItem, Validators } from "./item.ts";
import { compareWithRing, type Verdict } from "./seen-ring.ts";

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
}

export interface Failure {
  reason: string;
  since: string;
  /** Polls in a row that failed. */
  count: number;
  /** The feed is left alone until then: the server asked for it, or it has failed too often to be asked at once. */
  notBefore: string;
}

export interface PollStates {
  read(feedId: string): Promise<PollState | null>;
  /** False when another poller saved since `state` was read; `state.version` is the version to write. */
  save(feedId: string, state: PollState): Promise<boolean>;
}

export interface ItemStore {
  /** The stored item: this one, or the one that was there before it under the same id. */
  create(item: Item): Promise<Item>;
  /** The item with the wording added, unless it is its current wording; null where no such item is stored. */
  revise(itemId: string, revision: ItemRevision): Promise<Item | null>;
}

/** Which feeds can't be read, for the coverage line of summaries. */
export interface FeedHealth {
  failing(feed: Feed, failure: Failure): Promise<void>;
  recovered(feed: Feed): Promise<void>;
}

export type Parse = (input: {
  bytes: Uint8Array;
  contentType: string | null;
  url: string;
}) => Promise<{ kind: "feed"; feed: ParsedFeed } | { kind: "unreadable"; reason: string }>;

export interface PollDependencies {
  fetch(url: string, validators: Validators): Promise<FetchOutcome>;
  parse: Parse;
  states: PollStates;
  items: ItemStore;
  health: FeedHealth;
  /** Takes a new or edited item to matching, stories and hits. May be called again for the same wording. */
  keep(item: Item): Promise<void>;
  now(): Date;
  /** At the first poll of a feed, older items are only remembered. */
  lookbackMs: number;
}

export type PollOutcome =
  | { kind: "unchanged" }
  | { kind: "polled"; newItems: number; editedItems: number; warnings: string[]; baseline: boolean }
  | { kind: "failing"; reason: string }
  /** Not asked, because of the failures before. */
  | { kind: "backing-off"; until: string }
  /** Another poller saved first. What we kept is kept; nothing is lost. */
  | { kind: "overtaken" };

/** The longest pause after failures; a feed that comes back is noticed within it. */
const backoffMinutesMax = 6 * 60;
/** A server that changes its validators or a build date at every request must not cost a write at every poll. */
const validatorsSavedEveryMs = 60 * 60 * 1000;

/**
 * Polls one feed: fetch, parse, keep what is new or edited, and save the state last, so that a crash anywhere looks
 * like a poll that never ran (design §4.2). An empty or failed fetch never changes what was seen. Throws when a store
 * fails: the queue then brings the poll again.
 */
export async function pollFeed(feed: Feed, deps: PollDependencies): Promise<PollOutcome> {
  const state = await deps.states.read(feed.id);
  const until = state?.failing?.notBefore;
  if (until && Date.parse(until) > deps.now().getTime()) return { kind: "backing-off", until };
  const fetched = await deps.fetch(feed.url, state?.validators ?? {});
  if (fetched.kind === "not-modified") return unchanged(feed, state, deps);
  if (fetched.kind !== "modified") return fail(feed, state, failureOf(fetched), deps);
  if (state?.bodyHash === fetched.bodyHash) return unchanged(feed, state, deps, fetched);
  const parsed = await deps.parse({ bytes: fetched.bytes, contentType: fetched.contentType, url: fetched.finalUrl });
  if (parsed.kind === "unreadable") return fail(feed, state, { reason: parsed.reason, pauseSeconds: 0 }, deps);
  const { ring, changed, ...counts } = await keepItems(feed, state, parsed.feed, deps);
  // A new build date, or the same items in another order.
  if (state && !changed && !isBaseline(state)) return unchanged(feed, state, deps, fetched);
  if (state?.failing) await deps.health.recovered(feed);
  const saved = await deps.states.save(feed.id, {
    version: (state?.version ?? 0) + 1,
    validators: fetched.validators,
    bodyHash: fetched.bodyHash,
    ring,
    savedAt: deps.now().toISOString(),
    failing: null,
    warnings: parsed.feed.warnings,
    lastNewItemAt: counts.newItems > 0 ? deps.now().toISOString() : (state?.lastNewItemAt ?? null),
  });
  if (!saved) return { kind: "overtaken" };
  return { kind: "polled", ...counts, warnings: parsed.feed.warnings, baseline: isBaseline(state) };
}

/** A feed that failed before it was ever read has a state, but has still to be read for the first time. */
const isBaseline = (state: PollState | null): boolean => state === null || state.bodyHash === "";

async function keepItems(feed: Feed, state: PollState | null, parsed: ParsedFeed, deps: PollDependencies) {
  const comparison = compareWithRing(state?.ring ?? new Uint8Array(), parsed.items);
  const source = parsed.title || feed.title;
  let newItems = 0;
  let editedItems = 0;
  // Oldest first, as they were published: a story begins with its first report.
  for (const [index, parsedItem] of [...parsed.items.entries()].reverse()) {
    const verdict = comparison.verdicts[index] as Verdict;
    if (verdict === "known") continue;
    const item = await storeItem(verdict, feed, { ...parsedItem, lang: parsedItem.lang ?? parsed.lang }, source, {
      ...deps,
      baseline: isBaseline(state),
    });
    if (!item) continue;
    if (verdict === "new") newItems++;
    else editedItems++;
    await deps.keep(item);
  }
  return { ring: comparison.ring, changed: comparison.changed, newItems, editedItems };
}

/** The stored item, or null for one that is only remembered. */
async function storeItem(
  verdict: "new" | "edited",
  feed: Feed,
  parsed: ParsedItem,
  source: string,
  deps: PollDependencies & { baseline: boolean },
): Promise<Item | null> {
  const seenAt = deps.now().toISOString();
  const item = itemFrom(feed, parsed, source, seenAt);
  if (verdict === "edited") {
    const revised = await deps.items.revise(item.id, { title: item.title, summary: item.summary, seenAt });
    if (revised) return revised;
  }
  // An item that was only remembered and is now edited is taken up if it is news again.
  const onlyRemembered = deps.baseline || verdict === "edited";
  if (onlyRemembered && !isRecent(parsed, deps)) return null;
  return createOrRevise(item, deps.items);
}

/** A poll that crashed may have stored the item under a wording that was edited since. */
async function createOrRevise(item: Item, items: ItemStore): Promise<Item> {
  const stored = await items.create(item);
  const same = stored.title === item.title && stored.summary === item.summary;
  return same ? stored : ((await items.revise(item.id, item.revisions[0] as ItemRevision)) ?? stored);
}

function isRecent(parsed: ParsedItem, { now, lookbackMs }: PollDependencies): boolean {
  const latest = Math.max(...[parsed.publishedAt, parsed.updatedAt].map((date) => (date ? Date.parse(date) : 0)));
  return latest >= now().getTime() - lookbackMs;
}

/** The same item has the same id whoever polls it, however often. */
export const itemId = (feedId: string, key: string): string =>
  createHash("sha256").update(`${feedId}\n${key}`).digest("base64url").slice(0, 22);

function itemFrom(feed: Feed, parsed: ParsedItem, source: string, seenAt: string): Item {
  const { key, title, summary, link, lang, publishedAt } = parsed;
  return {
    id: itemId(feed.id, key),
    feedId: feed.id,
    source,
    key,
    title,
    summary,
    link,
    lang,
    publishedAt,
    firstSeenAt: seenAt,
    revisions: [{ title, summary, seenAt }],
  };
}

/** An unchanged poll writes nothing, unless the feed was failing until now or what we ask with is to be renewed. */
async function unchanged(
  feed: Feed,
  state: PollState | null,
  deps: PollDependencies,
  fetched: Pick<PollState, "validators" | "bodyHash"> | null = null,
): Promise<PollOutcome> {
  if (!state) return { kind: "unchanged" };
  const { validators, bodyHash } = fetched ?? state;
  const other = !sameValidators(state.validators, validators) || state.bodyHash !== bodyHash;
  const renew = other && isOlder(state.savedAt, validatorsSavedEveryMs, deps);
  if (!state.failing && !renew) return { kind: "unchanged" };
  if (state.failing) await deps.health.recovered(feed);
  const saved = { ...state, validators, bodyHash, version: state.version + 1, savedAt: deps.now().toISOString() };
  await deps.states.save(feed.id, { ...saved, failing: null });
  return { kind: "unchanged" };
}

const sameValidators = (a: Validators, b: Validators): boolean =>
  a.etag === b.etag && a.lastModified === b.lastModified;

/**
 * Only the state's `failing` changes: what was seen, and the validators that belong to it, stay. The health row is
 * written first and deleted first, so that a crash between the two writes leads to both being made again.
 */
async function fail(
  feed: Feed,
  state: PollState | null,
  { reason, pauseSeconds }: FailureCause,
  deps: PollDependencies,
): Promise<PollOutcome> {
  const now = deps.now();
  const count = (state?.failing?.count ?? 0) + 1;
  const pauseMs = Math.max(pauseSeconds * 1000, backoffMs(feed.intervalMinutes, count));
  const failing = {
    reason,
    since: state?.failing?.since ?? now.toISOString(),
    count,
    notBefore: new Date(now.getTime() + pauseMs).toISOString(),
  };
  await deps.health.failing(feed, failing);
  const base = state ?? neverPolled;
  await deps.states.save(feed.id, { ...base, version: base.version + 1, savedAt: now.toISOString(), failing });
  return { kind: "failing", reason };
}

interface FailureCause {
  reason: string;
  /** Asked for by the server, or by what happened; 0 where neither says. */
  pauseSeconds: number;
}

/** A feed that says it is gone for good is asked once a day whether it is: publishers send 410 by mistake, too. */
const gonePauseSeconds = 24 * 60 * 60;

function failureOf(outcome: Exclude<FetchOutcome, { kind: "modified" | "not-modified" }>): FailureCause {
  switch (outcome.kind) {
    case "rate-limited":
      return { reason: "the server asks for fewer requests", pauseSeconds: outcome.retryAfterSeconds ?? 0 };
    case "gone":
      return { reason: "gone (HTTP 410)", pauseSeconds: gonePauseSeconds };
    case "refused":
      return { reason: `refused: ${outcome.reason}`, pauseSeconds: 0 };
    case "failed":
      return { reason: outcome.reason, pauseSeconds: 0 };
  }
}

/** None after the first failure, which the next regular poll may clear; then doubling, up to the maximum. */
const backoffMs = (intervalMinutes: number, count: number): number =>
  count === 1 ? 0 : Math.min(intervalMinutes * 2 ** (count - 1), Math.max(backoffMinutesMax, intervalMinutes)) * 60_000;

const neverPolled: Omit<PollState, "savedAt" | "failing"> = {
  version: 0,
  validators: {},
  bodyHash: "",
  ring: new Uint8Array(),
  warnings: [],
  lastNewItemAt: null,
};

const isOlder = (date: string, ms: number, { now }: PollDependencies): boolean =>
  now().getTime() - Date.parse(date) > ms;
