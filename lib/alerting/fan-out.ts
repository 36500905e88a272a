import type { SummaryQueue } from "./schedule-summaries.ts";
import type { SummaryMessage } from "./summary-message.ts";

/** Ids from one, itself included, up to another, itself not; null: to the last. In the order of their UTF-8 bytes, as the store has them. */
export interface IdRange {
  from: string;
  below: string | null;
}

export const everyId: IdRange = { from: "", below: null };

/** What the ids that the API makes consist of (base64url), in the order of their bytes. */
const letters = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/** So many ranges can be told apart by two letters. */
export const shardsMax = letters.length ** 2;

/** Ranges that together hold every id once, `count` of them; of ids that are hashes or random each holds about as many. */
export function idRanges(count: number): IdRange[] {
  if (!Number.isInteger(count) || count < 1 || count > shardsMax)
    throw new RangeError(`expected 1 to ${shardsMax} ranges, got ${count}`);
  const cuts = Array.from({ length: count - 1 }, (_, n) => twoLetters(Math.floor(((n + 1) * shardsMax) / count)));
  return Array.from({ length: count }, (_, n) => ({ from: cuts[n - 1] ?? "", below: cuts[n] ?? null }));
}

const twoLetters = (n: number): string => `${letters[Math.floor(n / letters.length)]}${letters[n % letters.length]}`;

/** What a row of the store puts on the queue; `id` is what its range is cut by. */
export interface Woken {
  id: string;
  messages: SummaryMessage[];
}

/** A call wakes so many and leaves the rest to another message: far from the end of its time. */
export const wokenPerCallMax = 5_000;
/** How a large audience is divided. */
export interface FanOut {
  /** Among so many messages; 1: never. */
  shards: number;
  /** Where more than so many are to be woken. */
  above: number;
}

export const dividedAbove = 1_000;
/** Messages that are put on the queue at once. */
const messagesAtOnce = 100;

export interface Waking {
  messages: number;
  /** The id to go on from in another call; null: all were woken. */
  next: string | null;
}

/** Puts on the queue what the rows ask for, up to `wokenPerCallMax` of them. Rows of one id must come together. */
export async function wake(rows: AsyncIterable<Woken>, queue: SummaryQueue, most = wokenPerCallMax): Promise<Waking> {
  let waiting: SummaryMessage[] = [];
  let sent = 0;
  const flush = async (): Promise<void> => {
    await queue.sendAll(waiting);
    sent += waiting.length;
    waiting = [];
  };
  let read = 0;
  let last: string | null = null;
  for await (const { id, messages } of rows) {
    if (read >= most && id !== last) {
      await flush();
      return { messages: sent, next: id };
    }
    read += 1;
    last = id;
    waiting.push(...messages);
    if (waiting.length >= messagesAtOnce) await flush();
  }
  await flush();
  return { messages: sent, next: null };
}

/** The rows where they need not be divided, else null. */
export async function fewOf(rows: AsyncIterable<Woken>, { shards, above }: FanOut): Promise<Woken[] | null> {
  const few: Woken[] = [];
  for await (const row of rows) {
    if (shards > 1 && few.length === above) return null;
    few.push(row);
  }
  return few;
}
