import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One process from its start to its end, as GNU time saw it. */
export interface TimedRun {
  wallSeconds: number;
  cpuSeconds: number;
  /** The most memory that it held at once (its resident set). */
  peakMb: number;
  stdout: string;
}

/** Runs a command under `/usr/bin/time` (Debian: `time`), all of them with the same instrument. Throws where it fails or takes too long. */
export async function timedRun(
  command: string[],
  { folder, env = {}, secondsMax = 300 }: { folder: string; env?: Record<string, string>; secondsMax?: number },
): Promise<TimedRun> {
  const report = join(folder, "time.txt");
  const child = spawn("/usr/bin/time", ["-o", report, "-f", "%e %U %S %M", ...command], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: secondsMax * 1000,
  });
  let stdout = "";
  let lastWords = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    lastWords = `${lastWords}${chunk}`.slice(-500);
  });
  const code = await new Promise<number | null>((done, failed) => child.once("error", failed).once("close", done));
  if (code !== 0) throw new Error(`expected ${command[0]} to end with 0, got ${code}: ${lastWords}`);
  const [wall = 0, user = 0, system = 0, peakKb = 0] = readFileSync(report, "utf8").trim().split(/\s+/).map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, peakMb: peakKb / 1024, stdout };
}
