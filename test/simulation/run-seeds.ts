import type { PlantedBug } from "./planted-bug.ts";
import { type SimulationResult, simulate } from "./simulation.ts";

/** Which seeds a process runs: from `first` on, every `jobs`-th of `count`. */
export interface Seeds {
  first: number;
  count: number;
  jobs: number;
  bug: PlantedBug | null;
}

/** What is told of a seed. */
export type Told = Pick<SimulationResult, "seed" | "violations" | "counts" | "effects">;

/** Runs them one after the other. */
export async function runSeeds(
  { first, count, jobs, bug }: Seeds,
  told: (seed: Told) => void,
  trace?: (line: string) => void,
): Promise<void> {
  for (let seed = first; seed < first + count; seed += jobs) {
    const { violations, counts, effects } = await simulate(seed, { bug, trace });
    told({ seed, violations, counts, effects });
    // A seed in memory leaves no turn to what else the process has to do.
    await new Promise((done) => setImmediate(done));
  }
}
