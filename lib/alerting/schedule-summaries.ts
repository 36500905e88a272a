import { dueSlots, wakeSlots } from "./due-slots.ts";
import { everyId, type FanOut, fewOf, idRanges } from "./fan-out.ts";
import type { SummaryMessage } from "./summary-message.ts";
import { type SlotPart, type SlotSource, wokenIn } from "./wake-slot.ts";

/** Whose turn it is. */
export interface SubscriptionSource extends SlotSource {
  /** The IANA zones that subscribers with a subscription have. A zone too many costs a query a minute, nothing else. */
  timeZonesInUse(): Promise<string[]>;
}

export interface SummaryQueue {
  /** All of them or an exception; twice does no harm. */
  sendAll(messages: readonly SummaryMessage[]): Promise<void>;
}

export interface MinuteWatermark {
  /** The last epoch minute that was handled, or null before the first. */
  read(): Promise<number | null>;
  /** False where another call has moved it meanwhile. */
  advance(from: number | null, to: number): Promise<boolean>;
}

export interface SchedulingPorts {
  subscriptions: SubscriptionSource;
  queue: SummaryQueue;
  watermark: MinuteWatermark;
  fanOut: FanOut;
}

/** One call handles so many missed minutes; after a longer outage the next ones go on. */
const minutesPerCallMax = 120;
/** After an outage of more than a week every cadence was due; older minutes say nothing new. */
const missedMinutesMax = 8 * 24 * 60;
/** So many index queries run at once. */
const queriesAtOnce = 16;

/**
 * Puts every endpoint with a subscription that is due in the epoch minute, or was in minutes missed since the last call,
 * on the queue, each once; returns how many messages that made. So it does with those whose quiet hours end, and has one of them told of
 * feeds. Where many are due at the same time, each of the shards is a message, whose reader wakes them. The watermark moves last: a crash
 * schedules the minute again, and an endpoint asked twice is told once.
 */
export async function scheduleSummaries(
  minute: number,
  { subscriptions, queue, watermark, fanOut }: SchedulingPorts,
): Promise<number> {
  const last = await watermark.read();
  if (last !== null && last >= minute) return 0;
  const first = last === null ? minute : Math.max(last + 1, minute - missedMinutesMax);
  const until = Math.min(minute, first + minutesPerCallMax - 1);
  const zones = await subscriptions.timeZonesInUse();
  const minutes = Array.from({ length: until - first + 1 }, (_, n) => first + n);
  const slots = distinct(minutes.flatMap((one) => partsOf(one, zones)));
  const messages = distinct((await inTurns(slots, (slot) => messagesFor(slot, subscriptions, fanOut))).flat());
  await queue.sendAll(messages);
  await watermark.advance(last, until);
  return messages.length;
}

const partsOf = (minute: number, zones: string[]): SlotPart[] => [
  ...dueSlots(minute, zones).map((due) => ({ ...due, part: everyId })),
  ...wakeSlots(minute, zones).map((slot) => ({ slot, weekday: null, part: everyId })),
];

const distinct = <T>(all: readonly T[]): T[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

/** The answers in the order of the questions, a few asked at once. */
async function inTurns<T, Answer>(questions: readonly T[], ask: (one: T) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < questions.length; at += queriesAtOnce)
    answers.push(...(await Promise.all(questions.slice(at, at + queriesAtOnce).map(ask))));
  return answers;
}

async function messagesFor(slot: SlotPart, source: SlotSource, fanOut: FanOut): Promise<SummaryMessage[]> {
  const few = await fewOf(wokenIn(slot, source), fanOut);
  return few ? few.flatMap(({ messages }) => messages) : idRanges(fanOut.shards).map((part) => ({ ...slot, part }));
}
