import { parseArgs } from "node:util";
import { simulateOnServers } from "./on-servers.ts";

const help = `Usage: npm run simulate:servers -- [--seeds N] [--seed K]

The simulation on dynalite and fauxqs (or what TIEUP_TEST_DATABASE and TIEUP_TEST_MESSAGING name), over the SDK, with faults at its
transport: some seconds a seed. Prints the seeds that break a promise; exit code 1 if one does.

  --seeds N    so many, 10 if not given
  --seed K     from this one on; without --seeds this one alone
`;

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: { seeds: text, seed: text, help: { type: "boolean", default: false, short: "h" } },
});
if (values.help) process.stderr.write(help);
else await runAll(Number(values.seed ?? 1), Number(values.seeds ?? (values.seed ? 1 : 10)));

async function runAll(first: number, count: number): Promise<void> {
  let broken = 0;
  const began = performance.now();
  const sums: Record<string, number> = {};
  for (let seed = first; seed < first + count; seed++) {
    const { violations, counts, effects } = await simulateOnServers(seed);
    for (const [name, value] of Object.entries({ ...counts, effects })) sums[name] = (sums[name] ?? 0) + value;
    const [worst] = violations;
    if (!worst) continue;
    broken += 1;
    console.log(`seed ${seed}: ${worst.promise}: ${worst.what} (${violations.length} in all)`);
  }
  console.log(
    `${count} seeds in ${((performance.now() - began) / 1000).toFixed(0)} s, ${broken} break a promise`,
    sums,
  );
  if (broken > 0) process.exitCode = 1;
}
