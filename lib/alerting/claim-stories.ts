import type { Sourcing } from "../stories/independent-sources.ts";
import type { Story, StoryChange, StorySource } from "../stories/story.ts";
import type { Claim, Deliveries, DeliveryLedger, Told } from "./delivery.ts";
import type { Candidate, Due, NewsReader } from "./gather-news.ts";
import type { Channel, Endpoint, StoryFilter } from "./subscriber.ts";
import type { SummaryStory } from "./summary.ts";

/** A story that this call, and no other, is to tell. */
export interface ClaimedStory extends SummaryStory, Due {
  watchlists: Candidate["watchlists"];
  /** Of its revision, of what a wire did to it, or of both. */
  claims: Claim[];
  /** Its revision is told, and not only what became of what the endpoint was told. */
  isNews: boolean;
}

export interface ClaimedStories {
  deliveryId: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  stories: ClaimedStory[];
  /** There were more than one summary holds. */
  more: boolean;
  /** Another call holds a story until then (ISO 8601 UTC), or null. */
  heldUntil: string | null;
}

/** A claim holds so long: longer than `send-summaries` may run, shorter than its queue hides a message. */
export const leaseMs = 2 * 60 * 1000;
/** A longer summary could pass the 256 KiB that SNS takes, with links of 2,000 characters; the rest comes in another. */
export const storiesPerSummaryMax = 50;
/** An email whose fate is unknown is sent again so often, an SMS not at all. */
const attemptsMax: Record<Channel, number> = { email: 2, sms: 1 };
/** So many ledger rows are asked for at once. */
const readsAtOnce = 16;

interface ClaimingPorts {
  ledger: DeliveryLedger;
  news: NewsReader;
  /** Who reported a story, counted. */
  weighSources(sources: StorySource[]): Sourcing;
  now(): number;
  newDeliveryId(): string;
}

/**
 * Claims the candidates that the endpoint wasn't told, in their order, up to one summary's worth. Stops at the first that
 * another call holds, so that two calls at once make one summary and not two halves.
 */
export async function claimStories(
  endpoint: Endpoint,
  candidates: Candidate[],
  ports: ClaimingPorts,
): Promise<ClaimedStories> {
  const nowMs = ports.now();
  const startedAt = new Date(nowMs).toISOString();
  const deliveryId = ports.newDeliveryId();
  const attempt = attemptOf(endpoint, { deliveryId, startedAt });
  const stories: ClaimedStory[] = [];
  for (const { candidate, claims } of await untoldOf(endpoint, candidates, ports)) {
    const made = { deliveryId, startedAt, stories };
    if (stories.length === storiesPerSummaryMax) return { ...made, more: true, heldUntil: null };
    const outcome = await claimCandidate(candidate, claims, attempt, ports);
    if (outcome.kind === "held") return { ...made, more: false, heldUntil: outcome.until };
    if (outcome.kind === "claimed") stories.push(outcome.story);
  }
  return { deliveryId, startedAt, stories, more: false, heldUntil: null };
}

type CandidateOutcome = { kind: "claimed"; story: ClaimedStory } | { kind: "told" } | { kind: "held"; until: string };

/** Claims what is new of the story: its revision, and what a wire did to what the endpoint was told. */
async function claimCandidate(
  candidate: Candidate,
  found: Claim[],
  attempt: Attempt,
  ports: ClaimingPorts,
): Promise<CandidateOutcome> {
  const stored = await ports.news.storyWithSources(candidate.storyId);
  if (!stored || stored.sources.length === 0) return { kind: "told" };
  const { storyId, names } = candidate;
  const claims = await withOutcomes(found, candidate, attempt, ports.ledger);
  const open = claims.find(({ state, leaseUntil }) => state === "claimed" && leaseUntil > attempt.startedAt);
  // Whether there is anything to correct is known when that call has ended.
  if (candidate.changes.length > 0 && open) return { kind: "held", until: open.leaseUntil };
  const toldRevision = lastTold(claims);
  const isUntold = (toldRevision ?? 0) < candidate.revision;
  const wanting = candidate.watchlists.filter(({ only }) => isUntold && isWanted(stored, only, ports));
  if (toldRevision === null && (wanting.length === 0 || isTakenBack(stored))) return { kind: "told" };
  const changed = await claimChanges(candidate, attempt, ports.ledger);
  if (changed.kind === "held") return changed;
  // The words can be ahead of the hits: a poller has written the story, and not its hit yet.
  const shown = { storyId, revision: Math.max(candidate.revision, stored.story.revision) };
  // What is told of a change shows a new fact, too, wanted or not.
  const isShown = isUntold && (wanting.length > 0 || changed.claims.length > 0);
  const news = isShown ? await claimOne(shown, claims, attempt, ports.ledger) : ({ kind: "told" } as const);
  if (news.kind === "held") return news;
  const made = [...(news.kind === "claimed" ? [news.claim] : []), ...changed.claims];
  if (made.length === 0) return { kind: "told" };
  // Whoever was told the story hears what became of it, though they want others now.
  const watchlists = wanting.length > 0 ? wanting : candidate.watchlists;
  // To somebody who hears of the story only now, nothing has changed.
  const change = toldRevision === null ? null : changed.kind;
  const isNews = news.kind === "claimed";
  const { dueAt, dueBefore } = isNews ? candidate : (changed.due ?? candidate);
  const told = {
    watchlists,
    names,
    toldRevision,
    change,
    isNews,
    dueAt,
    dueBefore,
    late: isNews ? candidate.late : null,
  };
  const sourcing = ports.weighSources(stored.sources);
  return { kind: "claimed", story: { ...stored, sourcing, ...told, claims: made } };
}

