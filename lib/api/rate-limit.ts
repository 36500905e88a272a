/** Who may ask now: null, or after how many seconds. */
export type RateLimit = (caller: string) => number | null;

export interface Rate {
  /** So many requests at once, after a pause. */
  burst: number;
  perSecond: number;
}

/** Callers that are remembered; a full bucket is as good as none. */
const callersMax = 10_000;

/**
 * A token bucket for each caller, in this process: it keeps one caller's loop from taking everybody's share, while the gateway
 * limits all together.
 */
export function rateLimit({ burst, perSecond }: Rate, now: () => Date): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return (caller) => {
    const at = now().getTime();
    const bucket = buckets.get(caller) ?? { left: burst, at };
    const left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
    if (buckets.size >= callersMax) buckets.clear();
    buckets.set(caller, { left: left < 1 ? left : left - 1, at });
    return left < 1 ? Math.ceil((1 - left) / perSecond) : null;
  };
}
