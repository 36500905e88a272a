import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type PlantedBug, plantedBugs } from "./planted-bug.ts";
import { type SimulationResult, simulate } from "./simulation.ts";

// npm run simulate -- [--seeds 1000] [--seed K] [--bug NAME] [--trace] [--jobs N]
// Runs seeds 1 to --seeds, or from --seed on, or --seed alone, and prints those that break a promise.

interface Asked {
  first: number;
  count: number;
  /** Every so many seeds is this process's. */
  jobs: number;
  bug: PlantedBug | null;
  trace: boolean;
}

const ownSeeds = "--own-seeds";

/** What each process sends for a seed. */
type Told = Pick<SimulationResult, "seed" | "violations" | "counts" | "effects">;

function asked(): Asked {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: { seeds: text, seed: text, bug: text, jobs: text, trace: { type: "boolean", default: false } },
  });
  const bug = (values.bug ?? null) as PlantedBug | null;
  if (bug !== null && !plantedBugs.includes(bug)) {
    throw new Error(`expected one of the planted bugs, got ${bug}:\n${plantedBugs.join("\n")}`);
  }
  const count = Number(values.seeds ?? (values.seed ? 1 : 1_000));
  const jobs = Math.min(Number(values.jobs ?? availableParallelism()), count);
  return { first: Number(values.seed ?? 1), count, jobs: values.trace ? 1 : jobs, bug, trace: values.trace };
}

async function runSeeds({ first, count, jobs, bug, trace }: Asked, told: (seed: Told) => void): Promise<void> {
  const tracing = trace ? { trace: (line: string) => console.log(line) } : {};
  for (let seed = first; seed < first + count; seed += jobs) {
    const { violations, counts, effects } = await simulate(seed, { bug, ...tracing });
    told({ seed, violations, counts, effects });
  }
}

/** All seeds, in several processes unless they are to be traced. */
function runAll(all: Asked, told: (seed: Told) => void): Promise<unknown> {
  if (all.jobs === 1) return runSeeds(all, told);
  const processes = Array.from({ length: all.jobs }, (_, job) => {
    const own: Asked = { ...all, first: all.first + job, count: all.count - job };
    const child = fork(fileURLToPath(import.meta.url), [ownSeeds, JSON.stringify(own)]);
    child.on("message", told);
    return new Promise<void>((done, failed) =>
      child
        .on("error", failed)
        .on("exit", (code) =>
          code === 0 ? done() : failed(new Error(`expected all seeds to run, got exit code ${code}`)),
        ),
    );
  });
  return Promise.all(processes);
}

async function main(): Promise<void> {
  const all = asked();
  const began = performance.now();
  const sums: Record<string, number> = {};
  const failures: number[] = [];
  await runAll(all, ({ seed, violations, counts, effects }) => {
    for (const [name, value] of Object.entries({ ...counts, effects })) sums[name] = (sums[name] ?? 0) + value;
    const [broken] = violations;
    if (!broken) return;
    failures.push(seed);
    const others = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
    console.log(`seed ${seed}, ${new Date(broken.at).toISOString()}: ${broken.promise}: ${broken.what}${others}`);
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(`${all.count} seeds in ${seconds.toFixed(1)} s, ${failures.length} break a promise`, sums);
  if (failures.length > 0) process.exitCode = 1;
}

const [, , first, own = ""] = process.argv;
if (first === ownSeeds) await runSeeds(JSON.parse(own) as Asked, (seed) => process.send?.(seed));
else await main();