const isWithdrawal = ({ life = [] }: StorySource): boolean => life.some(({ kind }) => kind === "withdrawal");

/**
 * Whether every outlet that reported the story has taken it back and told nothing of it since: that is no news to somebody who
 * doesn't know it. Where it wasn't kept when a wording was seen, an outlet's withdrawal takes back all that it told.
 */
function isTakenBack({ sources }: { sources: StorySource[] }): boolean {
  const withdrawals = sources.filter(isWithdrawal);
  return sources.every(({ source, seenAt = "" }) =>
    withdrawals.some((one) => one.source === source && (one.seenAt === undefined || seenAt <= one.seenAt)),
  );
}

type ClaimedChanges =
  /** `due`: when the first of them was; null where there is none. */
  { kind: StoryChange["kind"] | null; due: Due | null; claims: Claim[] } | { kind: "held"; until: string };

/** In the ledger the corrections of a story are a story of their own, and so are its withdrawals: one of each revision is told. */
async function claimChanges({ changes }: Candidate, attempt: Attempt, ledger: DeliveryLedger): Promise<ClaimedChanges> {
  const made: { kind: StoryChange["kind"]; due: Due; claim: Claim }[] = [];
  for (const kind of ["withdrawal", "correction"] as const) {
    const newest = changes.filter((change) => change.kind === kind).sort((a, b) => b.revision - a.revision)[0];
    if (!newest) continue;
    const told = { storyId: `${newest.storyId} ${kind}`, revision: newest.revision };
    const claims = await ledger.claims.claimsOf(attempt.endpoint.id, told.storyId);
    if ((lastTold(claims) ?? 0) >= told.revision) continue;
    const outcome = await claimOne(told, claims, attempt, ledger);
    if (outcome.kind === "held") return outcome;
    if (outcome.kind === "claimed") made.push({ kind, due: newest, claim: outcome.claim });
  }
  const [first = { kind: null, due: null }] = made;
  return { kind: first.kind, due: first.due, claims: made.map(({ claim }) => claim) };
}

/** Whether a subscription that wants only some of its watchlist's stories wants this one. */
function isWanted(
  { story, sources }: { story: Story; sources: StorySource[] },
  { stages, parties, sourcesMin }: StoryFilter = {},
  { weighSources }: Pick<ClaimingPorts, "weighSources">,
): boolean {
  const { stage, parties: its } = story.facts;
  if (stages && (stage === null || !stages.includes(stage))) return false;
  if (parties && !parties.some((party) => its.includes(party))) return false;
  return sourcesMin === undefined || weighSources(sources).independent >= sourcesMin;
}

interface Untold {
  candidate: Candidate;
  claims: Claim[];
}

async function untoldOf(endpoint: Endpoint, candidates: Candidate[], { ledger }: ClaimingPorts): Promise<Untold[]> {
  const untold: Untold[] = [];
  for (let at = 0; at < candidates.length; at += readsAtOnce) {
    const some = candidates.slice(at, at + readsAtOnce).map(async (candidate) => {
      const claims = await ledger.claims.claimsOf(endpoint.id, candidate.storyId);
      return { candidate, claims };
    });
    untold.push(...(await Promise.all(some)));
  }
  return untold.filter(
    ({ candidate: { revision, changes }, claims }) =>
      (lastTold(claims) ?? 0) < revision || (claims.length > 0 && changes.length > 0),
  );
}

