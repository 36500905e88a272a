import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { logTo } from "../../functions/log.ts";
import { readStartOptions } from "../../local/options.ts";
import { startRunner } from "../../local/runner.ts";
import { type Ran, runTieup, type Terminal } from "./run-tieup.ts";

/** The embedded default with its API, and the command as its user has it: address and token are in the environment. */
export async function startTieup(...argv: string[]) {
  logTo(() => {});
  const folder = mkdtempSync(join(tmpdir(), "tieup-asking-"));
  const state = join(folder, ".tieup");
  const runner = await startRunner(readStartOptions(["--port", "0", "--state", state, ...argv]), {
    posted() {},
    say() {},
  });
  const token = readFileSync(join(state, "token"), "utf8");
  for (const [name, value] of Object.entries({ TIEUP_API: runner.apiUrl, TIEUP_TOKEN: token }))
    vi.stubEnv(name, value as string);
  return {
    folder,
    apiUrl: runner.apiUrl as string,
    token,
    run: (...words: string[]): Promise<Ran> => runTieup(words),
    onTerminal: (terminal: Terminal, ...words: string[]): Promise<Ran> => runTieup(words, terminal),
    // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
    json: async (...words: string[]): Promise<any> => JSON.parse((await runTieup([...words, "--json"])).stdout),
    /** A file of this name in the folder; its path comes back. */
    file(name: string, text: string): string {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    /** Asks the API directly, as whoever else uses it. */
    async ask(method: string, path: string, body?: unknown) {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${runner.apiUrl}${path}`, { method, headers, ...sent });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    },
    async stop(): Promise<void> {
      await runner.stop();
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same on the sample wire, when the first news of it has been sent. */
export async function startTieupWithNews() {
  const tieup = await startTieup("--speed", "60");
  const sent = async () => expect((await tieup.json("deliveries", "--state", "sent")).length).toBeGreaterThan(0);
  await vi.waitFor(sent, { timeout: 40_000, interval: 300 });
  return tieup;
}

export type StartedTieup = Awaited<ReturnType<typeof startTieup>>;
