import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { forkSeeds } from "./fork-seeds.ts";
import { type PlantedBug, plantedBugs } from "./planted-bug.ts";
import { runSeeds, type Seeds, type Told } from "./run-seeds.ts";

const help = `Usage: npm run simulate -- [--seeds N] [--seed K] [--bug NAME] [--jobs N] [--trace]

Runs Tieup in memory and virtual time, an hour for each seed, with faults, and prints the seeds that break a promise. Exit code 1
if one does. docs/decisions/0020-simulation.md says what is real and what is faked.

  --seeds N    so many, 1000 if not given
  --seed K     from this one on; without --seeds this one alone
  --bug NAME   with a classic mistake made on purpose: ${plantedBugs.map((name) => `\n                 ${name}`).join("")}
  --jobs N     processes; as many as there are processors if not given
  --trace      every effect and fault, a line each; in one process

Examples:
  npm run simulate -- --seeds 20000
  npm run simulate -- --seed 711 --trace
  npm run simulate -- --bug "claims without a lease" --seeds 20
`;

interface Asked extends Seeds {
  trace: boolean;
}

function asked(): Asked | null {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    options: { seeds: text, seed: text, bug: text, jobs: text, trace: flag, help: { ...flag, short: "h" } },
  });
  if (values.help) return null;
  const bug = (values.bug ?? null) as PlantedBug | null;
  if (bug !== null && !plantedBugs.includes(bug))
    throw new RangeError(`expected one of the planted bugs, got ${bug}:\n${plantedBugs.join("\n")}`);
  const count = wholeNumber("--seeds", values.seeds) ?? (values.seed ? 1 : 1_000);
  const jobs = Math.min(wholeNumber("--jobs", values.jobs) ?? availableParallelism(), count);
  const first = wholeNumber("--seed", values.seed) ?? 1;
  return { first, count, jobs: values.trace ? 1 : jobs, bug, trace: values.trace };
}

function wholeNumber(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`expected ${option} to be a whole number from 1 on, got "${given}"`);
  return number;
}

/** A single seed in this process, on the SDK itself; many in processes of their own. */
async function runAll({ trace, ...seeds }: Asked, told: (seed: Told) => void): Promise<void> {
  if (trace || seeds.count === 1) return runSeeds(seeds, told, trace ? (line) => console.log(line) : undefined);
  return forkSeeds(seeds, told);
}

async function main(): Promise<void> {
  const all = asked();
  if (all === null) {
    process.stderr.write(help);
    return;
  }
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

try {
  await main();
} catch (fault) {
  process.stderr.write(`${(fault as Error).message}\n\nnpm run simulate -- --help shows how it is used.\n`);
  process.exitCode = 2;
}