/**
 * The claims with what became of those whose calls died: one that was published and not marked any more is told. Where the story
 * has changed since, one that may have been published is as good as told: who has it in error must hear of that, and what would
 * be repeated stands in what is told of the change.
 */
function withOutcomes(
  claims: Claim[],
  { changes }: Candidate,
  { endpoint, deliveryId, startedAt, leaseUntil }: Attempt,
  ledger: DeliveryLedger,
): Promise<Claim[]> {
  return Promise.all(
    claims.map(async (claim) => {
      if (claim.state !== "claimed" || claim.leaseUntil > startedAt) return claim;
      const fresh = { ...claim, deliveryId, startedAt, leaseUntil };
      const next = await afterCrash(claim, fresh, endpoint.channel, ledger.deliveries);
      // Of a second attempt, too, that died before it published anything: the first may have.
      const mayBeTold = changes.length > 0 && next.state === "claimed" && next.attempts > 1;
      const outcome: Claim = mayBeTold ? { ...claim, state: "unknown" } : next;
      return outcome.state !== "claimed" && (await ledger.claims.reclaim(outcome, claim.deliveryId)) ? outcome : claim;
    }),
  );
}

/** The newest revision that is done with: told, or perhaps told and not to be repeated. */
export function lastTold(claims: Claim[]): number | null {
  const done = claims.filter(({ state }) => state !== "claimed").map(({ revision }) => revision);
  return done.length === 0 ? null : Math.max(...done);
}

export interface Attempt {
  endpoint: Endpoint;
  deliveryId: string;
  startedAt: string;
  leaseUntil: string;
}

/** The attempt of a delivery that began at `startedAt`. */
export const attemptOf = (
  endpoint: Endpoint,
  { deliveryId, startedAt }: { deliveryId: string; startedAt: string },
): Attempt => ({
  endpoint,
  deliveryId,
  startedAt,
  leaseUntil: new Date(Date.parse(startedAt) + leaseMs).toISOString(),
});

export type ClaimOutcome = { kind: "claimed"; claim: Claim } | { kind: "told" } | { kind: "held"; until: string };

/** Claims one revision for a delivery; `claims` are all that the endpoint has of the story. */
export async function claimOne(
  { storyId, revision }: Told,
  claims: Claim[],
  { endpoint, deliveryId, startedAt, leaseUntil }: Attempt,
  ledger: DeliveryLedger,
): Promise<ClaimOutcome> {
  const fresh = {
    endpointId: endpoint.id,
    storyId,
    revision,
    state: "claimed",
    deliveryId,
    startedAt,
    leaseUntil,
  } as const;
  const old = claims.find((claim) => claim.revision === revision);
  if (!old) {
    const claim = { ...fresh, attempts: 1 };
    return (await ledger.claims.claim(claim)) ? { kind: "claimed", claim } : { kind: "held", until: leaseUntil };
  }
  if (old.leaseUntil > startedAt) return { kind: "held", until: old.leaseUntil };
  const next = await afterCrash(old, fresh, endpoint.channel, ledger.deliveries);
  if (!(await ledger.claims.reclaim(next, old.deliveryId))) return { kind: "held", until: leaseUntil };
  return next.state === "claimed" ? { kind: "claimed", claim: next } : { kind: "told" };
}

/**
 * What becomes of a claim whose call died: its delivery's record tells how far it got. No record: nothing was published,
 * and barring the record keeps it so, should the call be slow and not dead.
 */
async function afterCrash(
  old: Claim,
  fresh: Omit<Claim, "attempts">,
  channel: Channel,
  deliveries: Deliveries,
): Promise<Claim> {
  const { endpointId, startedAt, deliveryId: id, attempts } = old;
  const barred = await deliveries.begin({
    ...{ id, endpointId, startedAt, channel, state: "abandoned", told: [], subject: null, text: "", messageId: null },
    reason: "its lease ran out before anything was published",
  });
  const delivery = barred ? null : await deliveries.find(endpointId, startedAt, id);
  if (delivery?.state === "sent" || delivery?.state === "bounced") return { ...old, state: "sent" };
  if (delivery?.state !== "publishing") return { ...fresh, attempts };
  if (attempts >= attemptsMax[channel]) return { ...old, state: "unknown" };
  return { ...fresh, attempts: attempts + 1 };
}
