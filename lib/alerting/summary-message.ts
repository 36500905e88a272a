/**
 * What a message on the summary queue says: tell this endpoint what is due, or wake all that hear of this watchlist at
 * once. A hit costs one message of the second kind, however many subscribers its watchlist has.
 */
export type SummaryMessage = { endpointId: string } | { watchlistId: string };

/** A message on the summary queue makes no sense. */
export class SummaryMessageError extends Error {}

/** The message of a queue record's body. Throws `SummaryMessageError` that says what was expected and what came. */
export function readSummaryMessage(body: string): SummaryMessage {
  const { endpointId, watchlistId } = parsedObject(body);
  if (typeof endpointId === "string" && endpointId !== "") return { endpointId };
  if (typeof watchlistId === "string" && watchlistId !== "") return { watchlistId };
  throw new SummaryMessageError(
    `expected {"endpointId": "…"} or {"watchlistId": "…"}, got ${JSON.stringify(body.slice(0, 200))}`,
  );
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
