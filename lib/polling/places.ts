/** Where only so many may be at once. */
export interface Places {
  take(): Promise<void>;
  give(): void;
}

/** So many places, given to who waits longest. */
export function places(free: number): Places {
  const waiting: (() => void)[] = [];
  let left = free;
  return {
    async take() {
      if (left > 0) left -= 1;
      else await new Promise<void>((taken) => waiting.push(taken));
    },
    give() {
      const next = waiting.shift();
      if (next) next();
      else left += 1;
    },
  };
}
