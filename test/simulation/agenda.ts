/** Virtual time: what is to happen, in order. Nothing waits for a real clock. */
export interface Agenda {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs at this time, or now if that is past; what is put at the same time runs in the order in which it came. */
  at(time: number, run: () => void): void;
  after(ms: number, run: () => void): void;
  /** Does all up to a time; between two moments everything that they set going comes to rest. */
  runUntil(time: number): Promise<void>;
}

interface Entry {
  time: number;
  run(): void;
}

/** An agenda whose clock stands at `start`. `rest` resolves when what a moment set going has come to rest. */
export function agenda(start: number, rest: () => Promise<void> = promisesSettled): Agenda {
  let now = start;
  /** Latest first, so that the next is the last. */
  const entries: Entry[] = [];
  const at = (time: number, run: () => void): void => {
    const entry = { time: Math.max(time, now), run };
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle] as Entry).time <= entry.time) high = middle;
      else low = middle + 1;
    }
    entries.splice(low, 0, entry);
  };
  return {
    now: () => now,
    at,
    after: (ms, run) => at(now + ms, run),
    async runUntil(time) {
      for (let next = entries.at(-1); next && next.time <= time; next = entries.at(-1)) {
        now = next.time;
        while (entries.at(-1)?.time === now) (entries.pop() as Entry).run();
        await rest();
      }
      now = Math.max(now, time);
    },
  };
}

/**
 * All promises that a moment settled have run when the next tick comes. A turn of the event loop would do as well, and there are thousands of
 * moments a seed: asking the kernel for news of nothing at each of them takes a tenth of its time.
 */
const promisesSettled = (): Promise<void> => new Promise((done) => process.nextTick(done));
