import { apiClient, apiHelp, apiOptions, apiUrlOf } from "./api-client.ts";
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
  const { id } = (await api.send<{ id: string }>("POST", "/canaries", { apiUrl: apiUrlOf(values) })).body;
  const path = `/canaries/${encodeURIComponent(id)}`;
  const look = async () => (await api.send<Steps>("GET", path)).body;
  const progress = progressOn(io.stderr);
  const began = Date.now();
  let steps = await look();
  while (!steps.done && Date.now() < until) {
    const waited = Math.floor((Date.now() - began) / 1000);
    progress.say(`${steps.steps.find(({ at }) => at === null)?.step ?? "all"} not yet, after ${waited} s …`);
    await new Promise((done) => setTimeout(done, lookAgainMs));
    steps = await look();
  }
  progress.done();
  await api.send("DELETE", path);
  if (values.json) writeJson(io, steps);
  else stepsTable(steps, io);
  return steps.done ? 0 : 1;
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
