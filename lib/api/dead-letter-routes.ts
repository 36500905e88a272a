import * as z from "zod";
import type { SummaryMessage } from "../alerting/summary-message.ts";
import type { EndpointStore } from "./endpoint-routes.ts";
import { type Caller, type Route, route } from "./route.ts";
import type { WatchlistReader } from "./watchlist-access.ts";

/** A message of the summary queue that was put aside after it had failed too often, or made no sense. */
export interface DeadLetter {
  body: string;
  /** In words; null where SQS put it aside itself: its function died each time. */
  reason: string | null;
  /** ISO 8601 UTC. */
  failedAt: string | null;
  handle: string;
}

export interface DeadLetters {
  /** Up to `max` of them, in no order; nobody else gets them for a minute. */
  take(max: number): Promise<DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
  /** Others may have it again. */
  release(letter: DeadLetter): Promise<void>;
}

export interface DeadLetterPorts {
  deadLetters: DeadLetters;
  summaries: { send(message: SummaryMessage): Promise<void> };
  /** Throws for what makes no sense. */
  readSummaryMessage(body: string): SummaryMessage;
  subscribers: Pick<EndpointStore, "endpointById" | "readSubscriber">;
  watchlists: Pick<WatchlistReader["watchlists"], "readWatchlist">;
}

/** A request looks at so many; the next goes on. */
export const lettersMax = 100;

const shape = z.strictObject({
  message: z.string().meta({ description: "The message as it was on the queue" }),
  reason: z.string().nullable().meta({ description: "Why it failed; null where its function died" }),
  failedAt: z.string().nullable(),
  retryable: z
    .boolean()
    .meta({ description: "Whether asking again can help: it makes sense, and is about something of yours" }),
});
type Shown = z.infer<typeof shape>;

/** Summaries that failed for good: look at them, and take them back. */
export function deadLetterRoutes(deps: DeadLetterPorts): Route[] {
  return [
    route({
      method: "get",
      path: "/deliveries/failed",
      summary: "Summaries that failed too often and were put aside, with the reason",
      scope: "read",
      answers: {
        200: { description: `Yours, at most ${lettersMax}`, schema: z.strictObject({ items: z.array(shape) }) },
      },
      handle: async ({ caller }) => {
        const letters = await taken(caller, deps);
        for (const { letter } of letters) await deps.deadLetters.release(letter);
        return { status: 200, body: { items: letters.flatMap(({ shown }) => shown ?? []) } };
      },
    }),
    route({
      method: "post",
      path: "/deliveries/retry",
      summary: "Take back what was put aside: each is tried again, and tells what wasn't told",
      scope: "write",
      answers: {
        200: {
          description: "Those that are tried again, and those that stay aside",
          schema: z.strictObject({ retried: z.array(shape), left: z.array(shape) }),
        },
      },
      handle: async ({ caller }) => ({ status: 200, body: await retry(caller, deps) }),
    }),
  ];
}

/** On the queue first: a crash in between makes it two, of which the ledger lets one tell. */
async function retry(caller: Caller, deps: DeadLetterPorts): Promise<{ retried: Shown[]; left: Shown[] }> {
  const answer = { retried: [] as Shown[], left: [] as Shown[] };
  for (const { letter, message, shown } of await taken(caller, deps)) {
    if (message === null || !shown) {
      await deps.deadLetters.release(letter);
      if (shown) answer.left.push(shown);
      continue;
    }
    await deps.summaries.send(message);
    await deps.deadLetters.remove(letter);
    answer.retried.push(shown);
  }
  return answer;
}

interface Taken {
  letter: DeadLetter;
  /** null: asking again is no use, or it is somebody else's. */
  message: SummaryMessage | null;
  /** null: it is somebody else's. */
  shown: Shown | null;
}

async function taken(caller: Caller, deps: DeadLetterPorts): Promise<Taken[]> {
  const letters = await deps.deadLetters.take(lettersMax);
  return Promise.all(
    letters.map(async (letter) => {
      const message = readOrNull(letter.body, deps);
      const owner = message && (await ownerOf(message, deps));
      const { body, reason, failedAt } = letter;
      const shown = { message: body, reason, failedAt, retryable: owner === caller.owner };
      // What is nobody's (unreadable, or its endpoint is gone) an administrator sees, whoever they are.
      const isShown = owner === caller.owner || (owner === null && caller.scopes.includes("admin"));
      return { letter, message: owner === caller.owner ? message : null, shown: isShown ? shown : null };
    }),
  );
}

function readOrNull(body: string, { readSummaryMessage }: DeadLetterPorts): SummaryMessage | null {
  try {
    return readSummaryMessage(body);
  } catch {
    return null;
  }
}

/** null: nobody's any more. */
async function ownerOf(message: SummaryMessage, { subscribers, watchlists }: DeadLetterPorts): Promise<string | null> {
  if ("feedsOf" in message) return message.feedsOf;
  // Part of a minute's schedule: of many owners.
  if ("slot" in message) return null;
  if ("watchlistId" in message) return (await watchlists.readWatchlist(message.watchlistId))?.value.owner ?? null;
  const endpoint = await subscribers.endpointById(message.endpointId);
  const subscriber = endpoint && (await subscribers.readSubscriber(endpoint.subscriberId));
  return subscriber?.value.owner ?? null;
}
