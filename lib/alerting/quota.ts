/** So many of something in a window of time. */
export interface Allowance {
  /** What is counted, of whom; whoever has the same name shares the count. */
  counter: string;
  max: number;
  windowSeconds: number;
}

export interface Quota {
  /** Counts one more under the key, which is forgotten after `until` (ISO 8601 UTC). False, and nothing counted, where `max` were. */
  take(key: string, max: number, until: string): Promise<boolean>;
}

/** `until`: when the window of what was used up ends, ISO 8601 UTC. */
export type Spent = { kind: "allowed" } | { kind: "exhausted"; until: string };

/**
 * Takes one of each allowance, in their order, until one is used up; those before it stay taken. Windows are fixed (the hour,
 * the day, in UTC): at the turn of two of them twice as many can come in a short time, and never more.
 */
export async function spend(allowances: readonly Allowance[], quota: Quota, nowMs: number): Promise<Spent> {
  for (const { counter, max, windowSeconds } of allowances) {
    const window = Math.floor(nowMs / 1000 / windowSeconds);
    const until = new Date((window + 1) * windowSeconds * 1000).toISOString();
    if (!(await quota.take(`${counter} ${windowSeconds} ${window}`, max, until))) return { kind: "exhausted", until };
  }
  return { kind: "allowed" };
}
