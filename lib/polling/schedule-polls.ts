import { batchesOf } from "../text/batches.ts";
import type { Feed } from "./item.ts";
import { dueSlots, missedMinutes } from "./slots.ts";

/** What a message on the poll queue says: poll these. */
export interface PollMessage {
  feeds: Feed[];
}

/** A message on the poll queue makes no sense. */
export class PollMessageError extends Error {}

/** The message of a queue record's body. Throws `PollMessageError` that says what was expected and what came. */
export function readPollMessage(body: string): PollMessage {
  const message = parsedJson(body) as Partial<PollMessage> | null;
  const feeds = Array.isArray(message?.feeds) ? message.feeds : [];
  if (feeds.length > 0 && feeds.every(isFeed)) return { feeds };
  throw new PollMessageError(
    `expected {"feeds": [{id, url, title, intervalMinutes, …}]}, got ${String(body).slice(0, 200)}`,
  );
}

const isFeed = (feed: Partial<Feed> | null): boolean =>
  typeof feed?.id === "string" &&
  typeof feed.url === "string" &&
  typeof feed.title === "string" &&
  typeof feed.intervalMinutes === "number";

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A time in which nothing was polled, as nobody asked for it. ISO 8601 UTC. */
export interface Outage {
  from: string;
  until: string;
}

export interface ScheduleDependencies {
  feeds: { feedsInSlots(slots: string[]): Promise<Feed[]> };
  /** The last minute that was scheduled. */
  watermark: { read(): Promise<number | null>; advance(from: number | null, to: number): Promise<boolean> };
  queue: { sendAll(messages: readonly PollMessage[]): Promise<void> };
  /** Remembers that we were away; one that begins at the same time is the same. */
  outages: { put(outage: Outage): Promise<void> };
}

/** Feeds that one message asks for: one invocation polls many, as each costs mostly waiting. */
export const feedsPerMessage = 40;
/** After an outage longer than a day every feed is due once anyway. */
const missedMinutesMax = 24 * 60;
/** A shorter pause delays nothing that anybody would ask about. */
const outageMinutesMin = 60;

/**
 * Puts every feed that is due in the epoch minute, or was in the minutes missed since the last call, on the queue, each
 * once; returns how many. That we were away for an hour or more is remembered, so that what came meanwhile is said to be late. The watermark moves last: after a crash the minute is scheduled again, and a feed polled twice
 * is unchanged the second time.
 */
export async function schedulePolls(minute: number, deps: ScheduleDependencies): Promise<number> {
  const last = await deps.watermark.read();
  if (last !== null && last >= minute) return 0;
  if (last !== null && minute - last >= outageMinutesMin)
    await deps.outages.put({ from: iso(last), until: iso(minute) });
  const minutes = missedMinutes(last, minute, missedMinutesMax);
  const slots = [...new Set(minutes.flatMap(dueSlots))];
  const due = new Map((await deps.feeds.feedsInSlots(slots)).map((feed) => [feed.id, feed]));
  await deps.queue.sendAll(messagesOf([...due.values()]));
  await deps.watermark.advance(last, minute);
  return due.size;
}

const iso = (minute: number): string => new Date(minute * 60_000).toISOString();

/** SQS takes 262,144. A feed whose address is as long as can be, and all of it escaped, has a seventh of that. */
const messageBytesMax = 250_000;

/** Messages that ask for the feeds; those of one host together, so that one invocation can space its requests. */
export function messagesOf(feeds: readonly Feed[]): PollMessage[] {
  const byHost = feeds.map((feed) => ({ host: hostOf(feed), feed })).sort((a, b) => (a.host < b.host ? -1 : 1));
  const limits = { max: feedsPerMessage, bytesMax: messageBytesMax };
  const batches = batchesOf(byHost, ({ feed }) => JSON.stringify(feed), limits);
  return batches.map((batch) => ({ feeds: batch.map(({ feed }) => feed) }));
}

export const hostOf = ({ url }: Pick<Feed, "url">): string => (URL.canParse(url) ? new URL(url).host : "");
