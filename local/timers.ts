import type { Tick } from "../functions/tick.ts";

/** A function that EventBridge Scheduler calls. */
export interface Scheduled {
  everyMinutes: number;
  /** False: the first tick is that of the next minute. */
  atStart: boolean;
  handler(tick: Tick): Promise<unknown>;
}

/** How often we look whether a new minute has begun. */
const lookEveryMs = 500;

/** Sends each function the tick that Scheduler would send, at the start if it wants that, and then at each of its minutes. */
export function startTimers(functions: readonly Scheduled[], failed: (fault: unknown) => void): () => Promise<void> {
  const startMinute = Math.floor(Date.now() / 60_000);
  const waiting = functions.filter(({ atStart }) => !atStart);
  const lastRun = new Map<Scheduled, number>(waiting.map((scheduled) => [scheduled, startMinute]));
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    const minute = Math.floor(Date.now() / 60_000);
    for (const scheduled of functions) {
      const last = lastRun.get(scheduled);
      if (
        last !== undefined &&
        Math.floor(minute / scheduled.everyMinutes) === Math.floor(last / scheduled.everyMinutes)
      ) {
        continue;
      }
      lastRun.set(scheduled, minute);
      await scheduled.handler({ time: new Date(minute * 60_000).toISOString() }).catch(failed);
    }
  };
  const timer = setInterval(() => {
    running = running.then(look);
  }, lookEveryMs);
  running = look();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
