import { expect, test } from "vitest";
import { forkSeeds } from "./fork-seeds.ts";
import type { Told } from "./run-seeds.ts";

/** How to look at a seed that breaks a promise, in a line. */
export const explained = ({ seed, violations: [first] }: Pick<Told, "seed" | "violations">): string =>
  `npm run simulate -- --seed ${seed} --trace: ${first?.promise}: ${first?.what}`;

/** Half a minute on a core of its own; a machine that does other things, too, may take many times that. */
const timeOutMs = 15 * 60_000;

/**
 * A test that these seeds break no promise. They run in a process beside the test's, which waits: a file has one core's work,
 * as any other has.
 */
export const keepsPromises = (first: number, last: number): void => {
  test(
    `whatever fails, repeats, comes late or dies, the promises are kept: seeds ${first} to ${last}`,
    async ({ signal }) => {
      const count = last - first + 1;
      const ended: Told[] = [];
      await forkSeeds({ first, count, jobs: 1, bug: null }, (seed) => ended.push(seed), signal);
      expect(ended.filter(({ violations }) => violations.length > 0).map(explained)).toEqual([]);
      expect(ended.map(({ seed }) => seed)).toEqual(Array.from({ length: count }, (_, n) => first + n));
      // Else nothing happened that could be lost or told twice.
      expect(ended.reduce((sum, { counts }) => sum + counts.required, 0)).toBeGreaterThan(count * 5);
    },
    timeOutMs,
  );
};
