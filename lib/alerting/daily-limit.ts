import { type Attempt, type ClaimOutcome, claimOne } from "./claim-stories.ts";
import type { Claim, DeliveryLedger } from "./delivery.ts";
import { morningAt } from "./due-slots.ts";
import type { Candidate } from "./gather-news.ts";
import { localDate } from "./hold.ts";
import { clockSkewMs, firstDue, lastDue } from "./last-due.ts";
import type { Subscriber } from "./subscriber.ts";

/** How an endpoint stands to its subscriber's limit of messages a day. */
export interface DailyLimit {
  /** Whether a message may go out now. */
  isOpen: boolean;
  /** Before this moment (epoch milliseconds) the limit may have held what was due; null where it held nothing. */
  heldUntil: number | null;
  /** The morning (epoch milliseconds) in which that is told; null as before. */
  freeFrom: number | null;
  /** Today's claims, by which the next message's number is known. */
  claims: Claim[];
}

/**
 * In the ledger a day is a story, and its n-th message that story's revision n: claimed with the stories that it tells, so
 * that calls that overlap or die can't send more than the limit. Null where the subscriber has none.
 */
export async function dailyLimit(
  endpointId: string,
  { messagesPerDayMax: max, quietHours, timeZone }: Subscriber,
  candidates: Candidate[],
  { ledger, now }: { ledger: DeliveryLedger; now(): number },
): Promise<DailyLimit | null> {
  if (max === undefined) return null;
  const nowMs = now();
  const midnight = lastDue({ every: "day", at: "00:00" }, timeZone, nowMs);
  const claimsOn = (moment: number) => ledger.claims.claimsOf(endpointId, dayOf(moment, timeZone));
  const [today, yesterday] = await Promise.all([claimsOn(nowMs), claimsOn(midnight - 1)]);
  const heldUntil = yesterday.filter(({ state }) => state !== "claimed").length >= max ? midnight : null;
  const everyMorning = { every: "day", at: quietHours?.to ?? morningAt } as const;
  const morning = lastDue(everyMorning, timeZone, nowMs + clockSkewMs);
  const isMorning = heldUntil === null || morning >= midnight || today.length > 0;
  const isOpen =
    nextNumber(today) <= max &&
    (isMorning || candidates.some((one) => [one, ...one.changes].some(({ dueAt }) => Date.parse(dueAt) >= midnight)));
  const freeFrom = heldUntil === null ? null : firstDue(everyMorning, timeZone, heldUntil);
  return { isOpen, heldUntil, freeFrom, claims: today };
}

/** Claims today's next message for a delivery. */
export const claimMessage = (
  { claims }: DailyLimit,
  { timeZone }: Subscriber,
  attempt: Attempt,
  ledger: DeliveryLedger,
): Promise<ClaimOutcome> => {
  const storyId = dayOf(Date.parse(attempt.startedAt), timeZone);
  return claimOne({ storyId, revision: nextNumber(claims) }, claims, attempt, ledger);
};

const dayOf = (moment: number, timeZone: string): string => `day ${localDate(moment, timeZone)}`;

/** One that was claimed and not published is taken again. */
const nextNumber = (claims: Claim[]): number => claims.filter(({ state }) => state !== "claimed").length + 1;
