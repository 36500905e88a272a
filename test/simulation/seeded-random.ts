/** Draws that follow from a seed alone. */
export interface SeededRandom {
  /** From 0 up to, and not including, 1. */
  next(): number;
  chance(share: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(of: readonly T[]): T;
  shuffled<T>(of: readonly T[]): T[];
}

/** mulberry32: the same seed draws the same numbers everywhere. */
export function seededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    chance: (share) => share > 0 && next() < share,
    pick: <T>(of: readonly T[]): T => of[between(0, of.length - 1)] as T,
    shuffled<T>(of: readonly T[]): T[] {
      const all = [...of];
      for (let at = all.length - 1; at > 0; at--) {
        const other = between(0, at);
        [all[at], all[other]] = [all[other] as T, all[at] as T];
      }
      return all;
    },
  };
}
