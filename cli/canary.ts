import { type ApiClient, apiClient, apiHelp, apiOptions, apiUrlOf } from "./api-client.ts";
import type { Command, CommandIo } from "./command.ts";
import { cell, progressOn, writeJson, writeTable } from "./show.ts";
import { noWords, readWords, wholeNumber } from "./words.ts";

const help = `Usage: tieup canary [--wait SECONDS] [--json]

Sends a synthetic item through the whole path (its feed, a poll, the tie-up, the story, the queues, a summary, SNS) to a topic that
nobody hears, and reports its age at each step. Exit code 1 where it doesn't arrive in time.

  --wait SECONDS   how long to wait for it, 300 if not given: news is gathered for some 90 seconds in an account
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup canary
  tieup canary --api https://api.example.org --token "$TOKEN" --wait 600 --json`;

interface Steps {
  done: boolean;
  steps: { step: string; at: string | null; ageSeconds: number | null }[];
}

export const canary: Command = {
  name: "canary",
  summary: "a synthetic item through the whole path: its age at each step",
  help,
  run,
};

const options = { ...apiOptions, wait: { type: "string" }, json: { type: "boolean" } } as const;
const defaultWaitSeconds = 300;
const lookAgainMs = 500;

async function run(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, options, noWords);
  const until = Date.now() + (wholeNumber("--wait", values.wait) ?? defaultWaitSeconds) * 1000;
  const api = await apiClient(values);
  let path: string | null = null;
  const takeAway = async () => path !== null && api.send("DELETE", path);
  const steps = await whileStanding(takeAway, async (interrupted) => {
    const { id } = (await api.send<{ id: string }>("POST", "/canaries", { apiUrl: apiUrlOf(values) })).body;
    path = `/canaries/${encodeURIComponent(id)}`;
    return watched(path, until, interrupted, api, io);
  });
  if (values.json) writeJson(io, steps);
  else stepsTable(steps, io);
  return steps.done ? 0 : 1;
}

/** Its steps when it has arrived, the time is up or somebody has had enough. */
async function watched(
  path: string,
  until: number,
  interrupted: () => boolean,
  api: ApiClient,
  io: CommandIo,
): Promise<Steps> {
  const progress = progressOn(io.stderr);
  const began = Date.now();
  for (;;) {
    const { body } = await api.send<Steps>("GET", path).finally(progress.done);
    if (body.done || Date.now() >= until || interrupted()) return body;
    const waited = Math.floor((Date.now() - began) / 1000);
    progress.say(`${body.steps.find(({ at }) => at === null)?.step ?? "all"} not yet, after ${waited} s …`);
    await new Promise((done) => setTimeout(done, lookAgainMs));
  }
}

/** Does it, and takes away what stands meanwhile, whatever happens; after Ctrl-C, too, which then ends the process as it would have. */
async function whileStanding<T>(
  takeAway: () => Promise<unknown>,
  work: (interrupted: () => boolean) => Promise<T>,
): Promise<T> {
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once("SIGINT", interrupt);
  try {
    return await work(() => interrupted);
  } finally {
    process.off("SIGINT", interrupt);
    await takeAway();
    if (interrupted) process.kill(process.pid, "SIGINT");
  }
}

function stepsTable({ steps }: Steps, io: CommandIo): void {
  const rows = steps.map(({ step, at, ageSeconds }) => ({
    cells: [
      cell(step),
      ageSeconds === null ? cell("not yet", "red") : cell(`${ageSeconds.toFixed(1)} s`),
      cell(at?.slice(11, 23) ?? ""),
    ],
  }));
  writeTable(io, [{ title: "STEP" }, { title: "AGE", right: true as const }, { title: "AT (UTC)" }], rows, "");
}
