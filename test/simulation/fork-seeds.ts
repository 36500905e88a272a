import { fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleSeeds } from "./bundle-seeds.ts";
import type { Seeds, Told } from "./run-seeds.ts";

/**
 * Runs the seeds in as many processes as there are `jobs`, bundled for it, and tells of each as it ends. Rejects where a process
 * fails; `signal` ends them.
 */
export async function forkSeeds(seeds: Seeds, told: (seed: Told) => void, signal?: AbortSignal): Promise<void> {
  try {
    const script = await bundleSeeds("seeds-process.ts", cacheFolder);
    const processes = Array.from({ length: seeds.jobs }, (_, job) => {
      const own: Seeds = { ...seeds, first: seeds.first + job, count: seeds.count - job };
      return ended(fork(script, [JSON.stringify(own)], { execArgv: [], signal }).on("message", told));
    });
    await Promise.all(processes);
  } finally {
    await rm(cacheFolder, { recursive: true, force: true });
  }
}

/** Of this process, as others may run another version. */
const cacheFolder = fileURLToPath(new URL(`../../node_modules/.cache/simulation-${process.pid}`, import.meta.url));

/** "close" comes after the last message, "exit" may come before. */
const ended = (child: ReturnType<typeof fork>): Promise<void> =>
  new Promise((done, failed) =>
    child
      .on("error", failed)
      .on("close", (code) =>
        code === 0 ? done() : failed(new Error(`expected all seeds to run, got exit code ${code}`)),
      ),
  );
