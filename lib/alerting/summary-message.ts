import type { IdRange } from "./fan-out.ts";
import { type Weekday, weekdays } from "./subscriber.ts";
import type { SlotPart } from "./wake-slot.ts";

/**
 * What a message on the summary queue says: tell this endpoint what is due, or wake all that hear of this watchlist at
 * once. A hit costs one message of the second kind, however many subscribers its watchlist has. In the same way one that
 * names an owner wakes an endpoint of each of their subscribers, to be told which feeds fail, are silent or are back.
 */
export type SummaryMessage =
  | { endpointId: string; about?: "feeds" }
  /** Somebody asked for a test message, with this id. */
  | { endpointId: string; about: "test"; testId: string }
  /** The person at an email address is asked whether they agree, by a mail of our own, as invitation with this id. */
  | { endpointId: string; about: "invitation"; invitationId: string }
  | { watchlistId: string }
  /** Those of the watchlist's audience whose endpoint ids are in the range. */
  | { watchlistId: string; part: IdRange }
  /** Those whose turn it is, where they are many. */
  | SlotPart
  | { feedsOf: string };

/** A message on the summary queue makes no sense. */
export class SummaryMessageError extends Error {}

/** The message of a queue record's body. Throws `SummaryMessageError` that says what was expected and what came. */
export function readSummaryMessage(body: string): SummaryMessage {
  const { endpointId, watchlistId, feedsOf, about, testId, invitationId, slot, weekday, part } = parsedObject(body);
  if (typeof endpointId === "string" && endpointId !== "") {
    if (about === "test" && typeof testId === "string" && testId !== "") return { endpointId, about, testId };
    if (about === "invitation" && typeof invitationId === "string" && invitationId !== "")
      return { endpointId, about, invitationId };
    return about === "feeds" ? { endpointId, about } : { endpointId };
  }
  if (typeof feedsOf === "string" && feedsOf !== "") return { feedsOf };
  if (typeof slot === "string" && slot !== "" && isRange(part) && (weekday === null || isWeekday(weekday)))
    return { slot, weekday, part: { from: part.from, below: part.below } };
  if (typeof watchlistId === "string" && watchlistId !== "") {
    if (isRange(part)) return { watchlistId, part: { from: part.from, below: part.below } };
    return { watchlistId };
  }
  throw new SummaryMessageError(
    `expected {"endpointId": "…"}, {"watchlistId": "…"}, {"feedsOf": "…"} or {"slot": "…", "weekday": …, "part": {…}}, got ${JSON.stringify(body.slice(0, 200))}`,
  );
}

function isRange(part: unknown): part is IdRange {
  const { from, below } = (part ?? {}) as Partial<IdRange>;
  return typeof from === "string" && (typeof below === "string" || below === null);
}

const isWeekday = (text: unknown): text is Weekday => (weekdays as readonly unknown[]).includes(text);

function parsedObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
