import { parseArgs } from "node:util";
import { type PlantedBug, plantedBugs } from "./planted-bug.ts";
import { simulate } from "./simulation.ts";

// npm run simulate -- [--seeds 1000] [--seed K] [--bug NAME] [--trace]
// Runs seeds 1 to --seeds, or from --seed on, or --seed alone, and prints those that break a promise.

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string" },
    bug: { type: "string" },
    trace: { type: "boolean", default: false },
  },
});

const bug = (values.bug ?? null) as PlantedBug | null;
if (bug !== null && !plantedBugs.includes(bug)) {
  throw new Error(`expected one of the planted bugs, got ${bug}:\n${plantedBugs.join("\n")}`);
}
const first = Number(values.seed ?? 1);
const count = Number(values.seeds ?? (values.seed ? 1 : 1_000));
const began = performance.now();
const sums: Record<string, number> = {};
const failures: number[] = [];
for (let seed = first; seed < first + count; seed++) {
  const { violations, counts, effects } = await simulate(seed, {
    bug,
    ...(values.trace ? { trace: (line: string) => console.log(line) } : {}),
  });
  for (const [name, value] of Object.entries({ ...counts, effects })) sums[name] = (sums[name] ?? 0) + value;
  const [broken] = violations;
  if (!broken) continue;
  failures.push(seed);
  const others = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
  console.log(`seed ${seed}, ${new Date(broken.at).toISOString()}: ${broken.promise}: ${broken.what}${others}`);
}
const seconds = (performance.now() - began) / 1000;
console.log(`${count} seeds in ${seconds.toFixed(1)} s, ${failures.length} break a promise`, sums);
if (failures.length > 0) process.exitCode = 1;
