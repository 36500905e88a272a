import { type Attempt, claimOne } from "./claim-stories.ts";
import type { Claim, DeliveryLedger } from "./delivery.ts";
import type { DueDigest } from "./gather-news.ts";

/** Of a digest that was due longer ago, after an outage, it says nothing that it was empty. */
const saidWithinMs = 12 * 60 * 60 * 1000;
const minuteMs = 60_000;

export type ClaimedDigests =
  | { kind: "claimed"; digests: DueDigest[]; claims: Claim[] }
  | { kind: "held"; until: string };

/**
 * Claims the digests that say so when they are empty, each once for each time that it is due: in the ledger `nothing <watchlist>`
 * is a story, and the minute at which the digest was due its revision. Those that do have news are claimed with it, so that
 * nobody is told an hour later that there was none.
 */
export async function claimDigests(
  digests: DueDigest[],
  attempt: Attempt,
  ledger: DeliveryLedger,
): Promise<ClaimedDigests> {
  const made: { digest: DueDigest; claim: Claim }[] = [];
  for (const digest of digests) {
    const dueMs = Date.parse(digest.dueAt);
    if (Date.parse(attempt.startedAt) - dueMs > saidWithinMs) continue;
    const told = { storyId: `nothing ${digest.watchlistId}`, revision: Math.floor(dueMs / minuteMs) };
    const claims = await ledger.claims.claimsOf(attempt.endpoint.id, told.storyId);
    if (claims.some(({ revision, state }) => revision === told.revision && state !== "claimed")) continue;
    const outcome = await claimOne(told, claims, attempt, ledger);
    if (outcome.kind === "held") return outcome;
    if (outcome.kind === "claimed") made.push({ digest, claim: outcome.claim });
  }
  return { kind: "claimed", digests: made.map(({ digest }) => digest), claims: made.map(({ claim }) => claim) };
}
