import { runSeeds, type Seeds } from "./run-seeds.ts";

// A process of `forkSeeds`: the seeds of its argument, each told to the parent.

// Every injected fault is an error, and where it was made says nothing.
Error.stackTraceLimit = 0;
await runSeeds(JSON.parse(process.argv[2] ?? "") as Seeds, (seed) => process.send?.(seed));
